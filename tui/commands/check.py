"""`backdrill check`: the form and meaning of content files, every fault with its place."""

from __future__ import annotations

import argparse

from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser
from tui.locale import reports as words
from tui.output import put
from tui.text.sanitize import shortened


def arguments(parser: Parser) -> None:
    """Which deck."""
    parser.add_argument("deck", nargs="?", metavar="DECK")


def run(options: argparse.Namespace) -> int:
    """0 if the deck is clean, else 2: bad input."""
    from tui.sessions.own_decks import (  # YAML, pydantic and NumPy, which the usage does not wait for
        faults_of,
        folder_of,
        is_own,
    )

    context = context_of(options)
    folder = folder_of(options.deck, context.locations)
    deck, faults = faults_of(folder)
    if wants_json(options):
        print_json([{"file": f.file, "line": f.line, "message": f.message} for f in faults])
        return 2 if faults else 0
    for fault in faults:
        put(shortened(f"{folder / fault.file}:{fault.line}: {fault.message}"))
    if deck is not None and not faults:
        counts = {"claims": len(deck.claims), "questions": len(deck.questions)}
        put(context.said(words.CLEAN).format(deck=deck.info.id, **counts))
        if deck.info.format == 1 and is_own(deck.info.id):
            put(context.said(words.FORMAT_NOTE))
    return 2 if faults else 0
