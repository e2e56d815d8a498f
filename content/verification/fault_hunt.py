"""`verify --faults`: plant mechanical faults, one at a time, and report those that nothing notices."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from typing import Any

from content.model import Claim, Deck, Question, Term
from content.validation.claims import claim_faults
from content.validation.questions import question_faults
from content.validation.style import item_faults
from content.verification.gate.findings import Finding, Point
from content.verification.gate.languages import id_names, text_findings
from content.verification.gate.tautology import claim_tautologies, question_tautologies
from content.verification.gate.variety import variety_findings
from content.verification.item import ItemProof, prove_claim, prove_question
from content.verification.jobs import Progress
from content.verification.planting import Planted, planted
from engine.json_data import Json
from engine.threads import one_thread

SEEDS = range(12)
"""Draws in which a fault may show itself."""
_EARLY, _LATE = SEEDS[:3], SEEDS[3:]


@dataclass(frozen=True)
class Unnoticed:
    """A planted fault that nothing noticed."""

    id: str
    kind: str
    what: str


@dataclass
class FaultReport:
    """How many faults were planted and noticed, by class, and those that were not."""

    planted: Counter[str] = field(default_factory=Counter)
    noticed: Counter[str] = field(default_factory=Counter)
    unnoticed: list[Unnoticed] = field(default_factory=list)

    def add(self, other: FaultReport) -> None:
        """Count `other` in."""
        self.planted.update(other.planted)
        self.noticed.update(other.noticed)
        self.unnoticed += other.unnoticed

    def as_json(self) -> dict[str, Json]:
        """The report as JSON can hold it."""
        classes = {kind: {"planted": n, "noticed": self.noticed[kind]} for kind, n in sorted(self.planted.items())}
        return {
            "planted": self.planted.total(),
            "noticed": self.noticed.total(),
            "classes": classes,
            "unnoticed": [{"id": u.id, "class": u.kind, "what": u.what} for u in self.unnoticed],
        }


def hunt(
    deck: Deck,
    items: Sequence[Claim | Question],
    terms: Sequence[Term],
    workers: int | None = None,
    progress: Progress | None = None,
) -> FaultReport:
    """Plant every fault in every item."""
    report = FaultReport()
    work = partial(hunt_item, sources=set(deck.sources), ids=id_names(deck), terms=tuple(terms))
    for done, (item_id, found) in enumerate(_outcomes(work, items, workers), 1):
        report.add(found)
        if progress is not None:
            progress(done, len(items), item_id)
    report.unnoticed.sort(key=lambda u: (u.kind, u.id, u.what))
    return report


def _outcomes(work: Any, items: Sequence[Claim | Question], workers: int | None) -> Iterator[tuple[str, FaultReport]]:
    workers = workers or os.cpu_count() or 1
    if workers == 1 or len(items) < 4:
        yield from ((item.id, work(item)) for item in items)
        return
    one_thread()
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        futures = {pool.submit(work, item): item.id for item in items}
        for future in as_completed(futures):
            yield futures[future], future.result()


def hunt_item(
    item: Claim | Question, sources: Collection[str], ids: Collection[str], terms: Sequence[Term]
) -> FaultReport:
    """Plant every fault in one item. What is found in the sound item does not count as noticing."""
    report = FaultReport()
    before = _gate(item, prove(item, SEEDS)) | _static(item, sources, ids, terms)
    for fault in planted(item):
        report.planted[fault.kind] += 1
        if noticed(fault, before, sources, ids, terms):
            report.noticed[fault.kind] += 1
        else:
            report.unnoticed.append(Unnoticed(item.id, fault.kind, fault.what))
    return report


def noticed(
    fault: Planted, before: set[str], sources: Collection[str], ids: Collection[str], terms: Sequence[Term]
) -> bool:
    """Whether the fault is seen: by the checks without a draw first, then by draws, few and then more."""
    if _static(fault.item, sources, ids, terms) - before:
        return True
    for seeds in (_EARLY, _LATE):
        proof = prove(fault.item, seeds)
        if proof.failures or _gate(fault.item, proof) - before:
            return True
    return False


def prove(item: Claim | Question, seeds: Sequence[int]) -> ItemProof:
    """The item's proof with the gate's looks."""
    return prove_claim(item, seeds) if isinstance(item, Claim) else prove_question(item, seeds)


def _static(item: Claim | Question, sources: Collection[str], ids: Collection[str], terms: Sequence[Term]) -> set[str]:
    faults = claim_faults(item, sources) if isinstance(item, Claim) else question_faults(item)
    found = {f"{path} {message}" for path, message in faults}
    if found:
        return found
    found |= {f"{path} {message}" for path, message in item_faults(item, terms)}
    tautologies = claim_tautologies(item) if isinstance(item, Claim) else question_tautologies(item)
    return found | _said([*tautologies, *text_findings(item, ids)])


def _gate(item: Claim | Question, proof: ItemProof) -> set[str]:
    told = variety_findings({item.id: item}, {item.id: proof.observation}) if isinstance(item, Question) else []
    return _said([*proof.findings, *told])


def _said(findings: Sequence[Finding]) -> set[str]:
    """Findings without their seeds. A sound item's own tautologies keep their words."""
    return {
        f"{f.point} {f.path} {f.message if f.point in (Point.TAUTOLOGY, Point.LANGUAGES) else ''}" for f in findings
    }
