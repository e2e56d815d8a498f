"""D60: weight variances after Xavier, He and LeCun, and what they do to signals and gradients."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.kernels.activations import leaky_relu, leaky_relu_derivative
from engine.measurements import Grade, Measurements, measurement
from engine.parameters import Choice, Float, Integer, Scalar
from engine.result import Axis, Bars, Result, Table
from engine.text import Text, same

SAMPLES = 200
RULES: dict[Scalar, Text] = {
    "xavier": same("Xavier"),
    "he": same("He"),
    "lecun": same("LeCun"),
    "torch": Text("PyTorch's default for a linear layer", "PyTorch 线性层的默认值"),
}


def weight_variance(rule: str, fan_in: int, fan_out: int, slope: float) -> float:
    """Variance of the weights of a layer with `fan_in` inputs and `fan_out` outputs.

    Xavier 2 / (fan_in + fan_out), He 2 / ((1 + slope^2) fan_in) for a LeakyReLU of that slope, LeCun 1 / fan_in,
    PyTorch's default 1 / (3 fan_in). Sources: Glorot & Bengio (2010); He et al. (2015); LeCun et al. (1998).
    """
    return {
        "xavier": 2 / (fan_in + fan_out),
        "he": 2 / ((1 + slope**2) * fan_in),
        "lecun": 1 / fan_in,
        "torch": 1 / (3 * fan_in),
    }[rule]


class FanInitialisation(Measurements):
    variance: float = measurement(Text("variance of the weights", "权重方差"), grade=Grade.EXACT)
    deviation: float = measurement(Text("standard deviation of the weights", "权重标准差"), grade=Grade.EXACT)
    uniform_bound: float = measurement(
        Text("bound of a uniform distribution with that variance", "方差相同的均匀分布的界"), grade=Grade.EXACT
    )
    forward_factor: float = measurement(
        Text("factor on the variance of the signal, linear layer", "线性层对信号方差的倍数"), grade=Grade.EXACT
    )
    backward_factor: float = measurement(
        Text("factor on the variance of the gradient, linear layer", "线性层对梯度方差的倍数"), grade=Grade.EXACT
    )
    activated_factor: float = measurement(
        Text("factor on the mean square, with the activation", "含激活函数时均方的倍数"), grade=Grade.EXACT
    )
    measured_forward: float = measurement(Text("measured forward factor", "实测前向倍数"), grade=Grade.STATISTICAL)
    measured_backward: float = measurement(Text("measured backward factor", "实测反向倍数"), grade=Grade.STATISTICAL)
    measured_activated: float = measurement(
        Text("measured factor with the activation", "实测含激活函数的倍数"), grade=Grade.STATISTICAL
    )


@demonstration(
    number="D60",
    name="fan_initialisation",
    topic="gradient_flow",
    title=Text("Fan-in, fan-out and the weight variance", "扇入、扇出与权重方差"),
    summary=Text(
        "One random layer: what Xavier, He, LeCun or PyTorch's default do to the signal and to the gradient.",
        "一个随机层：Xavier、He、LeCun 与 PyTorch 默认值对信号与梯度的作用。",
    ),
    look_for=Text(
        "Forward the factor is fan-in times the variance, backward fan-out times it. Where the two fans differ, no "
        "variance keeps both; Xavier takes the middle. ReLU halves the mean square, which He's factor 2 makes up for.",
        "前向的倍数是扇入乘方差，反向是扇出乘方差。两者不等时，没有一个方差能同时保持；Xavier 取折中。"
        "ReLU 使均方减半，He 的因子 2 正好补回。",
    ),
    predict=Text(
        "256 inputs, 64 outputs, Xavier: does the gradient grow or shrink on its way back?",
        "256 个输入、64 个输出、Xavier：梯度反向传播时变大还是变小？",
    ),
    limits=Text("Independent inputs of mean 0, at initialisation only.", "假设输入独立、均值为 0，且仅限初始化时。"),
    parameters=(
        Choice("rule", Text("rule", "规则"), "xavier", tuple(RULES), RULES),
        Integer("fan_in", Text("fan-in", "扇入"), 256, 2, 2048),
        Integer("fan_out", Text("fan-out", "扇出"), 64, 2, 2048),
        Float(
            "slope", Text("left slope of the activation (0: ReLU)", "激活函数的左侧斜率（0 为 ReLU）"), 0.0, 0.0, 1.0
        ),
    ),
    measurements=FanInitialisation,
    kernels=(weight_variance,),
)
def fan_initialisation(rng: np.random.Generator, *, rule: str, fan_in: int, fan_out: int, slope: float) -> Result:
    """Send signals forward and gradients backward through one layer."""
    variance = weight_variance(rule, fan_in, fan_out, slope)
    w = rng.standard_normal((fan_out, fan_in)) * np.sqrt(variance)
    x, grad = rng.standard_normal((SAMPLES, fan_in)), rng.standard_normal((SAMPLES, fan_out))
    # The activation stands before the weights, as it does between two layers.
    z = rng.standard_normal((SAMPLES, fan_in))
    activated = leaky_relu(z, slope) @ w.T
    measured = FanInitialisation(
        variance=variance,
        deviation=float(np.sqrt(variance)),
        uniform_bound=float(np.sqrt(3 * variance)),
        forward_factor=fan_in * variance,
        backward_factor=fan_out * variance,
        activated_factor=fan_in * variance * (1 + slope**2) / 2,
        measured_forward=float(((x @ w.T) ** 2).mean() / (x**2).mean()),
        measured_backward=float(((grad @ w) ** 2).mean() / (grad**2).mean()),
        measured_activated=float((activated**2).mean() / (z**2).mean()),
    )
    return Result(
        measured,
        (
            Bars(
                Text("factor on the variance", "方差的倍数"),
                Axis(Text("factor", "倍数")),
                (Text("forward", "前向"), Text("backward", "反向"), Text("with activation", "含激活函数")),
                np.array([measured.measured_forward, measured.measured_backward, measured.measured_activated]),
            ),
            Table(
                Text("by formula", "按公式"),
                (Text("variance", "方差"), Text("uniform bound", "均匀分布的界"), Text("mean slope²", "斜率平方均值")),
                ((variance, measured.uniform_bound, float((leaky_relu_derivative(z, slope) ** 2).mean())),),
            ),
        ),
    )
