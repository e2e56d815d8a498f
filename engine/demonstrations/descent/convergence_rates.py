"""D116: smooth convex functions that are flat at the minimum, against a strongly convex one."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Result, Series
from engine.text import NOTHING, Text

FIRST, LAST = 2_000, 20_000
"""Iterations between which the slope is measured."""


def power_losses(power: int, step: float, steps: int) -> FloatArray:
    """Losses |w|^p / p along gradient descent w <- w - step w^(p-1) from w = 1; shape (steps + 1,)."""
    w, losses = 1.0, [1.0 / power]
    for _ in range(steps):
        w -= step * w ** (power - 1)
        losses.append(abs(w) ** power / power)
    return np.array(losses)


class ConvergenceRates(Measurements):
    exponent: float = measurement(
        Text("measured exponent: loss like k^-exponent", "实测指数：损失约为 k 的负几次方"), grade=Grade.STATISTICAL
    )
    predicted_exponent: float = measurement(Text("p / (p - 2)", "p/(p−2)"), grade=Grade.EXACT)
    more_iterations: float = measurement(
        Text("times as many iterations for the drop", "为该降幅所需迭代的倍数"), grade=Grade.EXACT
    )
    linear_more: float = measurement(Text("iterations that p = 2 adds for the drop", "p＝2 时为该降幅增加的迭代数"))
    loss_late: float = measurement(Text("loss after 20,000 iterations", "20000 次迭代后的损失"))


@demonstration(
    number="D116",
    name="convergence_rates",
    topic="descent",
    title=Text("Flat minima converge slowly", "极小处越平，收敛越慢"),
    summary=Text(
        "Gradient descent on |w|^p / p: linear for p = 2, a power of k for p > 2.",
        "对 |w|^p/p 做梯度下降：p＝2 时线性收敛，p＞2 时只按 k 的幂次收敛。",
    ),
    look_for=Text(
        "With p = 2 each further digit costs the same number of iterations. With p > 2 the curve is a straight line on "
        "two logarithmic axes: each further digit multiplies the iterations.",
        "p＝2 时每多一位精度，增加的迭代数相同。p＞2 时曲线在双对数轴上是直线：每多一位精度，迭代数就要乘一个倍数。",
    ),
    predict=Text(
        "p = 4, and the loss should fall by another factor 100. How many times as many iterations?",
        "p＝4，损失还要再降到 1/100，迭代数要变为几倍？",
    ),
    limits=Text("One dimension, exact gradients.", "一维，精确梯度。"),
    parameters=(
        Integer("power", Text("power p", "幂次 p"), 4, 4, 12),
        Float("step", Text("step", "步长"), 0.1, 0.05, 0.5),
        Float("drop", Text("how many times lower the loss should be", "损失要降到几分之一"), 100.0, 2.0, 1e6, log=True),
    ),
    measurements=ConvergenceRates,
    kernels=(power_losses,),
)
def convergence_rates(rng: np.random.Generator, *, power: int, step: float, drop: float) -> Result:
    """Descend, and read the slope on two logarithmic axes."""
    losses = power_losses(power, step, LAST)
    exponent = np.log(losses[FIRST] / losses[LAST]) / np.log(LAST / FIRST)
    measured = ConvergenceRates(
        exponent=float(exponent),
        predicted_exponent=power / (power - 2),
        more_iterations=drop ** ((power - 2) / power),
        linear_more=float(np.log(drop) / (-2 * np.log1p(-step))),
        loss_late=float(losses[-1]),
    )
    k = np.unique(np.geomspace(1, LAST, 100).astype(int))
    flat = 0.5 * (1 - step) ** (2.0 * k)
    view = Lines(
        Text("loss by iteration", "损失随迭代"),
        Axis(Text("iteration", "迭代"), NOTHING, log=True),
        Axis(Text("loss", "损失"), NOTHING, log=True),
        (
            Series(Text(f"p = {power}", f"p＝{power}"), k.astype(float), losses[k]),
            Series(Text("p = 2", "p＝2"), k.astype(float), np.maximum(flat, 1e-30)),
        ),
    )
    return Result(measured, (view,))
