"""The key points of an open answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from engine.grading import Answer, Key, Verdict, misfit
from engine.reading.choices import read_choice
from engine.reading.wording import NO_WORDING, Wording


@dataclass(frozen=True, slots=True)
class RubricKey(Key):
    """Key points of an open answer with their weights; the learner ticks those she made."""

    ticked: ClassVar[bool] = True
    weights: tuple[float, ...]

    def grade(self, answer: Answer) -> Verdict:
        """The weight of the points that were made."""
        if not isinstance(answer, frozenset):
            raise misfit(self, answer)
        total = sum(self.weights) or 1.0
        return Verdict(min(1.0, sum(self.weights[i] for i in answer) / total))

    def read(self, text: str, wording: Wording = NO_WORDING) -> frozenset[int]:
        """The letters of the points; nothing for none."""
        return read_choice(text, len(self.weights), several=True) if text.strip() else frozenset()
