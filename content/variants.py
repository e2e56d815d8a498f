"""Variants: one question drawn from a seed, with its answer key computed now.

Nothing of the key is read from the file: options are right where their checks hold, numbers are what the rule
comes to, orders follow from the items' keys. `declared` problems (the computed key is not what the author said)
raise `KeyFault`, so that a wrong key is never shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from content.model import Item, Kind, Option, Question, Solution
from content.scene import Scene, compose, holds, seed_of, value_of
from content.templates import fill
from engine.grading import (
    Answer,
    ChoiceKey,
    Key,
    MatrixKey,
    NumberKey,
    OrderKey,
    RecallKey,
    RubricKey,
    Tolerance,
    grade,
)
from engine.messages import ExpectedError
from engine.parameters import FloatArray
from engine.reading.answers import read
from engine.reading.wording import Wording
from engine.registry import generator
from engine.text import NOTHING, Text

TRUE_FALSE = (Text("True", "正确"), Text("False", "错误"))


class KeyFault(ExpectedError, ValueError):
    """A variant whose computed key contradicts what its author declared."""


@dataclass(frozen=True, slots=True)
class ShownOption:
    """An option as shown: its text, whether it is right (computed), and why."""

    text: Text
    correct: bool
    why: Text


@dataclass(frozen=True, slots=True)
class ShownMistake:
    """A wrong answer with a known cause."""

    value: Any
    why: Text


@dataclass(frozen=True, slots=True, eq=False)
class Variant:
    """A question ready to be asked. Options and items stand in the order shown."""

    question: Question
    seed: int
    scene: Scene
    key: Key
    prompt: Text
    explanation: Text
    hints: tuple[Text, ...]
    options: tuple[ShownOption, ...] = ()
    items: tuple[Text, ...] = ()
    rubric: tuple[Text, ...] = ()
    back: Text = NOTHING
    unit: Text = NOTHING
    mistakes: tuple[ShownMistake, ...] = ()

    def read(self, text: str) -> Answer:
        """What the learner typed as an answer to this question. Raises `engine.reading.outcome.Unreadable`."""
        return read(self.key, text, self.wording)

    @property
    def wording(self) -> Wording:
        """What the question's words tell about its answer."""
        return Wording(self.prompt, self.unit)

    def mistake_behind(self, answer: Answer) -> ShownMistake | None:
        """The named mistake that leads to this wrong numeric or matrix answer, if one does."""
        if not isinstance(self.key, NumberKey | MatrixKey) or not isinstance(answer, float | int | np.ndarray):
            return None
        return next((m for m in self.mistakes if grade(_key_like(self.key, m.value), answer).correct), None)


def make(question: Question, seed: int) -> Variant:
    """Draw the variant. The same question and seed give the same variant on every machine.

    Raises KeyFault, or what `content.scene.compose` raises.
    """
    scene = compose(question.id, question, seed)
    names = scene.names
    mixer = generator(seed_of(question.id + "/order", seed))
    options = _options(question, scene, mixer)
    items, order = _items(question.items, scene, mixer)
    return Variant(
        question=question,
        seed=seed,
        scene=scene,
        key=_key(question, scene, options, order),
        prompt=fill(question.prompt, names),
        explanation=fill(question.explanation, names),
        hints=tuple(fill(hint, names) for hint in question.hints),
        options=options,
        items=items,
        rubric=tuple(fill(point.text, names) for point in question.rubric),
        back=fill(question.back, names),
        unit=question.answer.unit if question.answer else NOTHING,
        mistakes=tuple(ShownMistake(value_of(m.value, names), fill(m.why, names)) for m in question.mistakes),
    )


def _options(question: Question, scene: Scene, mixer: np.random.Generator) -> tuple[ShownOption, ...]:
    if question.kind is Kind.TRUE_FALSE:
        truth = holds(question.check, scene.names)
        _agree(question.id, question.check, truth, question.correct)
        why = fill(question.why, scene.names)
        return tuple(
            ShownOption(text, truth == said, why) for text, said in zip(TRUE_FALSE, (True, False), strict=True)
        )
    shown = [_option(question, option, scene) for option in question.options]
    # Lines of a derivation keep their order: the learner reads them as one.
    if question.kind is not Kind.SPOT_THE_ERROR:
        shown = [shown[i] for i in mixer.permutation(len(shown))]
    return tuple(shown)


