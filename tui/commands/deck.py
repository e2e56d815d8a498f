"""`backdrill deck`: the learner's own decks beside the shipped one."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from content.loader import SHIPPED, shipped_folder
from content.model import Deck
from engine.messages import Usage
from tui.cli.options import context_of, print_json, wants_json
from tui.context import Context
from tui.locale import decks as words
from tui.locations import Locations
from tui.sessions import own_decks


def run(options: argparse.Namespace) -> int:
    """0; 2 for a deck with faults, which are told with their places."""
    context = context_of(options)
    act: dict[str, Callable[[argparse.Namespace, Context], int]]
    act = {"list": _list, "new": _new, "add": _add, "remove": _remove}
    return act[options.action](options, context)


def _list(options: argparse.Namespace, context: Context) -> int:
    library = context.library
    rows = [_row(deck, context) for deck in library.decks]
    if wants_json(options):
        broken = [{"folder": str(folder), "faults": str(error)} for folder, error in library.broken.items()]
        print_json({"decks": rows, "broken": broken})
        return 0
    for row in rows:
        print(context.said(words.ROW).format(**row))
    for folder, error in library.broken.items():
        first, *more = str(error).splitlines()
        print(context.said(words.BROKEN).format(deck=folder.name, why=first, more=len(more)))
    return 0


def _row(deck: Deck, context: Context) -> dict[str, object]:
    return {
        "deck": deck.info.id,
        "title": context.said(deck.info.title),
        "claims": len(deck.claims),
        "questions": len(deck.questions),
        "own": own_decks.is_own(deck.info.id),
    }


def _named(name: str | None) -> str:
    if name is None:
        raise Usage(
            "a deck is needed: its name, or for 'add' its folder", "需要指明题库：它的名称；用 'add' 时则是它的文件夹"
        )
    return name


def _new(options: argparse.Namespace, context: Context) -> int:
    print(context.said(words.NEW).format(folder=own_decks.make(_named(options.deck), context)))
    return 0


def _add(options: argparse.Namespace, context: Context) -> int:
    source = Path(_named(options.deck))
    deck, faults = own_decks.take_over(source, context)
    for fault in faults:
        print(f"{source / fault.file}:{fault.line}: {fault.message}")
    if deck is None:
        return 2
    shown = {"deck": deck.info.id, "claims": len(deck.claims), "questions": len(deck.questions)}
    print(context.said(words.ADDED).format(**shown))
    return 0


def _remove(options: argparse.Namespace, context: Context) -> int:
    name = _named(options.deck)
    print(context.said(words.REMOVED).format(deck=name, folder=own_decks.put_aside(name, context)))
    return 0


def folder_of(name: str | None, locations: Locations) -> Path:
    """The shipped deck without a name, else a folder, or one of the learner's own decks. Raises Usage."""
    if name is None or name == SHIPPED:
        return shipped_folder()
    for folder in (Path(name), locations.decks / name):
        if (folder / "deck.yaml").is_file():
            return folder
    raise Usage(
        f"there is no deck '{name}': neither a folder with a deck.yaml nor a deck of yours",
        f"没有题库“{name}”：既不是含 deck.yaml 的文件夹，也不是你自己的题库",
    )
