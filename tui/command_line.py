"""The command line: what may be asked, and where it is answered. Each command's module is imported when it runs.

Exit codes: 0 well, 1 a check failed, 2 wrong usage or bad input (one sentence on stderr), 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from typing import NoReturn

from engine.text import Language
from engine.threads import one_thread
from tui.cli.encoding import write_what_can_be_shown
from tui.cli.ownership import foreign_package
from tui.commands.completion import SHELLS

PROGRAM = "backdrill"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the usage that hides it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. See '{self.prog} --help'.\n")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    foreign = foreign_package()
    if foreign:
        print(f"{PROGRAM}: {foreign}", file=sys.stderr)
        return 2
    one_thread()
    write_what_can_be_shown()
    options = _parser().parse_args(arguments)
    try:
        return _run(options)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`| head`); point stdout elsewhere so that the interpreter's last flush is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(options: argparse.Namespace) -> int:
    if options.version:
        print(f"{PROGRAM} {version(PROGRAM)}")
        return 0
    try:
        return int(import_module(f"tui.commands.{options.module}").run(options))
    except Exception as error:
        # Imported only now: what it names is not needed for a first paint.
        from tui.expected_errors import EXPECTED, sentence

        if not isinstance(error, EXPECTED):
            raise
        print(f"{PROGRAM}: {sentence(error, _language(options))}", file=sys.stderr)
        return 2


def _language(options: argparse.Namespace) -> Language:
    from engine.messages import Usage
    from tui.cli.options import language_of

    try:
        return language_of(options)
    except Usage:  # which is what is being told: Chinese cannot be written here
        return "en"


def _parser() -> argparse.ArgumentParser:
    common = _common()
    parser = _Parser(
        prog=PROGRAM,
        description="Study deep-learning interview questions whose answers prove themselves.",
        parents=[common],
    )
    parser.add_argument("--version", action="store_true", help="print the version and stop")
    parser.set_defaults(module="app", command="app", parser=parser)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", parser_class=_Parser)
    _learning(commands, common)
    _proving(commands, common)
    _keeping(commands, common)
    return parser


def _add(
    commands: argparse._SubParsersAction[_Parser], name: str, module: str, help_text: str, common: _Parser
) -> _Parser:
    parser = commands.add_parser(name, help=help_text, description=help_text, parents=[common])
    parser.set_defaults(module=module, command=name)
    return parser


def _learning(commands: argparse._SubParsersAction[_Parser], common: _Parser) -> None:
    for name, text in (("study", "study what is due, then new questions"), ("weak", "practise what gains most")):
        study = _add(commands, name, "study", text, common)
        study.add_argument("--topic", action="append", metavar="T", help="only this topic (may be repeated)")
        study.add_argument("--limit", type=_positive, metavar="N", help="stop after N answers")
        study.add_argument("--plain", action="store_true", help="line mode: plain text, one line an answer")
        study.set_defaults(ahead=0, more_new=0, more_reviews=0)
        if name == "study":
            study.add_argument("--ahead", type=_positive, metavar="DAYS", help="reviews of so many days to come, too")
            study.add_argument("--more-new", type=_positive, metavar="N", help="N new questions more, only today")
            study.add_argument("--more-reviews", type=_positive, metavar="N", help="N reviews more, only today")
    _interview(commands, common)
    ask = _add(commands, "ask", "ask", "ask one question, outside the schedule", common)
    ask.add_argument("question", metavar="QUESTION")
    ask.add_argument("--seed", type=int, metavar="S", help="which variant")
    ask.add_argument("--plain", action="store_true", help="line mode: plain text, one line an answer")


def _interview(commands: argparse._SubParsersAction[_Parser], common: _Parser) -> None:
    sit = _add(commands, "interview", "interview", "sit a timed mock interview, or read past ones", common)
    sit.add_argument("--topics", metavar="A,B", help="only these topics")
    sit.add_argument("--questions", type=_positive, metavar="N", help="how many questions")
    sit.add_argument("--minutes", type=_positive, metavar="M", help="time for the whole interview")
    sit.add_argument("--level", "--levels", dest="levels", metavar="1-3", help="one level, or from which to which")
    sit.add_argument("--seed", type=int, metavar="S", help="which interview")
    sit.add_argument("--plain", action="store_true", help="line mode: plain text, one line an answer")
    what = sit.add_mutually_exclusive_group()
    what.add_argument("--open", action="store_true", help="list interviews that can be gone on with, newest first")
    what.add_argument(
        "--resume", type=_positive, nargs="?", const=1, metavar="N", help="go on with open interview N (1: the newest)"
    )
    what.add_argument("--list", action="store_true", help="list past interviews, newest first")
    what.add_argument("--show", type=_positive, metavar="N", help="print past interview N as Markdown")
    what.add_argument("--export", type=_positive, metavar="N", help="write it into the data folder")


def _proving(commands: argparse._SubParsersAction[_Parser], common: _Parser) -> None:
    demo = _add(commands, "demo", "demo", "list the demonstrations, or run one", common)
    demo.add_argument("name", nargs="?", metavar="NAME")
    demo.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", help="a parameter (may be repeated)")
    demo.add_argument("--seed", type=int, default=0, metavar="S")
    demo.add_argument("--code", action="store_true", help="print the NumPy source of its kernels")
    notes = _add(commands, "notes", "notes", "the audited notes: claims, verdicts, evidence", common)
    notes.add_argument("claim", nargs="?", metavar="CLAIM")
    verify = _add(commands, "verify", "verify", "compute every key and claim over many draws", common)
    verify.add_argument("deck", nargs="?", metavar="DECK")
    verify.add_argument("--draws", type=_positive, default=50, metavar="N")
    verify.add_argument("--seed", type=int, default=0, metavar="S")
    verify.add_argument("--only", metavar="ID")
    verify.add_argument("--workers", type=_positive, metavar="N", help="processes (default: one a core)")
    deck = _add(commands, "deck", "deck", "own decks beside the shipped one", common)
    deck.add_argument("action", choices=("list", "new", "add", "remove"))
    deck.add_argument("deck", nargs="?", metavar="DECK", help="a deck's name, or for 'add' its folder")
    check = _add(commands, "check", "check", "check content files: file:line: what is wrong, and the mend", common)
    check.add_argument("deck", nargs="?", metavar="DECK")


def _port(text: str) -> int:
    if not text.isdecimal() or not 1024 <= int(text) <= 65535:
        raise argparse.ArgumentTypeError(f"takes a whole number from 1024 to 65535, not '{text}'")
    return int(text)


def _keeping(commands: argparse._SubParsersAction[_Parser], common: _Parser) -> None:
    _add(commands, "due", "due", "what is due now", common)
    exam = _add(commands, "exam", "exam", "plan for an exam, and see what to expect", common)
    exam.add_argument("date", nargs="?", metavar="DATE", help="a day such as 2027-03-01")
    exam.add_argument("--minutes-a-day", type=_positive, metavar="N", help="time for study (default: 30)")
    exam.add_argument("--clear", action="store_true", help="no exam any more")
    _add(commands, "stats", "stats", "progress in numbers", common)
    fit = _add(commands, "fit", "fit", "fit the scheduler to your own reviews, where that predicts better", common)
    how = fit.add_mutually_exclusive_group()
    how.add_argument("--dry-run", action="store_true", help="say what would be done, change nothing")
    how.add_argument("--back", action="store_true", help="return to the parameters before, at last to the defaults")
    _add(commands, "backup", "safety", "back the database up now", common)
    _add(commands, "restore", "safety", "go back to a backup (the present state is saved first)", common).add_argument(
        "file", metavar="FILE"
    )
    export = _add(commands, "export", "transfer", "progress, reviews or questions as a file", common)
    export.add_argument("format", choices=("anki", "jsonl", "csv", "markdown"))
    export.add_argument("file", metavar="FILE", help="a new file, or - for stdout")
    export.add_argument("--seed", type=int, metavar="S", help="which variants (anki, markdown)")
    _add(commands, "import", "transfer", "take a progress file in ('export jsonl' writes one)", common).add_argument(
        "file", metavar="FILE"
    )
    serve = _add(commands, "serve", "serve", "the same app in a browser on this machine (extra: web)", common)
    serve.add_argument("--port", type=_port, default=8000, metavar="P", help="1024 to 65535 (default: 8000)")
    doctor = _add(commands, "doctor", "safety", "check the database and prove it by replaying every review", common)
    doctor.add_argument("--repair", action="store_true", help="mend what can be mended")
    completion = _add(commands, "completion", "completion", "print a script that completes commands in a shell", common)
    completion.add_argument("shell", choices=SHELLS)


def _common() -> _Parser:
    """Options that stand before or after the command. SUPPRESS keeps the later default from undoing the earlier."""
    common = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    group = common.add_argument_group("everywhere")
    group.add_argument("--data", metavar="FOLDER", help="the learner's data (or BACKDRILL_DATA)")
    group.add_argument("--database", metavar="URL", help="another database (or BACKDRILL_DATABASE_URL)")
    group.add_argument("--learner", metavar="NAME", help="whose progress this is")
    group.add_argument("--lang", choices=("en", "zh"), help="language (default: from the locale)")
    group.add_argument("--now", metavar="ISO-TIME", help="a frozen clock, for rehearsals")
    group.add_argument("--json", action="store_true", help="report as JSON")
    return common


def _positive(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) <= 1_000_000:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number above 0")
    return int(text)


if __name__ == "__main__":
    sys.exit(main())
