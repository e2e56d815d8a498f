"""Matrix: every entry within a tolerance."""

from __future__ import annotations

from content.kinds._valued import Valued
from content.model import Solution
from content.rounding import half_units
from content.scene import Scene, value_of
from engine.grading import Tolerance
from engine.keys.matrix import MatrixKey, as_matrix
from engine.text import Text


class Matrix(Valued):
    """A matrix."""

    name, number, label = "matrix", 5, Text("fill in the matrix", "填矩阵")
    interview_seconds = 240.0
    quick = 40.0

    def solved(self, solution: Solution, scene: Scene) -> MatrixKey:
        """The matrix, each entry within half a unit of its last digit where `digits` are asked."""
        matrix = as_matrix(value_of(solution.value, scene.names))
        within = half_units(matrix, solution.digits) if solution.digits else None
        return MatrixKey(matrix, Tolerance(solution.relative, solution.absolute), within)


KIND = Matrix()
