"""`backdrill import`: take a progress file in."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from db.storage import backup
from engine.messages import Usage
from engine.text import Text
from tui.cli.encoding import answers
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.context import Context
from tui.locale import transfer as words
from tui.output import put

STDIN = "-"


def arguments(parser: Parser) -> None:
    """The file."""
    text = Text("what 'export jsonl' wrote, or - for stdin", "'export jsonl' 写出的文件，或用 - 表示标准输入")
    parser.add_argument("file", metavar="FILE", help=parser.said(text))


def run(options: argparse.Namespace) -> int:
    """0. Raises Usage or DatabaseTrouble; then nothing was taken in."""
    context = context_of(options)
    try:
        return _import(options, context)
    finally:
        context.close()


def _import(options: argparse.Namespace, context: Context) -> int:
    from db.transfer.importer import bring_in  # SQLAlchemy, which a usage error does not wait for

    lines = _lines(options.file)
    memory = context.memory
    saved = _backed_up(context)
    added = bring_in(memory, lines, context.library.aliases())
    if wants_json(options):
        print_json({"file": options.file, "added": added, "saved": saved})
        return 0
    text = context.said(words.TAKEN).format(**added) if any(added.values()) else context.said(words.NOTHING_NEW)
    put(text)
    if saved:
        put(context.said(words.SAVED_BEFORE).format(path=saved))
    return 0


def _lines(name: str) -> Iterator[bytes]:
    """The file's lines; one that never ends is cut where it is too long already. Raises Usage at once."""
    from db.transfer.format import LONGEST_LINE  # as in _import

    def unreadable(error: OSError) -> Usage:
        why = error.strerror or error
        return Usage(f"'{name}' cannot be read: {why}", f"“{name}”无法读取：{why}")

    try:
        if name != STDIN and not Path(name).is_file():
            raise Usage(f"there is no file '{name}'", f"没有文件“{name}”")

        file = answers().buffer if name == STDIN else Path(name).open("rb")  # noqa: SIM115 - closed at its end
    except OSError as error:
        raise unreadable(error) from error

    def read() -> Iterator[bytes]:
        try:
            with file:
                while line := file.readline(LONGEST_LINE + 1):
                    yield line
        except OSError as error:
            raise unreadable(error) from error

    return read()


def _backed_up(context: Context) -> str | None:
    """The present state, saved first; on a server that is the server's own business."""
    path = context.memory.store.path
    return str(backup.back_up(path, context.clock(), "before-import")) if path is not None else None
