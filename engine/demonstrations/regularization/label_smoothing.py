"""D101: cross-entropy with smoothed labels."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.regularization._soft_targets import cross_entropy, slope_gap
from engine.kernels.softmax import softmax
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Float, FloatArray, Integer, ParameterError
from engine.result import Matrix, Result, Table
from engine.text import Text


def smoothed(label: int, classes: int, smoothing: float) -> FloatArray:
    """Smoothed target: (1 - eps) one-hot + eps / K. Shape (K,). Source: Szegedy et al. (2016), section 7.

    >>> smoothed(0, classes=4, smoothing=0.2)
    array([0.85, 0.05, 0.05, 0.05])
    """
    target = np.full(classes, smoothing / classes)
    target[label] += 1 - smoothing
    return target


class LabelSmoothing(Measurements):
    z: Array1D = measurement(Text("logits", "输出得分"), grade=Grade.EXACT)
    probabilities: Array1D = measurement(Text("softmax", "softmax 概率"))
    soft_target: Array1D = measurement(Text("smoothed target", "平滑后的目标"), grade=Grade.EXACT)
    spread_target: Array1D = measurement(
        Text("eps shared among the wrong classes only", "只把 ε 分给错误类别的目标"), grade=Grade.CONVENTION
    )
    plain_loss: float = measurement(Text("loss with the one-hot target", "one-hot 目标的损失"))
    loss: float = measurement(Text("loss with the smoothed target", "平滑目标的损失"))
    grad: Array1D = measurement(Text("gradient: softmax - target", "梯度：softmax−目标"))
    plain_grad: Array1D = measurement(Text("gradient with the one-hot target", "one-hot 目标的梯度"))
    finite_gap: float = measurement(Text("gradient against central differences", "梯度与中心差分之差"))
    least_loss: float = measurement(Text("least loss that can be reached", "损失的下界"))
    best_gap: float = measurement(
        Text("logit of the label minus the others at that loss", "损失到下界时正确类与其余类得分之差")
    )
    label_share: float = measurement(Text("target of the labelled class", "标签类的目标值"), grade=Grade.EXACT)


@demonstration(
    number="D101",
    name="label_smoothing",
    topic="regularization",
    title=Text("Label smoothing", "标签平滑"),
    summary=Text(
        "A target that keeps a little for every class: loss, gradient, and the finite logits at which the loss is least.",
        "给每个类别都留一点的目标：损失、梯度，以及损失最小时有限的输出得分。",
    ),
    look_for=Text(
        "With a one-hot target the gradient never vanishes, so logits grow for ever. With smoothing it vanishes where "
        "softmax equals the target: the gap of the logits is finite, and the loss does not go to 0 but to the entropy "
        "of the target.",
        "one-hot 目标下梯度永不为零，输出得分会一直变大。平滑之后，softmax 等于目标时梯度为零：得分之差有限，"
        "损失也不会到 0，而是到目标分布的熵。",
    ),
    predict=Text(
        "Smoothing {{smoothing}}: can the loss reach 0?",
        "平滑系数 {{smoothing}}：损失能降到 0 吗？",
    ),
    limits=Text(
        "PyTorch's convention, eps over all K classes; some texts share eps among the K - 1 wrong classes only.",
        "采用 PyTorch 的约定：ε 分给全部 K 类；有的资料只分给 K−1 个错误类别。",
    ),
    parameters=(
        Array("logits", Text("logits", "输出得分"), (2.0, 1.0, 0.0, -1.0), 1, -50.0, 50.0, longest=10, least=2),
        Integer("label", Text("label, counted from 0", "标签（从 0 起）"), 0, 0, 9),
        Float("smoothing", Text("smoothing eps", "平滑系数 ε"), 0.1, 0.01, 0.9),
    ),
    measurements=LabelSmoothing,
    kernels=(smoothed, cross_entropy),
)
def label_smoothing(rng: np.random.Generator, *, logits: FloatArray, label: int, smoothing: float) -> Result:
    """Both targets on the same logits."""
    classes = len(logits)
    if label >= classes:
        raise ParameterError(
            f"label {label} is not among the {classes} classes, which are counted from 0",
            f"标签 {label} 不在从 0 起的 {classes} 个类别之中",
        )
    target, hot = smoothed(label, classes, smoothing), np.eye(classes)[label]
    probabilities = softmax(logits)
    spread = np.full(classes, smoothing / (classes - 1))
    spread[label] = 1 - smoothing
    measured = LabelSmoothing(
        z=logits,
        probabilities=probabilities,
        soft_target=target,
        spread_target=spread,
        plain_loss=cross_entropy(logits, hot),
        loss=cross_entropy(logits, target),
        grad=probabilities - target,
        plain_grad=probabilities - hot,
        finite_gap=slope_gap(logits, target, probabilities - target),
        least_loss=float(-target @ np.log(target)),
        best_gap=float(np.log(target[label] * classes / smoothing)),
        label_share=float(target[label]),
    )
    return Result(measured, _views(measured))


def _views(m: LabelSmoothing) -> tuple[Matrix, Table]:
    return (
        Matrix(
            Text("softmax, target, gradient", "softmax、目标、梯度"),
            np.stack([m.probabilities, m.soft_target, m.grad]),
            row_labels=(Text("probability", "概率"), Text("target", "目标"), Text("gradient", "梯度")),
        ),
        Table(
            Text("loss", "损失"),
            (Text("one-hot", "独热"), Text("smoothed", "平滑"), Text("least with smoothing", "平滑时的下界")),
            ((m.plain_loss, m.loss, m.least_loss),),
        ),
    )
