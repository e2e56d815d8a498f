"""The command line from its arguments to its exit code. The commands stand in `tui.commands`, a file each.

Exit codes: 0 well, 1 a check failed, 2 wrong usage or bad input (one sentence on stderr), 130 interrupted,
70 a fault of the program (one sentence, and a log file that it names), 128 + n ended by signal n.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import warnings
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from engine.messages import Usage
from engine.text import Language
from engine.threads import one_thread
from tui.cli.encoding import refuse_other_than_utf8, stand_in_for_closed, write_what_can_be_shown
from tui.cli.language import language_of
from tui.cli.ownership import foreign_package
from tui.cli.parser import before_parsing, parser
from tui.commands import module_of
from tui.output import PROGRAM, put, refuse
from tui.signals import end_in_order

ESCAPE, ESCAPE_OVER_A_NETWORK = "20", "100"
"""Milliseconds for which an Esc may still turn out to be the beginning of an arrow key. Over a network the rest of the
key comes in another packet; here it is there at once, and leaving a screen need not wait."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    stand_in_for_closed()
    given = sys.argv[1:] if arguments is None else list(arguments)
    foreign = foreign_package()
    if foreign:
        refuse(foreign.said(_language(before_parsing(given))))
        return 2
    one_thread()
    end_in_order()
    _set_escape_delay()
    write_what_can_be_shown()
    warn_nobody()
    try:
        return _run(given)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`| head`); point stdout elsewhere so that the interpreter's last flush is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def warn_nobody() -> None:
    """Python's warnings are for programmers, who ask for them (-W). Reading a deck's `0or x` gives one."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")


def _set_escape_delay() -> None:
    """Textual reads it when it is imported; whoever has set it keeps it."""
    far = any(os.environ.get(name) for name in ("SSH_CONNECTION", "SSH_TTY", "MOSH"))
    os.environ.setdefault("ESCDELAY", ESCAPE_OVER_A_NETWORK if far else ESCAPE)


def _run(arguments: Sequence[str]) -> int:
    options = before_parsing(arguments)
    try:
        refuse_other_than_utf8(arguments)
        options = parser(language_of(options)).parse_args(arguments)
        if options.version:
            from importlib.metadata import version  # only this option pays its 10 ms

            put(f"{PROGRAM} {version(PROGRAM)}")
            return 0
        return int(import_module(module_of(options.command)).run(options))
    except BrokenPipeError:
        raise
    except Exception as error:
        return _refused(error, options)


def _refused(error: Exception, options: argparse.Namespace) -> int:
    """Say what was expected to go wrong, and log anything else: one sentence on stderr, with `--json` also an object on
    stdout."""
    # SQLite and JSON: only trouble needs them here.
    from tui.cli.options import print_json, wants_json
    from tui.expected_errors import EXPECTED, sentence

    if isinstance(error, EXPECTED):
        told, code = sentence(error, _language(options)), 2
    else:
        from tui import unexpected  # only a fault of the program needs it

        told, code = unexpected.told(error, _folder(options)).said(_language(options)), unexpected.EXIT_CODE
    if wants_json(options):
        print_json({"error": told})
    refuse(told)
    return code


def _folder(options: argparse.Namespace) -> Path:
    """The data folder, for the log; the folder of temporary files where it is not known."""
    from tui.locations import FolderTrouble, find  # as in _refused

    try:
        return find(getattr(options, "data", None)).data
    except FolderTrouble:
        return Path(tempfile.gettempdir())


def _language(options: argparse.Namespace) -> Language:
    try:
        return language_of(options)
    except Usage:  # which is what is being told: Chinese cannot be written here
        return "en"


if __name__ == "__main__":
    sys.exit(main())
