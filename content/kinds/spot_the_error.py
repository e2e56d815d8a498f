"""Spot the error: which line of a derivation is wrong, or that none is."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from content.kind import Shown
from content.kinds._choice import Choice, right_and_free
from content.model import Question
from content.scene import Scene
from content.statements import ShownOption, agreed, judge, shown_option
from content.validation.faults import Found
from engine.text import NOTHING, Text

NO_ERROR = Text("No line is wrong.", "没有哪一行有误。")


class SpotTheError(Choice):
    """One line, or none."""

    name, number, label = "spot_the_error", 7, Text("find the faulty line", "找错")
    interview_seconds = 120.0
    deep, quick = True, 18.0
    takes = frozenset[str]()
    wordings = True

    def shown(self, question: Question, scene: Scene, mixer: np.random.Generator) -> Shown:
        """The lines keep their order: the learner reads them as one derivation."""
        judged = [judge(question.id, option, scene) for option in question.options]
        replaced = _replaced(question, mixer)
        shown = []
        for index, line in enumerate(judged):
            if index == replaced:
                wording = line.option.wrong[int(mixer.integers(len(line.option.wrong)))]
                agreed(question.id, wording.check, False, (), scene)
                shown.append(shown_option(wording.text, False, True, wording.why, scene))
            else:
                why = line.option.why.after(line.truth)
                shown.append(shown_option(line.option.text, line.truth, not line.truth, why, scene))
        if _may_be_faultless(question):
            shown.append(ShownOption(NO_ERROR, all(line.holds for line in shown), NOTHING, True))
        return Shown(tuple(shown))

    def declared(self, question: Question) -> Iterator[Found]:
        """One line is faulty, or draws decide."""
        right, free = right_and_free(question)
        wrong = len(question.options) - right - free
        exempt = free or any(option.wrong for option in question.options)
        if wrong > 1 or (wrong == 0 and not exempt):
            yield ("options",), f"{wrong} lines are declared faulty; there is exactly one"

    def redrawn(self, question: Question) -> bool:
        """A line takes a wrong wording."""
        return any(option.wrong for option in question.options)


def _may_be_faultless(question: Question) -> bool:
    """Whether "no line is wrong" is among the options: where the lines do not all declare their truth."""
    return any(option.wrong or option.correct is None for option in question.options)


def _replaced(question: Question, mixer: np.random.Generator) -> int | None:
    """The line that gets a wrong wording, or None: each line that has one, and none, are equally likely."""
    places: list[int | None] = [i for i, option in enumerate(question.options) if option.wrong]
    return [None, *places][int(mixer.integers(len(places) + 1))] if places else None


KIND = SpotTheError()
