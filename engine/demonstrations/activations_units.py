"""D03 and D04: what hidden units of a kind can fit, and what their mean costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from engine.demonstration import Grade, Measurement, demonstration
from engine.demonstrations.activations import LABELS, NAMES
from engine.kernels import activations as kernel
from engine.kernels.activations import ACTIVATIONS, gaussian_mean
from engine.parameters import Choice, FloatArray, Integer, Scalar, Value
from engine.result import Axis, Bars, Lines, Result, Series
from engine.text import NOTHING, Text, same

TARGETS = np.linspace(-2, 2, 401)
FIT_LABELS: Mapping[Scalar, Text] = {
    "square": Text("square", "平方"),
    "identity": Text("identity", "恒等"),
    "relu": same("ReLU"),
    "tanh": same("tanh"),
}


def random_feature_error(value: FloatArray, target: FloatArray) -> float:
    """Root mean square error of the least-squares fit of `target` (n,) on features `value` (n, m)."""
    fit = value @ np.linalg.lstsq(value, target, rcond=1e-13)[0]
    return float(np.sqrt(np.mean((fit - target) ** 2)))


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
    measurements=(
        Measurement("error", Text("root mean square error", "均方根误差"), grade=Grade.STATISTICAL),
        Measurement("quadratic_error", Text("error of the best parabola", "最优抛物线的误差")),
        Measurement("line_error", Text("error of the best line", "最优直线的误差")),
    ),
    kernels=(random_feature_error,),
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
    fitted = features @ np.linalg.lstsq(features, cube, rcond=1e-13)[0]
    errors = [
        float(np.sqrt(np.mean((np.polyval(np.polyfit(TARGETS, cube, degree), TARGETS) - cube) ** 2)))
        for degree in (1, 2)
    ]
    measured: dict[str, Value] = {
        "error": random_feature_error(features, cube),
        "quadratic_error": errors[1],
        "line_error": errors[0],
    }
    return Result(
        measured,
        (
            Lines(
                Text("fit of x³", "对 x³ 的拟合"),
                Axis(same("x")),
                Axis(same("y")),
                (Series(same("x³"), TARGETS, cube), Series(Text("fit", "拟合"), TARGETS, np.asarray(fitted, float))),
            ),
        ),
    )


def second_moment_condition(mean: float, deviation: float, units: int) -> float:
    """Condition number of E[h h^T] for independent units of equal mean and deviation: 1 + k mean^2 / deviation^2."""
    return 1 + units * mean**2 / deviation**2


@cache
def _moments_of(name: str) -> tuple[float, float]:
    f = ACTIVATIONS[name]
    mean = gaussian_mean(f.value)
    return mean, float(np.sqrt(gaussian_mean(lambda z: f.value(z) ** 2) - mean**2))


@demonstration(
    number="D04",
    name="mean_and_conditioning",
    topic="activations",
    title=Text("Zero mean and conditioning", "零均值与条件数"),
    summary=Text(
        "What a non-zero mean output does to the curvature that the next layer sees.",
        "输出均值不为零会怎样影响下一层看到的曲率。",
    ),
    look_for=Text(
        "The condition number is about 1 + k m^2/s^2: it grows with the number of units wherever the mean is not zero, "
        "and gradient descent on the next layer slows in proportion.",
        "条件数约为 1＋k·m²/s²：只要均值不为零，它就随单元数增长，下一层的梯度下降也随之变慢。",
    ),
    predict=Text(
        "Sigmoid or ReLU: which makes the next layer worse conditioned?", "sigmoid 与 ReLU，哪个让下一层条件更差？"
    ),
    limits=Text(
        "Independent units on N(0, 1) inputs; real units are correlated.",
        "假设单元独立、输入 N(0, 1)；真实单元彼此相关。",
    ),
    parameters=(
        Choice("activation", Text("activation", "激活函数"), "sigmoid", NAMES, LABELS),
        Integer("units", Text("units k", "单元数 k"), 20, 2, 100),
        Integer("samples", Text("samples", "样本数"), 4000, 500, 20_000),
    ),
    measurements=(
        Measurement("mean", Text("mean output m", "输出均值 m")),
        Measurement("spread", Text("standard deviation s", "标准差 s")),
        Measurement("predicted", Text("1 + k m^2 / s^2", "1＋k·m²/s²")),
        Measurement("condition", Text("measured condition number", "实测条件数"), grade=Grade.STATISTICAL),
        Measurement("centred_condition", Text("the same after centring", "去均值后的条件数"), grade=Grade.STATISTICAL),
    ),
    kernels=(second_moment_condition, gaussian_mean),
)
def mean_and_conditioning(rng: np.random.Generator, *, activation: str, units: int, samples: int) -> Result:
    """Condition number of E[h h^T] for independent units."""
    f = ACTIVATIONS[activation]
    h = f.value(rng.standard_normal((samples, units)))
    mean, spread = _moments_of(activation)
    predicted = {name: second_moment_condition(*_moments_of(name), units) for name in ACTIVATIONS}
    measured: dict[str, Value] = {
        "mean": mean,
        "spread": spread,
        "predicted": second_moment_condition(mean, spread, units),
        "condition": float(np.linalg.cond(h.T @ h / samples)),
        "centred_condition": float(np.linalg.cond(np.cov(h.T))),
    }
    order = sorted(predicted, key=lambda name: -predicted[name])
    return Result(
        measured,
        (
            Bars(
                Text("condition number, by activation", "各激活函数的条件数"),
                Axis(Text("condition number", "条件数"), NOTHING, log=True),
                tuple(LABELS[name] for name in order),
                np.array([predicted[name] for name in order]),
            ),
        ),
    )
