"""What a verification found, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from content.model import Claim, Deck, Question
from content.verification.counterexample import smallest
from content.verification.deck import Report
from engine.result import plain
from tui.context import Context
from tui.locale import reports as words

SHOWN = 20
"""Failures shown in words; JSON has them all."""


def as_json(report: Report) -> dict[str, Any]:
    """The report as the command line's contract has it."""
    data = report.as_json()
    for failure in data["failures"]:
        failure["measured"], failure["declared"] = plain(failure["measured"]), plain(failure["declared"])
    return data


def verified(report: Report, deck: Deck, context: Context) -> Iterator[str]:
    """A line each: the counts, the failures with their smallest counterexamples, the warnings. They take time."""
    data = {**report.as_json(), "failures": len(report.failures), "cited": len(report.cited)}
    data["uncovered"] = len(report.uncovered)
    yield context.said(words.VERIFIED).format(**data)
    yield context.said(words.COVERAGE).format(**data)
    items: dict[str, Claim | Question] = {**deck.claims, **deck.questions}
    for failure in report.failures[:SHOWN]:
        shown = {"check": failure.check, "measured": failure.measured, "declared": failure.declared}
        yield context.said(words.FAILURE).format(id=failure.id, seed=failure.seed, **shown)
        found = smallest(items[failure.id], failure)
        yield context.said(words.SMALLEST).format(parameters=found.parameters)
    for text, ids in (
        (words.WARN_UNCOVERED, report.uncovered),
        (words.WARN_MEMORABLE, report.memorable),
        (words.WARN_GUESSABLE, report.guessable),
    ):
        if ids:
            yield context.said(text).format(ids=", ".join(ids))
    yield context.said(words.WARN_LONGEST).format(share=f"{report.longest_right:.0%}")
