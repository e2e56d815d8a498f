"""D10: what BatchNorm leaves of a distribution."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.batchnorm import batchnorm_forward
from engine.kernels.moments import (
    distance_to_normal,
    excess_kurtosis,
    skewness,
)
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Choice, Float, FloatArray, Integer
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import Text


class BatchnormDistribution(Measurements):
    skewness_before: float = measurement(Text("skewness of feature 1 before", "特征 1 归一化前的偏度"))
    skewness_after: float = measurement(Text("skewness after normalisation", "归一化后的偏度"))
    kurtosis_before: float = measurement(Text("excess kurtosis before", "归一化前的超额峰度"))
    kurtosis_after: float = measurement(Text("excess kurtosis after normalisation", "归一化后的超额峰度"))
    correlation_before: float = measurement(Text("measured correlation before", "归一化前的实测相关系数"))
    correlation_after: float = measurement(Text("correlation after normalisation", "归一化后的相关系数"))
    normalised_mean: float = measurement(Text("mean after normalisation", "归一化后的均值"))
    normalised_variance: float = measurement(Text("variance after normalisation", "归一化后的方差"))
    output_mean: float = measurement(Text("mean after gamma and beta", "乘 γ 加 β 之后的均值"))
    output_deviation: float = measurement(Text("standard deviation after gamma and beta", "乘 γ 加 β 之后的标准差"))
    normal_distance: float = measurement(
        Text("Kolmogorov-Smirnov distance of the normalised values to N(0, 1)", "归一化值与 N(0,1) 的 KS 距离"),
        grade=Grade.STATISTICAL,
    )


@demonstration(
    number="D10",
    name="batchnorm_distribution",
    topic="batchnorm",
    title=Text("What BatchNorm does to a distribution", "批归一化对分布做了什么"),
    summary=Text(
        "Two correlated features before and after: two moments change, the shape and the correlation do not.",
        "两个相关特征的前后对比：变的是两个矩，形状与相关性不变。",
    ),
    look_for=Text(
        "Mean 0 and variance 1, and the skewness, the tails and the correlation exactly as before: an affine map moves "
        "and stretches, no more. Then gamma and beta choose the moments anew.",
        "均值 0、方差 1；偏度、尾部与相关性却分毫未变：仿射变换只平移和伸缩。随后 γ 与 β 又重新选定均值和方差。",
    ),
    predict=Text(
        "Exponential data have skewness 2. What skewness is left after normalisation?",
        "指数分布的偏度为 2，归一化之后还剩多少？",
    ),
    limits=Text(
        "One batch; the activation after BatchNorm, and the training of gamma and beta, do change the shape.",
        "只看一个小批；其后的激活函数与 γ、β 的训练会改变形状。",
    ),
    parameters=(
        Choice(
            "shape",
            Text("distribution", "分布"),
            "exponential",
            ("gauss", "bimodal", "exponential", "student5"),
            {
                "gauss": Text("normal", "正态"),
                "bimodal": Text("two humps", "双峰"),
                "exponential": Text("exponential", "指数"),
                "student5": Text("Student t, 5 degrees of freedom", "t 分布（自由度 5）"),
            },
        ),
        Integer("samples", Text("samples in the batch", "小批样本数"), 4000, 20, 20000),
        Float("correlation", Text("correlation of the two features", "两特征的相关系数"), 0.8, -0.99, 0.99),
        Float("gamma", Text("gamma", "γ"), 1.0, -10.0, 10.0),
        Float("beta", Text("beta", "β"), 0.0, -10.0, 10.0),
    ),
    measurements=BatchnormDistribution,
    kernels=(batchnorm_forward, skewness, excess_kurtosis, distance_to_normal),
)
def batchnorm_distribution(
    rng: np.random.Generator, *, shape: str, samples: int, correlation: float, gamma: float, beta: float
) -> Result:
    """Draw two features, normalise them with eps = 0, and compare their shapes."""
    first, other = _drawn(rng, shape, samples), _drawn(rng, shape, samples)
    x = np.stack([first, correlation * first + np.sqrt(1 - correlation**2) * other], axis=1)
    forward = batchnorm_forward(x, np.full(2, gamma), np.full(2, beta), 0.0)
    x_hat = forward.normalised
    measured = BatchnormDistribution(
        skewness_before=float(skewness(x[:, 0])),
        skewness_after=float(skewness(x_hat[:, 0])),
        kurtosis_before=float(excess_kurtosis(x[:, 0])),
        kurtosis_after=float(excess_kurtosis(x_hat[:, 0])),
        correlation_before=_correlated(x),
        correlation_after=_correlated(x_hat),
        normalised_mean=float(x_hat[:, 0].mean()),
        normalised_variance=float(x_hat[:, 0].var()),
        output_mean=float(forward.output[:, 0].mean()),
        output_deviation=float(forward.output[:, 0].std()),
        normal_distance=distance_to_normal(x_hat[:, 0]),
    )
    return Result(measured, (_densities(x[:, 0], forward.output[:, 0]), _moments(measured)))


def _drawn(rng: np.random.Generator, shape: str, samples: int) -> FloatArray:
    if shape == "bimodal":
        return rng.choice(np.array([-2.0, 4.0]), samples) + rng.standard_normal(samples)
    if shape == "exponential":
        return 3 * rng.standard_exponential(samples)
    return 1 + 2 * (rng.standard_t(5, samples) if shape == "student5" else rng.standard_normal(samples))


def _correlated(x: FloatArray) -> float:
    return float(np.asarray(np.corrcoef(x.T))[0, 1])


def _densities(before: FloatArray, after: FloatArray) -> Lines:
    series = []
    for label, values in ((Text("before", "之前"), before), (Text("after", "之后"), after)):
        density, edges = np.histogram(values, 40, density=True)
        series.append(Series(label, (edges[1:] + edges[:-1]) / 2, density))
    return Lines(
        Text("density of feature 1", "特征 1 的密度"),
        Axis(Text("value", "取值")),
        Axis(Text("density", "密度")),
        tuple(series),
    )


def _moments(m: BatchnormDistribution) -> Table:
    return Table(
        Text("shape before and after", "形状的前后对比"),
        (Text("quantity", "量"), Text("before", "之前"), Text("after", "之后")),
        (
            (Text("skewness", "偏度"), m.skewness_before, m.skewness_after),
            (Text("excess kurtosis", "超额峰度"), m.kurtosis_before, m.kurtosis_after),
            (Text("correlation", "相关系数"), m.correlation_before, m.correlation_after),
        ),
    )
