"""Grading by value: an answer is compared with the computed key. The keys themselves are in `engine/keys`."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Self, TypeAlias

from engine.messages import ExpectedError
from engine.parameters import FloatArray
from engine.reading.wording import NO_WORDING, Wording

Answer: TypeAlias = "frozenset[int] | float | FloatArray | tuple[int, ...] | str"


class KeyFault(ExpectedError, ValueError):
    """A computed key that contradicts what its author declared, or that is not of its kind."""


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
class Verdict:
    """`correctness` from 0 to 1, and `parts`: which entries, options or places were right, where there are any."""

    correctness: float
    parts: tuple[bool, ...] = ()

    @property
    def correct(self) -> bool:
        """Whether the whole answer is right."""
        return self.correctness >= 1.0


class Key(ABC):
    """What an answer is compared with, and how it is read."""

    __slots__ = ()
    ticked: ClassVar[bool] = False
    """Whether the learner answers in her own words first and then ticks the key points that she made."""
    retried: ClassVar[bool] = False
    """Whether a wrong answer is told and may be tried again."""

    @abstractmethod
    def grade(self, answer: Answer) -> Verdict:
        """Compare by value. Raises TypeError when the answer is not of the key's kind."""

    @abstractmethod
    def read(self, text: str, wording: Wording = NO_WORDING) -> Answer:
        """Read `text` as an answer to a question that says `wording`. Raises Ambiguous and Unreadable."""

    def from_record(self, text: str) -> Answer:
        """The answer that the review log holds as `text`. Raises ValueError or TypeError where it does not fit."""
        return text


class ValueKey(Key):
    """A number, or a matrix of numbers, within a tolerance."""

    __slots__ = ()

    @property
    @abstractmethod
    def answer(self) -> float | FloatArray:
        """The key itself as an answer."""

    @abstractmethod
    def like(self, value: float | FloatArray) -> Self:
        """`value` as a key with the same tolerance. Raises ValueError or TypeError."""


def misfit(key: Key, answer: Answer) -> TypeError:
    """The error for an answer that is not of the key's kind."""
    return TypeError(f"an answer of type {type(answer).__name__} does not fit {type(key).__name__}")
