"""What is wrong in one draw of a question: a check, a declaration, a proof, a rule or an order that does not hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

import numpy as np

from content.items import drawn_order, keys_of
from content.model import Option, Question, Solution
from content.scene import Scene, holds, value_of
from content.variants import ALIKE, TIE, alike, unfit, value_key
from content.verification.gate.findings import Finding, Point
from engine.grading import ValueKey
from engine.parameters import Value
from engine.result import plain

Found = tuple[str, Any, Any]
"""(check, declared, measured) of something wrong."""


def holds_fault(source: str, names: Mapping[str, Value], declared: bool = True) -> Found | None:
    """An expression that does not come out as declared."""
    try:
        measured: Any = holds(source, names)
    except ValueError as error:
        measured = str(error)
    return None if measured is declared else (source, declared, measured)


def question_faults_of(question: Question, scene: Scene) -> Iterator[Found | None]:
    """A fault or None for every check of the question over this scene."""
    for option in question.options:
        yield from _statement(option, scene)
    if question.check:
        yield from _by_declaration(question.check, question.correct, question.proof, scene)
    if not question.check or question.correct is not None:
        for source in question.proof:
            yield holds_fault(source, scene.names)
    if question.answer is not None:
        yield from _solution(question, question.answer, scene)
    if question.items:
        yield _order(question, scene)


def _statement(option: Option, scene: Scene) -> Iterator[Found | None]:
    yield from _by_declaration(option.check, option.declared, option.proof, scene)
    for wording in option.wrong:
        yield holds_fault(wording.check, scene.names, False)


def _by_declaration(check: str, declared: bool | None, proof: tuple[str, ...], scene: Scene) -> Iterator[Found | None]:
    """The check is what was declared; where nothing is, every proof says what the check says."""
    if declared is not None:
        yield holds_fault(check, scene.names, declared)
        return
    try:
        truth = holds(check, scene.names)
    except ValueError as error:
        yield (check, "can be computed", str(error))
        return
    for source in proof:
        yield holds_fault(source, scene.names, truth)


def _solution(question: Question, answer: Solution, scene: Scene) -> Iterator[Found | None]:
    try:
        key = value_key(question, scene)
        value = value_of(answer.value, scene.names)
    except ValueError as error:
        yield (answer.value, "can be computed", str(error))
        return
    if not np.all(np.isfinite(np.asarray(value, float))):
        yield (answer.value, "a finite answer", plain(value))
    for source in answer.proof:
        yield holds_fault(source, {**scene.names, "answer": value})
    if key is not None:
        yield from (_differs(mistake.value, key, scene) for mistake in question.mistakes)
    if (found := unfit(question, scene)).severity == TIE:
        yield (answer.value, "a key that can be rounded", found.why)


def _differs(rule: str, key: ValueKey, scene: Scene) -> Found | None:
    """A mistake must differ from the right answer by more than the tolerance."""
    try:
        value = value_of(rule, scene.names)
        same = alike(key, key.like(value))
    except (ValueError, TypeError) as error:
        return (rule, "a mistake that can be computed", str(error))
    return (rule, "differs from the answer", plain(value)) if same else None


def _order(question: Question, scene: Scene) -> Found | None:
    """Keys ascend in the file's order, or are told apart where the draw decides the order."""
    sources = "; ".join(item.key for item in question.items)
    try:
        keys = keys_of(question.items, scene)
    except (ValueError, TypeError) as error:
        return (sources, "keys that can be computed", str(error))
    drawn = drawn_order(question.items)
    gaps = [b - a for a, b in pairwise(sorted(keys) if drawn else keys)]
    least = 1e-12 * max(map(abs, keys))
    return None if all(gap > least for gap in gaps) else (sources, "different" if drawn else "ascending", keys)


def unfit_finding(question: Question, scene: Scene) -> Iterator[Finding]:
    """Mistakes that no draw tells apart: the diagnosis would be that of the first."""
    found = unfit(question, scene)
    if found.severity == ALIKE:
        fix = "draw values that keep them apart (such_that), or remove one"
        yield Finding(Point.MISTAKES, question.id, found.why, fix, scene.seed, ("mistakes",))
