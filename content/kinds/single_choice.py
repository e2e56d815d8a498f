"""Single choice: one of the statements holds."""

from __future__ import annotations

from collections.abc import Iterator

from content.kinds._choice import Choice, right_and_free
from content.model import Question, Show
from content.validation.faults import Found
from engine.text import Text


class SingleChoice(Choice):
    """One of the options."""

    name, number, label = "single_choice", 1, Text("choose one", "单选")
    interview_seconds = 60.0
    first, quick = True, 12.0

    def declared(self, question: Question) -> Iterator[Found]:
        """One is right."""
        right, free = right_and_free(question)
        if right > 1 or right + free < 1:
            yield ("options",), f"{right} options are declared correct; a single choice has one"

    def allowed(self, show: Show, low: int, high: int) -> Iterator[Found]:
        """One is true."""
        if (low, high) != (1, 1):
            yield ("show", "true"), "is 1 for a single choice"


KIND = SingleChoice()
