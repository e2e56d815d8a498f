"""D51: sigmoid outputs against a softmax, and the slope that each loss sends back."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.activations import sigmoid, sigmoid_derivative
from engine.kernels.softmax import softmax
from engine.measurements import Array1D, Measurements, measurement
from engine.parameters import Array, Choice, Float, FloatArray, Integer, ParameterError
from engine.result import Axis, Lines, Mark, Result, Series, Table
from engine.text import Text, same


def cross_entropy_slope(z: FloatArray, target: int) -> FloatArray:
    """Slope of the binary cross-entropy -y log p - (1 - y) log(1 - p) in z, p = sigmoid(z): p - y."""
    return sigmoid(z) - target


def squared_error_slope(z: FloatArray, target: int) -> FloatArray:
    """Slope of (p - y)^2 / 2 in z, p = sigmoid(z): (p - y) p (1 - p)."""
    return (sigmoid(z) - target) * sigmoid_derivative(z)


class OutputLayers(Measurements):
    softmax_probabilities: Array1D = measurement(Text("softmax", "softmax 概率"))
    sigmoid_probabilities: Array1D = measurement(Text("one sigmoid a class", "逐类 sigmoid 概率"))
    softmax_sum: float = measurement(Text("sum of the softmax", "softmax 之和"))
    sigmoid_sum: float = measurement(Text("sum of the sigmoids", "各 sigmoid 之和"))
    softmax_above_half: int = measurement(Text("classes above one half, softmax", "softmax 概率过半的类数"))
    sigmoid_above_half: int = measurement(Text("classes above one half, sigmoids", "sigmoid 概率过半的类数"))
    softmax_others_moved: float = measurement(
        Text(
            "largest change of another class when one logit rises, softmax",
            "抬高一个 logit 时其他类的最大变化，softmax",
        )
    )
    sigmoid_others_moved: float = measurement(
        Text("the same for the sigmoids", "抬高一个 logit 时其他类的最大变化，sigmoid")
    )
    softmax_shift_moved: float = measurement(
        Text("largest change when all logits rise, softmax", "所有 logit 同加时的最大变化，softmax")
    )
    sigmoid_shift_moved: float = measurement(Text("the same for the sigmoids", "所有 logit 同加时的最大变化，sigmoid"))
    cross_entropy_slope: float = measurement(
        Text("slope of the cross-entropy in the first logit", "交叉熵对首个 logit 的斜率")
    )
    squared_error_slope: float = measurement(
        Text("slope of half the squared error there", "二分之一平方误差对它的斜率")
    )


@demonstration(
    number="D51",
    name="output_layers",
    topic="activations",
    title=Text("Sigmoid or softmax at the output", "输出层用 sigmoid 还是 softmax"),
    summary=Text(
        "The same logits read by a softmax and by one sigmoid a class, and what two losses send back.",
        "同一组 logits 分别经 softmax 与逐类 sigmoid，以及两种损失回传的梯度。",
    ),
    look_for=Text(
        "A softmax shares one unit of probability: raise one class and the others fall. Sigmoids know nothing of each "
        "other, so several labels can be true at once. With squared error a sigmoid that is sure and wrong gets almost "
        "no gradient; with cross-entropy it gets the most.",
        "softmax 分配总和为一的概率：抬高一类，其余下降。各个 sigmoid 互不影响，因此多个标签可以同时成立。"
        "用平方误差时，判错且自信的 sigmoid 几乎得不到梯度；用交叉熵时梯度反而最大。",
    ),
    predict=Text(
        "Where is the slope of the squared error largest: at a logit of 0, of -2 or of -8, for the target 1?",
        "目标为 1 时，平方误差的斜率在 logit 为 0、−2 还是 −8 处最大？",
    ),
    limits=Text("Fixed logits: nothing is trained here.", "logits 是固定的：这里不做训练。"),
    parameters=(
        Array("logits", same("logits"), (2.0, 1.5, -1.0), 1, -20, 20, 8, least=2),
        Integer("raised", Text("class whose logit rises", "被抬高的类"), 0, 0, 7),
        Float("amount", Text("by how much", "抬高多少"), 1.0, 0.1, 10.0),
        Choice("target", Text("target of the first class", "首类的目标"), 1, (0, 1)),
    ),
    measurements=OutputLayers,
    kernels=(softmax, sigmoid, cross_entropy_slope, squared_error_slope),
)
def output_layers(rng: np.random.Generator, *, logits: FloatArray, raised: int, amount: float, target: int) -> Result:
    """Read the logits in both ways."""
    if raised >= len(logits):
        raise ParameterError(
            f"parameter 'raised' is {raised}; there are {len(logits)} logits, counted from 0",
            f"参数“raised”为 {raised}；共有 {len(logits)} 个 logit，从 0 起编号",
        )
    soft, single = softmax(logits), sigmoid(logits)
    higher = logits + amount * (np.arange(len(logits)) == raised)
    others = np.arange(len(logits)) != raised
    measured = OutputLayers(
        softmax_probabilities=soft,
        sigmoid_probabilities=single,
        softmax_sum=float(soft.sum()),
        sigmoid_sum=float(single.sum()),
        softmax_above_half=int((soft > 0.5).sum()),
        sigmoid_above_half=int((single > 0.5).sum()),
        softmax_others_moved=float(np.abs(softmax(higher) - soft)[others].max()),
        sigmoid_others_moved=float(np.abs(sigmoid(higher) - single)[others].max()),
        softmax_shift_moved=float(np.abs(softmax(logits + amount) - soft).max()),
        sigmoid_shift_moved=float(np.abs(sigmoid(logits + amount) - single).max()),
        cross_entropy_slope=float(cross_entropy_slope(logits[:1], target)[0]),
        squared_error_slope=float(squared_error_slope(logits[:1], target)[0]),
    )
    x = np.linspace(-8, 8, 161)
    return Result(
        measured,
        (
            Table(
                Text("the same logits, read in two ways", "同一组 logits 的两种读法"),
                (Text("class", "类"), same("logit"), same("softmax"), same("sigmoid")),
                tuple((i, float(logits[i]), float(soft[i]), float(single[i])) for i in range(len(logits))),
            ),
            Lines(
                Text("slope of the loss in the logit", "损失对 logit 的斜率"),
                Axis(same("logit")),
                Axis(Text("slope", "斜率")),
                (
                    Series(Text("cross-entropy", "交叉熵"), x, cross_entropy_slope(x, target)),
                    Series(Text("squared error", "平方误差"), x, squared_error_slope(x, target)),
                ),
                (Mark(Text("first logit", "首个 logit"), float(logits[0]), "x"),),
            ),
        ),
    )
