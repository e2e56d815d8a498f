"""D102: one step of mixup."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.regularization._soft_targets import cross_entropy, slope_gap
from engine.kernels.softmax import softmax
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray, Integer, ParameterError, demand_shape
from engine.result import Matrix, Result, Table
from engine.text import Text


def mixed(first: FloatArray, second: FloatArray, share: float) -> FloatArray:
    """Convex combination: share first + (1 - share) second. Any shape. Source: Zhang et al. (2018), equation 1.

    >>> mixed(np.array([4.0, 0.0]), np.array([0.0, 8.0]), share=0.75)
    array([3., 2.])
    """
    return np.asarray(share * first + (1 - share) * second)


class MixupPair(Measurements):
    first_input: Array1D = measurement(Text("first input", "第一个输入"), grade=Grade.EXACT)
    second_input: Array1D = measurement(Text("second input", "第二个输入"), grade=Grade.EXACT)
    mixed_input: Array1D = measurement(Text("mixed input", "混合后的输入"), grade=Grade.EXACT)
    swapped_input: Array1D = measurement(Text("shares exchanged (a mistake)", "比例弄反的结果"), grade=Grade.EXACT)
    summed_input: Array1D = measurement(Text("inputs added (a mistake)", "误把两个输入相加"), grade=Grade.EXACT)
    mixed_target: Array1D = measurement(Text("mixed target", "混合后的目标"), grade=Grade.EXACT)
    z: Array1D = measurement(Text("logits of the network", "网络的输出得分"), grade=Grade.EXACT)
    first_loss: float = measurement(Text("loss against the first label", "对第一个标签的损失"))
    second_loss: float = measurement(Text("loss against the second label", "对第二个标签的损失"))
    loss: float = measurement(Text("loss against the mixed target", "对混合目标的损失"))
    split_loss: float = measurement(Text("the two losses, mixed", "两个损失按比例混合"))
    grad: Array1D = measurement(Text("gradient: softmax - mixed target", "梯度：softmax−混合目标"))
    finite_gap: float = measurement(Text("gradient against central differences", "梯度与中心差分之差"))


@demonstration(
    number="D102",
    name="mixup_pair",
    topic="regularization",
    title=Text("Mixup on one pair", "一对样本的 mixup"),
    summary=Text(
        "Two inputs and their labels are mixed with the same share; the loss on the mixed target is the mix of two losses.",
        "两个输入及其标签按同一比例混合；混合目标的损失等于两个损失的混合。",
    ),
    look_for=Text(
        "Cross-entropy is linear in the target, so code usually computes two losses against hard labels and mixes them. "
        "The network is asked to go linearly from one sample to the other.",
        "交叉熵对目标是线性的，所以代码里通常对两个硬标签各算一次损失再混合。这要求网络在两个样本之间线性过渡。",
    ),
    predict=Text(
        "Share {{share}}: is the loss on the mixed target larger than both losses, or between them?",
        "比例 {{share}}：混合目标的损失比两个损失都大，还是介于两者之间？",
    ),
    limits=Text(
        "One pair and given logits; the share is drawn from Beta(α, α) for each batch in practice.",
        "只有一对样本，输出得分已给定；实际中每批从 Beta(α, α) 抽取比例。",
    ),
    parameters=(
        Array("first", Text("first input", "第一个输入"), (1.0, 0.0, 2.0), 1, -100.0, 100.0, longest=8),
        Array("second", Text("second input", "第二个输入"), (3.0, 4.0, 0.0), 1, -100.0, 100.0, longest=8),
        Array("logits", Text("logits", "输出得分"), (1.0, 0.0, 0.5), 1, -50.0, 50.0, longest=8, least=2),
        Integer("first_label", Text("label of the first, from 0", "第一个的标签（从 0 起）"), 0, 0, 7),
        Integer("second_label", Text("label of the second, from 0", "第二个的标签（从 0 起）"), 1, 0, 7),
        Float("share", Text("share of the first", "第一个所占比例"), 0.7, 0.0, 1.0),
    ),
    measurements=MixupPair,
    kernels=(mixed, cross_entropy),
)
def mixup_pair(
    rng: np.random.Generator,
    *,
    first: FloatArray,
    second: FloatArray,
    logits: FloatArray,
    first_label: int,
    second_label: int,
    share: float,
) -> Result:
    """Mix inputs and targets, and compare the loss with the mixed losses."""
    demand_shape("second", second, first.shape)
    classes = len(logits)
    if max(first_label, second_label) >= classes:
        raise ParameterError(
            f"labels {first_label} and {second_label} are not both among the {classes} classes, counted from 0",
            f"标签 {first_label} 与 {second_label} 不都在从 0 起的 {classes} 个类别之中",
        )
    one, other = np.eye(classes)[first_label], np.eye(classes)[second_label]
    target = mixed(one, other, share)
    gradient = softmax(logits) - target
    losses = cross_entropy(logits, one), cross_entropy(logits, other)
    measured = MixupPair(
        first_input=first,
        second_input=second,
        mixed_input=mixed(first, second, share),
        swapped_input=mixed(second, first, share),
        summed_input=first + second,
        mixed_target=target,
        z=logits,
        first_loss=losses[0],
        second_loss=losses[1],
        loss=cross_entropy(logits, target),
        split_loss=share * losses[0] + (1 - share) * losses[1],
        grad=gradient,
        finite_gap=slope_gap(logits, target, gradient),
    )
    return Result(
        measured,
        (
            Matrix(
                Text("inputs", "输入"),
                np.stack([first, second, measured.mixed_input]),
                row_labels=(Text("first", "第一个"), Text("second", "第二个"), Text("mixed", "混合")),
            ),
            Table(
                Text("loss", "损失"),
                (Text("first label", "第一个标签"), Text("second label", "第二个标签"), Text("mixed", "混合")),
                ((*losses, measured.loss),),
            ),
        ),
    )
