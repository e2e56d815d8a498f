"""True or false: one statement to judge, the question's own or one of a pool."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from content.kind import Shown
from content.kinds._choice import Choice, proved
from content.model import Question, Show
from content.scene import Scene
from content.statements import ONE_OF_TWO, ShownOption, agreed, from_pool, judge
from content.templates import fill
from content.validation.faults import Found
from engine.text import NOTHING, Text

SIDES = (Text("True", "正确"), Text("False", "错误"))


class TrueFalse(Choice):
    """One of two sides."""

    name, number, label = "true_false", 3, Text("true or false", "判断")
    interview_seconds = 45.0
    quick = 8.0
    needs = frozenset[str]()
    takes = frozenset({"options", "check", "correct", "why", "show"})
    truth = True

    def shown(self, question: Question, scene: Scene, mixer: np.random.Generator) -> Shown:
        """Both sides, and the statement of the pool."""
        if question.options:
            judged = [judge(question.id, option, scene) for option in question.options]
            one = from_pool(question.id, question.show or ONE_OF_TWO, judged, mixer)[0]
            truth, why, statement = one.truth, one.option.why, fill(one.option.text, scene.names)
        else:
            truth = agreed(question.id, question.check, question.correct, question.proof, scene)
            why, statement = question.why, NOTHING
        reason = fill(why.after(truth), scene.names)
        sides = zip(SIDES, (True, False), strict=True)
        return Shown(tuple(ShownOption(text, truth == said, reason, truth) for text, said in sides), statement)

    def faults(self, question: Question) -> Iterator[Found]:
        """A check or a pool, with truth and reason."""
        if bool(question.check) == bool(question.options):
            what = "takes either a check with a reason, or statements under 'options' of which a draw shows one"
            yield ("check",), what
        if question.check:
            yield from proved(("proof",), question.correct, question.proof)
            if not question.why.both and not question.why.en:
                yield ("why",), "is missing; the kind true_false needs it"
        yield from super().faults(question)

    def counts(self, question: Question) -> Iterator[Found]:
        """Always two sides."""
        return iter(())

    def allowed(self, show: Show, low: int, high: int) -> Iterator[Found]:
        """One statement, true or false."""
        if show.statements != 1 or (low, high) != (0, 1):
            yield ("show",), "is {statements: 1, true: [0, 1]} for true or false, or left out"

    def redrawn(self, question: Question) -> bool:
        """A pool shows another statement."""
        return bool(question.options)


KIND = TrueFalse()
