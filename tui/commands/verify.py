"""`backdrill verify`: compute every key and claim, and report what does not hold."""

from __future__ import annotations

import argparse

from engine.text import Text
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser, positive
from tui.cli.progress_bar import bar
from tui.output import put


def arguments(parser: Parser) -> None:
    """Which deck or item, over how many draws."""
    parser.add_argument("deck", nargs="?", metavar="DECK")
    parser.add_argument("--draws", type=positive, default=50, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--only", metavar="ID")
    parser.add_argument(
        "--workers",
        type=positive,
        metavar="N",
        help=parser.said(Text("processes (default: one a core)", "进程数（默认每个核心一个）")),
    )


def run(options: argparse.Namespace) -> int:
    """0 when everything holds, 1 when a check failed. Raises DeckError and UnknownItem."""
    # NumPy, YAML and pydantic, which the usage does not wait for.
    from content.loader import read_deck
    from content.validation.faults import DeckError
    from content.verification.deck import verify
    from tui.sessions.own_decks import folder_of
    from tui.text.verification import as_json, verified

    context = context_of(options)
    deck, faults = read_deck(folder_of(options.deck, context.locations))
    if faults or deck is None:
        raise DeckError(faults)
    report = verify(deck, options.draws, options.seed, options.only, options.workers, bar())
    if wants_json(options):
        print_json(as_json(report))
    else:
        for line in verified(report, deck, context):
            put(line)
    return 1 if report.failures else 0
