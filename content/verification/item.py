"""Proving one claim or one question over many seeds: every check evaluated, every declaration compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from content.model import Claim, Evidence, Kind, Question, Setup
from content.scene import Scene, compose, holds, value_of, varies
from content.templates import fill, shown
from content.variants import Variant, as_matrix, make, solution_key
from engine.grading import MatrixKey, NumberKey, grade
from engine.result import plain


@dataclass(frozen=True)
class Failure:
    """A check whose truth is not what was declared, with the seed and parameters that show it."""

    id: str
    seed: int
    parameters: Mapping[str, Any]
    check: str
    declared: Any
    measured: Any


@dataclass
class ItemProof:
    """What proving one item gave. `answers` counts the keys seen, `longest` how often the right option was longest."""

    id: str
    checks: int = 0
    draws: int = 0
    failures: list[Failure] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)
    sizes: list[float] = field(default_factory=list)
    positions: Counter[int] = field(default_factory=Counter)
    longest: int = 0
    names: set[str] = field(default_factory=set)


Found = tuple[str, Any, Any]
"""(check, declared, measured) of something wrong."""


def seeds_for(setting: Setup, seeds: Sequence[int]) -> Sequence[int]:
    """All seeds, or only the first where another cannot give anything new."""
    return seeds if varies(setting) or setting.fixed_seed is None else seeds[:1]


def prove_claim(claim: Claim, seeds: Sequence[int]) -> ItemProof:
    """Every check of every piece of evidence holds for every seed."""
    tally = ItemProof(claim.id)
    for number, evidence in enumerate(claim.evidence):
        if evidence.demonstration:
            for seed in seeds_for(evidence, seeds):
                _record(tally, evidence, f"{claim.id}/{number}", seed, _evidence_faults)
    return tally


def prove_question(question: Question, seeds: Sequence[int]) -> ItemProof:
    """Every option, rule, proof and text is what its author declared, for every seed."""
    tally = ItemProof(question.id)
    for seed in seeds_for(question, seeds):
        if _record(tally, question, question.id, seed, _question_faults):
            _observe(tally, question, seed)
    tally.failures += _size_failures(question, tally)
    return tally


def _record(tally: ItemProof, setting: Any, item_id: str, seed: int, faults_of: Any) -> bool:
    """Evaluate one draw; True when nothing was wrong."""
    tally.draws += 1
    try:
        scene = compose(item_id, setting, seed)
    except (ValueError, LookupError) as error:
        tally.failures.append(Failure(tally.id, seed, {}, "the setting can be drawn and computed", True, str(error)))
        return False
    found, checks = [], 0
    for fault in faults_of(setting, scene):
        checks += 1
        if fault is not None:
            found.append(fault)
    tally.checks += checks
    tally.names |= set(scene.result.measurements)
    parameters = {name: plain(value) for name, value in scene.parameters.items()}
    tally.failures += [Failure(tally.id, seed, parameters, *fault) for fault in found]
    return not found


def _holds(source: str, names: Mapping[str, Any], declared: bool = True) -> Found | None:
    try:
        measured: Any = holds(source, names)
    except ValueError as error:
        measured = str(error)
    return None if measured is declared else (source, declared, measured)


def _evidence_faults(evidence: Evidence, scene: Scene) -> Iterator[Found | None]:
    for source in evidence.check:
        yield _holds(source, scene.names)
    yield _fills(evidence.shows, scene)


def _fills(text: Any, scene: Scene) -> Found | None:
    try:
        fill(text, scene.names)
    except ValueError as error:
        return (text.en, "can be filled with numbers", str(error))
    return None


def _question_faults(question: Question, scene: Scene) -> Iterator[Found | None]:
    for option in question.options:
        yield _holds(option.check, scene.names, option.correct)
    if question.check:
        yield _holds(question.check, scene.names, bool(question.correct))
    for source in question.proof:
        yield _holds(source, scene.names)
    if question.answer is not None:
        yield from _solution_faults(question, scene)
    if question.items:
        yield _ascending(question, scene)
    yield _variant_fault(question, scene)


def _solution_faults(question: Question, scene: Scene) -> Iterator[Found | None]:
    assert question.answer is not None
    rule = question.answer.value
    try:
        key = solution_key(question.answer, question.kind, scene)
        answer = value_of(rule, scene.names)
    except ValueError as error:
        yield (rule, "can be computed", str(error))
        return
    if not np.all(np.isfinite(np.asarray(answer, float))):
        yield (rule, "a finite answer", plain(answer))
    for source in question.answer.proof:
        yield _holds(source, {**scene.names, "answer": answer})
    for mistake in question.mistakes:
        yield _differs(mistake.value, key, scene)


def _differs(rule: str, key: NumberKey | MatrixKey, scene: Scene) -> Found | None:
    """A mistake must be told from the right answer: it lies outside the tolerance."""
    try:
        value = value_of(rule, scene.names)
        same = (
            grade(key, float(value)).correct
            if isinstance(key, NumberKey)
            else grade(key, np.array(np.broadcast_to(as_matrix(value), key.values.shape))).correct
        )
    except (ValueError, TypeError) as error:
        return (rule, "a mistake that can be computed", str(error))
    return (rule, "differs from the answer", plain(value)) if same else None


def _ascending(question: Question, scene: Scene) -> Found | None:
    sources = "; ".join(item.key for item in question.items)
    try:
        keys = [float(value_of(item.key, scene.names)) for item in question.items]
    except (ValueError, TypeError) as error:
        return (sources, "keys that can be computed", str(error))
    gaps = [b - a for a, b in pairwise(keys)]
    return None if all(gap > 1e-12 * max(map(abs, keys)) for gap in gaps) else (sources, "ascending", keys)


def _variant_fault(question: Question, scene: Scene) -> Found | None:
    """The variant can be made, and no two of its options or items read the same."""
    try:
        variant = make(question, scene.seed)
    except ValueError as error:
        return ("the variant can be made", True, str(error))
    texts = [option.text for option in variant.options] or list(variant.items)
    for language in ("en", "zh"):
        said = [" ".join(text.said(language).split()) for text in texts]
        twice = [text for text in said if said.count(text) > 1]
        if twice:
            return ("options differ from one another", True, f"two read '{twice[0]}'")
    return None


def _observe(tally: ItemProof, question: Question, seed: int) -> None:
    variant = make(question, seed)
    tally.answers[_key_text(variant)] += 1
    if isinstance(variant.key, NumberKey | MatrixKey):
        values = np.abs(variant.key.values if isinstance(variant.key, MatrixKey) else np.array([variant.key.value]))
        tally.sizes.append(float(np.max(values)))
    right = [i for i, option in enumerate(variant.options) if option.correct]
    if question.kind is Kind.SINGLE_CHOICE:
        tally.positions[right[0]] += 1
        lengths = [len(option.text.en) for option in variant.options]
        tally.longest += lengths[right[0]] == max(lengths) and lengths.count(max(lengths)) == 1


def _key_text(variant: Variant) -> str:
    if isinstance(variant.key, NumberKey):
        return f"{variant.key.value:.4g}"
    if isinstance(variant.key, MatrixKey):
        return shown(variant.key.values)
    if variant.options:
        return " | ".join(sorted(option.text.en for option in variant.options if option.correct))
    return variant.back.en or variant.prompt.en


def _size_failures(question: Question, tally: ItemProof) -> list[Failure]:
    """An absolute tolerance is 0.1 % to 1 % of the answer's usual size: neither unreachable nor a gift."""
    answer = question.answer
    if answer is None or not answer.absolute or not tally.sizes:
        return []
    share = answer.absolute / max(float(np.median(tally.sizes)), 1e-300)
    if 0.001 <= share <= 0.01 + 1e-12:
        return []
    text = f"absolute tolerance {answer.absolute:g} is 0.1 % to 1 % of the answer's usual size"
    return [Failure(question.id, 0, {}, text, True, f"{share:.3%}")]
