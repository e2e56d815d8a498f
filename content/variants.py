"""Variants: one question drawn from a seed, with its answer key computed now.

Nothing of the key is read from the file: statements are true where their checks hold, numbers are what the rule
gives, orders follow from the items' keys. A key that contradicts what the author declared, or that its proof
does not confirm, raises `KeyFault`, so that a wrong key is never shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from content.interview import ModelAnswers
from content.kind import NOTHING_SHOWN, kind_of
from content.model import Question
from content.rounding import near_tie, phrase
from content.scene import Scene, compose, seed_of, value_of, varies
from content.statements import ShownOption
from content.templates import fill
from engine.grading import Answer, Key, KeyFault, ValueKey
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
        return self.key.read(text, self.wording)

    @property
    def wording(self) -> Wording:
        """What the question's words tell about its answer."""
        return Wording(self.prompt, self.unit)

    def mistake_behind(self, answer: Answer) -> ShownMistake | None:
        """The named mistake that leads to this wrong numeric or matrix answer, if one does."""
        if not isinstance(self.key, ValueKey):
            return None
        return next((m for m in self.mistakes if self.key.like(m.value).grade(answer).correct), None)


def make(question: Question, seed: int, scene: Scene | None = None) -> Variant:
    """Draw the variant. The same question and seed give the same variant on every machine.

    `scene` is what `scene_of` gave for the same question and seed, if the caller has it already.
    Raises KeyFault, or what `content.scene.compose` raises.
    """
    scene = scene or scene_of(question, seed)
    names, kind, answer = scene.names, kind_of(question), question.answer
    shown = kind.shown(question, scene, generator(seed_of(question.id + "/order", seed)))
    return Variant(
        question=question,
        seed=seed,
        scene=scene,
        key=kind.key(question, scene, shown),
        prompt=_prompt(question, shown.statement, scene),
        explanation=fill(kind.explanation(question), names),
        hints=tuple(fill(hint, names) for hint in kind.hints(question)),
        options=shown.options,
        items=shown.items,
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
        key = value_key(question, scene)
        if key is None:
            return Unfit()
        mistakes = [key.like(value_of(mistake.value, scene.names)) for mistake in question.mistakes]
    except (ValueError, TypeError):
        return Unfit()  # verification says what cannot be computed
    if question.answer.digits and near_tie(np.ravel(key.answer), question.answer.digits):
        return Unfit(TIE, "the key lies so near a tie that it could be rounded either way")
    return _alike_among([key, *mistakes])


def _alike_among(keys: Sequence[ValueKey]) -> Unfit:
    for i, one in enumerate(keys):
        for j, other in enumerate(keys[:i]):
            if alike(other, one):
                return Unfit(ALIKE, f"mistake {i} equals " + (f"mistake {j}" if j else "the key"))
    return Unfit()


def redrawn(question: Question) -> bool:
    """Whether another seed can show the question otherwise: other numbers, statements or wordings."""
    return varies(question) or kind_of(question).redrawn(question) or question.fixed_seed is None


def value_key(question: Question, scene: Scene) -> ValueKey | None:
    """The value that an answer rule gives, or None where the kind makes another key of it. Raises KeyFault."""
    key = kind_of(question).key(question, scene, NOTHING_SHOWN)
    return key if isinstance(key, ValueKey) else None


def alike(one: ValueKey, other: ValueKey) -> bool:
    """Whether two numeric or matrix answers cannot be told apart within the tolerance."""
    return one.grade(other.answer).correct


def _prompt(question: Question, statement: Text, scene: Scene) -> Text:
    """The prompt with the statement to judge and the digits to give."""
    prompt = fill(kind_of(question).prompt(question), scene.names)
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


__all__ = [
    "KeyFault",
    "ShownMistake",
    "ShownOption",
    "Variant",
    "alike",
    "make",
    "redrawn",
    "scene_of",
    "unfit",
    "value_key",
]
