"""`backdrill doctor`: check the database, and prove it by replaying every review."""

from __future__ import annotations

import argparse
import sys
from dataclasses import asdict
from pathlib import Path

from db.errors import DamagedFile
from db.storage import backup
from engine.text import Text
from tui.cli.database_file import file_or_server
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.context import Context
from tui.locale import safety as words
from tui.output import put


def arguments(parser: Parser) -> None:
    """Whether to repair."""
    parser.add_argument(
        "--repair", action="store_true", help=parser.said(Text("repair what can be repaired", "修复可以修复的部分"))
    )


def run(options: argparse.Namespace) -> int:
    """0, or 1 when something is found that is not repaired. Raises DatabaseTrouble for a damaged file."""
    from db.doctor import examine  # SQLAlchemy, which the usage does not wait for
    from tui.text.diagnosis import diagnosis

    context = context_of(options)
    try:
        file = file_or_server(context)
        if file is not None:
            _look_at(file, options, context)
        found = examine(context.memory, options.repair)
        if wants_json(options):
            print_json({**asdict(found), "sound": found.sound})
        else:
            put("\n".join(diagnosis(found, context)))
        return 0 if found.sound else 1
    finally:
        context.close()


def _look_at(file: Path, options: argparse.Namespace, context: Context) -> None:
    from db.doctor import damage  # as above

    kept = backup.go_on_without_log(file, context.clock()) if options.repair else None
    if kept:
        put(context.said(words.WITHOUT_LOG).format(path=kept), sys.stderr)
    faults = damage(file)
    if faults:
        raise DamagedFile(file, "; ".join(faults[:3]))
