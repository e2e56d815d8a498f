"""D03: what hidden units of one kind can fit."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import activations as kernel
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Choice, FloatArray, Integer, Scalar
from engine.result import Axis, Lines, Result, Series
from engine.text import Text, same

TARGETS = np.linspace(-2, 2, 401)
FIT_LABELS: Mapping[Scalar, Text] = {
    "square": Text("square", "平方"),
    "identity": Text("identity", "恒等"),
    "relu": same("ReLU"),
    "tanh": same("tanh"),
}


def random_feature_fit(value: FloatArray, target: FloatArray) -> FloatArray:
    """The least-squares fit of `target` (n,) on features `value` (n, m); shape (n,)."""
    return np.asarray(value @ np.linalg.lstsq(value, target, rcond=1e-13)[0])


class AnyNonlinearity(Measurements):
    error: float = measurement(Text("root mean square error", "均方根误差"), grade=Grade.STATISTICAL)
    quadratic_error: float = measurement(Text("error of the best parabola", "最优抛物线的误差"))
    line_error: float = measurement(Text("error of the best line", "最优直线的误差"))


@demonstration(
    number="D03",
    name="any_nonlinearity",
    topic="activations",
    title=Text("Is any non-linearity enough?", "任意非线性都够吗？"),
    summary=Text(
        "Fitting x^3 with one hidden layer of squares, ReLUs or tanhs of growing width.",
        "用单隐层（平方、ReLU 或 tanh）拟合 x³，逐渐加宽。",
    ),
    look_for=Text(
        "Squares are not linear, yet a layer of them only ever gives a quadratic: the error stays that of the best "
        "parabola at any width. ReLU and tanh go on improving, because they are no polynomials.",
        "平方不是线性的，但一层平方只能给出二次函数：无论多宽，误差都等于最优抛物线的误差。ReLU 与 tanh 不是多项式，误差会一直下降。",
    ),
    predict=Text("Will 400 squared units fit a cubic better than 5?", "400 个平方单元会比 5 个更好地拟合三次函数吗？"),
    limits=Text(
        "One hidden layer and least squares on the outer weights; depth changes the picture for squares.",
        "仅单隐层，且只对外层权重做最小二乘；加深之后平方的情形会不同。",
    ),
    parameters=(
        Choice(
            "activation",
            Text("activation", "激活函数"),
            "square",
            ("square", "identity", "relu", "tanh"),
            FIT_LABELS,
        ),
        Integer("width", Text("hidden units", "隐单元数"), 50, 1, 400),
    ),
    measurements=AnyNonlinearity,
    kernels=(random_feature_fit,),
)
def any_nonlinearity(rng: np.random.Generator, *, activation: str, width: int) -> Result:
    """Fit x^3 on [-2, 2] with random hidden units."""
    cube = TARGETS**3
    hidden = np.outer(TARGETS, rng.standard_normal(width)) + rng.uniform(-2, 2, width)
    functions: dict[str, Callable[[FloatArray], FloatArray]] = {
        "square": lambda z: z**2,
        "identity": lambda z: z,
        "relu": kernel.relu,
        "tanh": lambda z: np.asarray(np.tanh(z)),
    }
    features = np.column_stack([functions[activation](hidden), np.ones(len(TARGETS))])
    fitted = random_feature_fit(features, cube)
    errors = [
        float(np.sqrt(np.mean((np.polyval(np.polyfit(TARGETS, cube, degree), TARGETS) - cube) ** 2)))
        for degree in (1, 2)
    ]
    measured = AnyNonlinearity(
        error=float(np.sqrt(np.mean((fitted - cube) ** 2))), quadratic_error=errors[1], line_error=errors[0]
    )
    return Result(
        measured,
        (
            Lines(
                Text("fit of x³", "对 x³ 的拟合"),
                Axis(same("x")),
                Axis(same("y")),
                (Series(same("x³"), TARGETS, cube), Series(Text("fit", "拟合"), TARGETS, fitted)),
            ),
        ),
    )
