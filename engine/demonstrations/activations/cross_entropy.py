"""D50: softmax cross-entropy from logits, its gradient, and what overflows on the way."""

from __future__ import annotations

import math

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.activations import sigmoid
from engine.kernels.softmax import softmax, softmax_cross_entropy
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Choice, Float, FloatArray, Integer, ParameterError
from engine.result import Axis, Bars, Result, Table
from engine.text import Text, same

LARGEST = {"float16": float(np.finfo(np.float16).max), "float32": float(np.finfo(np.float32).max)}
"""The largest finite number of each format."""


def log_sum_exp(z: FloatArray) -> float:
    """log sum_j exp(z_j) = m + log sum_j exp(z_j - m) with m = max z, of shape (k,): no term overflows."""
    largest = float(z.max())
    return largest + math.log(float(np.exp(z - largest).sum()))


def difference_gradient(z: FloatArray, label: int) -> FloatArray:
    """Central differences of the loss log_sum_exp(z) - z[label] in every logit, shape (k,)."""
    h = 1e-5
    steps = h * np.eye(len(z))
    losses = [(log_sum_exp(z + s) - (z + s)[label], log_sum_exp(z - s) - (z - s)[label]) for s in steps]
    return np.array([(up - down) / (2 * h) for up, down in losses])


class CrossEntropy(Measurements):
    probabilities: Array1D = measurement(Text("softmax probabilities", "softmax 概率"))
    log_sum_exp: float = measurement(Text("log-sum-exp of the logits", "logits 的 log-sum-exp"))
    loss: float = measurement(Text("cross-entropy, in nats", "交叉熵（nat）"))
    gradient: Array1D = measurement(Text("gradient in the logits, p - y", "对 logits 的梯度 p−y"))
    gradient_by_differences: Array1D = measurement(Text("the same by central differences", "中心差分求得的梯度"))
    gradient_of_sigmoids: Array1D = measurement(
        Text("(p - y) p (1 - p), the rule for squared error (a mistake)", "误用平方误差的 (p−y)p(1−p)")
    )
    sigmoid_of_difference: float = measurement(
        Text("sigmoid of the first logit minus the second", "前两个 logit 之差的 sigmoid")
    )
    overflow_limit: float = measurement(
        Text("logit at which exp overflows in the format", "exp 在该格式下溢出的 logit"), grade=Grade.EXACT
    )
    overflows: bool = measurement(Text("whether exp(logit) overflows there", "exp(logit) 是否溢出"), grade=Grade.EXACT)


@demonstration(
    number="D50",
    name="cross_entropy",
    topic="activations",
    title=Text("Softmax and cross-entropy", "softmax 与交叉熵"),
    summary=Text(
        "From logits to probabilities, loss and gradient, and the exponential that overflows.",
        "从 logits 到概率、损失与梯度，以及会溢出的指数。",
    ),
    look_for=Text(
        "The gradient is p - y: the label's entry is negative, the others are their probabilities, and the sum is 0. "
        "Shift all logits by a thousand: the probabilities stay, exp alone overflows.",
        "梯度是 p−y：标签那一项为负，其余各项就是概率，总和为 0。把所有 logits 加上一千：概率不变，而直接取 exp 会溢出。",
    ),
    predict=Text("Which entries of the gradient are negative for the label 0?", "标签为 0 时，梯度的哪些分量为负？"),
    limits=Text("One sample; a batch takes the mean of these gradients.", "只有一个样本；一个批取这些梯度的平均。"),
    parameters=(
        Array("logits", same("logits"), (2.0, 1.0, -1.0), 1, -5000, 5000, 8, least=2),
        Integer("label", Text("label", "标签"), 0, 0, 7),
        Float("temperature", Text("temperature", "温度"), 1.0, 0.05, 20.0, log=True),
        Choice("precision", Text("number format", "数值格式"), "float32", ("float16", "float32")),
    ),
    measurements=CrossEntropy,
    kernels=(softmax, log_sum_exp, softmax_cross_entropy),
)
def cross_entropy(
    rng: np.random.Generator, *, logits: FloatArray, label: int, temperature: float, precision: str
) -> Result:
    """Loss and gradient of one sample."""
    if label >= len(logits):
        raise ParameterError(
            f"parameter 'label' is {label}; there are {len(logits)} logits, counted from 0",
            f"参数“label”为 {label}；共有 {len(logits)} 个 logit，从 0 起编号",
        )
    z = logits / temperature
    loss, gradient = softmax_cross_entropy(z[None, :], np.array([label]))
    p = softmax(z)
    limit = temperature * math.log(LARGEST[precision])
    measured = CrossEntropy(
        probabilities=p,
        log_sum_exp=log_sum_exp(z),
        loss=loss,
        gradient=gradient[0],
        gradient_by_differences=difference_gradient(z, label),
        gradient_of_sigmoids=gradient[0] * p * (1 - p),
        sigmoid_of_difference=float(sigmoid(np.array(z[0] - z[1]))),
        overflow_limit=limit,
        overflows=bool(logits.max() > limit),
    )
    names = tuple(same(str(i)) for i in range(len(z)))
    return Result(
        measured,
        (
            Bars(Text("gradient in the logits", "对 logits 的梯度"), Axis(same("p − y")), names, gradient[0]),
            Table(
                Text("class by class", "逐类"),
                (Text("class", "类"), same("z/T"), same("p"), same("p − y")),
                tuple((i, float(z[i]), float(p[i]), float(gradient[0][i])) for i in range(len(z))),
            ),
        ),
    )
