"""Open: an answer in the learner's own words, held against a rubric of key points."""

from __future__ import annotations

from collections.abc import Iterator

from content.kind import Kind, Shown
from content.model import Question
from content.scene import Scene
from content.validation.faults import Found
from engine.keys.open import RubricKey
from engine.text import Text


class Open(Kind):
    """Key points."""

    name, number, label = "open", 8, Text("in your own words", "简答")
    interview_seconds = 240.0
    families = ("prose",)
    needs, takes = frozenset({"rubric"}), frozenset({"model"})
    graded, free_text, deep = False, True, True

    def key(self, question: Question, scene: Scene, shown: Shown) -> RubricKey:
        """The weights of the key points."""
        return RubricKey(tuple(point.weight for point in question.rubric))

    def faults(self, question: Question) -> Iterator[Found]:
        """Too few key points, or too many."""
        if not 2 <= len(question.rubric) <= 8:
            yield ("rubric",), f"there are {len(question.rubric)} key points; a rubric has 2 to 8"


KIND = Open()
