"""D114: the first test of a training loop: can it over-fit one batch?"""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.mlp_training import ACTIVATIONS, Labels, Network, initialise, loss_and_gradients, predict
from engine.kernels.softmax import softmax, softmax_cross_entropy
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Choice, FloatArray, Integer, Scalar
from engine.result import Axis, Lines, Mark, Result, Series
from engine.text import Text

FAULTS: Mapping[Scalar, Text] = {
    "none": Text("none", "无"),
    "low_rate": Text("learning rate 1,000 times too low", "学习率小了 1000 倍"),
    "shuffled": Text("labels shuffled anew at each step", "每步都重新打乱标签"),
    "double_softmax": Text("softmax before a loss that has its own", "损失自带 softmax，前面又做了一次"),
    "uphill": Text("sign of the update turned round", "更新方向反了"),
}
RATE, STEPS, LOGGED = 0.5, 300, (0, 10, 100, 300)


def double_softmax_floor(classes: int) -> float:
    """The lowest cross-entropy of softmax applied to probabilities: log(e + C - 1) - 1, at a one-hot input."""
    return math.log(math.e + classes - 1) - 1


class OverfitOneBatch(Measurements):
    chance_loss: float = measurement(
        Text("log C, the loss of equal guesses", "ln C，均匀猜测的损失"), grade=Grade.EXACT
    )
    double_floor: float = measurement(Text("log(e + C - 1) - 1", "ln(e＋C−1)−1"), grade=Grade.EXACT)
    loss_start: float = measurement(Text("loss before training", "训练前的损失"))
    loss_early: float = measurement(Text("loss after 10 steps", "10 步后的损失"))
    loss_middle: float = measurement(Text("loss after 100 steps", "100 步后的损失"))
    loss_end: float = measurement(Text("loss after 300 steps", "300 步后的损失"))
    rises: int = measurement(Text("steps in which the loss rose", "损失上升的步数"))
    batch_accuracy: float = measurement(Text("accuracy on the batch at the end", "最后在该批上的准确率"))


@demonstration(
    number="D114",
    name="overfit_one_batch",
    topic="descent",
    title=Text("Over-fit one batch", "先过拟合一个批"),
    summary=Text(
        "A small network on one batch, trained right or with one fault; the loss curve tells which.",
        "小网络只训练一个批：要么正确，要么埋一个错误；看损失曲线就能分辨。",
    ),
    look_for=Text(
        "A sound loop starts at about log C and falls to nearly 0. Labels that no longer belong to their inputs keep it at "
        "log C; a second softmax stops it at log(e + C - 1) - 1; a turned sign makes it grow; a tiny rate hardly moves it.",
        "正确的训练从约 ln C 开始，降到接近 0。标签与输入对不上时停在 ln C；多一次 softmax 会停在 ln(e＋C−1)−1；符号反了会上升；学习率太小则几乎不动。",
    ),
    predict=Text(
        "Softmax is applied twice. Does the loss reach 0 on one batch?", "softmax 做了两次，在一个批上损失能降到 0 吗？"
    ),
    limits=Text(
        "Passing the test says that the loop can learn, not that the model generalises.",
        "通过这项测试只说明训练流程能学，不说明模型能泛化。",
    ),
    parameters=(
        Choice("fault", Text("planted fault", "埋下的错误"), "none", tuple(FAULTS), FAULTS),
        Integer("classes", Text("classes", "类别数"), 10, 3, 50),
        Integer("samples", Text("samples in the batch", "批中样本数"), 32, 8, 64),
    ),
    measurements=OverfitOneBatch,
    kernels=(double_softmax_floor, softmax_cross_entropy),
)
def overfit_one_batch(rng: np.random.Generator, *, fault: str, classes: int, samples: int) -> Result:
    """Train on random inputs with random labels, which a network of 128 units can learn by heart."""
    x, labels = rng.standard_normal((samples, 64)), rng.integers(0, classes, samples)
    network = initialise((64, 128, classes), ACTIVATIONS["relu"], rng)
    network.weights[-1] *= 0.01
    losses = _losses(network, x, labels, rng, fault)
    start, early, middle, end = (losses[k] for k in LOGGED)
    measured = OverfitOneBatch(
        chance_loss=math.log(classes),
        double_floor=double_softmax_floor(classes),
        loss_start=start,
        loss_early=early,
        loss_middle=middle,
        loss_end=end,
        rises=int(np.sum(np.diff(losses) > 0)),
        batch_accuracy=float(np.mean(predict(network, x).argmax(axis=1) == labels)),
    )
    return Result(measured, (_curve(losses, measured),))


def _losses(network: Network, x: FloatArray, labels: Labels, rng: np.random.Generator, fault: str) -> list[float]:
    """The loss before each step and after the last."""
    rate = {"low_rate": RATE / 1000, "uphill": -RATE / 10}.get(fault, RATE)
    losses = []
    for _ in range(STEPS + 1):
        seen = rng.permutation(labels) if fault == "shuffled" else labels
        loss, gradients = _gradients(network, x, seen, fault)
        losses.append(min(loss, 1e6))
        for parameter, gradient in zip(network.parameters(), gradients, strict=True):
            parameter -= rate * np.clip(gradient, -1.0, 1.0)
    return losses


def _gradients(network: Network, x: FloatArray, labels: Labels, fault: str) -> tuple[float, list[FloatArray]]:
    if fault != "double_softmax":
        loss, gradients, _ = loss_and_gradients(network, x, labels)
        return loss, gradients
    hidden = network.activation.value(x @ network.weights[0] + network.biases[0])
    p = softmax(hidden @ network.weights[1] + network.biases[1])
    loss, grad_p = softmax_cross_entropy(p, labels)
    grad = p * (grad_p - np.sum(p * grad_p, axis=1, keepdims=True))
    before = (grad @ network.weights[1].T) * (hidden > 0)
    return loss, [x.T @ before, hidden.T @ grad, before.sum(axis=0), grad.sum(axis=0)]


def _curve(losses: list[float], measured: OverfitOneBatch) -> Lines:
    return Lines(
        Text("loss on the one batch", "该批上的损失"),
        Axis(Text("step", "步")),
        Axis(Text("loss", "损失")),
        (Series(Text("loss", "损失"), np.arange(len(losses), dtype=float), np.array(losses)),),
        (
            Mark(Text("log C", "ln C"), measured.chance_loss),
            Mark(Text("floor of two softmaxes", "两次 softmax 的下限"), measured.double_floor),
        ),
    )
