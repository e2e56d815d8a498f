"""What the kinds share whose answer is among options: the statements that are shown, and what `check` finds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

import numpy as np

from content.kind import Kind, Shown
from content.model import Question, Show
from content.scene import Scene
from content.statements import ONE_OF_TWO, from_pool, judge, shown_option
from content.validation.faults import Found, Path
from engine.grading import KeyFault
from engine.keys.choice import ChoiceKey


class Choice(Kind):
    """Statements of which some are the answer."""

    families = ("choice",)
    needs = frozenset({"options"})
    takes = frozenset({"show"})
    several: ClassVar[bool] = False
    truth: ClassVar[bool] = False
    wordings: ClassVar[bool] = False
    """Whether options may have wrong wordings; their reasons are then optional."""

    def shown(self, question: Question, scene: Scene, mixer: np.random.Generator) -> Shown:
        """All statements, or those drawn from a pool, in any order."""
        judged = [judge(question.id, option, scene) for option in question.options]
        if judged and question.show is not None:
            judged = from_pool(question.id, question.show, judged, mixer)
        shown = [shown_option(j.option.text, j.truth, j.truth, j.option.why.after(j.truth), scene) for j in judged]
        return Shown(options=tuple(shown[i] for i in mixer.permutation(len(shown))))

    def key(self, question: Question, scene: Scene, shown: Shown) -> ChoiceKey:
        """The options that came out right."""
        correct = frozenset(i for i, option in enumerate(shown.options) if option.correct)
        if not correct or (len(correct) > 1 and not self.several):
            raise KeyFault(
                f"{question.id}: {len(correct)} options are right; the kind {question.kind} does not allow that",
                f"{question.id}：有 {len(correct)} 个选项正确，题型 {question.kind} 不允许",
            )
        return ChoiceKey(len(shown.options), correct, self.several, self.truth)

    def faults(self, question: Question) -> Iterator[Found]:
        """Statements without truth or reason, and pools that cannot be shown."""
        yield from self._statements(question)
        yield from _alike(question)
        if question.options:
            yield from self._pool(question) if question.show or self.truth else self.declared(question)
        yield from self.counts(question)

    def counts(self, question: Question) -> Iterator[Found]:
        """How many options are shown."""
        shown = question.show.statements if question.show else len(question.options)
        if not 2 <= shown <= 8:
            yield ("options",), f"there are {shown}; a question has 2 to 8"

    def _statements(self, question: Question) -> Iterator[Found]:
        for i, option in enumerate(question.options):
            if option.wrong and not self.wordings:
                yield ("options", i, "wrong"), "belongs to the lines of spot_the_error; remove it"
            if option.wrong and option.correct is False:
                yield ("options", i, "correct"), "is false, but a line with wrong wordings is right as it stands"
            yield from proved(("options", i, "proof"), option.declared, option.proof)
            if not self.wordings and not option.why.both and not option.why.en:
                yield ("options", i, "why"), "is missing; say why the statement holds or fails"

    def declared(self, question: Question) -> Iterator[Found]:
        """All statements are shown: what is declared must leave a key of the kind."""
        return iter(())

    def _pool(self, question: Question) -> Iterator[Found]:
        """The pool must hold enough true and false statements for every number of true ones that may be shown."""
        show = question.show or ONE_OF_TWO
        if len(show.true) != 2 or not 0 <= show.true[0] <= show.true[1] <= show.statements:
            example = f"[1, {show.statements - 1}]"
            yield ("show", "true"), f"is the fewest and the most true statements shown, such as {example}"
            return
        low, high = show.true
        yield from self.allowed(show, low, high)
        yield from _large_enough(question, show, low, high)

    def allowed(self, show: Show, low: int, high: int) -> Iterator[Found]:
        """Whether from `low` to `high` true statements leave a key of the kind."""
        return iter(())


def _alike(question: Question) -> Iterator[Found]:
    """Two statements that read the same: a draw of a pool may show one of them without the other."""
    seen: set[str] = set()
    for i, option in enumerate(question.options):
        if option.text.en in seen:
            yield ("options", i, "text"), "reads like another statement of this question; word it differently"
        seen.add(option.text.en)


def right_and_free(question: Question) -> tuple[int, int]:
    """How many options are declared right, and how many declare nothing."""
    declared = [option.declared for option in question.options]
    return declared.count(True), declared.count(None)


def proved(path: Path, declared: bool | None, proof: tuple[str, ...]) -> Iterator[Found]:
    """A truth is declared or proved."""
    if declared is None and not proof:
        yield (
            path,
            "is missing: where the truth is not declared ('correct'), an independent route must agree with the check",
        )


def _large_enough(question: Question, show: Show, low: int, high: int) -> Iterator[Found]:
    can_hold = sum(option.declared is not False for option in question.options)
    can_fail = sum(option.declared is not True for option in question.options)
    if can_hold < high or can_fail < show.statements - low:
        yield (
            ("options",),
            f"are a pool of {len(question.options)}, of which {can_hold} can be true and {can_fail} false; to show "
            f"{show.statements} with {low} to {high} true ones it needs {high} that can be true and "
            f"{show.statements - low} that can be false",
        )
    elif len(question.options) <= show.statements:
        yield ("options",), f"are {len(question.options)}; a pool holds more than the {show.statements} it shows"
    always_false = sum(option.declared is False for option in question.options)
    drawn = sum(option.declared is None for option in question.options)
    if drawn and not question.such_that and always_false < show.statements - high and drawn == len(question.options):
        yield (
            ("options",),
            f"can all come out true where {high} may be; declare {show.statements - high} that are false by nature, or "
            "give a such_that that keeps them apart",
        )
