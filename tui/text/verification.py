"""The result of a verification and its gate, in words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from content.model import Claim, Deck, Question
from content.verification.counterexample import smallest
from content.verification.deck import Report
from content.verification.fault_hunt import FaultReport
from content.verification.item import Failure
from content.verification.judge import Judgement
from content.verification.places import as_fault
from engine.json_data import Json
from engine.result import plain
from tui.context import Context
from tui.locale import reports as words

SHOWN = 20
"""Failures shown in words; JSON has them all."""


def as_json(report: Report, judgement: Judgement) -> dict[str, Json]:
    """The report as the command line's contract has it."""
    gate: dict[str, Json] = {
        "strict": judgement.strict,
        "findings": [asdict(finding) for finding in judgement.new],
        "known": [asdict(finding) for finding in judgement.known],
        "gone": judgement.gone,
    }
    return {**report.as_json(), "failures": [_as_json(failure) for failure in report.failures], "gate": gate}


def _as_json(failure: Failure) -> dict[str, Json]:
    return {**asdict(failure), "measured": plain(failure.measured), "declared": plain(failure.declared)}


def verified(report: Report, judgement: Judgement, deck: Deck, context: Context) -> Iterator[str]:
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
        (words.UNSETTLED, report.unsettled),
        (words.LIES, report.lies),
    ):
        if ids:
            yield context.said(text).format(ids=", ".join(ids))
    yield context.said(words.WARN_LONGEST).format(share=f"{report.longest_right:.0%}")
    yield from _gate(judgement, context)
    yield context.said(words.PROVES)


def _gate(judgement: Judgement, context: Context) -> Iterator[str]:
    mark = "✗" if judgement.strict else "!"
    for finding in judgement.new[:SHOWN]:
        seed = "" if finding.seed is None else context.said(words.AT_SEED).format(seed=finding.seed)
        yield f"{mark} {finding.point}{seed}: {as_fault(finding)}"
    for entry in judgement.gone:
        yield f"{mark} {context.said(words.KNOWN_GONE).format(entry=entry)}"
    text = words.GATE_STRICT if judgement.strict else words.GATE_WARNS
    yield context.said(text).format(new=len(judgement.new), known=len(judgement.known))


def hunted(found: FaultReport, context: Context) -> Iterator[str]:
    """A line each: the planted faults that went unnoticed, the counts by class, the share in all."""
    for fault in found.unnoticed:
        yield context.said(words.UNNOTICED).format(id=fault.id, kind=fault.kind, what=fault.what)
    for kind, count in sorted(found.planted.items()):
        yield f"  {kind}: {found.noticed[kind]}/{count}"
    planted, seen = found.planted.total(), found.noticed.total()
    share = f"{seen / planted:.0%}" if planted else "-"
    yield context.said(words.FAULTS_NOTICED).format(noticed=seen, planted=planted, share=share)
