"""Recall: front and back of a card."""

from __future__ import annotations

from content.kind import Kind, Shown
from content.model import Question
from content.scene import Scene
from engine.keys.recall import RecallKey
from engine.text import Text


class Recall(Kind):
    """The learner compares by herself."""

    name, number, label = "recall", 9, Text("recall", "回忆")
    families = ("prose",)
    needs, takes = frozenset({"back"}), frozenset({"model"})
    graded, compared, free_text = False, True, True

    def key(self, question: Question, scene: Scene, shown: Shown) -> RecallKey:
        """Nothing to compute."""
        return RecallKey()


KIND = Recall()
