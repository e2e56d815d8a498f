"""The command line from its arguments to its exit code. The commands stand in `tui.commands`, a file each.

Exit codes: 0 well, 1 a check failed, 2 wrong usage or bad input (one sentence on stderr), 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from engine.text import Language
from engine.threads import one_thread
from tui.cli.encoding import write_what_can_be_shown
from tui.cli.ownership import foreign_package
from tui.cli.parser import PROGRAM, parser
from tui.commands import module_of


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit code."""
    foreign = foreign_package()
    if foreign:
        print(f"{PROGRAM}: {foreign}", file=sys.stderr)
        return 2
    one_thread()
    write_what_can_be_shown()
    options = parser().parse_args(arguments)
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
        from importlib.metadata import version  # only this option pays its 10 ms

        print(f"{PROGRAM} {version(PROGRAM)}")
        return 0
    try:
        return int(import_module(module_of(options.command)).run(options))
    except Exception as error:
        # The decks, the memory and NumPy: only trouble needs their classes here.
        from tui.expected_errors import EXPECTED, sentence

        if not isinstance(error, EXPECTED):
            raise
        print(f"{PROGRAM}: {sentence(error, _language(options))}", file=sys.stderr)
        return 2


def _language(options: argparse.Namespace) -> Language:
    # Dataclasses and JSON: 13 ms that --version and --help do not need.
    from engine.messages import Usage
    from tui.cli.options import language_of

    try:
        return language_of(options)
    except Usage:  # which is what is being told: Chinese cannot be written here
        return "en"


if __name__ == "__main__":
    sys.exit(main())
