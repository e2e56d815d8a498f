"""D76: BatchNorm before or after a ReLU, and what gamma and beta decide."""

from __future__ import annotations

import math

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.activations import ACTIVATIONS
from engine.kernels.batchnorm import batchnorm_forward
from engine.kernels.normal import normal_cdf
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Bars, Lines, Mark, Result, Series, Table
from engine.text import Text


class NormBeforeRelu(Measurements):
    active: float = measurement(Text("share of active outputs, closed form", "激活比例（闭式）"))
    active_measured: float = measurement(Text("the same, measured", "同上，实测"), grade=Grade.STATISTICAL)
    active_raw: float = measurement(
        Text("share of active outputs without BatchNorm, measured", "没有 BatchNorm 时的激活比例（实测）"),
        grade=Grade.STATISTICAL,
    )
    relu_mean: float = measurement(Text("mean behind BatchNorm and ReLU, closed form", "BN→ReLU 之后的均值（闭式）"))
    relu_mean_measured: float = measurement(Text("the same, measured", "同上，实测"), grade=Grade.STATISTICAL)
    swapped_mean: float = measurement(
        Text("mean behind ReLU and BatchNorm, measured", "ReLU→BN 之后的均值（实测）"), grade=Grade.STATISTICAL
    )
    swapped_smallest: float = measurement(
        Text("smallest output of ReLU and then BatchNorm", "ReLU→BN 的最小输出"), grade=Grade.STATISTICAL
    )
    relu_smallest: float = measurement(
        Text("smallest output of BatchNorm and then ReLU", "BN→ReLU 的最小输出"), grade=Grade.STATISTICAL
    )


@demonstration(
    number="D76",
    name="norm_before_relu",
    topic="batchnorm",
    title=Text("BatchNorm and ReLU: which comes first?", "BatchNorm 与 ReLU：谁在前？"),
    summary=Text(
        "Normal pre-activations through BatchNorm and ReLU in both orders; γ and β decide how many units are active.",
        "正态的预激活值按两种顺序经过 BatchNorm 与 ReLU；γ 与 β 决定有多少单元被激活。",
    ),
    look_for=Text(
        "BatchNorm before ReLU: the share of active outputs is Φ(β/|γ|), whatever the layer in front does: half of them for "
        "β = 0. The output is never negative and its mean is above 0. ReLU before BatchNorm: the next layer gets mean β, and "
        "negative values too.",
        "BN 在 ReLU 之前：无论前一层如何，激活比例都是 Φ(β/|γ|)，β＝0 时恰为一半；输出非负，均值大于 0。"
        "ReLU 在 BN 之前：后一层得到的均值为 β，并且有负值。",
    ),
    predict=Text(
        "γ = {{gamma}}, β = {{beta}}: which share of the outputs is above 0 behind BatchNorm and ReLU?",
        "γ＝{{gamma}}，β＝{{beta}}：BN→ReLU 之后大于 0 的输出占多大比例？",
    ),
    limits=Text(
        "Normal pre-activations; which order trains better is an empirical question, and both are in use.",
        "预激活值取正态分布；哪种顺序训练效果更好是经验问题，两种都有人用。",
    ),
    parameters=(
        Float("gamma", Text("gamma", "γ"), 1.0, -5.0, 5.0),
        Float("beta", Text("beta", "β"), 0.0, -5.0, 5.0),
        Float("offset", Text("mean of the pre-activations", "预激活值的均值"), 3.0, -10.0, 10.0),
        Integer("samples", Text("samples", "样本数"), 20000, 100, 100_000),
    ),
    measurements=NormBeforeRelu,
    kernels=(batchnorm_forward, normal_cdf),
)
def norm_before_relu(rng: np.random.Generator, *, gamma: float, beta: float, offset: float, samples: int) -> Result:
    """Draw N(offset, 4), and put it through both orders. `gamma` of 0 becomes 1e-12."""
    z, size = offset + 2 * rng.standard_normal((samples, 1)), max(abs(gamma), 1e-12)
    scale, shift, relu = np.array([gamma]), np.array([beta]), ACTIVATIONS["relu"].value
    before = relu(batchnorm_forward(z, scale, shift).output)
    after = batchnorm_forward(relu(z), scale, shift).output
    share = float(normal_cdf(np.array(beta / size)))
    density = math.exp(-0.5 * (beta / size) ** 2) / math.sqrt(2 * math.pi)
    measured = NormBeforeRelu(
        active=share,
        active_measured=float(np.mean(before > 0)),
        active_raw=float(np.mean(z > 0)),
        relu_mean=beta * share + size * density,
        relu_mean_measured=float(before.mean()),
        swapped_mean=float(after.mean()),
        swapped_smallest=float(after.min()),
        relu_smallest=float(before.min()),
    )
    return Result(measured, _views(measured, beta / size))


def _views(measured: NormBeforeRelu, ratio: float) -> tuple[Bars | Lines | Table, ...]:
    grid: FloatArray = np.linspace(-3, 3, 61)
    shares = np.array([measured.active_measured, measured.active_raw])
    names = (Text("with BatchNorm before ReLU", "BN 在 ReLU 之前"), Text("ReLU alone", "只有 ReLU"))
    return (
        Bars(Text("share of active outputs", "激活比例"), Axis(Text("share", "比例")), names, shares),
        Lines(
            Text("share of active outputs", "激活比例"),
            Axis(Text("β/|γ|", "β/|γ|")),
            Axis(Text("share", "比例")),
            (Series(Text("Φ(β/|γ|)", "Φ(β/|γ|)"), grid, np.asarray(normal_cdf(grid))),),
            (Mark(Text("chosen", "当前"), ratio, "x"),),
        ),
        Table(
            Text("what the next layer gets", "后一层得到的输入"),
            (Text("order", "顺序"), Text("mean", "均值"), Text("smallest", "最小值")),
            (
                (Text("BatchNorm, ReLU", "BN→ReLU"), measured.relu_mean_measured, measured.relu_smallest),
                (Text("ReLU, BatchNorm", "ReLU→BN"), measured.swapped_mean, measured.swapped_smallest),
            ),
        ),
    )
