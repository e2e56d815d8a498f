"""Numeric: one number within a tolerance."""

from __future__ import annotations

import numpy as np

from content.kinds._valued import Valued
from content.model import Solution
from content.rounding import half_unit
from content.scene import Scene, value_of
from engine.grading import KeyFault, Tolerance
from engine.keys.numeric import NumberKey
from engine.text import Text


class Numeric(Valued):
    """A number."""

    name, number, label = "numeric", 4, Text("a number", "数值")
    interview_seconds = 180.0
    quick, doubted = 20.0, True

    def solved(self, solution: Solution, scene: Scene) -> NumberKey:
        """The number, within half a unit of its last digit where `digits` are asked."""
        value = value_of(solution.value, scene.names)
        if np.ndim(value):
            raise KeyFault(
                f"the answer rule '{solution.value}' gives an array; a numeric question wants one number",
                f"答案规则“{solution.value}”算出的是数组；数值题需要一个数",
            )
        if solution.digits:
            return NumberKey(float(value), Tolerance(absolute=half_unit(float(value), solution.digits)))
        return NumberKey(float(value), Tolerance(solution.relative, solution.absolute))


KIND = Numeric()
