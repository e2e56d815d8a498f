"""Multiple choice: all statements that hold are the answer."""

from __future__ import annotations

from collections.abc import Iterator

from content.kinds._choice import Choice, right_and_free
from content.model import Question, Show
from content.validation.faults import Found
from engine.text import Text


class MultipleChoice(Choice):
    """Some of the options."""

    name, number, label = "multiple_choice", 2, Text("choose all that hold", "多选")
    interview_seconds = 90.0
    quick = 18.0
    several = True

    def declared(self, question: Question) -> Iterator[Found]:
        """One at least is right."""
        if sum(right_and_free(question)) < 1:
            yield ("options",), "no option is declared correct"

    def allowed(self, show: Show, low: int, high: int) -> Iterator[Found]:
        """Some are true, and some are not."""
        if low < 1 or high >= show.statements:
            last = show.statements - 1
            yield ("show", "true"), f"lies from 1 to {last}: neither nothing nor everything is the answer"


KIND = MultipleChoice()
