"""D12: the weight scale that BatchNorm ignores."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.moments import weight_gradient
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Float, FloatArray, Integer
from engine.result import Axis, Lines, Result, Series, Table
from engine.text import Text


class BatchnormScale(Measurements):
    output_gap: float = measurement(Text("largest |BN(X aW) - BN(X W)|", "|BN(XaW)−BN(XW)| 的最大值"))
    gradient_ratio: float = measurement(Text("|gradient at aW| / |gradient at W|", "aW 处与 W 处梯度范数之比"))
    gradient_gap: float = measurement(Text("relative |a grad(aW) - grad(W)|", "a·∇(aW) 与 ∇(W) 的相对差"))
    cosine: float = measurement(Text("|cosine of W and its gradient|", "W 与其梯度夹角余弦的绝对值"))
    norm_before: float = measurement(Text("|W|^2 before the step", "一步之前的 ‖W‖²"))
    norm_gradient: float = measurement(Text("|gradient|^2", "‖梯度‖²"))
    norm_after: float = measurement(Text("|W|^2 after one step without decay", "无衰减走一步后的 ‖W‖²"))
    pythagoras: float = measurement(Text("|W|^2 + lr^2 |gradient|^2", "‖W‖²＋lr²‖梯度‖²"))
    matched_gap: float = measurement(
        Text("output gap after steps with lr and a^2 lr", "学习率取 lr 与 a²lr 各走一步的输出差")
    )
    unmatched_gap: float = measurement(Text("output gap after steps with the same lr", "用同一学习率各走一步的输出差"))
    decay_gap: float = measurement(
        Text("change of the output when W shrinks by lr decay", "W 按 lr·衰减系数缩小时输出的变化")
    )
    shrunk_rate: float = measurement(
        Text("growth of lr / |W|^2 when W halves", "W 减半时 lr/‖W‖² 的倍数"), grade=Grade.EXACT
    )
    norm_growth: float = measurement(Text("|W|^2 after all steps over before", "全部步骤之后与之前 ‖W‖² 之比"))


@demonstration(
    number="D12",
    name="batchnorm_scale",
    topic="batchnorm",
    title=Text("BatchNorm ignores the scale of the weights before it", "批归一化不看其前权重的尺度"),
    summary=Text(
        "Scale the weights: the output stays, the gradient shrinks, and the norm can only grow.",
        "把权重放大：输出不变，梯度变小，而范数只增不减。",
    ),
    look_for=Text(
        "With eps = 0 the output for a W equals that for W, and the gradient is 1/a of it. It stands at right angles "
        "to W, so a step without weight decay can only lengthen W. Multiply the learning rate by a squared and both "
        "nets take the same step: the rate that counts is lr / |W|^2, which weight decay raises by shrinking W.",
        "ε＝0 时，权重为 aW 与 W 的输出相同，梯度则缩小为 1/a，而且与 W 正交，"
        "所以没有权重衰减时每走一步 W 只会变长。把学习率乘以 a²，两个网络就走同样的一步："
        "真正起作用的是 lr/‖W‖²，权重衰减缩短 W，因而提高了它。",
    ),
    predict=Text(
        "The weights are multiplied by {{factor}}. What happens to the output, and what to the gradient?",
        "权重乘以 {{factor}}，输出会怎样？梯度会怎样？",
    ),
    limits=Text(
        "One linear layer and plain gradient steps; with eps well above 0 or with Adam the rules hold only roughly.",
        "只有一个线性层与普通梯度步；ε 明显大于 0 或换用 Adam 时，这些规律只近似成立。",
    ),
    parameters=(
        Float("factor", Text("scale factor a of the weights", "权重放大倍数 a"), 10.0, 0.01, 1000.0, log=True),
        Float("rate", Text("learning rate", "学习率"), 0.1, 1e-4, 10.0, log=True),
        Float("decay", Text("weight decay", "权重衰减"), 0.0, 0.0, 5.0),
        Float("eps", Text("eps", "ε"), 0.0, 0.0, 1.0),
        Integer("samples", Text("samples", "样本数"), 16, 3, 64),
        Integer("inputs", Text("inputs", "输入维数"), 4, 1, 16),
        Integer("features", Text("features", "特征数"), 3, 1, 8),
        Integer("steps", Text("steps drawn", "画出的步数"), 60, 1, 200),
    ),
    measurements=BatchnormScale,
    kernels=(weight_gradient,),
)
def batchnorm_scale(
    rng: np.random.Generator,
    *,
    factor: float,
    rate: float,
    decay: float,
    eps: float,
    samples: int,
    inputs: int,
    features: int,
    steps: int,
) -> Result:
    """Random data, weights and gradient from above; compare W with `factor` times W."""
    x, grad_y = rng.standard_normal((samples, inputs)), rng.standard_normal((samples, features))
    weights = rng.standard_normal((inputs, features))
    output, grad = weight_gradient(x, weights, grad_y, eps)
    scaled_output, scaled_grad = weight_gradient(x, factor * weights, grad_y, eps)

    def after(w: FloatArray) -> FloatArray:
        return weight_gradient(x, w, grad_y, eps)[0]

    stepped = weights - rate * grad
    norms = _norms(x, weights, grad_y, eps, rate, decay, steps)
    size = max(float(np.abs(grad).max()), 1e-300)
    measured = BatchnormScale(
        output_gap=float(np.abs(output - scaled_output).max()),
        gradient_ratio=float(np.linalg.norm(scaled_grad) / max(float(np.linalg.norm(grad)), 1e-300)),
        gradient_gap=float(np.abs(factor * scaled_grad - grad).max() / size),
        cosine=float(abs((weights * grad).sum()) / max(float(np.linalg.norm(weights) * np.linalg.norm(grad)), 1e-300)),
        norm_before=float((weights**2).sum()),
        norm_gradient=float((grad**2).sum()),
        norm_after=float((stepped**2).sum()),
        pythagoras=float((weights**2).sum() + rate**2 * (grad**2).sum()),
        matched_gap=float(np.abs(after(factor * weights - factor**2 * rate * scaled_grad) - after(stepped)).max()),
        unmatched_gap=float(np.abs(after(factor * weights - rate * scaled_grad) - after(stepped)).max()),
        decay_gap=float(np.abs(after((1 - min(rate * decay, 0.99)) * weights) - output).max()),
        shrunk_rate=float((weights**2).sum() / ((weights / 2) ** 2).sum()),
        norm_growth=float(norms[-1] / norms[0]),
    )
    walked = Series(Text("|W|^2", "‖W‖²"), np.arange(len(norms), dtype=float), norms)
    return Result(
        measured,
        (
            Lines(
                Text("norm of the weights", "权重的范数"),
                Axis(Text("steps", "步数")),
                Axis(Text("|W|^2", "‖W‖²")),
                (walked,),
            ),
            Table(
                Text("W against a W", "W 与 aW 的对照"),
                (Text("quantity", "量"), Text("value", "数值")),
                (
                    (Text("gap of the outputs", "输出之差"), measured.output_gap),
                    (Text("ratio of the gradients", "梯度之比"), measured.gradient_ratio),
                    (Text("cosine of W and gradient", "W 与梯度的夹角余弦"), measured.cosine),
                    (Text("gap after steps with lr and a^2 lr", "lr 与 a²lr 各走一步之差"), measured.matched_gap),
                    (Text("gap after steps with one lr", "同一学习率各走一步之差"), measured.unmatched_gap),
                ),
            ),
        ),
    )


def _norms(
    x: FloatArray, weights: FloatArray, grad_y: FloatArray, eps: float, rate: float, decay: float, steps: int
) -> FloatArray:
    """|W|^2 before and after each of `steps` steps."""
    norms = [float((weights**2).sum())]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(steps):
            weights = weights - rate * (weight_gradient(x, weights, grad_y, eps)[1] + decay * weights)
            norms.append(float((weights**2).sum()))
    return np.array(norms)
