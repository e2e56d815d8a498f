"""Orders: the shown numbers, then the lines."""

from __future__ import annotations

from content.variants import Variant
from engine.keys.ordering import OrderKey
from engine.text import Language
from tui.text.kind import TextKind
from tui.text.plain import plain_text


class Ordering(TextKind):
    """Lines in order."""

    def correct(self, variant: Variant, language: Language) -> str:
        """The numbers on a line, then each line."""
        places = " ".join(str(i + 1) for i in _order(variant))
        return places + "".join(f"\n   {plain_text(variant.items[i], language)}" for i in _order(variant))

    def key(self, variant: Variant) -> list[int]:
        """The shown numbers."""
        return [i + 1 for i in _order(variant)]

    def given(self, variant: Variant, answer: str, language: Language) -> str:
        """The learner's numbers with their lines."""
        items = [variant.items[int(place) - 1] for place in answer.split()]
        return "\n".join([answer, *(plain_text(item, language) for item in items)])


def _order(variant: Variant) -> tuple[int, ...]:
    assert isinstance(variant.key, OrderKey)
    return variant.key.order


TEXT = Ordering()
