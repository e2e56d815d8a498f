"""D14: Dropout in front of BatchNorm."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.moments import dropout_variance
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, Integer, ParameterError
from engine.result import Axis, Bars, Lines, Result, Series
from engine.text import Text


class DropoutBeforeBatchnorm(Measurements):
    train_variance: float = measurement(Text("variance after Dropout, closed form", "Dropout 之后的方差（闭式）"))
    train_variance_measured: float = measurement(Text("the same, measured", "同上，实测"), grade=Grade.STATISTICAL)
    train_mean_measured: float = measurement(
        Text("mean after Dropout, measured", "Dropout 之后的均值（实测）"), grade=Grade.STATISTICAL
    )
    ratio: float = measurement(Text("evaluation over training variance, closed form", "推理与训练方差之比（闭式）"))
    ratio_measured: float = measurement(Text("the same, measured", "同上，实测"), grade=Grade.STATISTICAL)
    ratio_no_mean: float = measurement(Text("p alone, as if the mean were 0 (a mistake)", "误当均值为 0 而得的 p"))
    ratio_inverted: float = measurement(Text("training over evaluation (a mistake)", "误把比值倒过来"))
    ratio_unscaled: float = measurement(
        Text("same, the factor 1/p forgotten in training (a mistake)", "误漏训练时的 1/p 因子")
    )


@demonstration(
    number="D14",
    name="dropout_before_batchnorm",
    topic="batchnorm",
    title=Text("Dropout in front of BatchNorm: variance shift", "Dropout 放在批归一化之前：方差偏移"),
    summary=Text(
        "Dropout raises the variance in training only; the running variance remembers the wrong one.",
        "Dropout 只在训练时放大方差，于是滑动方差记住了不对的那个。",
    ),
    look_for=Text(
        "Inverted Dropout keeps the mean c but turns the variance v into (v + c^2)/p - c^2. BatchNorm stores that, and "
        "in evaluation, where nothing is dropped, divides by too large a deviation: the output variance is "
        "v / ((v + c^2)/p - c^2) instead of 1. The larger the mean, the worse.",
        "inverted Dropout 保持均值 c，却把方差 v 变成 (v＋c²)/p−c²。BatchNorm 记住的是它；推理时不再丢弃，"
        "却仍除以偏大的标准差，输出方差变成 v/((v＋c²)/p−c²)，而不是 1。均值越大，偏得越厉害。",
    ),
    predict=Text(
        "Dropout keeps an input with probability {{keep}}. What variance will BatchNorm's output have in evaluation?",
        "Dropout 的保留概率为 {{keep}}，推理时 BatchNorm 输出的方差会是多少？",
    ),
    limits=Text(
        "One unit with Gaussian input; the shift in a real net is diluted by the weights after the Dropout.",
        "单个神经元、高斯输入；真实网络中 Dropout 之后的权重会冲淡这种偏移。",
    ),
    parameters=(
        Float("keep", Text("keep probability p", "保留概率 p"), 0.5, 0.05, 1.0),
        Float("center", Text("mean c of the input", "输入均值 c"), 0.5, -5.0, 5.0),
        Float("spread", Text("variance v of the input", "输入方差 v"), 1.0, 0.01, 25.0),
        Integer("samples", Text("samples", "样本数"), 200_000, 100, 1_000_000),
    ),
    measurements=DropoutBeforeBatchnorm,
    kernels=(dropout_variance,),
)
def dropout_before_batchnorm(
    rng: np.random.Generator, *, keep: float, center: float, spread: float, samples: int
) -> Result:
    """Draw N(center, spread), drop with inverted scaling, compare the variances of both modes."""
    x = center + np.sqrt(spread) * rng.standard_normal(samples)
    dropped = x * (rng.random(samples) < keep) / keep
    if dropped.var() == 0:
        raise ParameterError(
            "parameter 'samples' is too small for this 'keep': nothing was kept; take more samples",
            "对于这个“keep”，参数“samples”太小：一个也没有保留；请取更多样本",
        )
    closed = dropout_variance(center, spread, keep)
    measured = DropoutBeforeBatchnorm(
        train_variance=closed,
        train_variance_measured=float(dropped.var()),
        train_mean_measured=float(dropped.mean()),
        ratio=spread / closed,
        ratio_measured=float(x.var() / dropped.var()),
        ratio_no_mean=keep,
        ratio_inverted=closed / spread,
        ratio_unscaled=spread / (closed * keep**2),
    )
    rates = np.linspace(0.05, 1, 60)
    curve = np.array([spread / dropout_variance(center, spread, float(p)) for p in rates])
    return Result(
        measured,
        (
            Lines(
                Text("output variance in evaluation", "推理时的输出方差"),
                Axis(Text("keep probability", "保留概率")),
                Axis(Text("variance", "方差")),
                (Series(Text("closed form", "闭式"), rates, curve),),
            ),
            Bars(
                Text("variance of BatchNorm's input", "BatchNorm 输入的方差"),
                Axis(Text("variance", "方差")),
                (Text("training", "训练"), Text("evaluation", "推理")),
                np.array([float(dropped.var()), float(x.var())]),
            ),
        ),
    )
