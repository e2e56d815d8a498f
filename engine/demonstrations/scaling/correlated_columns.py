"""D32R: correlated columns, which scaling leaves badly conditioned."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import scaling as kernel
from engine.measurements import Array2D, Grade, Measurements, measurement
from engine.parameters import Float
from engine.result import Axis, Lines, Matrix, Result, Series, Table
from engine.text import NOTHING, Text


class CorrelatedColumns(Measurements):
    matrix: Array2D = measurement(Text("covariance matrix", "协方差矩阵"), grade=Grade.EXACT)
    raw_condition: float = measurement(Text("its condition number", "其条件数"))
    standardised_condition: float = measurement(Text("condition number after standardising", "标准化后的条件数"))
    closed_form: float = measurement(Text("(1 + |rho|) / (1 - |rho|)", "(1＋|ρ|)/(1−|ρ|)"))
    whitened_condition: float = measurement(Text("condition number after whitening", "白化后的条件数"))
    spread_ratio: float = measurement(Text("squared ratio of the deviations", "标准差之比的平方"), grade=Grade.EXACT)
    best_rate: float = measurement(
        Text("best factor of descent a step after standardising", "标准化后下降每步的最优因子")
    )


@demonstration(
    number="D32R",
    name="correlated_columns",
    topic="scaling",
    title=Text("Scale goes, correlation stays", "尺度可除，相关仍在"),
    summary=Text(
        "Two columns of different spread and some correlation: condition number raw, standardised, whitened.",
        "两列散布不同且相关：原始、标准化、白化之后的条件数。",
    ),
    look_for=Text(
        "Standardising removes the difference in scale and leaves (1 + ρ)/(1 - ρ), however the columns were scaled; only "
        "whitening reaches 1. For two columns it never makes things worse, for more it can, by at most the number of "
        "columns.",
        "标准化消去尺度差异，剩下 (1＋ρ)/(1−ρ)，与原来的尺度无关；只有白化能到 1。两列时标准化绝不会更差，多列时可能略差，但不超过列数倍。",
    ),
    predict=Text(
        "Correlation {{correlation}}, both columns standardised. Is the condition number 1, or what decides it?",
        "相关系数 {{correlation}}，两列都已标准化。条件数是 1 吗？由什么决定？",
    ),
    limits=Text("Exact covariances of two columns; see D32 for sampled data.", "两列的精确协方差；抽样数据见 D32。"),
    parameters=(
        Float("correlation", Text("correlation", "相关系数"), 0.99, -0.999, 0.999),
        Float("first", Text("standard deviation of column 1", "第 1 列标准差"), 1.0, 0.01, 1000.0, log=True),
        Float("second", Text("standard deviation of column 2", "第 2 列标准差"), 100.0, 0.01, 1000.0, log=True),
    ),
    measurements=CorrelatedColumns,
    kernels=(kernel.condition_number, kernel.whiten),
)
def correlated_columns(rng: np.random.Generator, *, correlation: float, first: float, second: float) -> Result:
    """Exact condition numbers of a 2x2 covariance."""
    c = np.array([[first**2, correlation * first * second], [correlation * first * second, second**2]])
    spread = np.sqrt(np.diag(c))
    standard = c / np.outer(spread, spread)
    factor = np.linalg.cholesky(c)
    whitened = np.linalg.solve(factor, np.linalg.solve(factor, c).T)
    size = abs(correlation)
    after = float(np.linalg.cond(standard))
    measured = CorrelatedColumns(
        matrix=c,
        raw_condition=float(np.linalg.cond(c)),
        standardised_condition=after,
        closed_form=(1 + size) / (1 - size),
        whitened_condition=float(np.linalg.cond(whitened)),
        spread_ratio=max(first / second, second / first) ** 2,
        best_rate=(after - 1) / (after + 1),
    )
    rho = np.linspace(0, 0.995, 60)
    return Result(
        measured,
        (
            Table(
                Text("condition number", "条件数"),
                (Text("preparation", "预处理"), Text("condition number", "条件数")),
                (
                    (Text("raw", "原始"), measured.raw_condition),
                    (Text("standardised", "标准化"), measured.standardised_condition),
                    (Text("whitened", "白化"), measured.whitened_condition),
                ),
            ),
            Matrix(Text("covariance", "协方差"), c),
            Matrix(Text("after standardising", "标准化后"), standard),
            Lines(
                Text("condition number of two standardised columns", "两列标准化后的条件数"),
                Axis(Text("correlation", "相关系数")),
                Axis(Text("condition number", "条件数"), NOTHING, log=True),
                (Series(Text("(1 + ρ)/(1 - ρ)", "(1＋ρ)/(1−ρ)"), rho, (1 + rho) / (1 - rho)),),
            ),
        ),
    )
