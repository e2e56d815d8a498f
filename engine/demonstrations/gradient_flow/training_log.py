"""D65: five training runs with one fault each: what the log shows."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.mlp_training import ACTIVATIONS, Network, digits_split, initialise, loss_and_gradients, train
from engine.kernels.softmax import softmax_cross_entropy
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Choice, Integer, Scalar
from engine.result import Axis, Bars, Lines, Result, Series
from engine.text import NOTHING, Text, same

BATCH, WIDTH, RATE = 64, 32, 0.1
FAULTS: dict[Scalar, Text] = {
    "none": Text("none", "无"),
    "large_step": Text("learning rate too large", "学习率过大"),
    "zero_weights": Text("all weights zero", "权重全零"),
    "tiny_weights": Text("weights too small", "权重过小"),
    "mixed_labels": Text("labels shuffled", "标签被打乱"),
}


def faulty(fault: str, depth: int, rng: np.random.Generator) -> Network:
    """A ReLU network for the digits with `depth` hidden layers, started as `fault` says."""
    scale = {"tiny_weights": 0.05, "zero_weights": 0.0}.get(fault, 1.0)
    network = initialise((64, *[WIDTH] * depth, 10), ACTIVATIONS["relu"], rng, scale=scale)
    network.weights[-1] *= 0.0 if fault == "zero_weights" else 0.1  # small scores: the first loss is that of chance
    return network


class TrainingLog(Measurements):
    chance_loss: float = measurement(Text("loss of equal probabilities, log k", "各类等概率时的损失 log k"))
    twice_floor: float = measurement(
        Text("smallest loss when the softmax is applied twice", "softmax 做了两次时损失的下限")
    )
    first_loss: float = measurement(Text("loss before training", "训练前的损失"), grade=Grade.STATISTICAL)
    last_loss: float = measurement(
        Text("largest loss of the last five steps", "最后五步中最大的损失"), grade=Grade.STATISTICAL
    )
    peak_loss: float = measurement(Text("largest loss of all steps", "全程最大的损失"), grade=Grade.STATISTICAL)
    first_gradient: float = measurement(
        Text("gradient norm of the first layer's weights at the start", "开始时首层权重梯度的范数"),
        grade=Grade.STATISTICAL,
    )
    last_gradient: float = measurement(
        Text("gradient norm of the last layer's weights at the start", "开始时末层权重梯度的范数"),
        grade=Grade.STATISTICAL,
    )
    losses: Array1D = measurement(Text("loss at every step", "每步的损失"))


@demonstration(
    number="D65",
    name="training_log",
    topic="gradient_flow",
    title=Text("Reading a training log", "读训练日志"),
    summary=Text(
        "A small network on digits with one fault: the loss curve and the gradient norms of the first step.",
        "手写数字上的小网络，各带一种故障：损失曲线与第一步的梯度范数。",
    ),
    look_for=Text(
        "A flat loss has several causes, which the gradient norms tell apart: all zero, tiny in the first layer only, or "
        "of usual size with labels that do not belong to the inputs. Before training the loss should be log k.",
        "损失不降有多种原因，梯度范数可以区分：全为零；只在前几层极小；大小正常，但标签与输入对不上。训练前的损失应为 log k。",
    ),
    predict=Text(
        "All weights zero: what is the gradient of the first layer, and does the loss fall?",
        "权重全零：首层的梯度是多少？损失会下降吗？",
    ),
    limits=Text(
        "Plain mini-batch descent without momentum, a few dozen steps.", "不带动量的小批梯度下降，只有几十步。"
    ),
    parameters=(
        Choice("fault", Text("fault", "故障"), "none", tuple(FAULTS), FAULTS),
        Integer("depth", Text("hidden layers", "隐层数"), 4, 3, 6),
        Integer("steps", Text("steps", "步数"), 60, 10, 200),
        Integer("classes", Text("classes k for the loss of chance", "随机猜测损失的类别数 k"), 10, 2, 50_000),
    ),
    measurements=TrainingLog,
    kernels=(faulty, loss_and_gradients),
)
def training_log(rng: np.random.Generator, *, fault: str, depth: int, steps: int, classes: int) -> Result:
    """Train and keep the log."""
    x, labels, _, _ = digits_split()
    labels = rng.permutation(labels) if fault == "mixed_labels" else labels
    network = faulty(fault, depth, rng)
    first, gradients, _ = loss_and_gradients(network, x[:256], labels[:256])
    norms = np.array([float(np.linalg.norm(g)) for g in gradients[: depth + 1]])
    rate = 100 * RATE if fault == "large_step" else RATE
    run = train(network, x, labels, rng, learning_rate=rate, batch=BATCH, steps=steps)
    losses = np.array([first, *(min(p.loss, 1e4) if np.isfinite(p.loss) else 1e4 for p in run)])
    measured = TrainingLog(
        chance_loss=softmax_cross_entropy(np.zeros((1, classes)), np.array([0]))[0],
        # Probabilities are read as logits: at best 1 for the label and 0 for the others.
        twice_floor=softmax_cross_entropy(np.eye(1, classes), np.array([0]))[0],
        first_loss=first,
        last_loss=float(losses[-5:].max()),
        peak_loss=float(losses.max()),
        first_gradient=float(norms[0]),
        last_gradient=float(norms[-1]),
        losses=losses,
    )
    return Result(
        measured,
        (
            Lines(
                Text("loss", "损失"),
                Axis(Text("step", "步")),
                Axis(Text("loss", "损失"), NOTHING, log=True),
                (Series(Text("loss", "损失"), np.arange(len(losses), dtype=float), losses),),
            ),
            Bars(
                Text("gradient norm of each layer's weights at the start", "开始时各层权重梯度的范数"),
                Axis(Text("norm", "范数"), NOTHING, log=True),
                tuple(same(str(i + 1)) for i in range(depth + 1)),
                np.maximum(norms, 1e-16),
            ),
        ),
    )