def _option(question: Question, option: Option, scene: Scene) -> ShownOption:
    truth = holds(option.check, scene.names)
    _agree(question.id, option.check, truth, option.correct)
    picked = not truth if question.kind is Kind.SPOT_THE_ERROR else truth
    return ShownOption(fill(option.text, scene.names), picked, fill(option.why, scene.names))


def _agree(question_id: str, check: str, measured: bool, declared: bool | None) -> None:
    if measured != declared:
        raise KeyFault(
            f"{question_id}: '{check}' is {measured}, the author declared {declared}",
            f"{question_id}：“{check}”算得 {measured}，作者声明为 {declared}",
        )


def _items(
    items: tuple[Item, ...], scene: Scene, mixer: np.random.Generator
) -> tuple[tuple[Text, ...], tuple[int, ...]]:
    """The items as shown, and the right order as shown positions."""
    if not items:
        return (), ()
    keys = [float(value_of(item.key, scene.names)) for item in items]
    shuffle = [int(i) for i in mixer.permutation(len(items))]
    right = sorted(range(len(items)), key=lambda position: keys[shuffle[position]])
    return tuple(fill(items[i].text, scene.names) for i in shuffle), tuple(right)


def _key(question: Question, scene: Scene, options: tuple[ShownOption, ...], order: tuple[int, ...]) -> Key:
    match question.kind:
        case Kind.NUMERIC | Kind.MATRIX:
            assert question.answer is not None
            return solution_key(question.answer, question.kind, scene)
        case Kind.ORDERING:
            return OrderKey(order)
        case Kind.OPEN:
            return RubricKey(tuple(point.weight for point in question.rubric))
        case Kind.RECALL:
            return RecallKey()
    correct = frozenset(i for i, option in enumerate(options) if option.correct)
    several = question.kind is Kind.MULTIPLE_CHOICE
    if not correct or (len(correct) > 1 and not several):
        raise KeyFault(
            f"{question.id}: {len(correct)} options are right; the kind {question.kind} does not allow that",
            f"{question.id}：有 {len(correct)} 个选项正确，题型 {question.kind} 不允许",
        )
    return ChoiceKey(len(options), correct, several, question.kind is Kind.TRUE_FALSE)


def solution_key(solution: Solution, kind: Kind, scene: Scene) -> NumberKey | MatrixKey:
    """The key that an answer rule comes to over a scene. Raises KeyFault when it is not of the kind."""
    value = value_of(solution.value, scene.names)
    tolerance = Tolerance(solution.relative, solution.absolute)
    if kind is Kind.MATRIX:
        matrix = as_matrix(value)
        return MatrixKey(matrix, tolerance)
    if np.ndim(value):
        raise KeyFault(
            f"the answer rule '{solution.value}' comes to an array; a numeric question wants one number",
            f"答案规则“{solution.value}”算出的是数组；数值题需要一个数",
        )
    return NumberKey(float(value), tolerance)


def as_matrix(value: Any) -> FloatArray:
    """A value as a matrix of shape (rows, columns); a list becomes one row. Raises KeyFault beyond two axes."""
    array = np.atleast_2d(np.asarray(value, dtype=np.float64))
    if array.ndim != 2 or array.size == 0:
        raise KeyFault(
            f"a matrix answer has rows and columns, not the shape {array.shape}",
            f"矩阵答案应有行和列，形状不能是 {array.shape}",
        )
    return array


def _key_like(key: NumberKey | MatrixKey, value: Any) -> Key:
    if isinstance(key, MatrixKey):
        return MatrixKey(np.broadcast_to(as_matrix(value), key.values.shape), key.tolerance)
    return NumberKey(float(value), key.tolerance)
