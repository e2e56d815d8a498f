"""Matrices: rows between brackets."""

from __future__ import annotations

from typing import Any

from content.rounding import significant
from content.templates import shown
from content.variants import Variant
from engine.keys.matrix import MatrixKey
from engine.parameters import FloatArray
from engine.result import plain
from engine.text import Language
from tui.text.kind import TextKind


class Matrix(TextKind):
    """A matrix."""

    def correct(self, variant: Variant, language: Language) -> str:
        """With the digits that were asked for."""
        digits = variant.question.answer.digits if variant.question.answer else 0
        if not digits:
            return shown(_values(variant), "", language)
        rows = (" ".join(significant(float(v), digits) for v in row) for row in _values(variant))
        return "[" + "; ".join(rows) + "]"

    def key(self, variant: Variant) -> Any:
        """Nested lists."""
        return plain(_values(variant))


def _values(variant: Variant) -> FloatArray:
    assert isinstance(variant.key, MatrixKey)
    return variant.key.values


TEXT = Matrix()
