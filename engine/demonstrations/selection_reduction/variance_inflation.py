"""D124: what correlated columns do to the variance of a coefficient."""

from __future__ import annotations

import math

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.feature_scores import variance_inflation as inflation
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, Integer
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import Text

REPEATS = 400
"""How many targets are drawn to measure the spread of the coefficient."""


class VarianceInflation(Measurements):
    factor: float = measurement(Text("variance inflation factor of the first column", "第一列的方差膨胀因子"))
    r_squared: float = measurement(Text("R^2 of the first column on the others", "第一列对其余列回归的 R²"))
    error_factor: float = measurement(Text("factor of the standard error", "标准误的倍数"))
    by_correlation: float = measurement(Text("1 / (1 - rho) (a mistake)", "1/(1−ρ)（错误）"), grade=Grade.EXACT)
    pairwise: float = measurement(Text("1 / (1 - rho^2), two columns only", "1/(1−ρ²)，仅两列"), grade=Grade.EXACT)
    measured_factor: float = measurement(
        Text("variance of the fitted coefficient, correlated over uncorrelated", "拟合系数的方差：相关与不相关之比"),
        grade=Grade.STATISTICAL,
    )


@demonstration(
    number="D124",
    name="variance_inflation",
    topic="selection_reduction",
    title=Text("Variance inflation", "方差膨胀"),
    summary=Text(
        "Columns that all correlate alike: R^2 of one on the others, and what that does to its coefficient.",
        "各列两两相关系数相同：一列对其余列的 R²，以及它对系数方差的影响。",
    ),
    look_for=Text(
        "VIF = 1 / (1 - R^2). No pair need be strongly correlated: many mild correlations add up. The fit and the "
        "predictions are fine; the single coefficients are not.",
        "VIF＝1/(1−R²)。不需要哪一对相关很强：许多中等相关加起来就够了。拟合与预测没有问题，不可靠的是单个系数。",
    ),
    predict=Text(
        "Two columns correlate at 0.9. How much larger is the variance of a coefficient?",
        "两列相关系数 0.9，系数方差大多少倍？",
    ),
    limits=Text("Equal correlations, linear model.", "各相关系数相同，线性模型。"),
    parameters=(
        Float("correlation", Text("correlation of every pair", "两两相关系数"), 0.9, 0.0, 0.999),
        Integer("columns", Text("columns", "列数"), 2, 2, 12),
        Integer("samples", Text("rows", "行数"), 200, 40, 1000),
    ),
    measurements=VarianceInflation,
    kernels=(inflation,),
)
def variance_inflation(rng: np.random.Generator, *, correlation: float, columns: int, samples: int) -> Result:
    """The factor from the inverse of the correlation matrix, and from fits."""
    matrix = np.full((columns, columns), correlation) + (1 - correlation) * np.eye(columns)
    factor = float(inflation(matrix)[0])
    across = matrix[0, 1:]
    r_squared = float(across @ np.linalg.solve(matrix[1:, 1:], across))
    measured = VarianceInflation(
        factor=factor,
        r_squared=r_squared,
        error_factor=math.sqrt(factor),
        by_correlation=1 / (1 - correlation),
        pairwise=1 / (1 - correlation**2),
        measured_factor=_spread(rng, matrix, samples) / _spread(rng, np.eye(columns), samples),
    )
    rho = np.linspace(0.0, 0.98, 99)
    curve = 1 / (1 - rho**2 * (columns - 1) / (1 + (columns - 2) * rho))
    view = Lines(
        Text("variance inflation by correlation", "方差膨胀因子随相关系数"),
        Axis(Text("correlation", "相关系数")),
        Axis(Text("VIF", "方差膨胀因子")),
        (Series(Text(f"{columns} columns", f"{columns} 列"), rho, curve),),
        (Mark(Text("shown", "当前"), correlation, "x"),),
    )
    return Result(measured, (view,))


def _spread(rng: np.random.Generator, matrix: np.ndarray, samples: int) -> float:
    """Variance of the first least-squares coefficient over targets of pure noise, for columns that correlate exactly so."""
    x = np.linalg.qr(rng.standard_normal((samples, len(matrix))))[0] * math.sqrt(samples)
    x = x @ np.linalg.cholesky(matrix).T
    noise = rng.standard_normal((samples, REPEATS))
    return float(np.linalg.lstsq(x, noise, rcond=None)[0][0].var())
