"""Verification of a whole deck: claims and questions proved over many seeds, in parallel, with a report."""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from multiprocessing import get_context
from typing import Any

from content.library import UnknownItem
from content.model import Claim, Deck, Question
from content.scene import varies
from content.verification.item import Failure, ItemProof, prove_claim, prove_question
from engine.messages import suggestion
from engine.registry import catalogue
from engine.threads import one_thread

MEMORABLE = 0.5
"""A drawn question whose commonest key makes up more than this share can be learned by heart."""
GUESSABLE = 0.25
"""A drawn numeric question whose commonest answer makes up more than this share can be hit blindly."""

Progress = Callable[[int, int, str], None]
"""Called with (items done, items in all, id of the last)."""


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
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The report as JSON can hold it."""
        return asdict(self)


def prove(item: Claim | Question, seeds: Sequence[int]) -> ItemProof:
    """Prove a claim or a question."""
    return prove_claim(item, seeds) if isinstance(item, Claim) else prove_question(item, seeds)


def verify(
    deck: Deck,
    draws: int = 50,
    seed: int = 0,
    only: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Report:
    """Prove everything in `deck` (or the one item `only`). Raises UnknownItem when `only` names nothing."""
    started = time.perf_counter()
    items = _chosen(deck, only)
    report = Report(deck.info.id, draws, seed, *_counted(items))
    tallies = []
    for done, tally in enumerate(_tallies(items, range(seed, seed + draws), workers), 1):
        tallies.append(tally)
        if progress is not None:
            progress(done, len(items), tally.id)
    _summarise(report, deck, items, sorted(tallies, key=lambda t: t.id))
    if only is None:
        report.uncovered = sorted(set(deck.claims) - {c for q in deck.questions.values() for c in q.claims})
    report.seconds = round(time.perf_counter() - started, 3)
    return report


def _chosen(deck: Deck, only: str | None) -> list[Claim | Question]:
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


def _tallies(items: Sequence[Claim | Question], seeds: Sequence[int], workers: int | None) -> Iterator[ItemProof]:
    workers = workers or os.cpu_count() or 1
    if workers == 1 or len(items) * len(seeds) < 200:
        for item in items:
            yield prove(item, seeds)
        return
    one_thread()  # the workers fill the cores
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures: list[Future[ItemProof]] = [pool.submit(prove, item, seeds) for item in items]
        try:
            for future in as_completed(futures):
                yield future.result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


def _summarise(report: Report, deck: Deck, items: Sequence[Claim | Question], tallies: Sequence[ItemProof]) -> None:
    by_id = {item.id: item for item in items}
    positions: Counter[int] = Counter()
    longest = choices = 0
    for tally in tallies:
        item = by_id[tally.id]
        report.checks += tally.checks
        report.failures += tally.failures
        if isinstance(item, Claim):
            computed = any(evidence.check for evidence in item.evidence)
            report.computed += computed
            report.cited += [] if computed else [item.id]
        else:
            _judge_variety(report, item, tally)
            positions += tally.positions
            choices += sum(tally.positions.values())
            longest += tally.longest
    report.positions = dict(sorted(positions.items()))
    report.longest_right = round(longest / choices, 3) if choices else 0.0
    report.unused_measurements = _unused(items)


def _judge_variety(report: Report, question: Question, tally: ItemProof) -> None:
    report.fresh += varies(question)
    if not varies(question) or tally.draws < 10 or not tally.answers:
        return
    share = tally.answers.most_common(1)[0][1] / tally.draws
    if tally.sizes and share > GUESSABLE:
        report.guessable.append(question.id)
    if share > MEMORABLE and tally.sizes:
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
