"""What numeric and matrix questions share: an answer rule with its tolerance."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator

from content.kind import Kind, Shown
from content.model import Question, Solution
from content.rounding import MOST_DIGITS
from content.scene import Scene
from content.validation.faults import Found
from engine.grading import ValueKey
from engine.text import LANGUAGES


class Valued(Kind):
    """The answer is what a rule gives over the draw."""

    needs = frozenset({"answer"})
    takes = frozenset({"mistakes"})

    def key(self, question: Question, scene: Scene, shown: Shown) -> ValueKey:
        """The value of the answer rule as a key."""
        assert question.answer is not None
        return self.solved(question.answer, scene)

    @abstractmethod
    def solved(self, solution: Solution, scene: Scene) -> ValueKey:
        """The key that an answer rule gives over a scene. Raises KeyFault when it is not of the kind."""

    def faults(self, question: Question) -> Iterator[Found]:
        """Answer rules without a proof, and tolerances out of range."""
        if question.answer is not None:
            yield from _solution(question.answer, question)


def _solution(answer: Solution, question: Question) -> Iterator[Found]:
    relative, absolute = answer.relative, answer.absolute
    if not answer.proof:
        yield ("answer", "proof"), "is empty; prove the answer by an independent route"
    if relative and absolute:
        yield ("answer", "absolute"), "stands beside 'relative'; give one of them"
    if relative and not 0.001 <= relative <= 0.01:
        yield ("answer", "relative"), f"is {relative:g}; it lies from 0.001 to 0.01"
    if absolute < 0:
        yield ("answer", "absolute"), "is negative"
    if answer.digits:
        yield from _digits(answer, question)


def _digits(answer: Solution, question: Question) -> Iterator[Found]:
    if not 1 <= answer.digits <= MOST_DIGITS:
        yield ("answer", "digits"), f"is {answer.digits}; it lies from 1 to {MOST_DIGITS}"
    for key in ("relative", "absolute"):
        if getattr(answer, key):
            yield ("answer", key), "contradicts 'digits', which gives the tolerance by itself; remove it"
    words = {"en": "significant digit", "zh": "有效数字"}
    for language in LANGUAGES:
        if words[language] in question.prompt.said(language):
            yield ("prompt", language), "says how many digits to give; 'digits' adds that by itself, so remove it"
