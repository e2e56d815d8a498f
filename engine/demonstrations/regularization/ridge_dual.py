"""D109: ridge through its dual."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Array1D, Array2D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray, Integer, demand_shape
from engine.result import Axis, Bars, Matrix, Result
from engine.text import Text


def dual_coefficients(x: FloatArray, y: FloatArray, penalty: float) -> FloatArray:
    """Dual ridge: a = (X X^T + penalty I)^-1 y, one coefficient for each sample; then w = X^T a.

    `x` (n, p), `y` (n,); returns (n,). The penalty is above 0. Source: Hastie, Tibshirani & Friedman (2009), section
    12.3.7.

    >>> dual_coefficients(np.array([[1.0, 1.0]]), np.array([6.0]), penalty=1.0)
    array([2.])
    """
    return np.asarray(np.linalg.solve(x @ x.T + penalty * np.eye(len(x)), y))


class RidgeDual(Measurements):
    x: Array2D = measurement(Text("the design", "设计矩阵"), grade=Grade.EXACT)
    y: Array1D = measurement(Text("the targets", "目标值"), grade=Grade.EXACT)
    gram: Array2D = measurement(Text("X Xᵀ", "XXᵀ"), grade=Grade.EXACT)
    dual: Array1D = measurement(Text("dual coefficients", "对偶系数"))
    dual_weights: Array1D = measurement(Text("weights from the dual", "由对偶得到的权重"))
    primal_weights: Array1D = measurement(
        Text("weights from (XᵀX + lambda I) w = Xᵀy", "由 (XᵀX＋λI)w＝Xᵀy 得到的权重")
    )
    gap: float = measurement(Text("largest difference of the two", "两者的最大差"))
    unpenalised: Array1D = measurement(
        Text("dual coefficients with the penalty forgotten (a mistake)", "漏掉惩罚的对偶系数")
    )
    doubled: Array1D = measurement(
        Text("dual coefficients with twice the penalty (a mistake)", "惩罚加倍的对偶系数（误）")
    )
    primal_side: int = measurement(Text("side of the primal system", "原问题方程组的阶数"), grade=Grade.EXACT)
    dual_side: int = measurement(Text("side of the dual system", "对偶方程组的阶数"), grade=Grade.EXACT)
    cheaper_side: int = measurement(Text("side of the smaller system", "较小方程组的阶数"), grade=Grade.EXACT)
    speed_up: float = measurement(Text("(larger side / smaller side)³", "（大阶数/小阶数）³"), grade=Grade.EXACT)


@demonstration(
    number="D109",
    name="ridge_dual",
    topic="regularization",
    title=Text("Primal and dual ridge", "岭回归的原问题与对偶"),
    summary=Text(
        "The same ridge weights from a system with one row for each feature, or with one row for each sample.",
        "同一组岭回归权重，既可由每个特征一行的方程组求得，也可由每个样本一行的方程组求得。",
    ),
    look_for=Text(
        "Both give the same weights. The primal system has as many rows as features, the dual as many as samples: take "
        "the smaller one, for solving costs about the cube of the side. The dual sees the data through inner products "
        "only, which is where kernels come in.",
        "两者权重相同。原问题的方程组阶数为特征数，对偶为样本数：取小的那个，因为求解代价约为阶数的三次方。"
        "对偶只通过内积使用数据，核方法由此而来。",
    ),
    predict=Text(
        "{{samples}} samples, {{features}} features: which system is smaller, and by which factor is it cheaper?",
        "{{samples}} 个样本、{{features}} 个特征：哪个方程组更小，便宜多少倍？",
    ),
    limits=Text(
        "Counts cubes and leaves out forming the matrices; no intercept.",
        "只比较三次方，不计构造矩阵的代价；没有截距。",
    ),
    parameters=(
        Array("design", Text("design, one row a sample", "设计矩阵，每行一个样本"), (), 2, -100.0, 100.0, longest=8),
        Array("target", Text("targets", "目标值"), (), 1, -100.0, 100.0, longest=8),
        Float("penalty", Text("penalty lambda", "惩罚系数 λ"), 1.0, 0.01, 100.0),
        Integer("samples", Text("samples of the cost", "计算代价时的样本数"), 100, 1, 1000000),
        Integer("features", Text("features of the cost", "计算代价时的特征数"), 10000, 1, 1000000),
    ),
    measurements=RidgeDual,
    kernels=(dual_coefficients,),
)
def ridge_dual(
    rng: np.random.Generator, *, design: FloatArray, target: FloatArray, penalty: float, samples: int, features: int
) -> Result:
    """Solve a small problem both ways; compare the sides of a large one."""
    x = design if design.size else rng.integers(-3, 4, (2, 4)).astype(float)
    y = target if target.size else rng.integers(-5, 6, len(x)).astype(float)
    demand_shape("target", y, (len(x),))
    dual = dual_coefficients(x, y, penalty)
    primal = np.asarray(np.linalg.solve(x.T @ x + penalty * np.eye(x.shape[1]), x.T @ y), dtype=np.float64)
    smaller, larger = min(samples, features), max(samples, features)
    measured = RidgeDual(
        x=x,
        y=y,
        gram=x @ x.T,
        dual=dual,
        dual_weights=x.T @ dual,
        primal_weights=primal,
        gap=float(np.abs(x.T @ dual - primal).max()),
        unpenalised=np.linalg.pinv(x @ x.T) @ y,
        doubled=dual_coefficients(x, y, 2 * penalty),
        primal_side=features,
        dual_side=samples,
        cheaper_side=smaller,
        speed_up=(larger / smaller) ** 3,
    )
    return Result(
        measured,
        (
            Matrix(Text("weights, primal and dual", "权重：原问题与对偶"), np.stack([primal, x.T @ dual])),
            Matrix(Text("X Xᵀ", "XXᵀ"), x @ x.T),
            Bars(
                Text("side of the system (logarithmic)", "方程组的阶数（对数轴）"),
                Axis(Text("side", "阶数"), log=True),
                (Text("primal", "原问题"), Text("dual", "对偶")),
                np.array([features, samples], dtype=np.float64),
            ),
        ),
    )
