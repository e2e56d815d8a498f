"""Sufficiency: every drawn value that moves the key is visible. Each is changed in turn; a key that moves under an
unchanged prompt could not be found by a learner who knows everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

import numpy as np

from content.draws import DrawSpec, draw, is_drawn
from content.model import Question
from content.scene import SEED, Place, Scene, accepted, compose_once, seed_of
from content.variants import Variant, alike, make
from content.verification.gate.findings import Finding, Point
from content.verification.gate.kind import gate_of
from engine.grading import ValueKey
from engine.registry import generator

TRIES = 3
"""Other values that are tried for each drawn one."""


def sufficiency_findings(variant: Variant) -> Iterator[Finding]:
    """The drawn values that move the key of this variant and cannot be seen in its prompt, options or items."""
    question, seed = variant.question, variant.seed
    for place in places(question):
        for other in _others(question, variant.scene, place):
            if _moved(variant, other) and _visible(variant) == _visible(other):
                answers = _right_text(variant), _right_text(other)
                what = "the demonstration's own seed" if place == SEED else f"'{place[1]}'"
                yield Finding(
                    Point.SUFFICIENCY,
                    question.id,
                    f"{what} moves the answer and cannot be seen: {_said(variant, place)} gives {answers[0]}, "
                    f"{_said(other, place)} gives {answers[1]}, under the same prompt",
                    "show the value in the prompt"
                    if place != SEED
                    else "set 'fixed_seed', or show what the seed draws",
                    seed,
                    ("prompt",),
                )
                break


def places(question: Question) -> list[Place]:
    """Everything that is drawn for a question, its seed included where it is not fixed."""
    return [*_specs(question), *([SEED] if question.fixed_seed is None else [])]


def _specs(question: Question) -> dict[Place, DrawSpec]:
    groups = {"draw": question.draw, "parameters": question.parameters}
    groups |= {f"runs.{alias}": run.parameters for alias, run in question.runs.items()}
    return {
        (group, name): spec
        for group, specs in groups.items()
        for name, spec in specs.items()
        if is_drawn(spec) and "compute" not in spec
    }


def _others(question: Question, scene: Scene, place: Place) -> Iterator[Variant]:
    """The same variant with one value drawn anew."""
    specs = _specs(question)
    pins = {p: value for p, value in scene.drawn.items() if p in specs or p == SEED}
    rng = generator(seed_of(f"{question.id}/{place[0]}/{place[1]}", scene.seed))
    for _ in range(TRIES):
        value = int(rng.integers(2**31)) if place == SEED else draw(specs[place], scene.names, rng)
        if np.array_equal(value, pins[place]):
            continue
        with suppress(ValueError, LookupError):
            moved = compose_once(question.id, question, scene.seed, 0, {**pins, place: value})
            if accepted(question, moved):
                yield make(question, scene.seed, moved)


def _moved(variant: Variant, other: Variant) -> bool:
    """Whether the answer of one is wrong for the other."""
    if isinstance(variant.key, ValueKey) and isinstance(other.key, ValueKey):
        return not alike(variant.key, other.key)
    return _right_text(variant) != _right_text(other)


def _right_text(variant: Variant) -> str:
    return gate_of(variant.question).right_text(variant)


def _visible(variant: Variant) -> list[str]:
    texts = [*(option.text for option in variant.options), *variant.items]
    return [variant.prompt.en, variant.unit.en, *sorted(text.en for text in texts)]


def _said(variant: Variant, place: Place) -> str:
    value = variant.scene.drawn[place]
    return " ".join(f"{place[1] or 'seed'} = {value}".split())[:60]
