"""Orders: what a random order scores."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from itertools import permutations
from typing import ClassVar

from content.variants import Variant
from content.verification.gate.kind import GateKind, Pick, Rounding
from engine.keys.ordering import OrderKey


class Ordering(GateKind):
    """Lines in the right order."""

    players: ClassVar[Mapping[str, Pick]] = {"the order shown": lambda variant: tuple(range(len(variant.items)))}

    def chance(self, variant: Variant) -> float:
        """The mean over all orders."""
        return _chance(len(_order(variant)))

    def right_text(self, variant: Variant) -> str:
        """The items in the right order."""
        return " < ".join(variant.items[i].en for i in _order(variant))

    def typed(self, variant: Variant, rounded: Rounding) -> str:
        """The shown numbers."""
        return " ".join(str(i + 1) for i in _order(variant))


def _order(variant: Variant) -> tuple[int, ...]:
    assert isinstance(variant.key, OrderKey)
    return variant.key.order


@lru_cache(maxsize=16)
def _chance(items: int) -> float:
    if items > 6:
        return _chance(6)  # it falls with length; 8! orders are not worth counting
    key = OrderKey(tuple(range(items)))
    orders = list(permutations(range(items)))
    return sum(key.grade(order).correctness for order in orders) / len(orders)


GATE = Ordering()
