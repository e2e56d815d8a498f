"""Spot the error: every line can be the wrong one."""

from __future__ import annotations

from content.model import Question
from content.verification.gate.kinds.choice import Placed


class SpotTheError(Placed):
    """One line, or none."""

    def never_wrong(self, question: Question) -> list[int]:
        """Lines that are declared right and have no wrong wording."""
        return [i for i, line in enumerate(question.options) if not line.wrong and line.correct is True]


GATE = SpotTheError()
