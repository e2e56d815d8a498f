"""D113: minimum, maximum or saddle, and how long gradient descent takes to leave a saddle."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.optimizers import escape_steps
from engine.measurements import Array2D, Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Mark, Result, Series, Table
from engine.text import NOTHING, Text

LONGEST = 20_000
"""How many steps are walked at most."""


def walk(hessian: FloatArray, start: FloatArray, step: float, steps: int) -> FloatArray:
    """Gradient descent on w^T H w / 2 from `start`: iterates (steps + 1, 2), fewer where they leave for infinity."""
    w, seen = start, [start]
    for _ in range(steps):
        w = w - step * hessian @ w
        seen.append(w)
        if np.linalg.norm(w) > 1e6:
            break
    return np.array(seen)


class SaddleEscape(Measurements):
    hessian_matrix: Array2D = measurement(Text("the Hessian", "Hessian 矩阵"), grade=Grade.EXACT)
    smallest: float = measurement(Text("smallest eigenvalue", "最小特征值"))
    largest: float = measurement(Text("largest eigenvalue", "最大特征值"))
    is_minimum: bool = measurement(Text("whether it is a minimum", "是否为极小点"))
    is_saddle: bool = measurement(Text("whether it is a saddle", "是否为鞍点"))
    is_maximum: bool = measurement(Text("whether it is a maximum", "是否为极大点"))
    steps_to_leave: int = measurement(
        Text(
            "steps until 1 away along the direction of negative curvature (0: no saddle)",
            "沿负曲率方向走到 1 的步数（非鞍点为 0）",
        )
    )
    growth: float = measurement(Text("factor a step along it", "沿该方向每步的因子"), grade=Grade.EXACT)
    drift_from_axis: float = measurement(
        Text("distance along it after 1,000 steps from exactly 0", "恰从 0 出发 1000 步后沿该方向的距离")
    )
    noisy_left: float = measurement(
        Text("share of noisy runs from exactly 0 that left by then", "恰从 0 出发的含噪运行中届时离开的比例"),
        grade=Grade.STATISTICAL,
    )


@demonstration(
    number="D113",
    name="saddle_escape",
    topic="descent",
    title=Text("Leaving a saddle", "逃离鞍点"),
    summary=Text(
        "The Hessian tells minimum from saddle; near a saddle the distance grows geometrically from a tiny start.",
        "Hessian 区分极小点与鞍点；在鞍点附近，偏离量从极小处按几何级数增长。",
    ),
    look_for=Text(
        "The loss hardly moves for a long time and then falls at once: the distance grows by 1 + step times curvature, so "
        "the time is the logarithm of the start. From exactly 0 the full gradient never leaves; noise does.",
        "损失长时间几乎不动，然后突然下降：偏离量每步乘以 1＋步长×曲率，所以时间是起点的对数。恰从 0 出发时，全梯度永远离不开，噪声却能。",
    ),
    predict=Text(
        "The start lies a thousand times nearer to the saddle. Does leaving take a thousand times as long?",
        "起点离鞍点近一千倍，离开所需时间也要一千倍吗？",
    ),
    limits=Text(
        "A quadratic in two dimensions; in a network the curvature changes along the way.",
        "二维二次函数；神经网络里曲率沿途会变。",
    ),
    parameters=(
        Float("first", Text("second derivative by x", "对 x 的二阶导数"), 1.0, -100.0, 100.0),
        Float("second", Text("second derivative by y", "对 y 的二阶导数"), -0.5, -100.0, 100.0),
        Float("mixed", Text("mixed derivative", "混合二阶导数"), 0.0, -100.0, 100.0),
        Float("offset", Text("start along the negative curvature", "沿负曲率方向的起点"), 1e-3, 1e-12, 0.5, log=True),
        Float("step", Text("step", "步长"), 0.1, 1e-3, 1.0),
        Float("noise", Text("noise of the gradient", "梯度噪声"), 0.01, 0.0, 1.0),
        Integer("runs", Text("noisy runs", "含噪运行次数"), 50, 4, 500),
    ),
    measurements=SaddleEscape,
    kernels=(walk, escape_steps),
)
def saddle_escape(
    rng: np.random.Generator,
    *,
    first: float,
    second: float,
    mixed: float,
    offset: float,
    step: float,
    noise: float,
    runs: int,
) -> Result:
    """Classify the point and walk away from it."""
    hessian = np.array([[first, mixed], [mixed, second]])
    values, vectors = np.linalg.eigh(hessian)
    low, high = float(values[0]), float(values[1])
    saddle = low < 0 < high
    growth = 1 - step * low
    path = _path(offset, growth) if saddle else np.array([offset])
    measured = SaddleEscape(
        hessian_matrix=hessian,
        smallest=low,
        largest=high,
        is_minimum=low > 0,
        is_saddle=saddle,
        is_maximum=high < 0,
        steps_to_leave=len(path) - 1,
        growth=growth,
        drift_from_axis=float(
            abs(walk(np.diag(values), np.array([0.0, 1.0]), min(step, 0.5 / max(1.0, abs(high))), 1000)[-1, 0])
        ),
        noisy_left=_noisy_share(rng, growth, step * noise, len(path) - 1, runs) if saddle else 0.0,
    )
    return Result(measured, (_curve(path, low), _table(measured, vectors)))


def _path(offset: float, growth: float) -> FloatArray:
    """Distances along the negative curvature, by the loop, until they reach 1."""
    seen = [offset]
    while seen[-1] < 1 - 1e-9 and len(seen) <= LONGEST:
        seen.append(seen[-1] * growth)
    return np.array(seen)


def _noisy_share(rng: np.random.Generator, growth: float, kick: float, steps: int, runs: int) -> float:
    """Share of runs from exactly 0 that are 1 away after as many steps as the start off the axis needed, doubled."""
    away = np.zeros(runs)
    left = np.zeros(runs, dtype=bool)
    for _ in range(2 * steps):
        away = np.clip(away * growth + kick * rng.standard_normal(runs), -2.0, 2.0)
        left |= np.abs(away) >= 1
    return float(np.mean(left))


def _curve(path: FloatArray, curvature: float) -> Lines:
    k = np.arange(float(len(path)))
    return Lines(
        Text("distance along the negative curvature", "沿负曲率方向的偏离"),
        Axis(Text("step", "步")),
        Axis(Text("distance", "偏离"), NOTHING, log=True),
        (Series(Text("distance", "偏离"), k, path),),
        (Mark(Text("left", "离开"), 1.0),),
    )


def _table(measured: SaddleEscape, vectors: FloatArray) -> Table:
    rows = (
        (Text("smallest eigenvalue", "最小特征值"), measured.smallest),
        (Text("largest eigenvalue", "最大特征值"), measured.largest),
        (Text("noisy runs that left", "离开的含噪运行"), measured.noisy_left),
    )
    return Table(Text("the point", "该点"), (Text("what", "量"), Text("value", "值")), rows)
