"""Grading by value: an answer is compared with the computed key. `engine.reading` reads it from what was typed."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from engine.parameters import FloatArray


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far an answer may lie from the key: `absolute` plus `relative` times the key's size."""

    relative: float = 0.0
    absolute: float = 0.0

    def allows(self, answer: float, key: float, scale: float | None = None) -> bool:
        """Whether `answer` counts as `key`; `scale` replaces |key| as the size for the relative part."""
        if math.isinf(key) or math.isnan(key):
            return answer == key
        size = abs(key) if scale is None else scale
        # Exact keys may be sums that cancel; a stated tolerance leaves room for nothing else, however small the key.
        rounding = 1e-12 * (size if self.relative or self.absolute else max(size, 1.0))
        return abs(answer - key) <= self.absolute + self.relative * size + rounding


@dataclass(frozen=True, slots=True)
class ChoiceKey:
    """The correct options among `options` shown; `several` allows more than one mark.

    `truth`: the options are true and false, in this order, and may be answered in words.
    """

    options: int
    correct: frozenset[int]
    several: bool = False
    truth: bool = False


@dataclass(frozen=True, slots=True)
class NumberKey:
    """One number within a tolerance."""

    value: float
    tolerance: Tolerance


@dataclass(frozen=True, slots=True, eq=False)
class MatrixKey:
    """An array of shape (rows, columns), each entry within the tolerance of the largest entry's size, or within its
    own entry of `within`, where that is given (same shape, absolute)."""

    values: FloatArray
    tolerance: Tolerance
    within: FloatArray | None = None


@dataclass(frozen=True, slots=True)
class OrderKey:
    """The shown positions (from 0) in the right order."""

    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RubricKey:
    """Key points of an open answer with their weights; the learner ticks those she made."""

    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RecallKey:
    """Plain recall: the learner compares by herself, and her rating is the grade."""


Key: TypeAlias = ChoiceKey | NumberKey | MatrixKey | OrderKey | RubricKey | RecallKey
Answer: TypeAlias = "frozenset[int] | float | FloatArray | tuple[int, ...] | str"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`correctness` from 0 to 1, and `parts`: which entries, options or places were right, where there are any."""

    correctness: float
    parts: tuple[bool, ...] = ()

    @property
    def correct(self) -> bool:
        """Whether the whole answer is right."""
        return self.correctness >= 1.0


def grade(key: Key, answer: Answer) -> Verdict:
    """Compare by value. Raises TypeError when the answer is not of the key's kind."""
    match key, answer:
        case ChoiceKey(), frozenset():
            return _grade_choice(key, answer)
        case NumberKey(), float() | int():
            return Verdict(float(key.tolerance.allows(float(answer), key.value)))
        case MatrixKey(), np.ndarray():
            return _grade_matrix(key, answer)
        case OrderKey(), tuple():
            return _grade_order(key, answer)
        case RubricKey(), frozenset():
            total = sum(key.weights) or 1.0
            return Verdict(min(1.0, sum(key.weights[i] for i in answer) / total))
        case RecallKey(), _:
            return Verdict(1.0)
    raise TypeError(f"an answer of type {type(answer).__name__} does not fit {type(key).__name__}")


def _grade_choice(key: ChoiceKey, answer: frozenset[int]) -> Verdict:
    parts = tuple((i in key.correct) == (i in answer) for i in range(key.options))
    if not key.several:
        return Verdict(float(answer == key.correct), parts)
    hits, wrong = len(answer & key.correct), len(answer - key.correct)
    # Marking everything, or nothing, earns nothing.
    share = hits / len(key.correct) - wrong / max(1, key.options - len(key.correct))
    return Verdict(max(0.0, share), parts)


def _grade_matrix(key: MatrixKey, answer: FloatArray) -> Verdict:
    if answer.shape != key.values.shape:
        return Verdict(0.0)
    parts = _right_entries(key, answer)
    # Entries that are 0 are filled in blindly: right they earn nothing, wrong they cost one that is right.
    telling = key.values.ravel() != 0
    if not telling.any():
        return Verdict(float(np.mean(parts)), parts)
    right = np.array(parts)
    earned = int(np.sum(right & telling)) - int(np.sum(~right & ~telling))
    return Verdict(max(0, earned) / int(np.sum(telling)), parts)


def _right_entries(key: MatrixKey, answer: FloatArray) -> tuple[bool, ...]:
    finite = key.values[np.isfinite(key.values)]
    scale = float(np.max(np.abs(finite), initial=0.0))
    pairs = list(zip(answer.ravel(), key.values.ravel(), strict=True))
    if key.within is None:
        return tuple(key.tolerance.allows(float(a), float(k), scale) for a, k in pairs)
    limits = key.within.ravel()
    return tuple(Tolerance(0.0, float(w)).allows(float(a), float(k)) for (a, k), w in zip(pairs, limits, strict=True))


def _grade_order(key: OrderKey, answer: tuple[int, ...]) -> Verdict:
    place = {item: i for i, item in enumerate(answer)}
    pairs = [(a, b) for i, a in enumerate(key.order) for b in key.order[i + 1 :]]
    right = sum(place.get(a, -1) < place.get(b, -1) for a, b in pairs)
    parts = tuple(a == k for a, k in zip(answer, key.order, strict=False))
    # Half of the pairs are right by chance.
    return Verdict(max(0.0, 2 * right / len(pairs) - 1) if pairs else 1.0, parts)
