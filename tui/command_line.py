"""The command line from its arguments to its exit code. The commands stand in `tui.commands`, a file each.

Exit codes: 0 well, 1 a check failed, 2 wrong usage or bad input (one sentence on stderr), 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from engine.messages import Usage
from engine.text import Language
from engine.threads import one_thread
from tui.cli.encoding import write_what_can_be_shown
from tui.cli.language import language_of
from tui.cli.ownership import foreign_package
from tui.cli.parser import PROGRAM, before_parsing, parser
from tui.commands import module_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    foreign = foreign_package()
    if foreign:
        print(f"{PROGRAM}: {foreign.said(_language(before_parsing(given)))}", file=sys.stderr)
        return 2
    one_thread()
    write_what_can_be_shown()
    try:
        return _run(given)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader went away (`| head`); point stdout elsewhere so that the interpreter's last flush is quiet.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _run(arguments: Sequence[str]) -> int:
    options = before_parsing(arguments)
    try:
        options = parser(language_of(options)).parse_args(arguments)
        if options.version:
            from importlib.metadata import version  # only this option pays its 10 ms

            print(f"{PROGRAM} {version(PROGRAM)}")
            return 0
        return int(import_module(module_of(options.command)).run(options))
    except Exception as error:
        return _refused(error, options)


def _refused(error: Exception, options: argparse.Namespace) -> int:
    """Say what was expected to go wrong: one sentence on stderr, with `--json` also an object on stdout."""
    # SQLite and JSON: only trouble needs them here.
    from tui.cli.options import print_json, wants_json
    from tui.expected_errors import EXPECTED, sentence

    if not isinstance(error, EXPECTED):
        raise error
    told = sentence(error, _language(options))
    if wants_json(options):
        print_json({"error": told})
    print(f"{PROGRAM}: {told}", file=sys.stderr)
    return 2


def _language(options: argparse.Namespace) -> Language:
    try:
        return language_of(options)
    except Usage:  # which is what is being told: Chinese cannot be written here
        return "en"


if __name__ == "__main__":
    sys.exit(main())
