"""Verification of a whole deck: claims and questions proved over many seeds, in parallel, with a report."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from content.library import UnknownItem
from content.model import Claim, Deck, Question
from content.scene import varies
from content.verification.gate.findings import Finding
from content.verification.item import Failure, ItemProof, prove_claim, prove_question
from content.verification.jobs import Progress, jobs_for, run_jobs
from content.verification.judge import gate_findings
from engine.json_data import Json
from engine.messages import suggestion
from engine.registry import catalogue

MEMORABLE = 0.5
"""A drawn question whose commonest key makes up more than this share can be learned by heart."""
GUESSABLE = 0.25
"""A drawn numeric question whose commonest answer makes up more than this share can be hit blindly."""


@dataclass
class Report:
    """What verification found; `as_json` is the contract of `verify --json`."""

    deck: str
    draws: int
    seed: int
    claims: int
    questions: int
    checks: int = 0
    computed: int = 0
    cited: list[str] = field(default_factory=list)
    uncovered: list[str] = field(default_factory=list)
    unused_measurements: list[str] = field(default_factory=list)
    memorable: list[str] = field(default_factory=list)
    guessable: list[str] = field(default_factory=list)
    longest_right: float = 0.0
    positions: dict[int, int] = field(default_factory=dict)
    fresh: int = 0
    failures: list[Failure] = field(default_factory=list)
    gate: list[Finding] = field(default_factory=list)
    unsettled: list[str] = field(default_factory=list)
    lies: list[str] = field(default_factory=list)
    seconds: float = 0.0

    def as_json(self) -> dict[str, Json]:
        """The report as JSON can hold it."""
        return asdict(self)


def prove(item: Claim | Question, seeds: Sequence[int], gate: bool = False) -> ItemProof:
    """Prove a claim or a question."""
    if isinstance(item, Claim):
        return prove_claim(item, seeds, gate)
    return prove_question(item, seeds, gate=gate)


def verify(
    deck: Deck,
    draws: int = 50,
    seed: int = 0,
    only: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
    cache: Path | None = None,
) -> Report:
    """Prove everything in `deck` (or the one item `only`) and judge it at the gate; slow results are kept in `cache`.

    Raises UnknownItem when `only` names nothing.
    """
    started = time.perf_counter()
    items = chosen(deck, only)
    report = Report(deck.info.id, draws, seed, *_counted(items))
    jobs = jobs_for(items, draws, seed)
    proofs = run_jobs(jobs, workers, progress, cache)
    _summarise(report, items, proofs)
    report.gate = gate_findings(deck, items, proofs, judge_players=only is None)
    if only is None:
        report.uncovered = sorted(set(deck.claims) - {c for q in deck.questions.values() for c in q.claims})
    report.seconds = round(time.perf_counter() - started, 3)
    return report


def chosen(deck: Deck, only: str | None) -> list[Claim | Question]:
    """All items, or the one that `only` names. Raises UnknownItem."""
    everything: dict[str, Claim | Question] = {**deck.claims, **deck.questions}
    if only is None:
        return list(everything.values())
    if only not in everything:
        hint, name = suggestion(only, everything), deck.info.id
        raise UnknownItem(
            f"deck '{name}' has no claim or question '{only}'. {hint.en}",
            f"牌组“{name}”没有论断或题目“{only}”。{hint.zh}",
        )
    return [everything[only]]


def _counted(items: Sequence[Claim | Question]) -> tuple[int, int]:
    claims = sum(isinstance(item, Claim) for item in items)
    return claims, len(items) - claims


def _summarise(report: Report, items: Sequence[Claim | Question], proofs: Mapping[str, ItemProof]) -> None:
    positions: Counter[int] = Counter()
    longest = choices = 0
    for item in sorted(items, key=lambda item: item.id):
        proof = proofs[item.id]
        report.checks += proof.checks
        report.failures += proof.failures
        report.unsettled += proof.unsettled
        report.lies += proof.lies
        if isinstance(item, Claim):
            computed = any(evidence.checks for evidence in item.evidence)
            report.computed += computed
            report.cited += [] if computed else [item.id]
        else:
            _judge_variety(report, item, proof)
            positions += proof.positions
            choices += sum(proof.positions.values())
            longest += proof.longest
    report.positions = dict(sorted(positions.items()))
    report.longest_right = round(longest / choices, 3) if choices else 0.0
    report.unused_measurements = _unused(items)


def _judge_variety(report: Report, question: Question, proof: ItemProof) -> None:
    report.fresh += varies(question)
    if not varies(question) or proof.draws < 10 or not proof.answers:
        return
    share = proof.answers.most_common(1)[0][1] / proof.draws
    if proof.sizes and share > GUESSABLE:
        report.guessable.append(question.id)
    if share > MEMORABLE and proof.sizes:
        report.memorable.append(question.id)


def _unused(items: Sequence[Claim | Question]) -> list[str]:
    """Measurements of the demonstrations that no claim or question ever looks at."""
    text = repr(items)
    used = {s.demonstration for item in items for s in (item.evidence if isinstance(item, Claim) else (item,))}
    return sorted(
        f"{demonstration.name}.{measurement.name}"
        for demonstration in catalogue().values()
        if demonstration.name in used
        for measurement in demonstration.measurements
        if measurement.name not in text
    )
