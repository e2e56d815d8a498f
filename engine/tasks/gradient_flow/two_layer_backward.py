"""The backward pass of a network with one hidden layer."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Case, Quantity, Slope, TaskOption, Wrong, task
from engine.task_cases import LARGER, ONE_SAMPLE, ORDINARY, small, smallest
from engine.text import Text

A = FloatArray
Five = tuple[FloatArray, FloatArray, FloatArray, FloatArray, FloatArray]


def _hidden(x: A, w1: A, b1: A, activation: str) -> tuple[A, A]:
    """The hidden layer and the derivative of its activation."""
    z = x @ w1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    return h, 1 - h**2 if activation == "tanh" else (z > 0).astype(float)


def _passed(x: A, w1: A, delta: A, h: A, dout: A) -> Five:
    return delta @ w1.T, x.T @ delta, delta.sum(axis=0), h.T @ dout, dout.sum(axis=0)


def _no_derivative(x: A, w1: A, b1: A, w2: A, dout: A, *, activation: str) -> Five:
    h, _ = _hidden(x, w1, b1, activation)
    return _passed(x, w1, dout @ w2.T, h, dout)


def _derivative_of_output(x: A, w1: A, b1: A, w2: A, dout: A, *, activation: str) -> Five:
    h, _ = _hidden(x, w1, b1, activation)
    slope = 1 - np.tanh(h) ** 2 if activation == "tanh" else h
    return _passed(x, w1, dout @ w2.T * slope, h, dout)


def _before_activation(x: A, w1: A, b1: A, w2: A, dout: A, *, activation: str) -> Five:
    _, slope = _hidden(x, w1, b1, activation)
    return _passed(x, w1, dout @ w2.T * slope, x @ w1 + b1, dout)


def _averaged(x: A, w1: A, b1: A, w2: A, dout: A, *, activation: str) -> Five:
    dx, *parameters = two_layer_backward.reference(x, w1, b1, w2, dout, activation=activation)
    return dx, *(g / len(x) for g in parameters)


def _biases_averaged(x: A, w1: A, b1: A, w2: A, dout: A, *, activation: str) -> Five:
    dx, dw1, db1, dw2, db2 = two_layer_backward.reference(x, w1, b1, w2, dout, activation=activation)
    return dx, dw1, db1 / len(x), dw2, db2 / len(x)


def _other_activation(x: A, w1: A, b1: A, w2: A, dout: A, *, activation: str) -> Five:
    return two_layer_backward.reference(x, w1, b1, w2, dout, activation="relu" if activation == "tanh" else "tanh")


def _bias_forgotten(x: A, w1: A, b1: A, w2: A, dout: A, *, activation: str) -> Five:
    return two_layer_backward.reference(x, w1, 0 * b1, w2, dout, activation=activation)


def cases(rng: np.random.Generator, *, activation: str) -> Iterator[Case]:
    """One sample, one hidden unit, as many hidden units as inputs; units that are off; a z of exactly 0."""

    def case(name: Text, n: int, inputs: int, hidden: int, outputs: int) -> Case:
        layers = (rng.normal(size=(inputs, hidden)), rng.normal(size=hidden), rng.normal(size=(hidden, outputs)))
        return Case(name, (rng.normal(size=(n, inputs)), *layers, small(rng, n, outputs) + 0.5))

    first = np.array([[1.0, 2.0]]), np.array([[1.0, -1.0], [0.0, 1.0]]), np.array([1.0, -2.0])
    yield Case(smallest("1 by 2"), (*first, np.array([[3.0], [2.0]]), np.array([[2.0]])))
    x, w = np.array([[1.0, 1.0], [2.0, 0.0]]), np.array([[1.0, 1.0], [-1.0, 1.0]])
    yield Case(Text("a hidden sum of exactly 0", "隐藏层输入恰为 0"), (x, w, np.zeros(2), w, x + 1))
    yield case(ONE_SAMPLE, 1, 3, 2, 2)
    yield case(Text("one hidden unit", "只有一个隐藏单元"), 4, 2, 1, 3)
    yield case(Text("all widths alike", "各层宽度相同"), 3, 3, 3, 3)
    yield case(ORDINARY, 5, 3, 4, 2)
    larger = case(LARGER, 20, 6, 8, 4)
    yield from (larger.as_float32(), larger.strided(), larger)


def _loss(x: A, w1: A, b1: A, w2: A, dout: A, *, activation: str) -> float:
    return float((_hidden(x, w1, b1, activation)[0] @ w2 * dout).sum())


@task(
    topic="gradient_flow",
    title=Text("Backward pass of a two-layer network", "两层网络的反向传播"),
    statement=Text(
        "h = {activation}(x w1 + b1) and y = h w2 + b2. Given the gradient `dout` of y, return the gradients of x, w1, b1, w2 "
        "and b2, summed over the samples. ReLU has the derivative 0 at 0.",
        "h = {activation}(x w1 + b1)，y = h w2 + b2。给定 y 的梯度 `dout`，返回 x、w1、b1、w2、b2 的梯度，对样本求和。"
        "ReLU 在 0 处的导数取 0。",
    ),
    arguments=(
        Quantity("x", "n d", Text("a row a sample", "每行一个样本")),
        Quantity("w1", "d h", Text("weight of the hidden layer", "隐藏层的权重")),
        Quantity("b1", "h", Text("bias of the hidden layer", "隐藏层的偏置")),
        Quantity("w2", "h k", Text("weight of the output layer", "输出层的权重")),
        Quantity("dout", "n k", Text("gradient of y", "y 的梯度")),
    ),
    results=(
        Quantity("dx", "n d", Text("gradient of x", "x 的梯度")),
        Quantity("dw1", "d h", Text("gradient of w1", "w1 的梯度")),
        Quantity("db1", "h", Text("gradient of b1", "b1 的梯度")),
        Quantity("dw2", "h k", Text("gradient of w2", "w2 的梯度")),
        Quantity("db2", "k", Text("gradient of b2", "b2 的梯度")),
    ),
    options=(TaskOption("activation", {"tanh": Text("tanh", "tanh"), "relu": Text("ReLU", "ReLU")}),),
    cases=cases,
    wrong={
        "no_derivative": Wrong(
            _no_derivative,
            Text("The derivative of the activation is missing.", "漏了激活函数的导数。"),
        ),
        "derivative_of_output": Wrong(
            _derivative_of_output,
            Text(
                "The factor of the activation is wrong: tanh' taken at h instead of at x w1 + b1, or h itself for ReLU.",
                "激活的因子不对：tanh' 在 h 处而不是在 x w1 + b1 处取值，或 ReLU 用了 h 本身。",
            ),
        ),
        "before_activation": Wrong(
            _before_activation,
            Text("dw2 uses the hidden layer before its activation.", "dw2 用了激活之前的隐藏层。"),
        ),
        "averaged": Wrong(
            _averaged,
            Text("The gradients of the parameters are averaged over the samples.", "参数的梯度对样本取了平均。"),
        ),
        "biases_averaged": Wrong(
            _biases_averaged,
            Text("The gradients of the biases are averaged over the samples.", "偏置的梯度对样本取了平均。"),
        ),
        "other_activation": Wrong(_other_activation, Text("The other activation is used.", "用成了另一种激活函数。")),
        "bias_forgotten": Wrong(_bias_forgotten, Text("The forward pass leaves out b1.", "前向计算漏了 b1。")),
    },
    slopes=(Slope("dx", "x", _loss), Slope("dw1", "w1", _loss), Slope("db1", "b1", _loss), Slope("dw2", "w2", _loss)),
    large=lambda rng, size, *, activation: (
        rng.normal(size=(size, 64)),
        rng.normal(size=(64, 32)) / 8,
        np.zeros(32),
        np.ones((32, 8)),
        np.ones((size, 8)),
    ),
    hints=(
        Text(
            "Go back layer by layer; each gradient has the shape of its quantity.", "逐层往回走；每个梯度与其变量同形。"
        ),
        Text(
            "dw2 = hᵀ dout, db2 = Σ dout, and the gradient of h is dout w2ᵀ.",
            "dw2 = hᵀ dout，db2 = Σ dout，h 的梯度是 dout w2ᵀ。",
        ),
        Text(
            "delta = dout w2ᵀ · activation'(x w1 + b1); then dw1 = xᵀ delta, db1 = Σ delta, dx = delta w1ᵀ.",
            "delta = dout w2ᵀ·激活'(x w1 + b1)；然后 dw1 = xᵀ delta，db1 = Σ delta，dx = delta w1ᵀ。",
        ),
    ),
    explanation=Text(
        "A linear layer passes back delta wᵀ and collects inputᵀ delta; the activation multiplies entry by entry with its "
        "derivative. tanh' = 1 - h² comes from the output that is kept anyway. The bias is added to every sample, so its "
        "gradient is a sum over them.",
        "线性层往回传 delta wᵀ，并得到权重梯度 输入ᵀ delta；激活逐元素乘以导数。tanh' = 1 - h² 可由保存的输出得出。"
        "偏置加在每个样本上，所以它的梯度是对样本求和。",
    ),
    demonstrations=("three_derivatives",),
)
def two_layer_backward(x: A, w1: A, b1: A, w2: A, dout: A, *, activation: str) -> Five:
    z = x @ w1 + b1
    h = np.tanh(z) if activation == "tanh" else np.maximum(z, 0)
    slope = 1 - h**2 if activation == "tanh" else z > 0
    delta = dout @ w2.T * slope
    return delta @ w1.T, x.T @ delta, delta.sum(axis=0), h.T @ dout, dout.sum(axis=0)
