"""D04: what the mean of the hidden units does to the condition number."""

from __future__ import annotations

from functools import cache

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.activations._names import LABELS, NAMES
from engine.kernels.activations import ACTIVATIONS
from engine.kernels.normal import gaussian_mean
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Choice, Integer
from engine.result import Axis, Bars, Result
from engine.text import NOTHING, Text


def second_moment_condition(mean: float, deviation: float, units: int) -> float:
    """Condition number of E[h h^T] for independent units of equal mean and deviation: 1 + k mean^2 / deviation^2."""
    return 1 + units * mean**2 / deviation**2


@cache
def _moments_of(name: str) -> tuple[float, float]:
    f = ACTIVATIONS[name]
    mean = gaussian_mean(f.value)
    return mean, float(np.sqrt(gaussian_mean(lambda z: f.value(z) ** 2) - mean**2))


class MeanAndConditioning(Measurements):
    mean: float = measurement(Text("mean output m", "输出均值 m"))
    spread: float = measurement(Text("standard deviation s", "标准差 s"))
    predicted: float = measurement(Text("1 + k m^2 / s^2", "1＋k·m²/s²"))
    condition: float = measurement(Text("measured condition number", "实测条件数"), grade=Grade.STATISTICAL)
    centred_condition: float = measurement(Text("the same after centring", "去均值后的条件数"), grade=Grade.STATISTICAL)


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
    measurements=MeanAndConditioning,
    kernels=(second_moment_condition, gaussian_mean),
)
def mean_and_conditioning(rng: np.random.Generator, *, activation: str, units: int, samples: int) -> Result:
    """Condition number of E[h h^T] for independent units."""
    f = ACTIVATIONS[activation]
    h = f.value(rng.standard_normal((samples, units)))
    mean, spread = _moments_of(activation)
    predicted = {name: second_moment_condition(*_moments_of(name), units) for name in ACTIVATIONS}
    measured = MeanAndConditioning(
        mean=mean,
        spread=spread,
        predicted=second_moment_condition(mean, spread, units),
        condition=float(np.linalg.cond(h.T @ h / samples)),
        centred_condition=float(np.linalg.cond(np.cov(h.T))),
    )
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
