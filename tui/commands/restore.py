"""`backdrill restore`: go back to a backup; what it replaces is saved first."""

from __future__ import annotations

import argparse
from pathlib import Path

from db.storage.backup import restore
from tui.cli.database_file import database_file
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.locale import safety as words
from tui.output import put


def arguments(parser: Parser) -> None:
    """The backup."""
    parser.add_argument("file", metavar="FILE")


def run(options: argparse.Namespace) -> int:
    """0. Raises Usage or DatabaseTrouble; then nothing was changed."""
    context = context_of(options)
    file = database_file(context)
    context.locations.ensure()
    saved = restore(file, Path(options.file), context.clock())
    if wants_json(options):
        print_json({"restored": options.file, "saved": str(saved) if saved else None})
        return 0
    put(context.said(words.RESTORED).format(path=options.file))
    if saved:
        put(context.said(words.SAVED_BEFORE).format(path=saved))
    return 0
