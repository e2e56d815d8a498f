"""Variants: one question drawn from a seed, with its answer key computed now.

Nothing of the key is read from the file: statements are true where their checks hold, numbers are what the rule
comes to, orders follow from the items' keys. A key that contradicts what the author declared, or that its proof
does not confirm, raises `KeyFault`, so that a wrong key is never shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from content.interview import ModelAnswers
from content.items import shown_items
from content.model import Kind, Question, Solution
from content.rounding import half_unit, half_units, near_tie, phrase
from content.scene import Scene, compose, seed_of, value_of, varies
from content.statements import KeyFault, ShownOption, shown_options
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
from engine.parameters import FloatArray
from engine.reading.answers import read
from engine.reading.wording import Wording
from engine.registry import generator
from engine.text import NOTHING, Text, same


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
    model: ModelAnswers | None = None
    exact: str = ""
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
        return next((m for m in self.mistakes if grade(key_like(self.key, m.value), answer).correct), None)


def make(question: Question, seed: int, scene: Scene | None = None) -> Variant:
    """Draw the variant. The same question and seed give the same variant on every machine.

    `scene` is what `scene_of` gave for the same question and seed, if the caller has it already.
    Raises KeyFault, or what `content.scene.compose` raises.
    """
    scene = scene or scene_of(question, seed)
    names = scene.names
    mixer = generator(seed_of(question.id + "/order", seed))
    options, statement = shown_options(question, scene, mixer)
    items, order = shown_items(question, scene, mixer)
    answer = question.answer
    return Variant(
        question=question,
        seed=seed,
        scene=scene,
        key=_key(question, scene, options, order),
        prompt=_prompt(question, statement, scene),
        explanation=fill(question.explanation, names),
        hints=tuple(fill(hint, names) for hint in question.hints),
        options=options,
        items=items,
        rubric=tuple(fill(point.text, names) for point in question.rubric),
        back=fill(question.back, names),
        unit=answer.unit if answer else NOTHING,
        model=_model(question, scene),
        exact=fill(same(answer.exact), names).en if answer else "",
        mistakes=tuple(ShownMistake(value_of(m.value, names), fill(m.why, names)) for m in question.mistakes),
    )


def scene_of(question: Question, seed: int) -> Scene:
    """The scene of a variant: drawn again where it cannot be asked. Raises what `content.scene.compose` raises."""
    return compose(question.id, question, seed, lambda scene: unfit(question, scene).severity)


@dataclass(frozen=True, slots=True)
class Unfit:
    """How badly a draw can be asked (0: well) and why."""

    severity: int = 0
    why: str = ""


ALIKE, TIE = 1, 2
"""Severities: mistakes that equal each other or the key; a key that could be rounded either way."""


def unfit(question: Question, scene: Scene) -> Unfit:
    """Why this draw cannot be asked well: a key near a tie, or a mistake that equals the key or another."""
    if question.answer is None:
        return Unfit()
    try:
        key = solution_key(question.answer, question.kind, scene)
        mistakes = [key_like(key, value_of(mistake.value, scene.names)) for mistake in question.mistakes]
    except (ValueError, TypeError):
        return Unfit()  # verification says what cannot be computed
    if question.answer.digits and near_tie(np.ravel(_values(key)), question.answer.digits):
        return Unfit(TIE, "the key lies so near a tie that it could be rounded either way")
    return _alike_among([key, *mistakes])


def _alike_among(keys: list[NumberKey | MatrixKey]) -> Unfit:
    for i, one in enumerate(keys):
        for j, other in enumerate(keys[:i]):
            if alike(other, one):
                return Unfit(ALIKE, f"mistake {i} equals " + (f"mistake {j}" if j else "the key"))
    return Unfit()


def redrawn(question: Question) -> bool:
    """Whether another seed can show the question otherwise: other numbers, statements or wordings."""
    chosen = question.show is not None or any(option.wrong for option in question.options)
    statements = question.kind is Kind.TRUE_FALSE and bool(question.options)
    return varies(question) or chosen or statements or question.fixed_seed is None


def alike(one: Key, other: Key) -> bool:
    """Whether two numeric or matrix answers cannot be told apart within the tolerance."""
    assert isinstance(one, NumberKey | MatrixKey)
    assert isinstance(other, NumberKey | MatrixKey)
    return grade(one, _values(other)).correct


def _values(key: NumberKey | MatrixKey) -> Any:
    return key.value if isinstance(key, NumberKey) else key.values


def _prompt(question: Question, statement: Text, scene: Scene) -> Text:
    """The prompt with the statement to judge and the digits to give."""
    prompt = fill(question.prompt, scene.names)
    if statement.en:
        prompt = Text(f"{prompt.en}\n\n{statement.en}", f"{prompt.zh}\n\n{statement.zh}")
    if question.answer is None or not question.answer.digits:
        return prompt
    asked = phrase(question.answer.digits)
    return Text(f"{prompt.en} {asked.en}", f"{prompt.zh}{asked.zh}")


def _model(question: Question, scene: Scene) -> ModelAnswers | None:
    if question.model is None:
        return None
    return ModelAnswers(solid=fill(question.model.solid, scene.names), strong=fill(question.model.strong, scene.names))


def _key(question: Question, scene: Scene, options: tuple[ShownOption, ...], order: tuple[int, ...]) -> Key:
    match question.kind:
        case Kind.NUMERIC | Kind.MATRIX:
            assert question.answer is not None
            return solution_key(question.answer, question.kind, scene)
        case Kind.ORDERING:
            return OrderKey(order)
        case Kind.OPEN:
            return RubricKey(tuple(point.weight for point in question.rubric))
        case Kind.RECALL | Kind.CODE:
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
        return MatrixKey(matrix, tolerance, half_units(matrix, solution.digits) if solution.digits else None)
    if np.ndim(value):
        raise KeyFault(
            f"the answer rule '{solution.value}' comes to an array; a numeric question wants one number",
            f"答案规则“{solution.value}”算出的是数组；数值题需要一个数",
        )
    if solution.digits:
        tolerance = Tolerance(absolute=half_unit(float(value), solution.digits))
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


def key_like(key: NumberKey | MatrixKey, value: Any) -> NumberKey | MatrixKey:
    """`value` as a key with the tolerance of `key`. Raises ValueError or TypeError."""
    if isinstance(key, MatrixKey):
        matrix = np.array(np.broadcast_to(as_matrix(value), key.values.shape))
        return MatrixKey(matrix, key.tolerance, key.within)
    return NumberKey(float(value), key.tolerance)


__all__ = [
    "KeyFault",
    "ShownMistake",
    "ShownOption",
    "Variant",
    "alike",
    "as_matrix",
    "key_like",
    "make",
    "redrawn",
    "scene_of",
    "unfit",
]
