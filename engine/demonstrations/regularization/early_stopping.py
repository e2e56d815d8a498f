"""D30E: early stopping against ridge."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import regularization as kernel
from engine.kernels import regularization_training as training
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray, Integer
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import Text


class EarlyStopping(Measurements):
    s: Array1D = measurement(Text("singular values", "奇异值"), grade=Grade.EXACT)
    factors: Array1D = measurement(Text("1 - (1 - eta s²)^k", "1−(1−ηs²)^k"), grade=Grade.EXACT)
    left_factors: Array1D = measurement(
        Text("(1 - eta s²)^k: what is still missing", "(1−ηs²)^k：还差的部分"), grade=Grade.EXACT
    )
    linear_factors: Array1D = measurement(
        Text("k eta s²: steps simply added up", "kηs²：简单把各步相加"), grade=Grade.EXACT
    )
    measured_factors: Array1D = measurement(Text("factors found by descending", "实际下降得到的因子"))
    loop_gap: float = measurement(Text("formula against the loop", "公式与循环之差"))
    matched_penalty: float = measurement(Text("1/(eta k)", "1/(ηk)"), grade=Grade.EXACT)
    ridge_factors: Array1D = measurement(
        Text("ridge's factors at that penalty", "该惩罚下岭回归的因子"), grade=Grade.EXACT
    )
    same_penalties: Array1D = measurement(
        Text("the penalty that matches each direction", "使各方向恰好相同的惩罚"), grade=Grade.EXACT
    )
    largest_difference: float = measurement(Text("largest |stopping - ridge|", "早停与岭回归因子的最大差"))
    stable: bool = measurement(Text("whether eta < 2/s_max²", "是否 η＜2/s_max²"), grade=Grade.EXACT)


@demonstration(
    number="D30E",
    name="early_stopping",
    topic="regularization",
    title=Text("Early stopping against ridge", "早停与岭回归"),
    summary=Text(
        "Gradient descent on least squares from zero, stopped after k steps, looked at in the singular directions.",
        "最小二乘从零开始做梯度下降，k 步后停下，在奇异方向上观察。",
    ),
    look_for=Text(
        "Strong directions are learnt first: after k steps a direction has reached 1 - (1 - ηs²)^k of its least-squares "
        "value. Ridge with λ near 1/(ηk) draws a similar curve over s; similar, not the same.",
        "强方向先学到：k 步后每个方向达到最小二乘值的 1−(1−ηs²)^k。λ 约为 1/(ηk) 的岭回归给出相似的曲线：相似，而不相同。",
    ),
    predict=Text(
        "Twice as many steps: does it act like a larger or a smaller λ?",
        "步数加倍，相当于更大的还是更小的 λ？",
    ),
    limits=Text(
        "Least squares, constant step, start at zero.",
        "最小二乘、恒定步长、零初值。",
    ),
    parameters=(
        Array("singular", Text("singular values", "奇异值"), (3.0, 2.0, 1.0, 0.5, 0.2, 0.1), 1, 0.0, 100.0, longest=20),
        Float("step", Text("step eta", "步长 η"), 0.1, 1e-5, 10.0, log=True),
        Integer("steps", Text("steps k", "步数 k"), 40, 1, 2000),
    ),
    measurements=EarlyStopping,
    kernels=(training.stopping_factors, training.descend_least_squares, kernel.shrink_factors),
)
def early_stopping(rng: np.random.Generator, *, singular: FloatArray, step: float, steps: int) -> Result:
    """A design with these singular values in random directions; the loop's factors are measured there."""
    s = singular
    left = np.linalg.qr(rng.standard_normal((len(s) + 2, len(s))))[0]
    right = np.linalg.qr(rng.standard_normal((len(s), len(s))))[0]
    x = left * s @ right.T
    content = rng.uniform(1, 2, len(s))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        iterates = training.descend_least_squares(x, left @ (s * content), step, steps)
        factors, found = training.stopping_factors(s, step, steps), right.T @ iterates[-1] / content
        same = s**2 * (1 / factors - 1)
    penalty = 1 / (step * steps)
    ridge = kernel.shrink_factors(s, penalty)
    measured = EarlyStopping(
        s=s,
        factors=factors,
        left_factors=1 - factors,
        linear_factors=steps * step * s**2,
        measured_factors=found,
        loop_gap=float(np.abs(found - factors).max() / max(1.0, float(np.abs(factors).max()))),
        matched_penalty=penalty,
        ridge_factors=ridge,
        same_penalties=np.where(factors > 0, same, np.inf),
        largest_difference=float(np.abs(factors - ridge).max()),
        stable=bool(step * s.max() ** 2 < 2),
    )
    axis = np.geomspace(max(s.max() / 100, 1e-3), max(s.max(), 2e-3), 80)
    return Result(measured, (_filters(axis, s, found, step, steps, penalty),))


def _filters(axis: FloatArray, s: FloatArray, found: FloatArray, step: float, steps: int, penalty: float) -> Lines:
    with np.errstate(over="ignore"):
        stopped = training.stopping_factors(axis, step, steps)
    return Lines(
        Text("share of the least-squares value", "达到最小二乘值的比例"),
        Axis(Text("singular value s", "奇异值 s"), log=True),
        Axis(Text("share", "比例")),
        (
            Series(Text("stopped descent", "早停"), axis, stopped),
            Series(Text("ridge, lambda 1/(eta k)", "岭回归（λ＝1/(ηk)）"), axis, kernel.shrink_factors(axis, penalty)),
            Series(Text("measured", "实测"), np.maximum(s, axis[0]), found, "points"),
        ),
        (Mark(Text("all", "全部"), 1.0),),
    )
