"""D54: hidden units that start alike stay alike."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.activations._names import LABELS
from engine.kernels.activations import ACTIVATIONS
from engine.measurements import Array1D, Measurements, measurement
from engine.parameters import Choice, Float, FloatArray, Integer, Scalar
from engine.result import Axis, HeatMap, Lines, Result, Series
from engine.text import Text

RATE = 0.05
"""A step that is small enough for every start offered here."""
STARTS: dict[Scalar, Text] = {
    "zeros": Text("all zero", "全零"),
    "constant": Text("all equal", "全相等"),
    "random": Text("random", "随机"),
}


def two_layer_gradients(
    x: FloatArray, y: FloatArray, first: FloatArray, second: FloatArray, name: str
) -> tuple[float, FloatArray, FloatArray]:
    """Mean squared error / 2 of second . f(first x) and its gradients.

    x (n, d), y (n,), first (h, d), second (h,); the gradients have the shapes of the weights.
    """
    f = ACTIVATIONS[name]
    z = x @ first.T
    hidden = f.value(z)
    error = (hidden @ second - y) / len(y)
    back = np.outer(error, second) * f.derivative(z)
    return float((error**2).sum() * len(y) / 2), back.T @ x, hidden.T @ error


def different_rows(weights: FloatArray) -> int:
    """How many rows differ from all earlier ones."""
    return len({tuple(row) for row in np.round(weights, 9).tolist()})


class SymmetricStart(Measurements):
    first_gradient: float = measurement(Text("gradient norm of the first layer at the start", "开始时首层梯度的范数"))
    second_gradient: float = measurement(
        Text("gradient norm of the second layer at the start", "开始时第二层梯度的范数")
    )
    different_units: int = measurement(Text("different hidden units after training", "训练后不同的隐单元数"))
    first_loss: float = measurement(Text("loss at the start", "开始时的损失"))
    last_loss: float = measurement(Text("loss after training", "训练后的损失"))
    losses: Array1D = measurement(Text("loss after every step", "每步后的损失"))


@demonstration(
    number="D54",
    name="symmetric_start",
    topic="activations",
    title=Text("Why not start with zeros?", "为什么不能全零初始化？"),
    summary=Text(
        "One hidden layer from zeros, from equal weights or from random ones: how many units become different.",
        "单隐层分别从全零、全相等、随机权重出发：最终有几个互不相同的单元。",
    ),
    look_for=Text(
        "Equal units get equal gradients and stay equal: a wide layer works like one unit. With all weights zero and "
        "f(0) = 0 nothing moves at all; the sigmoid, with f(0) = 1/2, moves, yet its units stay alike.",
        "相同的单元得到相同的梯度，于是一直相同：再宽的层也只相当于一个单元。权重全零且 f(0)＝0 时什么都不动；"
        "sigmoid 的 f(0)＝1/2，会动，但各单元仍一样。",
    ),
    predict=Text(
        "All weights start at zero, with tanh. How many different hidden units are there after training?",
        "权重全从零开始，激活为 tanh。训练后有几个不同的隐单元？",
    ),
    limits=Text(
        "No biases, full batches; dropout or noise that differs from unit to unit would break the symmetry.",
        "无偏置、用全部样本；Dropout 等逐单元不同的噪声会打破对称。",
    ),
    parameters=(
        Choice("start", Text("weights at the start", "初始权重"), "zeros", tuple(STARTS), STARTS),
        Choice(
            "activation",
            Text("activation", "激活函数"),
            "tanh",
            ("tanh", "sigmoid", "relu"),
            {name: LABELS[name] for name in ("tanh", "sigmoid", "relu")},
        ),
        Float("constant", Text("value of all weights", "全相等时的取值"), 0.3, 0.05, 1.0),
        Integer("units", Text("hidden units", "隐单元数"), 8, 2, 32),
        Integer("steps", Text("steps", "步数"), 50, 1, 200),
    ),
    measurements=SymmetricStart,
    kernels=(two_layer_gradients,),
)
def symmetric_start(
    rng: np.random.Generator, *, start: str, activation: str, constant: float, units: int, steps: int
) -> Result:
    """Train from the chosen start."""
    x = rng.standard_normal((40, 3))
    y = np.sin(x[:, 0]) + 0.5 * x[:, 1]
    first, second = rng.standard_normal((units, 3)) * 0.5, rng.standard_normal(units) * 0.5
    if start != "random":
        value = 0.0 if start == "zeros" else constant
        first, second = np.full_like(first, value), np.full_like(second, value)
    loss, d_first, d_second = two_layer_gradients(x, y, first, second, activation)
    norms = float(np.linalg.norm(d_first)), float(np.linalg.norm(d_second))
    losses = [loss]
    for _ in range(steps):
        first, second = first - RATE * d_first, second - RATE * d_second
        loss, d_first, d_second = two_layer_gradients(x, y, first, second, activation)
        losses.append(loss)
    measured = SymmetricStart(
        first_gradient=norms[0],
        second_gradient=norms[1],
        different_units=different_rows(first),
        first_loss=losses[0],
        last_loss=losses[-1],
        losses=np.array(losses),
    )
    return Result(
        measured,
        (
            HeatMap(
                Text("weights of the hidden units after training", "训练后各隐单元的权重"),
                first,
                Axis(Text("unit", "单元")),
                Axis(Text("input", "输入")),
            ),
            Lines(
                Text("loss", "损失"),
                Axis(Text("step", "步")),
                Axis(Text("loss", "损失")),
                (Series(Text("loss", "损失"), np.arange(steps + 1, dtype=float), np.array(losses)),),
            ),
        ),
    )
