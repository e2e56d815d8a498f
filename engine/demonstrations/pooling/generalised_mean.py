"""D95: a pooling with a trained exponent, between mean and max."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray
from engine.result import Axis, Bars, Lines, Mark, Result, Series
from engine.text import Text, same

EXPONENTS = np.geomspace(0.5, 50.0, 60)


def power_mean(values: FloatArray, exponent: float) -> float:
    """Generalised mean (GeM): (mean of x_i^p)^(1/p) for positive x; p = 1 is the mean, p to infinity the maximum.

    Divides by the largest value first, so that no power overflows. Source: Radenović, Tolias & Chum (2019).

    >>> power_mean(np.array([3.0, 4.0]), exponent=2.0).__round__(4)
    3.5355
    """
    largest = float(values.max())
    return largest * float(np.mean((values / largest) ** exponent) ** (1 / exponent))


def power_shares(values: FloatArray, exponent: float) -> FloatArray:
    """The gradient of the generalised mean: x_i^(p-1) / (n m^(p-1)) with m the mean itself. Shape (n,).

    >>> power_shares(np.array([3.0, 4.0]), exponent=1.0)
    array([0.5, 0.5])
    """
    return np.asarray((values / power_mean(values, exponent)) ** (exponent - 1) / len(values))


class GeneralisedMean(Measurements):
    values_in: Array1D = measurement(Text("the values of the window", "窗口内的值"), grade=Grade.EXACT)
    value: float = measurement(Text("generalised mean", "广义平均"))
    average: float = measurement(Text("mean", "平均值"), grade=Grade.EXACT)
    largest: float = measurement(Text("maximum", "最大值"), grade=Grade.EXACT)
    shares: Array1D = measurement(Text("gradient with respect to each value", "对各值的梯度"))
    exponent_gradient: float = measurement(Text("gradient with respect to the exponent", "对指数的梯度"))
    rootless: float = measurement(Text("the root forgotten (a mistake)", "漏开方的结果"))
    norm: float = measurement(Text("summed instead of averaged (a mistake)", "误把平均写成求和的结果"))
    finite_gap: float = measurement(Text("gradients against central differences", "梯度与中心差分之差"))


@demonstration(
    number="D95",
    name="generalised_mean",
    topic="pooling",
    title=Text("Generalised mean (GeM)", "广义平均池化（GeM）"),
    summary=Text(
        "One exponent turns mean pooling into max pooling, and it can be trained.",
        "一个指数就能从平均池化过渡到最大池化，而且可以训练。",
    ),
    look_for=Text(
        "At exponent 1 every value gets the same share of the gradient; as the exponent grows the largest value takes "
        "more and more. The exponent has a gradient of its own, so the layer has one parameter to learn.",
        "指数为 1 时各值分到的梯度相同；指数增大，最大值分得越来越多。指数自身也有梯度，所以该层有一个可学习的参数。",
    ),
    predict=Text(
        "Exponent {{exponent}}: nearer to the mean or to the maximum?",
        "指数为 {{exponent}}：结果更接近平均值还是最大值？",
    ),
    limits=Text(
        "Positive values only, as after a ReLU with a small floor; implementations clamp at a small number.",
        "只适用于正值（如 ReLU 之后并截断到一个小正数）；实际实现会设下限。",
    ),
    parameters=(
        Array("values", Text("values of the window", "窗口内的值"), (1.0, 2.0, 3.0, 6.0), 1, 0.1, 100.0, 16),
        Float("exponent", Text("exponent p", "指数 p"), 3.0, 0.5, 50.0, log=True),
    ),
    measurements=GeneralisedMean,
    kernels=(power_mean, power_shares),
)
def generalised_mean(rng: np.random.Generator, *, values: FloatArray, exponent: float) -> Result:
    """The mean, its gradients, and the curve over exponents."""
    value, shares = power_mean(values, exponent), power_shares(values, exponent)
    slope = _exponent_gradient(values, exponent)
    measured = GeneralisedMean(
        values_in=values,
        value=value,
        average=float(values.mean()),
        largest=float(values.max()),
        shares=shares,
        exponent_gradient=slope,
        rootless=float(np.mean(values**exponent)),
        norm=value * len(values) ** (1 / exponent),
        finite_gap=_finite_gap(values, exponent, shares, slope),
    )
    curve = np.array([power_mean(values, float(p)) for p in EXPONENTS])
    labels = tuple(same(f"{each:.3g}") for each in values)
    return Result(
        measured,
        (
            Lines(
                Text("from mean to maximum", "从平均值到最大值"),
                Axis(Text("exponent p", "指数 p"), log=True),
                Axis(Text("generalised mean", "广义平均")),
                (Series(Text("generalised mean", "广义平均"), EXPONENTS, curve),),
                (
                    Mark(Text("mean", "平均值"), measured.average),
                    Mark(Text("maximum", "最大值"), measured.largest),
                    Mark(same("p"), exponent, "x"),
                ),
            ),
            Bars(Text("share of the gradient", "分到的梯度"), Axis(Text("share", "份额")), labels, shares),
        ),
    )


def _exponent_gradient(values: FloatArray, exponent: float) -> float:
    """d m / d p = m / p * (sum of weights log x - log m), with weights x^p / sum of x^p."""
    logs = np.log(values)
    weights = np.exp(exponent * (logs - logs.max()))
    value = power_mean(values, exponent)
    return float(value / exponent * (weights @ logs / weights.sum() - np.log(value)))


def _finite_gap(values: FloatArray, exponent: float, shares: FloatArray, slope: float) -> float:
    step = 1e-6
    around = [
        (power_mean(values + step * unit, exponent) - power_mean(values - step * unit, exponent)) / (2 * step)
        for unit in np.eye(len(values))
    ]
    along = (power_mean(values, exponent + step) - power_mean(values, exponent - step)) / (2 * step)
    return float(max(np.abs(np.array(around) - shares).max(), abs(along - slope)))
