"""D115: what momentum does to the rate of convergence."""

from __future__ import annotations

import math

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.optimizers import heavy_ball_factor
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import NOTHING, Text

WALKED = 300
"""How many iterations are drawn."""


def two_step_radius(curvature: float, step: float, momentum: float) -> float:
    """Spectral radius of the matrix that takes (w(k), w(k-1)) to (w(k+1), w(k)) under heavy-ball momentum."""
    matrix = np.array([[1 + momentum - step * curvature, -momentum], [1.0, 0.0]])
    return float(np.abs(np.linalg.eigvals(matrix)).max())


class MomentumRates(Measurements):
    plain_factor: float = measurement(
        Text("plain descent at the step 1/L: factor an iteration", "步长 1/L 的普通下降每步因子")
    )
    heavy_factor: float = measurement(
        Text("heavy ball at the step 1/L: factor an iteration", "步长 1/L 的重球法每步因子")
    )
    overdamped: bool = measurement(Text("whether the flattest direction does not swing", "最平坦方向是否不振荡"))
    best_plain: float = measurement(Text("best plain factor (kappa - 1)/(kappa + 1)", "普通下降的最优因子 (κ−1)/(κ+1)"))
    best_heavy: float = measurement(Text("best heavy-ball factor", "重球法的最优因子"))
    best_momentum: float = measurement(Text("the momentum that gives it", "取得它的动量系数"))
    plain_iterations: float = measurement(Text("iterations for a factor e, plain", "误差缩到 1/e 的迭代数（普通）"))
    heavy_iterations: float = measurement(
        Text("iterations for a factor e, heavy ball", "误差缩到 1/e 的迭代数（重球）")
    )
    saving: float = measurement(Text("plain over heavy-ball iterations", "两者之比"))
    effective_step: float = measurement(
        Text("step that a constant gradient ends up with, over the rate", "梯度恒定时的等效步长与学习率之比"),
        grade=Grade.EXACT,
    )


@demonstration(
    number="D115",
    name="momentum_rates",
    topic="descent",
    title=Text("Momentum and the condition number", "动量与条件数"),
    summary=Text(
        "Factors an iteration on a quadratic, without and with heavy-ball momentum, at 1/L and at their best.",
        "二次函数上每步的收缩因子：有无重球动量，步长 1/L 与各自最优。",
    ),
    look_for=Text(
        "At their best, plain descent needs a number of iterations proportional to the condition number, heavy-ball "
        "momentum to its root. On a well-conditioned function a large momentum only swings, and is slower.",
        "取最优参数时，普通下降的迭代数与条件数成正比，重球法与其平方根成正比。条件数小时，大动量只会来回振荡，反而更慢。",
    ),
    predict=Text(
        "The condition number is 100. By what factor does the best momentum cut the iterations?",
        "条件数为 100 时，最优动量能把迭代数降为几分之一？",
    ),
    limits=Text(
        "Quadratics and exact gradients; with noise the gain shrinks.", "只适用于二次函数与精确梯度；有噪声时收益变小。"
    ),
    parameters=(
        Float("condition", Text("condition number", "条件数"), 100.0, 1.01, 1e4, log=True),
        Float("momentum", Text("momentum", "动量系数"), 0.9, 0.0, 0.999),
    ),
    measurements=MomentumRates,
    kernels=(two_step_radius, heavy_ball_factor),
)
def momentum_rates(rng: np.random.Generator, *, condition: float, momentum: float) -> Result:
    """Curvatures 1 and 1/condition, so that L = 1."""
    curvatures, root = (1.0, 1 / condition), math.sqrt(condition)
    best_momentum = ((root - 1) / (root + 1)) ** 2
    best_step = (2 / (1 + 1 / root)) ** 2
    best_plain = (condition - 1) / (condition + 1)
    best_heavy = max(heavy_ball_factor(c, best_step, best_momentum) for c in curvatures)
    measured = MomentumRates(
        plain_factor=max(two_step_radius(c, 1.0, 0.0) for c in curvatures),
        heavy_factor=max(two_step_radius(c, 1.0, momentum) for c in curvatures),
        overdamped=(1 + momentum - 1 / condition) ** 2 >= 4 * momentum,
        best_plain=best_plain,
        best_heavy=best_heavy,
        best_momentum=best_momentum,
        plain_iterations=-1 / math.log(best_plain),
        heavy_iterations=-1 / math.log(best_heavy),
        saving=math.log(best_heavy) / math.log(best_plain),
        effective_step=1 / (1 - momentum),
    )
    return Result(measured, (_table(measured), _curves(condition, momentum)))


def _table(measured: MomentumRates) -> Table:
    rows = (
        (Text("at the step 1/L", "步长 1/L"), measured.plain_factor, measured.heavy_factor),
        (Text("at their best", "各自最优"), measured.best_plain, measured.best_heavy),
    )
    columns = (Text("factor an iteration", "每步因子"), Text("plain", "普通"), Text("heavy ball", "重球"))
    return Table(Text("how fast the distance shrinks", "距离收缩多快"), columns, rows)


def _curves(condition: float, momentum: float) -> Lines:
    def distances(beta: float) -> FloatArray:
        curvatures = np.array([1.0, 1 / condition])
        w, v, seen = np.ones(2), np.zeros(2), [math.sqrt(2)]
        for _ in range(WALKED):
            v = beta * v + curvatures * w
            w = w - v
            seen.append(float(np.linalg.norm(w)))
        return np.maximum(seen, 1e-16)

    k = np.arange(WALKED + 1.0)
    return Lines(
        Text("distance by iteration at the step 1/L", "步长 1/L 时距离随迭代的变化"),
        Axis(Text("iteration", "迭代")),
        Axis(Text("distance", "距离"), NOTHING, log=True),
        (Series(Text("plain", "普通"), k, distances(0.0)), Series(Text("heavy ball", "重球"), k, distances(momentum))),
    )
