"""Code: a function that the learner writes. The task brings the texts; the deck says where it belongs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from content.kind import Kind, Shown
from content.model import Question
from content.scene import Scene, seed_of
from content.validation.faults import Found
from engine.keys.code import CodeKey
from engine.task_registry import UnknownTask, find
from engine.text import NOTHING, Text


class Code(Kind):
    """A task."""

    name, number, label = "code", 10, Text("write code", "写代码")
    interview_seconds, quick = 900.0, 240.0
    longer = 10.0
    needs, takes = frozenset({"task"}), frozenset({"model"})
    graded, judged = False, True

    def prompt(self, question: Question) -> Text:
        """The deck's words, or the task's title."""
        return question.prompt if question.prompt != NOTHING else find(question.task).title

    def explanation(self, question: Question) -> Text:
        """The deck's, or the task's."""
        return question.explanation if question.explanation != NOTHING else find(question.task).explanation

    def hints(self, question: Question) -> tuple[Text, ...]:
        """The deck's, or the task's."""
        return question.hints or find(question.task).hints

    def key(self, question: Question, scene: Scene, shown: Shown) -> CodeKey:
        """The task, and a seed for its options and cases."""
        return CodeKey(question.task, _seed(question, scene.seed))

    def shown(self, question: Question, scene: Scene, mixer: np.random.Generator) -> Shown:
        """The statement with the drawn options, and the signature."""
        task = find(question.task)
        said = task.worded(task.draw(_seed(question, scene.seed)))
        signature = f"`def {task.name}({', '.join(quantity.name for quantity in task.arguments)})`"
        return Shown(statement=Text(f"{said.en}\n\n{signature}", f"{said.zh}\n\n{signature}"))

    def faults(self, question: Question) -> Iterator[Found]:
        """A task that there is not."""
        try:
            if question.task:
                find(question.task)
        except UnknownTask as error:
            yield ("task",), str(error)

    def redrawn(self, question: Question) -> bool:
        """The cases change with the seed, and the options where there are some."""
        return True


def _seed(question: Question, seed: int) -> int:
    """Questions on one task draw independently. Small, so that `backdrill code --seed` takes it."""
    return seed_of(f"{question.id}/task", seed) % 1000


KIND = Code()
