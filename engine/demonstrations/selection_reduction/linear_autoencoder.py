"""D127: a linear autoencoder against PCA, and a ring that only a curved code can hold."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.moments import centred
from engine.kernels.selection_reduction import principal_components
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer, ParameterError
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import NOTHING, Text, same

RATE = 0.05


def train_autoencoder(
    x: FloatArray, encoder: FloatArray, decoder: FloatArray, steps: int
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Full-batch descent on mean |x - x E D|^2 / 2; x (n, p) centred, E (p, k), D (k, p). Returns E, D and the losses."""
    losses = []
    for _ in range(steps):
        code = x @ encoder
        away = code @ decoder - x
        losses.append(float(np.sum(away**2) / len(x)))
        grad_decoder = code.T @ away / len(x)
        grad_encoder = x.T @ (away @ decoder.T) / len(x)
        encoder, decoder = encoder - RATE * grad_encoder, decoder - RATE * grad_decoder
    return encoder, decoder, np.array(losses)


class LinearAutoencoder(Measurements):
    autoencoder_error: float = measurement(Text("error of the trained autoencoder", "训练后自编码器的误差"))
    pca_error: float = measurement(Text("error of PCA with as many components", "同样维数的 PCA 误差"))
    excess: float = measurement(Text("autoencoder's error over PCA's, minus 1", "自编码器误差与 PCA 误差之比减 1"))
    subspace_gap: float = measurement(Text("sine of the largest angle to PCA's subspace", "与主子空间最大夹角的正弦"))
    code_correlation: float = measurement(Text("largest correlation of two code units", "编码单元间的最大相关系数"))
    ring_line_loss: float = measurement(
        Text("share of a ring's variance that one component loses", "圆环数据一个主成分丢掉的方差比例")
    )
    ring_angle_loss: float = measurement(Text("the same for the angle as code", "以角度为编码时丢掉的比例"))
    weights: int = measurement(
        Text("weights of encoder and decoder, without biases", "编码器与解码器的权重数（不计偏置）"), grade=Grade.EXACT
    )
    tied_weights: int = measurement(
        Text("with the decoder tied to the encoder", "解码器与编码器共享权重时"), grade=Grade.EXACT
    )


@demonstration(
    number="D127",
    name="linear_autoencoder",
    topic="selection_reduction",
    title=Text("Linear autoencoder and PCA", "线性自编码器与 PCA"),
    summary=Text(
        "Trained by gradient descent, a linear autoencoder ends in PCA's subspace; a ring shows what it cannot do.",
        "用梯度下降训练的线性自编码器，最终落在 PCA 的子空间里；圆环数据则显出它的局限。",
    ),
    look_for=Text(
        "The error falls to PCA's and no further, and the subspace is the same; the code's axes need not be the "
        "components, nor uncorrelated. On a ring one linear feature loses half of the variance, the angle loses none.",
        "误差降到 PCA 的水平就不再下降，子空间也相同；但编码的坐标轴不一定是主成分，也不一定互不相关。在圆环上，一个线性特征丢掉一半方差，角度则一点不丢。",
    ),
    predict=Text("Can a linear autoencoder rebuild better than PCA?", "线性自编码器能比 PCA 还原得更好吗？"),
    limits=Text("Small data, squared error, no activation.", "小数据、平方误差、没有激活函数。"),
    parameters=(
        Integer("columns", Text("columns", "列数"), 5, 2, 12),
        Integer("code", Text("width of the code", "编码维数"), 2, 1, 6),
        Float("decay", Text("each direction's deviation over the one before", "相邻方向标准差之比"), 0.6, 0.2, 0.85),
        Integer("steps", Text("steps of training", "训练步数"), 3000, 100, 5000),
        Integer("samples", Text("rows", "行数"), 100, 30, 400),
    ),
    measurements=LinearAutoencoder,
    kernels=(train_autoencoder, principal_components),
)
def linear_autoencoder(
    rng: np.random.Generator, *, columns: int, code: int, decay: float, steps: int, samples: int
) -> Result:
    """Train it and compare."""
    if code >= columns:
        raise ParameterError("The code must be narrower than the data.", "编码维数须小于数据列数。")
    turn = np.linalg.qr(rng.standard_normal((columns, columns)))[0]
    left = np.linalg.qr(centred(rng.standard_normal((samples, columns))))[0] * np.sqrt(samples)
    x = left * (1.5 * decay ** np.arange(columns)) @ turn.T
    start = 0.3 * rng.standard_normal((2, columns, code))
    encoder, decoder, losses = train_autoencoder(x, start[0], start[1].T, steps)
    variances, directions = principal_components(x)
    pca_error = float(variances[code:].sum() * (samples - 1) / samples)
    basis = np.linalg.qr(decoder.T)[0]
    cosines = np.linalg.svd(directions[:code] @ basis, compute_uv=False)
    correlations = np.atleast_2d(np.corrcoef((x @ encoder).T)) - np.eye(code)
    angle = np.linspace(0, 2 * np.pi, 200, endpoint=False)
    ring = np.column_stack([np.cos(angle), np.sin(angle)])
    ring_variances = principal_components(ring)[0]
    rebuilt = np.arctan2(ring[:, 1], ring[:, 0])
    measured = LinearAutoencoder(
        autoencoder_error=float(losses[-1]),
        pca_error=pca_error,
        excess=float(losses[-1]) / pca_error - 1,
        subspace_gap=float(np.sqrt(max(0.0, 1 - float(cosines.min()) ** 2))),
        code_correlation=float(np.abs(correlations).max()),
        ring_line_loss=float(ring_variances[1] / ring_variances.sum()),
        ring_angle_loss=float(np.mean((ring - np.column_stack([np.cos(rebuilt), np.sin(rebuilt)])) ** 2) / 0.5),
        weights=2 * columns * code,
        tied_weights=columns * code,
    )
    view = Lines(
        Text("error by step", "误差随训练步数"),
        Axis(Text("step", "步")),
        Axis(Text("error", "误差"), NOTHING, log=True),
        (Series(Text("autoencoder", "自编码器"), np.arange(float(steps)), losses),),
        (Mark(same("PCA"), pca_error),),
    )
    return Result(measured, (view,))
