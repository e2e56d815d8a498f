"""Numbers: as many digits as were asked for."""

from __future__ import annotations

from content.rounding import significant
from content.templates import shown
from content.variants import Variant
from engine.keys.numeric import NumberKey
from engine.text import Language
from tui.text.kind import TextKind


class Numeric(TextKind):
    """A number with its unit."""

    def correct(self, variant: Variant, language: Language) -> str:
        """As it was asked: with its digits, and in the exact form that was invited."""
        value, digits = _value(variant), variant.question.answer.digits if variant.question.answer else 0
        rounded = significant(value, digits) if digits else _number(value)
        told = f"{variant.exact} ≈ {rounded}" if variant.exact and variant.exact != rounded else rounded
        return f"{told} {variant.unit.said(language)}".strip()

    def key(self, variant: Variant) -> float:
        """The number."""
        return _value(variant)


def _value(variant: Variant) -> float:
    assert isinstance(variant.key, NumberKey)
    return variant.key.value


def _number(value: float) -> str:
    """A key to six significant digits, whole numbers in full."""
    return shown(value) if float(value).is_integer() else shown(value, ".6g")


TEXT = Numeric()
