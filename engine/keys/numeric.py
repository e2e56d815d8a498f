"""One number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from engine.grading import Answer, Tolerance, ValueKey, Verdict, misfit
from engine.parameters import FloatArray
from engine.reading.numbers import read_number
from engine.reading.wording import NO_WORDING, Wording


@dataclass(frozen=True, slots=True)
class NumberKey(ValueKey):
    """One number within a tolerance."""

    value: float
    tolerance: Tolerance

    def grade(self, answer: Answer) -> Verdict:
        """Right within the tolerance."""
        if not isinstance(answer, float | int):
            raise misfit(self, answer)
        return Verdict(float(self.tolerance.allows(float(answer), self.value)))

    def read(self, text: str, wording: Wording = NO_WORDING) -> float:
        """A number as learners write it, with the unit that the question names."""
        return read_number(text, wording)

    def from_record(self, text: str) -> float:
        """The number."""
        return float(text)

    @property
    def answer(self) -> float:
        """The number itself."""
        return self.value

    def like(self, value: float | FloatArray) -> Self:
        """Another number with the same tolerance."""
        return type(self)(float(value), self.tolerance)
