"""D17: one constant step, a straight line down, and the floor where it ends."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import sgd_theory as kernel
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Choice, Float, FloatArray, Integer, Scalar
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import NOTHING, Text

SCHEDULES: dict[Scalar, Text] = {
    "constant": Text("constant", "恒定"),
    "one_over_t": Text("2 / (t + 2(d + 2))", "2/(t＋2(d＋2))"),
}

OVERFLOW = 1e300
"""A squared error beyond which the step is too large and the mean would overflow."""
MOST_DRAWS = 20_000_000
"""Inputs drawn at most: beyond it fewer runs are averaged, so that nobody waits for minutes."""


class RateAndFloor(Measurements):
    floor: float = measurement(Text("floor of the squared error, closed form", "平方误差平台，闭式"))
    floor_measured: float = measurement(
        Text("mean over the last quarter of the updates", "最后四分之一更新的平均"), grade=Grade.STATISTICAL
    )
    floor_halved: float = measurement(Text("floor with half the step", "步长减半后的平台"))
    floor_no_features: float = measurement(
        Text("step noise^2 / (2 - step), features forgotten (a mistake)", "误忘特征数的平台")
    )
    floor_squared: float = measurement(
        Text("the floor if it went as the step squared (a mistake)", "误以为平台∝步长平方")
    )
    predicted: float = measurement(Text("squared error after all updates, by recursion", "递推给出的最终平方误差"))
    simulated: float = measurement(Text("the same, simulated", "模拟的最终平方误差"), grade=Grade.STATISTICAL)
    recursion_gap: float = measurement(
        Text("largest relative gap of simulation and recursion", "模拟与递推的最大相对差"), grade=Grade.STATISTICAL
    )
    factor: float = measurement(
        Text("factor of the squared error an update, without noise", "无噪声时平方误差每次更新的因子")
    )
    largest_step: float = measurement(
        Text("step beyond which the error grows", "误差开始增长的步长"), grade=Grade.EXACT
    )
    fastest_step: float = measurement(
        Text("step of the fastest decrease without noise", "无噪声时最快的步长"), grade=Grade.EXACT
    )
    late_slope: float = measurement(
        Text("slope of log error against log t over the last nine tenths", "后九成更新中 log 误差对 log t 的斜率")
    )


@demonstration(
    number="D17",
    name="rate_and_floor",
    topic="descent",
    title=Text("Constant step: rate and floor", "恒定步长：速率与平台"),
    summary=Text(
        "The squared error of online least squares: simulated, and by an exact recursion.",
        "在线最小二乘的平方误差：模拟值与精确递推。",
    ),
    look_for=Text(
        "On a logarithmic axis the error falls along a straight line and then stays on a floor that is proportional to the "
        "step: halve the step and the floor halves, while the line takes twice as long. Without noise there is no floor at "
        "all: SGD is linear. A step falling like 1/t has no floor and no straight line.",
        "在对数轴上，误差先沿直线下降，然后停在与步长成正比的平台上：步长减半，平台减半，但直线段要走两倍时间。没有噪声就没有平台：SGD 是线性收敛的。"
        "按 1/t 衰减的步长既没有平台，也没有直线。",
    ),
    predict=Text(
        "The step is halved. What happens to the floor, and to the time it takes to get there?",
        "步长减半，平台会怎样？到达平台的时间又会怎样？",
    ),
    limits=Text(
        "Isotropic Gaussian inputs, for which the recursion is exact; other data change the constants, not the picture. "
        "With large batches and many updates fewer runs are averaged.",
        "各向同性高斯输入（递推精确成立）；其他数据只改变常数，不改变图景。批很大且更新很多时，平均的运行次数会减少。",
    ),
    parameters=(
        Float("step", Text("step", "步长"), 0.05, 0.0005, 1.0, log=True),
        Float("noise", Text("noise of the targets", "目标噪声"), 1.0, 0.0, 10.0),
        Integer("features", Text("features", "特征数"), 10, 1, 100),
        Integer("batch", Text("batch size", "批大小"), 1, 1, 256),
        Integer("updates", Text("updates", "更新次数"), 400, 10, 3000),
        Integer("runs", Text("runs averaged", "平均的运行次数"), 200, 10, 2000),
        Choice("schedule", Text("schedule", "步长方案"), "constant", tuple(SCHEDULES), SCHEDULES),
    ),
    measurements=RateAndFloor,
    kernels=(kernel.error_recursion, kernel.floor, kernel.simulate),
)
def rate_and_floor(
    rng: np.random.Generator,
    *,
    step: float,
    noise: float,
    features: int,
    batch: int,
    updates: int,
    runs: int,
    schedule: str,
) -> Result:
    """Simulate and compare with the recursion."""
    t = np.arange(updates, dtype=np.float64)
    steps = np.full(updates, step) if schedule == "constant" else 2 / (t + 1 + 2 * (features + 2))
    exact = kernel.error_recursion(steps, features, noise, batch)
    runs = min(runs, max(4, MOST_DRAWS // (updates * batch * features)))
    means = np.nan_to_num(kernel.simulate(rng, steps, features, noise, batch, runs), nan=np.inf)
    floor = kernel.floor(step, features, noise, batch)
    last = slice(3 * (updates + 1) // 4, None)
    measured = RateAndFloor(
        floor=floor,
        floor_measured=float(np.mean(means[last])) if means[-1] < OVERFLOW else float("inf"),
        floor_halved=kernel.floor(step / 2, features, noise, batch),
        floor_no_features=step * noise**2 / (2 - step),
        floor_squared=floor * step,
        predicted=float(exact[-1]),
        simulated=float(means[-1]),
        recursion_gap=_largest_gap(means, exact),
        factor=(1 - step) ** 2 + step**2 * (features + 1) / batch,
        largest_step=2 * kernel.best_step(features, batch),
        fastest_step=kernel.best_step(features, batch),
        late_slope=_late_slope(exact),
    )
    return Result(measured, (_view(exact, means, floor if schedule == "constant" else 0.0),))


def _largest_gap(simulated: FloatArray, exact: FloatArray) -> float:
    """The largest relative gap while both are finite; a step that is too large lets both overflow."""
    finite = np.isfinite(simulated) & np.isfinite(exact)
    return float(np.max(np.abs(simulated[finite] / np.maximum(exact[finite], 1e-300) - 1)))


def _late_slope(errors: FloatArray) -> float:
    t = np.arange(len(errors))[len(errors) // 10 + 1 :]
    with np.errstate(divide="ignore"):
        logs = np.log(np.maximum(errors[t], 1e-300))
    return float(np.polyfit(np.log(t), logs, 1)[0])


def _view(exact: FloatArray, means: FloatArray, floor: float) -> Lines:
    t = np.arange(len(exact), dtype=np.float64)
    marks = (Mark(Text("floor", "平台"), floor),) if 0 < floor < np.inf else ()
    return Lines(
        Text("mean squared distance to the optimum", "到最优点的均方距离"),
        Axis(Text("updates", "更新次数")),
        Axis(Text("squared error", "平方误差"), NOTHING, log=True),
        (
            Series(Text("simulated", "模拟"), t, np.clip(means, 1e-300, 1e300)),
            Series(Text("recursion", "递推"), t, np.clip(exact, 1e-300, 1e300)),
        ),
        marks,
    )
