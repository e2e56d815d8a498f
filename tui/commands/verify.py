"""`backdrill verify`: compute every key and claim, and report what does not hold."""

from __future__ import annotations

import argparse
from typing import Any

from content.library import UnknownItem
from content.loader import read_deck
from content.model import Claim, Deck, Question
from content.validation.faults import DeckError
from content.verification.counterexample import smallest
from content.verification.deck import Report, verify
from engine.result import plain
from tui.cli.options import context_of, print_json, wants_json
from tui.cli.progress_bar import bar
from tui.commands.deck import folder_of
from tui.context import Context
from tui.locale import reports as words

SHOWN = 20
"""Failures shown in words; `--json` has them all."""


def run(options: argparse.Namespace) -> int:
    """0 when everything holds, 1 when a check failed."""
    context = context_of(options)
    deck, faults = read_deck(folder_of(options.deck, context.locations))
    if faults or deck is None:
        raise DeckError(faults)
    try:
        report = verify(deck, options.draws, options.seed, options.only, options.workers, bar())
    except LookupError as error:
        raise UnknownItem(str(error.args[0])) from error
    if wants_json(options):
        print_json(plain_report(report))
    else:
        _tell(report, deck, context)
    return 1 if report.failures else 0


def plain_report(report: Report) -> dict[str, Any]:
    """The report as the command line's contract has it."""
    data = report.as_json()
    for failure in data["failures"]:
        failure["measured"], failure["declared"] = plain(failure["measured"]), plain(failure["declared"])
    return data


def _tell(report: Report, deck: Deck, context: Context) -> None:
    data = {**report.as_json(), "failures": len(report.failures), "cited": len(report.cited)}
    data["uncovered"] = len(report.uncovered)
    print(context.said(words.VERIFIED).format(**data))
    print(context.said(words.COVERAGE).format(**data))
    items: dict[str, Claim | Question] = {**deck.claims, **deck.questions}
    for failure in report.failures[:SHOWN]:
        shown = {"check": failure.check, "measured": failure.measured, "declared": failure.declared}
        print(context.said(words.FAILURE).format(id=failure.id, seed=failure.seed, **shown))
        found = smallest(items[failure.id], failure)
        print(context.said(words.SMALLEST).format(parameters=found.parameters))
    for text, ids in (
        (words.WARN_UNCOVERED, report.uncovered),
        (words.WARN_MEMORABLE, report.memorable),
        (words.WARN_GUESSABLE, report.guessable),
    ):
        if ids:
            print(context.said(text).format(ids=", ".join(ids)))
    print(context.said(words.WARN_LONGEST).format(share=f"{report.longest_right:.0%}"))
