"""Ordering: the items by ascending key."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from content.items import shown_items
from content.kind import Kind, Shown
from content.model import Question
from content.scene import Scene
from content.validation.faults import Found
from engine.keys.ordering import OrderKey
from engine.text import Text


class Ordering(Kind):
    """Lines in the right order."""

    name, number, label = "ordering", 6, Text("put in order", "排序")
    interview_seconds = 90.0
    needs, takes = frozenset({"items"}), frozenset({"show"})
    quick = 15.0

    def shown(self, question: Question, scene: Scene, mixer: np.random.Generator) -> Shown:
        """The items, shuffled."""
        items, order = shown_items(question, scene, mixer)
        return Shown(items=items, order=order)

    def key(self, question: Question, scene: Scene, shown: Shown) -> OrderKey:
        """The shown positions by ascending key."""
        return OrderKey(shown.order)

    def faults(self, question: Question) -> Iterator[Found]:
        """Too few items, and second keys for some only."""
        count = question.show.statements if question.show else len(question.items)
        if not 3 <= count <= 8:
            yield ("items",), f"there are {count}; an ordering has 3 to 8"
        if count > len(question.items):
            yield ("show", "statements"), f"asks for {count} of {len(question.items)} items"
        if question.show and question.show.true:
            yield ("show", "true"), "does not belong to an ordering; remove it"
        proved = sum(bool(item.proof) for item in question.items)
        if proved and proved < len(question.items):
            yield ("items",), "have a proof in part; give all of them a second key, or none"


KIND = Ordering()
