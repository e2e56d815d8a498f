"""D05: what happens to a gradient on its way through many layers."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.activations._names import LABELS, NAMES
from engine.kernels import gradient_flow as kernel
from engine.kernels.activations import ACTIVATIONS
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Choice, Float, FloatArray, Integer, Scalar
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import NOTHING, Text, same

YES_NO: dict[Scalar, Text] = {True: Text("yes", "是"), False: Text("no", "否")}


class GradientDepth(Measurements):
    norms: Array1D = measurement(
        Text("gradient norm at the input of every layer, then at the output", "每层输入处的梯度范数，最后为输出处")
    )
    ratio: float = measurement(
        Text("norm at the first layer over norm at the output", "首层与输出处梯度范数之比"), grade=Grade.STATISTICAL
    )
    factor: float = measurement(Text("geometric mean factor a layer", "每层因子（几何平均）"), grade=Grade.STATISTICAL)
    predicted_factor: float = measurement(Text("the same by mean field", "平均场预测的每层因子"))
    prediction_gap: float = measurement(
        Text("|measured over predicted factor - 1|", "|实测/预测 − 1|"), grade=Grade.STATISTICAL
    )
    straightness: float = measurement(
        Text("R squared of log norm against layer", "对数范数对层数的 R²"), grade=Grade.STATISTICAL
    )
    critical_scale: float = measurement(Text("weight scale that keeps gradients", "保持梯度的权重尺度"))
    mean_square_slope: float = measurement(Text("E f'(Z)^2", "E f'(Z)²"))
    clipped_norm: float = measurement(
        Text("first-layer norm after clipping to 1", "裁剪到 1 后的首层范数"), grade=Grade.STATISTICAL
    )


@demonstration(
    number="D05",
    name="gradient_depth",
    topic="gradient_flow",
    title=Text("Gradient through depth", "穿过深度的梯度"),
    summary=Text(
        "Gradient norms layer by layer in a random network, with the mean-field prediction.",
        "随机网络中逐层的梯度范数，并与平均场预测对照。",
    ),
    look_for=Text(
        "On a logarithmic axis the norm is nearly a straight line: its slope is the factor a layer, weights times slope "
        "of the activation. Change the weight scale and the same activation goes from vanishing to exploding. BatchNorm "
        "without a skip connection explodes whatever the weights; a residual path without normalisation does too; both "
        "together stay tame.",
        "在对数轴上，范数几乎是一条直线：斜率就是每层因子，即权重乘以激活函数的斜率。只改权重尺度，同一激活函数就会从消失变为爆炸。"
        "有 BatchNorm 而无残差，无论权重如何都会爆炸；有残差而无归一化也会；两者并用则平稳。",
    ),
    predict=Text(
        "ReLU with weights of variance 1/n: after 50 layers, is the gradient gone, unchanged or huge?",
        "ReLU，权重方差 1/n：50 层之后，梯度是没了、没变，还是巨大？",
    ),
    limits=Text(
        "Networks at initialisation with Gaussian weights; the prediction is for infinite width and scatters near "
        "unstable points (He with GELU or Mish).",
        "仅为初始化时的高斯权重网络；预测针对无穷宽，在不稳定点附近（He＋GELU 或 Mish）会有散布。",
    ),
    parameters=(
        Choice("activation", Text("activation", "激活函数"), "relu", NAMES, LABELS),
        Float("scale", Text("weight variance times width", "权重方差 × 宽度"), 1.0, 0.0001, 100.0, log=True),
        Integer("depth", Text("depth", "深度"), 50, 1, 100, Text("layers", "层")),
        Integer("width", Text("width", "宽度"), 64, 4, 512, Text("units", "个单元")),
        Integer("batch", Text("samples", "样本数"), 32, 2, 256),
        Choice("batchnorm", same("BatchNorm"), False, (False, True), YES_NO),
        Choice("residual", Text("residual path", "残差通路"), False, (False, True), YES_NO),
    ),
    measurements=GradientDepth,
    kernels=(kernel.forward, kernel.backward, kernel.mean_field_factors),
)
def gradient_depth(
    rng: np.random.Generator,
    *,
    activation: str,
    scale: float,
    depth: int,
    width: int,
    batch: int,
    batchnorm: bool,
    residual: bool,
) -> Result:
    """Send a random gradient back through a random network."""
    f = ACTIVATIONS[activation]
    weights = kernel.random_weights(rng, depth, width, scale)
    output, tape = kernel.forward(rng.standard_normal((batch, width)), weights, f, batchnorm, residual)
    with np.errstate(over="ignore"):
        grads = kernel.backward(rng.standard_normal(output.shape), tape, f, residual)
    norms = np.array([float(np.linalg.norm(grad)) for grad in grads])
    ratio = float(norms[0] / norms[-1])
    factor = float(ratio ** (1 / depth))
    predicted = _predicted(activation, scale, depth, batchnorm, residual)
    measured = GradientDepth(
        norms=norms,
        ratio=ratio,
        factor=factor,
        predicted_factor=predicted,
        prediction_gap=abs(factor / predicted - 1) if np.isfinite(predicted) else 0.0,
        straightness=_straightness(norms),
        critical_scale=kernel.critical_scale(f),
        mean_square_slope=1 / kernel.critical_scale(f),
        clipped_norm=min(1.0, float(norms[0])),
    )
    layer = np.arange(depth + 1, dtype=float)
    series = [Series(Text("measured", "实测"), layer, np.maximum(norms, 1e-300))]
    if np.isfinite(predicted):
        line = norms[-1] * predicted ** (depth - layer)
        series.append(Series(Text("mean field", "平均场"), layer, np.maximum(line, 1e-300)))
    return Result(
        measured,
        (
            Lines(
                Text("gradient norm at each layer's input", "每层输入处的梯度范数"),
                Axis(Text("layer", "层")),
                Axis(Text("norm", "范数"), NOTHING, log=True),
                tuple(series),
            ),
            Table(
                Text("factor a layer", "每层因子"),
                (Text("measured", "实测"), Text("predicted", "预测"), Text("first / last", "首层/输出")),
                ((factor, predicted, ratio),),
            ),
        ),
    )


def _predicted(activation: str, scale: float, depth: int, batchnorm: bool, residual: bool) -> float:
    """The mean-field factor, or not a number where no simple formula holds."""
    if residual:
        return float("nan")
    if batchnorm:
        # Centring and scaling make ReLU layers grow gradients by this, whatever the weights (Yang et al., 2019).
        return float(np.sqrt(np.pi / (np.pi - 1))) if activation == "relu" else float("nan")
    factors = kernel.mean_field_factors(ACTIVATIONS[activation], scale, depth)
    return float(np.exp(np.mean(np.log(factors))))


def _straightness(norms: FloatArray) -> float:
    if len(norms) < 3 or not np.all(norms > 0):
        return 1.0
    logs, layer = np.log(norms), np.arange(len(norms))
    residual = logs - np.polyval(np.polyfit(layer, logs, 1), layer)
    return float(1 - residual.var() / max(float(logs.var()), 1e-300))
