"""D71: LayerNorm and RMSNorm of one token."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.batchnorm import layernorm_forward
from engine.kernels.normalization import rms_norm
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray
from engine.result import Matrix, Result, Table
from engine.text import Text, same


class LayerAndRmsNorm(Measurements):
    x: Array1D = measurement(Text("the features", "各特征"), grade=Grade.EXACT)
    mean_value: float = measurement(Text("their mean", "其均值"))
    deviation: float = measurement(Text("their standard deviation", "其标准差"))
    root_mean_square: float = measurement(Text("their root mean square", "其均方根"))
    length: float = measurement(Text("their Euclidean length", "其欧氏长度"))
    rms_y: Array1D = measurement(Text("RMSNorm", "RMSNorm 的输出"))
    layer_y: Array1D = measurement(Text("LayerNorm", "LayerNorm 的输出"))
    unit_y: Array1D = measurement(Text("divided by the length (a mistake)", "误除以长度"))
    square_y: Array1D = measurement(Text("divided by the mean square (a mistake)", "误除以均方"))
    rms_scale_gap: float = measurement(
        Text("change of RMSNorm when the features are scaled", "特征整体放大时 RMSNorm 的变化")
    )
    layer_scale_gap: float = measurement(
        Text("change of LayerNorm when the features are scaled", "特征整体放大时 LayerNorm 的变化")
    )
    rms_shift_gap: float = measurement(
        Text("change of RMSNorm when a constant is added", "特征整体平移时 RMSNorm 的变化")
    )
    layer_shift_gap: float = measurement(
        Text("change of LayerNorm when a constant is added", "特征整体平移时 LayerNorm 的变化")
    )
    rms_mean: float = measurement(Text("mean of RMSNorm's output", "RMSNorm 输出的均值"))
    layer_mean: float = measurement(Text("mean of LayerNorm's output", "LayerNorm 输出的均值"))
    rms_trainable: int = measurement(Text("numbers that RMSNorm trains", "RMSNorm 可训练的数"), grade=Grade.EXACT)
    layer_trainable: int = measurement(Text("numbers that LayerNorm trains", "LayerNorm 可训练的数"), grade=Grade.EXACT)


@demonstration(
    number="D71",
    name="layer_and_rms_norm",
    topic="batchnorm",
    title=Text("LayerNorm and RMSNorm", "LayerNorm 与 RMSNorm"),
    summary=Text(
        "One token's features under both normalisations, and what survives when they are scaled or shifted.",
        "同一个 token 的特征分别经过两种归一化，以及整体放大、平移后的变化。",
    ),
    look_for=Text(
        "RMSNorm divides by the root mean square and subtracts nothing: scaling the features changes neither output, but "
        "adding a constant changes RMSNorm's and not LayerNorm's. RMSNorm trains half as many numbers.",
        "RMSNorm 只除以均方根，不减均值：整体放大时两者输出都不变；整体加常数时 RMSNorm 的输出会变，LayerNorm 不变。RMSNorm 的参数只有一半。",
    ),
    predict=Text(
        "{{shift}} is added to every feature. Which of the two outputs changes?",
        "每个特征都加上 {{shift}}，两者之中哪个的输出会变？",
    ),
    limits=Text(
        "One token with γ = 1 and β = 0; says nothing about how well a model trains.",
        "单个 token，γ＝1、β＝0；不涉及训练效果。",
    ),
    parameters=(
        Array("features", Text("features", "特征"), (1.0, 5.0, 7.0), 1, -1e4, 1e4, 16, least=2),
        Float("scale", Text("factor on all features", "整体放大倍数"), 3.0, 0.01, 100.0, log=True),
        Float("shift", Text("constant added to all", "整体加的常数"), 2.0, -100.0, 100.0),
        Float("eps", Text("eps", "ε"), 0.0, 0.0, 1.0),
    ),
    measurements=LayerAndRmsNorm,
    kernels=(rms_norm, layernorm_forward),
)
def layer_and_rms_norm(
    rng: np.random.Generator, *, features: FloatArray, scale: float, shift: float, eps: float
) -> Result:
    """Normalise one row of features both ways. `eps` of 0 becomes 1e-12."""
    ones, zeros, eps = np.ones(len(features)), np.zeros(len(features)), max(eps, 1e-12)

    def rms(x: FloatArray) -> FloatArray:
        return np.asarray(rms_norm(x[None, :], ones, eps)[0])

    def layer(x: FloatArray) -> FloatArray:
        return np.asarray(layernorm_forward(x[None, :], ones, zeros, eps)[0])

    square = float((features**2).mean())
    length = float(np.linalg.norm(features))
    measured = LayerAndRmsNorm(
        x=features,
        mean_value=float(features.mean()),
        deviation=float(features.std()),
        root_mean_square=float(np.sqrt(square)),
        length=length,
        rms_y=rms(features),
        layer_y=layer(features),
        unit_y=features / max(length, 1e-300),
        square_y=features / max(square, 1e-300),
        rms_scale_gap=float(np.abs(rms(scale * features) - rms(features)).max()),
        layer_scale_gap=float(np.abs(layer(scale * features) - layer(features)).max()),
        rms_shift_gap=float(np.abs(rms(features + shift) - rms(features)).max()),
        layer_shift_gap=float(np.abs(layer(features + shift) - layer(features)).max()),
        rms_mean=float(rms(features).mean()),
        layer_mean=float(layer(features).mean()),
        rms_trainable=len(features),
        layer_trainable=2 * len(features),
    )
    return Result(measured, _views(measured))


def _views(measured: LayerAndRmsNorm) -> tuple[Matrix | Table, ...]:
    return (
        Matrix(
            Text("features and both outputs", "特征与两种输出"),
            np.stack([measured.x, measured.rms_y, measured.layer_y]),
            row_labels=(Text("features", "特征"), same("RMSNorm"), same("LayerNorm")),
        ),
        Table(
            Text("what changes the output", "什么会改变输出"),
            (Text("normalisation", "归一化"), Text("scaled by", "整体放大"), Text("shifted by", "整体平移")),
            (
                (same("RMSNorm"), measured.rms_scale_gap, measured.rms_shift_gap),
                (same("LayerNorm"), measured.layer_scale_gap, measured.layer_shift_gap),
            ),
        ),
    )
