"""Plain recall."""

from __future__ import annotations

from dataclasses import dataclass

from engine.grading import Answer, Key, Verdict
from engine.reading.wording import NO_WORDING, Wording


@dataclass(frozen=True, slots=True)
class RecallKey(Key):
    """Plain recall: the learner compares by herself, and her rating is the grade."""

    def grade(self, answer: Answer) -> Verdict:
        """Any answer counts."""
        return Verdict(1.0)

    def read(self, text: str, wording: Wording = NO_WORDING) -> str:
        """As it was typed."""
        return text
