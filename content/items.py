"""The items of an ordering as shown, and their right order."""

from __future__ import annotations

import numpy as np

from content.model import Item, Question
from content.scene import Scene, value_of
from content.templates import fill
from engine.grading import KeyFault
from engine.text import Text


def drawn_order(items: tuple[Item, ...]) -> bool:
    """Whether each draw decides the order: all items have a second key that proves it."""
    return bool(items) and all(item.proof for item in items)


def keys_of(items: tuple[Item, ...], scene: Scene) -> list[float]:
    """The items' keys. Raises KeyFault when the second keys give another order, ExpressionError."""
    keys = [float(value_of(item.key, scene.names)) for item in items]
    if drawn_order(items):
        proof = [float(value_of(item.proof, scene.names)) for item in items]
        if list(np.argsort(keys, kind="stable")) != list(np.argsort(proof, kind="stable")):
            raise KeyFault(
                f"the keys {_said(keys)} and their proofs {_said(proof)} give different orders",
                f"键值 {_said(keys)} 与其证明 {_said(proof)} 给出的顺序不同",
            )
    return keys


def _said(keys: list[float]) -> str:
    return "[" + ", ".join(f"{key:.6g}" for key in keys) + "]"


def shown_items(
    question: Question, scene: Scene, mixer: np.random.Generator
) -> tuple[tuple[Text, ...], tuple[int, ...]]:
    """The items in the order shown, and the right order as shown positions."""
    items = question.items
    if not items:
        return (), ()
    keys = keys_of(items, scene)
    count = question.show.statements if question.show else len(items)
    shuffle = [int(i) for i in mixer.permutation(len(items))[:count]]
    right = sorted(range(count), key=lambda position: keys[shuffle[position]])
    return tuple(fill(items[i].text, scene.names) for i in shuffle), tuple(right)
