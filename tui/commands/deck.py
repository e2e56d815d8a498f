"""`backdrill deck`: the learner's own decks beside the shipped one."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from engine.messages import Usage
from engine.text import Text
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.context import Context
from tui.locale import decks as words
from tui.output import put
from tui.text.sanitize import shortened


def arguments(parser: Parser) -> None:
    """Add the arguments: the action and the deck."""
    parser.add_argument("action", choices=("list", "new", "add", "remove"))
    parser.add_argument(
        "deck",
        nargs="?",
        metavar="DECK",
        help=parser.said(Text("a deck's name, or for 'add' its folder", "牌组名；用 'add' 时为它的文件夹")),
    )


def run(options: argparse.Namespace) -> int:
    """0; 2 for a deck with faults, which are listed with their places."""
    from tui.sessions import own_decks  # YAML, pydantic and NumPy, which the usage does not wait for

    context = context_of(options)
    if options.action == "list":
        return _list(options, context)
    name = _named(options.deck)
    if options.action == "add":
        return _add(Path(name), options, context)
    new = options.action == "new"
    folder = own_decks.make(name, context) if new else own_decks.put_aside(name, context)
    if wants_json(options):
        print_json({"deck": name, "folder": str(folder)})
    else:
        put(context.said(words.NEW if new else words.REMOVED).format(deck=name, folder=folder))
    return 0


def _named(name: str | None) -> str:
    if name is None:
        raise Usage(
            "a deck is needed: its name, or for 'add' its folder", "需要指明题库：它的名称；用 'add' 时则是它的文件夹"
        )
    return name


def _list(options: argparse.Namespace, context: Context) -> int:
    from tui.sessions.own_decks import is_own  # as in run

    library = context.library
    rows = [
        {
            "deck": deck.info.id,
            "title": context.said(deck.info.title),
            "claims": len(deck.claims),
            "questions": len(deck.questions),
            "own": is_own(deck.info.id),
        }
        for deck in library.decks
    ]
    if wants_json(options):
        broken = [
            {"folder": str(folder), "faults": context.said(error.text)} for folder, error in library.broken.items()
        ]
        print_json({"decks": rows, "broken": broken})
        return 0
    for row in rows:
        put(context.said(words.ROW).format(**row))
    for folder, error in library.broken.items():
        first, *more = context.said(error.text).splitlines()
        put(context.said(words.BROKEN).format(deck=folder.name, why=first, more=len(more)))
    return 0


def _add(source: Path, options: argparse.Namespace, context: Context) -> int:
    from tui.sessions.own_decks import take_over  # as in run

    deck, faults = take_over(source, context)
    shown = {"deck": deck.info.id, "claims": len(deck.claims), "questions": len(deck.questions)} if deck else {}
    if wants_json(options):
        print_json({**shown, "faults": [asdict(fault) for fault in faults]})
        return 0 if deck else 2
    for fault in faults:
        put(shortened(f"{source / fault.file}:{fault.line}: {fault.message}"))
    if deck is None:
        return 2
    put(context.said(words.ADDED).format(**shown))
    return 0
