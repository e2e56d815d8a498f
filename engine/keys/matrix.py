"""A matrix of numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import ArrayLike

from engine.grading import Answer, KeyFault, Tolerance, ValueKey, Verdict, misfit
from engine.parameters import FloatArray
from engine.reading.matrices import read_matrix
from engine.reading.wording import NO_WORDING, Wording


@dataclass(frozen=True, slots=True, eq=False)
class MatrixKey(ValueKey):
    """An array of shape (rows, columns), each entry within the tolerance of the largest entry's size, or within its
    own entry of `within`, where that is given (same shape, absolute)."""

    values: FloatArray
    tolerance: Tolerance
    within: FloatArray | None = None

    def grade(self, answer: Answer) -> Verdict:
        """The share of right entries among those that are not 0."""
        if not isinstance(answer, np.ndarray):
            raise misfit(self, answer)
        if answer.shape != self.values.shape:
            return Verdict(0.0)
        parts = self._right_entries(answer)
        # Entries that are 0 are filled in blindly: right they earn nothing, wrong they cost one that is right.
        telling = self.values.ravel() != 0
        if not telling.any():
            return Verdict(float(np.mean(parts)), parts)
        right = np.array(parts)
        earned = int(np.sum(right & telling)) - int(np.sum(~right & ~telling))
        return Verdict(max(0, earned) / int(np.sum(telling)), parts)

    def _right_entries(self, answer: FloatArray) -> tuple[bool, ...]:
        finite = self.values[np.isfinite(self.values)]
        scale = float(np.max(np.abs(finite), initial=0.0))
        pairs = list(zip(answer.ravel(), self.values.ravel(), strict=True))
        if self.within is None:
            return tuple(self.tolerance.allows(float(a), float(k), scale) for a, k in pairs)
        limits = self.within.ravel()
        return tuple(
            Tolerance(0.0, float(w)).allows(float(a), float(k)) for (a, k), w in zip(pairs, limits, strict=True)
        )

    def read(self, text: str, wording: Wording = NO_WORDING) -> FloatArray:
        """A matrix of the key's shape, typed or pasted."""
        rows, columns = self.values.shape
        return read_matrix(text, (rows, columns), wording.decimals)

    def from_record(self, text: str) -> FloatArray:
        """Rows split by semicolons."""
        return np.array([[float(entry) for entry in row.split()] for row in text.split(";")])

    @property
    def answer(self) -> FloatArray:
        """The matrix itself."""
        return self.values

    def like(self, value: float | FloatArray) -> Self:
        """Another matrix of the same shape and tolerance; one number fills it."""
        matrix = np.array(np.broadcast_to(as_matrix(value), self.values.shape))
        return type(self)(matrix, self.tolerance, self.within)


def as_matrix(value: ArrayLike) -> FloatArray:
    """A value as a matrix of shape (rows, columns); a list becomes one row. Raises KeyFault beyond two axes."""
    array = np.atleast_2d(np.asarray(value, dtype=np.float64))
    if array.ndim != 2 or array.size == 0:
        raise KeyFault(
            f"a matrix answer has rows and columns, not the shape {array.shape}",
            f"矩阵答案应有行和列，形状不能是 {array.shape}",
        )
    return array
