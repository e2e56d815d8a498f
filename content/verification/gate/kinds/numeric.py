"""Numbers: rounded as the prompt tells, and not to be found in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from content.variants import Variant
from content.verification.gate.kind import GateKind, Pick, Rounding
from content.verification.gate.numbers import numbers_in
from engine.grading import Answer
from engine.keys.numeric import NumberKey


def _last_number(variant: Variant) -> Answer | None:
    found = numbers_in(variant.prompt.en)
    return found[-1] if found else None


class Numeric(GateKind):
    """A number."""

    players: ClassVar[Mapping[str, Pick]] = {"the last number in the prompt": _last_number}

    def right_text(self, variant: Variant) -> str:
        """Six digits."""
        return f"{_value(variant):.6g}"

    def told(self, variant: Variant) -> bool:
        """The prompt shows a number that counts as right."""
        return any(variant.key.grade(number).correct for number in numbers_in(variant.prompt.en))

    def typed(self, variant: Variant, rounded: Rounding) -> str:
        """The number, rounded."""
        return rounded(_value(variant))

    def off(self, variant: Variant, moved: Callable[[float], float]) -> str | None:
        """The number moved; 0 has no last digit."""
        value = _value(variant)
        return f"{moved(value):.15g}" if value else None


def _value(variant: Variant) -> float:
    assert isinstance(variant.key, NumberKey)
    return variant.key.value


GATE = Numeric()
