"""Matrices: each entry rounded as the prompt tells; zeros everywhere earn nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

import numpy as np

from content.templates import shown
from content.variants import Variant
from content.verification.gate.kind import GateKind, Pick, Rounding
from engine.keys.matrix import MatrixKey
from engine.parameters import FloatArray


def _values(variant: Variant) -> FloatArray:
    assert isinstance(variant.key, MatrixKey)
    return variant.key.values


class Matrix(GateKind):
    """A matrix."""

    players: ClassVar[Mapping[str, Pick]] = {"a matrix of zeros": lambda variant: np.zeros(_values(variant).shape)}

    def right_text(self, variant: Variant) -> str:
        """All entries."""
        return shown(_values(variant))

    def typed(self, variant: Variant, rounded: Rounding) -> str:
        """Rows split by semicolons."""
        return "; ".join(" ".join(rounded(float(v)) for v in row) for row in _values(variant))

    def off(self, variant: Variant, moved: Callable[[float], float]) -> str:
        """The matrix with its largest entry moved."""
        values = np.array(_values(variant))
        place = np.unravel_index(int(np.argmax(np.abs(values))), values.shape)
        values[place] = moved(float(values[place]))
        return "; ".join(" ".join(f"{v:.15g}" for v in row) for row in values)


GATE = Matrix()
