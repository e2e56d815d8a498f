"""D32: what scaling does to the condition number, and so to gradient descent."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import scaling as kernel
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Choice, Float, FloatArray, Integer, Scalar
from engine.result import Axis, Bars, Result, Table
from engine.text import Text

SCALERS: dict[Scalar, Text] = {
    "none": Text("none", "不缩放"),
    "centre": Text("centring only", "只中心化"),
    "min_max": Text("min-max to [0, 1]", "最小—最大到 [0, 1]"),
    "min_max_symmetric": Text("min-max to [-1, 1]", "最小—最大到 [−1, 1]"),
    "robust": Text("robust", "稳健"),
    "z_score": Text("z-score", "z-score"),
}


class ScalingDescent(Measurements):
    condition: float = measurement(
        Text("condition number of X^T X, chosen scaler", "所选缩放下 XᵀX 的条件数"), grade=Grade.STATISTICAL
    )
    iterations: int = measurement(
        Text("iterations to 1e-6 with the best step", "最优步长下降到 1e-6 的迭代数"), grade=Grade.STATISTICAL
    )
    none_condition: float = measurement(Text("condition number, none", "条件数，不缩放"), grade=Grade.STATISTICAL)
    centre_condition: float = measurement(
        Text("condition number, centring only", "条件数，只中心化"), grade=Grade.STATISTICAL
    )
    min_max_condition: float = measurement(
        Text("condition number, min-max to [0, 1]", "条件数，最小—最大到 [0, 1]"), grade=Grade.STATISTICAL
    )
    min_max_symmetric_condition: float = measurement(
        Text("condition number, min-max to [-1, 1]", "条件数，最小—最大到 [−1, 1]"), grade=Grade.STATISTICAL
    )
    robust_condition: float = measurement(Text("condition number, robust", "条件数，稳健"), grade=Grade.STATISTICAL)
    z_score_condition: float = measurement(
        Text("condition number, z-score", "条件数，z-score"), grade=Grade.STATISTICAL
    )
    none_iterations: int = measurement(Text("iterations, none", "迭代数，不缩放"), grade=Grade.STATISTICAL)
    centre_iterations: int = measurement(Text("iterations, centring only", "迭代数，只中心化"), grade=Grade.STATISTICAL)
    min_max_iterations: int = measurement(
        Text("iterations, min-max to [0, 1]", "迭代数，最小—最大到 [0, 1]"), grade=Grade.STATISTICAL
    )
    min_max_symmetric_iterations: int = measurement(
        Text("iterations, min-max to [-1, 1]", "迭代数，最小—最大到 [−1, 1]"), grade=Grade.STATISTICAL
    )
    robust_iterations: int = measurement(Text("iterations, robust", "迭代数，稳健"), grade=Grade.STATISTICAL)
    z_score_iterations: int = measurement(Text("iterations, z-score", "迭代数，z-score"), grade=Grade.STATISTICAL)
    speed_up: float = measurement(
        Text("raw over z-score iterations", "不缩放与 z-score 迭代数之比"), grade=Grade.STATISTICAL
    )
    prediction_gap: float = measurement(
        Text(
            "largest change of exact least-squares predictions under z-scores, relative",
            "z-score 前后精确最小二乘预测的最大相对差",
        )
    )


@demonstration(
    number="D32",
    name="scaling_descent",
    topic="scaling",
    title=Text("Scaling, condition number, steps", "缩放、条件数与迭代数"),
    summary=Text(
        "House-like data (area, rooms, noise, bias): the condition number and the steps of descent under each scaler.",
        "类似房价的数据（面积、房间数、噪声、偏置列）：每种缩放下的条件数与下降所需的迭代数。",
    ),
    look_for=Text(
        "Raw columns take over a million iterations with the best step, min-max a few hundred, z-scores two. Centring "
        "alone helps a hundredfold and is not enough; min-max without centring keeps the bias column entangled.",
        "原始列即使用最优步长也要一百多万次迭代，最小—最大几百次，z-score 只要两次。只中心化能快上百倍，但不够；最小—最大不做中心化，仍与偏置列纠缠。",
    ),
    predict=Text(
        "{{samples}} rows in raw units need several hundred thousand iterations or more. How many do z-scores need?",
        "{{samples}} 行原始数据要几十万次以上的迭代。z-score 之后要多少次？",
    ),
    limits=Text(
        "Least squares with the best constant step; an exact solver needs no scaling at all.",
        "最小二乘、最优恒定步长；若精确求解，则根本不需要缩放。",
    ),
    parameters=(
        Choice("scaler", Text("scaler", "缩放方法"), "z_score", tuple(SCALERS), SCALERS),
        Integer("samples", Text("samples", "样本数"), 1000, 50, 5000),
        Float("area", Text("largest area", "最大面积"), 250.0, 60.0, 5000.0, Text("m²", "平方米")),
        Choice(
            "bias",
            Text("bias column", "偏置列"),
            True,
            (True, False),
            {True: Text("yes", "有"), False: Text("no", "无")},
        ),
    ),
    measurements=ScalingDescent,
    kernels=(kernel.z_score, kernel.min_max, kernel.condition_number, kernel.descent_iterations),
)
def scaling_descent(rng: np.random.Generator, *, scaler: str, samples: int, area: float, bias: bool) -> Result:
    """Scale in every way and count."""
    raw = np.column_stack(
        [rng.uniform(50, area, samples), rng.integers(1, 6, samples), rng.normal(0, 1, samples)]
    ).astype(np.float64)
    y = raw @ np.array([0.3, 10.0, -4.0]) + rng.normal(0, 1, samples) + 20
    designs = {str(name): _design(kernel.SCALERS[str(name)](raw)(raw), bias) for name in SCALERS}
    conditions = {name: kernel.condition_number(x) for name, x in designs.items()}
    iterations = {name: kernel.descent_iterations(x, y) for name, x in designs.items()}
    measured = ScalingDescent(
        condition=conditions[scaler],
        iterations=iterations[scaler],
        none_condition=conditions["none"],
        centre_condition=conditions["centre"],
        min_max_condition=conditions["min_max"],
        min_max_symmetric_condition=conditions["min_max_symmetric"],
        robust_condition=conditions["robust"],
        z_score_condition=conditions["z_score"],
        none_iterations=iterations["none"],
        centre_iterations=iterations["centre"],
        min_max_iterations=iterations["min_max"],
        min_max_symmetric_iterations=iterations["min_max_symmetric"],
        robust_iterations=iterations["robust"],
        z_score_iterations=iterations["z_score"],
        speed_up=iterations["none"] / iterations["z_score"],
        prediction_gap=_prediction_gap(designs["none"], designs["z_score"], y) if bias else 0.0,
    )
    return Result(measured, _views(conditions, iterations))


def _design(x: FloatArray, bias: bool) -> FloatArray:
    return np.column_stack([x, np.ones(len(x))]) if bias else x


def _prediction_gap(a: FloatArray, b: FloatArray, y: FloatArray) -> float:
    first, second = (x @ np.linalg.lstsq(x, y, rcond=None)[0] for x in (a, b))
    return float(np.max(np.abs(first - second)) / np.max(np.abs(first)))


def _views(conditions: dict[str, float], iterations: dict[str, int]) -> tuple[Bars | Table, ...]:
    names = tuple(str(name) for name in SCALERS)
    return (
        Bars(
            Text("iterations, power of ten", "迭代数的常用对数"),
            Axis(Text("log10 iterations", "log10 迭代数")),
            tuple(SCALERS.values()),
            np.log10([iterations[name] for name in names]),
        ),
        Table(
            Text("scaler by scaler", "逐种缩放"),
            (Text("scaler", "方法"), Text("condition number", "条件数"), Text("iterations", "迭代数")),
            tuple((SCALERS[name], conditions[name], iterations[name]) for name in names),
        ),
    )
