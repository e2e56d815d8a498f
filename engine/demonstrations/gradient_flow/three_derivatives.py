"""D07: the same directional derivative by back-propagation, forward mode and the complex step."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import gradient_flow as kernel
from engine.kernels.activations import ACTIVATIONS, relu
from engine.measurements import Array1D, Grade, Measurements, measurement
from engine.parameters import Array, Choice, Float, FloatArray, Integer, demand_shape
from engine.result import Matrix, Result, Table
from engine.text import Text, same


def complex_step(x: FloatArray, direction: FloatArray, weights: list[FloatArray], name: str) -> FloatArray:
    """The directional derivative as the imaginary part of f(x + i h v) / h: no differentiation rule at all."""
    h = 1e-30
    z = x + 1j * h * direction
    for w in weights:
        z = z @ w.T
        z = 1 / (1 + np.exp(-z)) if name == "sigmoid" else np.tanh(z)
    return np.asarray(z.imag / h, dtype=np.float64)


class ThreeDerivatives(Measurements):
    backprop: float = measurement(Text("directional derivative by back-propagation", "反向传播求得的方向导数"))
    gradient_norm: float = measurement(Text("norm of the whole gradient", "整个梯度的范数"))
    forward_gap: float = measurement(Text("forward mode against it, relative", "前向模式的相对差"))
    complex_gap: float = measurement(Text("complex step against it, relative", "复步法的相对差"))
    hidden_delta: Array1D = measurement(Text("error of the hidden ReLU layer", "隐层（ReLU）的误差"), grade=Grade.EXACT)
    hidden_delta_no_slope: Array1D = measurement(Text("without the slope (a mistake)", "漏乘 f'"), grade=Grade.EXACT)
    hidden_delta_no_weight: Array1D = measurement(
        Text("without the weights (a mistake)", "漏乘权重"), grade=Grade.EXACT
    )
    hidden_delta_untransposed: Array1D = measurement(
        Text("with W instead of its transpose (a mistake)", "误用 W 而非 Wᵀ"), grade=Grade.EXACT
    )


@demonstration(
    number="D07",
    name="three_derivatives",
    topic="gradient_flow",
    title=Text("Is back-propagation to blame?", "怪反向传播吗？"),
    summary=Text(
        "The same directional derivative by back-propagation, forward mode and the complex step.",
        "用反向传播、前向模式与复步法求同一个方向导数。",
    ),
    look_for=Text(
        "Three methods that share no rule give one number. When it is tiny, the function is flat in that direction; no "
        "other way of differentiating makes it larger. Two small layers below can be followed by hand.",
        "三种互不相干的方法给出同一个数。它很小，是因为函数在该方向上确实平坦；换求导方法不会让它变大。下面两层小网络可以手算。",
    ),
    predict=Text(
        "Will forward mode find a larger gradient than back-propagation?", "前向模式求得的梯度会比反向传播大吗？"
    ),
    limits=Text(
        "Shows that the derivative is exact, not how to make it larger.", "说明导数是精确的，并不说明怎样让它变大。"
    ),
    parameters=(
        Choice(
            "activation",
            Text("activation", "激活函数"),
            "sigmoid",
            ("sigmoid", "tanh"),
            {"sigmoid": same("sigmoid"), "tanh": same("tanh")},
        ),
        Integer("depth", Text("depth", "深度"), 20, 1, 60, Text("layers", "层")),
        Integer("width", Text("width", "宽度"), 16, 2, 64),
        Float("scale", Text("weight variance times width", "权重方差 × 宽度"), 1.0, 0.01, 30.0, log=True),
        Array("outer_weights", Text("outer weights, 2x2", "外层权重（2×2）"), ((1.0, -2.0), (3.0, 2.0)), 2, -9, 9, 4),
        Array("hidden", Text("pre-activations of the hidden layer", "隐层的激活前值"), (2.0, -1.0), 1, -9, 9, 4),
        Array("delta", Text("error at the output", "输出误差"), (1.0, 2.0), 1, -9, 9, 4),
    ),
    measurements=ThreeDerivatives,
    kernels=(kernel.backward, kernel.forward_mode, complex_step),
)
def three_derivatives(
    rng: np.random.Generator,
    *,
    activation: str,
    depth: int,
    width: int,
    scale: float,
    outer_weights: FloatArray,
    hidden: FloatArray,
    delta: FloatArray,
) -> Result:
    """Differentiate v . net(x) along a random direction in three ways, and two layers by hand."""
    demand_shape("outer_weights", outer_weights, (len(hidden), len(hidden)))
    demand_shape("delta", delta, hidden.shape)
    f = ACTIVATIONS[activation]
    weights = kernel.random_weights(rng, depth, width, scale)
    x, direction, v = (rng.standard_normal((1, width)) for _ in range(3))
    _, tape = kernel.forward(x, weights, f)
    gradient = kernel.backward(v, tape, f)[0]
    back = float((gradient * direction).sum())
    carried = float((kernel.forward_mode(x, direction, weights, f) * v).sum())
    imaginary = float((complex_step(x, direction, weights, activation) * v).sum())
    size = float(np.linalg.norm(gradient) * np.linalg.norm(direction))
    active = (hidden > 0).astype(float)
    hidden_delta = outer_weights.T @ delta * active
    measured = ThreeDerivatives(
        backprop=back,
        gradient_norm=float(np.linalg.norm(gradient)),
        forward_gap=abs(carried - back) / size,
        complex_gap=abs(imaginary - back) / size,
        hidden_delta=hidden_delta,
        hidden_delta_no_slope=outer_weights.T @ delta,
        hidden_delta_no_weight=delta * active,
        hidden_delta_untransposed=outer_weights @ delta * active,
    )
    return Result(
        measured,
        (
            Table(
                Text("one derivative, three ways", "一个导数，三种求法"),
                (Text("method", "方法"), Text("value", "数值")),
                (
                    (Text("back-propagation", "反向传播"), back),
                    (Text("forward mode", "前向模式"), carried),
                    (Text("complex step", "复步法"), imaginary),
                ),
            ),
            Matrix(Text("outer weights", "外层权重"), outer_weights),
            Matrix(
                Text("hidden layer: a, W^T delta, delta", "隐层：a、Wᵀδ、δ"),
                np.stack([relu(hidden), outer_weights.T @ delta, hidden_delta]),
                row_labels=(same("a"), same("Wᵀδ"), same("δ")),
            ),
        ),
    )
