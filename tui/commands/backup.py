"""`backdrill backup`: a copy of the database, now."""

from __future__ import annotations

import argparse

from db.storage.backup import back_up
from engine.messages import Usage
from tui.cli.database_file import database_file
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.locale import safety as words
from tui.output import put


def arguments(parser: Parser) -> None:
    """None of its own."""


def run(options: argparse.Namespace) -> int:
    """0. Raises Usage or DatabaseTrouble; then there is no new backup."""
    context = context_of(options)
    file = database_file(context)
    if not file.exists():
        raise Usage(f"there is no database at {file} yet; study first", f"{file} 还没有数据库；请先学习")
    made = back_up(file, context.clock(), "asked")
    if wants_json(options):
        print_json({"backup": str(made)})
    else:
        put(context.said(words.BACKED_UP).format(path=made))
    return 0
