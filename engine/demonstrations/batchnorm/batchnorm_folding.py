"""D72: batch normalisation folded into the layer before it."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.batchnorm import Running, batchnorm_eval
from engine.kernels.normalization import fold_batchnorm
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray
from engine.result import Matrix, Result, Table
from engine.text import Text


class BatchnormFolding(Measurements):
    kernel_weights: Array1D = measurement(
        Text("weights of one output channel", "一个输出通道的权重"), grade=Grade.EXACT
    )
    deviation: float = measurement(Text("sqrt(running variance + eps)", "√(滑动方差＋ε)"))
    folded_weight: Array1D = measurement(Text("folded weights", "融合后的权重"))
    folded_bias: float = measurement(Text("folded bias", "融合后的偏置"))
    folded_layer: Array1D = measurement(Text("folded weights and bias", "融合后的权重与偏置"))
    variance_layer: Array1D = measurement(Text("divided by the variance (a mistake)", "误除以方差"))
    no_mean_layer: Array1D = measurement(Text("without the running mean (a mistake)", "误漏滑动均值"))
    unscaled_layer: Array1D = measurement(Text("bias not scaled (a mistake)", "偏置误不缩放"))
    bias_no_mean: float = measurement(Text("bias without the running mean (a mistake)", "误漏滑动均值的偏置"))
    bias_variance: float = measurement(Text("bias divided by the variance (a mistake)", "误除以方差的偏置"))
    eval_gap: float = measurement(
        Text("largest gap to layer and BatchNorm in evaluation", "与“该层＋BatchNorm”推理输出的最大差")
    )
    train_gap: float = measurement(
        Text("largest gap to BatchNorm in training mode", "与训练模式 BatchNorm 输出的最大差"), grade=Grade.STATISTICAL
    )


@demonstration(
    number="D72",
    name="batchnorm_folding",
    topic="batchnorm",
    title=Text("Folding BatchNorm into a convolution", "把 BatchNorm 融合进卷积"),
    summary=Text(
        "One output channel: its weights, its BatchNorm, and the single affine layer that replaces both at inference.",
        "一个输出通道：它的权重、它的 BatchNorm，以及推理时取代两者的一个仿射层。",
    ),
    look_for=Text(
        "In evaluation BatchNorm is a fixed affine map, so W γ/σ and (b - μ) γ/σ + β do the same in one layer, to "
        "rounding. In training mode the statistics belong to the batch, and no fixed weights can replace it.",
        "推理时 BatchNorm 是固定的仿射变换，因此用 Wγ/σ 与 (b−μ)γ/σ＋β 一层就能等价实现，只差舍入误差。训练模式的统计量取自当前批，固定权重无法替代。",
    ),
    predict=Text(
        "γ = {{gamma}}, running variance {{variance}}: by which factor do the weights change?",
        "γ＝{{gamma}}，滑动方差 {{variance}}：权重要乘以多少？",
    ),
    limits=Text(
        "One channel in float64; quantised networks fold first and round afterwards.",
        "单个通道、float64；量化网络是先融合再取整。",
    ),
    parameters=(
        Array("weights", Text("weights", "权重"), (2.0, -1.0, 3.0), 1, -1e3, 1e3, 16),
        Float("bias", Text("bias", "偏置"), 1.0, -1e3, 1e3),
        Float("mean", Text("running mean", "滑动均值"), 3.0, -1e3, 1e3),
        Float("variance", Text("running variance", "滑动方差"), 4.0, 0.01, 1e4),
        Float("gamma", Text("gamma", "γ"), 2.0, -100.0, 100.0),
        Float("beta", Text("beta", "β"), 0.5, -100.0, 100.0),
        Float("eps", Text("eps", "ε"), 0.0, 0.0, 1.0),
    ),
    measurements=BatchnormFolding,
    kernels=(fold_batchnorm, batchnorm_eval),
)
def batchnorm_folding(
    rng: np.random.Generator,
    *,
    weights: FloatArray,
    bias: float,
    mean: float,
    variance: float,
    gamma: float,
    beta: float,
    eps: float,
) -> Result:
    """Fold, and compare on random inputs."""
    running = Running(np.array([mean]), np.array([variance]))
    scale, shift = np.array([gamma]), np.array([beta])
    weight, folded = fold_batchnorm(weights[None, :], np.array([bias]), running, scale, shift, eps)
    x = rng.standard_normal((32, len(weights)))
    z = x @ weights[:, None] + bias
    once = x @ weight.T + folded
    batch = gamma * (z - z.mean(axis=0)) / np.sqrt(z.var(axis=0) + max(eps, 1e-12)) + beta
    total = variance + eps
    deviation = float(np.sqrt(total))
    without_mean, by_variance = bias * gamma / deviation + beta, (bias - mean) * gamma / total + beta
    measured = BatchnormFolding(
        kernel_weights=weights,
        deviation=deviation,
        folded_weight=weight[0],
        folded_bias=float(folded[0]),
        folded_layer=np.append(weight[0], folded),
        variance_layer=np.append(weights * gamma / total, by_variance),
        no_mean_layer=np.append(weight[0], without_mean),
        unscaled_layer=np.append(weight[0], bias - mean + beta),
        bias_no_mean=without_mean,
        bias_variance=by_variance,
        eval_gap=float(np.abs(once - batchnorm_eval(z, running, scale, shift, eps)).max()),
        train_gap=float(np.abs(once - batch).max()),
    )
    return Result(measured, _views(measured, bias))


def _views(measured: BatchnormFolding, bias: float) -> tuple[Matrix | Table, ...]:
    before, after = np.append(measured.kernel_weights, bias), np.append(measured.folded_weight, measured.folded_bias)
    names = tuple(Text(f"weight {i + 1}", f"权重 {i + 1}") for i in range(len(measured.kernel_weights)))
    return (
        Matrix(
            Text("before and after folding", "融合前后"),
            np.stack([before, after]),
            row_labels=(Text("before", "融合前"), Text("after", "融合后")),
            column_labels=(*names, Text("bias", "偏置")),
        ),
        Table(
            Text("largest gap of the outputs", "输出的最大差"),
            (Text("mode", "模式"), Text("gap", "差")),
            ((Text("evaluation", "推理"), measured.eval_gap), (Text("training", "训练"), measured.train_gap)),
        ),
    )
