"""`backdrill verify`: compute every key and claim, judge the deck at the gate, and report what does not hold."""

from __future__ import annotations

import argparse
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from engine.text import Text
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.parser import Parser, positive
from tui.cli.progress_bar import bar
from tui.context import Context
from tui.output import put

if TYPE_CHECKING:  # content takes long to import; a command's help does not wait for it
    from content.model import Deck
    from content.verification.deck import Report


def arguments(parser: Parser) -> None:
    """Which deck or item, over how many draws, how strictly."""
    parser.add_argument("deck", nargs="?", metavar="DECK")
    parser.add_argument("--draws", type=positive, default=50, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--only", metavar="ID")
    parser.add_argument(
        "--jobs",
        "--workers",
        dest="workers",
        type=positive,
        metavar="N",
        help=parser.said(Text("processes (default: one a core)", "进程数（默认每个核心一个）")),
    )
    strict = Text("the gate's findings are failures, in format 1 too", "关卡发现的问题即为失败，格式 1 也不例外")
    parser.add_argument("--strict", action="store_true", help=parser.said(strict))
    faults = Text("plant faults and report those that go unnoticed", "植入错误，报告未被发现的")
    parser.add_argument("--faults", action="store_true", help=parser.said(faults))


def run(options: argparse.Namespace) -> int:
    """0 when everything holds, 1 when a check failed or the gate stops the deck. Raises DeckError and UnknownItem."""
    # NumPy, YAML and pydantic, which the usage does not wait for.
    from content.loader import read_deck
    from content.validation.faults import DeckError
    from tui.sessions.own_decks import folder_of

    context = context_of(options)
    folder = folder_of(options.deck, context.locations)
    deck, faults = read_deck(folder)
    if faults or deck is None:
        raise DeckError(faults)
    return (_hunt if options.faults else _verify)(options, deck, folder, context)


def _verify(options: argparse.Namespace, deck: Deck, folder: Path, context: Context) -> int:
    from content.verification.deck import verify  # as in run
    from content.verification.judge import judged
    from content.verification.places import Places
    from tui.text.verification import as_json, verified

    cache = context.locations.cache / "results"
    report = verify(deck, options.draws, options.seed, options.only, options.workers, bar(), cache)
    report.gate = Places(folder, deck).located(report.gate)
    judgement = judged(deck, folder, report.gate, bool(options.strict), whole=options.only is None)
    _remember(report, deck, folder, context)
    if wants_json(options):
        print_json(as_json(report, judgement))
    else:
        for line in verified(report, judgement, deck, context):
            put(line)
    return 1 if report.failures or judgement.stops else 0


def _remember(report: Report, deck: Deck, folder: Path, context: Context) -> None:
    """Keep which questions passed, so that cards can say so; nothing is kept of a part of a deck."""
    from content.loader import digest_of  # as in run
    from content.trust import write_passed

    if report.questions == len(deck.questions):
        stopped = {finding.id for finding in report.gate} | {failure.id for failure in report.failures}
        with suppress(OSError):  # without it cards say "checked" instead of "proved"
            write_passed(context.locations.gate, deck.info.id, digest_of(folder), set(deck.questions) - stopped)


def _hunt(options: argparse.Namespace, deck: Deck, folder: Path, context: Context) -> int:
    """Plant faults and report those that went unnoticed; 0, whatever is found: it judges the deck's checks."""
    from content.validation.glossary import read  # as in run
    from content.verification.deck import chosen
    from content.verification.fault_hunt import hunt
    from tui.text.verification import hunted

    found = hunt(deck, chosen(deck, options.only), read(folder)[0], options.workers, bar())
    if wants_json(options):
        print_json({"deck": deck.info.id, **found.as_json()})
    else:
        for line in hunted(found, context):
            put(line)
    return 0
