"""Code: a kernel that the learner writes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.kind import Kind, Shown
from content.model import Question
from content.scene import Scene
from content.validation.faults import Found
from engine.keys.recall import RecallKey
from engine.text import Text

_TASK = re.compile(r"^[a-z][a-z0-9_]*$")


class Code(Kind):
    """A task."""

    name, number, label = "code", 10, Text("write code", "写代码")
    interview_seconds = 900.0
    families = ("recall", "prose")
    needs, takes = frozenset({"task"}), frozenset({"model"})
    graded = False

    def key(self, question: Question, scene: Scene, shown: Shown) -> RecallKey:
        """Nothing to compute."""
        return RecallKey()

    def faults(self, question: Question) -> Iterator[Found]:
        """A task that cannot be the name of one."""
        if question.task and not _TASK.match(question.task):
            yield ("task",), f"'{question.task}' is not the name of a task: lower-case letters, digits and underscores"


KIND = Code()
