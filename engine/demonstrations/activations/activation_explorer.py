"""D01: activation functions and their derivatives."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.activations._names import LABELS, NAMES
from engine.kernels import activations as kernel
from engine.kernels.activations import ACTIVATIONS, Activation
from engine.kernels.normal import gaussian_mean, normal_density
from engine.kernels.softmax import softmax, softmax_jacobian
from engine.measurements import Array1D, Array2D, Measurements, measurement
from engine.parameters import Array, Choice, Float, FloatArray
from engine.result import Axis, Lines, Mark, Result, Series, Table
from engine.text import Text, same

GRID = np.linspace(-12, 12, 48_001)
"""Fine enough that extremes are found to 1e-7."""
SATURATED = 0.05
"""A slope below this in absolute value counts as saturated."""


def chosen(name: str, slope: float) -> Activation:
    """The activation; LeakyReLU and ELU take `slope` as their parameter."""
    base = ACTIVATIONS[name]
    if name == "leaky_relu":
        return Activation(
            name,
            base.label,
            base.latex,
            lambda x: kernel.leaky_relu(x, slope),
            lambda x: kernel.leaky_relu_derivative(x, slope),
        )
    return base


class ActivationAtPoint(Measurements):
    value: float = measurement(Text("f(x0)", "f(x0)"))
    derivative: float = measurement(Text("f'(x0)", "f'(x0)"))
    difference_quotient: float = measurement(Text("central difference at x0", "x0 处的中心差分"))
    right_slope: float = measurement(Text("one-sided slope at 0 from the right", "0 处的右侧斜率"))
    left_slope: float = measurement(Text("one-sided slope at 0 from the left", "0 处的左侧斜率"))
    kink: bool = measurement(Text("whether the slopes at 0 differ", "0 处两侧斜率是否不等"))


class ActivationMoments(Measurements):
    mean: float = measurement(Text("E f(Z), Z ~ N(0, sigma^2)", "E f(Z)，Z ~ N(0, σ²)"))
    spread: float = measurement(Text("standard deviation of f(Z)", "f(Z) 的标准差"))
    mean_slope: float = measurement(Text("E f'(Z)", "E f'(Z)"))
    mean_square_slope: float = measurement(Text("E f'(Z)^2: what scales gradients", "E f'(Z)²：决定梯度缩放"))
    saturated_share: float = measurement(Text("share of |f'(Z)| < 0.05", "|f'(Z)| < 0.05 的比例"))
    saturation_limit: float = measurement(Text("slope below which an input counts as saturated", "判为饱和的斜率界限"))


class ActivationExtremes(Measurements):
    largest_slope: float = measurement(Text("largest slope on [-12, 12]", "[-12, 12] 上的最大斜率"))
    largest_slope_at: float = measurement(Text("where", "取得处"))
    smallest_slope: float = measurement(Text("smallest slope on [-12, 12]", "[-12, 12] 上的最小斜率"))
    smallest_value: float = measurement(Text("smallest value on [-12, 12]", "[-12, 12] 上的最小值"))
    smallest_value_at: float = measurement(Text("where", "取得处"))
    monotone: bool = measurement(Text("whether it never falls", "是否单调不减"))


class SoftmaxOfLogits(Measurements):
    probabilities: Array1D = measurement(Text("softmax of the logits", "softmax 概率"))
    jacobian: Array2D = measurement(Text("Jacobian of the softmax", "softmax 的雅可比矩阵"))
    jacobian_diagonal: Array2D = measurement(Text("diag(p (1 - p)) only (a mistake)", "误取 diag(p(1−p))"))
    jacobian_norm: float = measurement(Text("spectral norm of that Jacobian", "雅可比的谱范数"))
    shift_gap: float = measurement(
        Text("change of the softmax when all logits shift", "所有输入同加常数时 softmax 的变化")
    )


class ActivationExplorer(Measurements):
    at_point: ActivationAtPoint
    moments: ActivationMoments
    extremes: ActivationExtremes
    gelu_gap: float = measurement(Text("largest gap of GELU's tanh form", "GELU 的 tanh 近似的最大误差"))
    softmax: SoftmaxOfLogits


@demonstration(
    number="D01",
    name="activation_explorer",
    topic="activations",
    title=Text("Activation explorer", "激活函数浏览器"),
    summary=Text(
        "One activation: value, slope, range, and what it does to normal inputs.",
        "一个激活函数：函数值、斜率、值域，以及它对正态输入的作用。",
    ),
    look_for=Text(
        "Slope, mean and saturation are three different things. The sigmoid never slopes more than a quarter and "
        "saturates once its inputs spread; ReLU has slope 1 wherever it lives but a mean of 0.4 sigma and a dead half; "
        "GELU, SiLU and Mish dip below zero and slope more than 1 somewhere.",
        "斜率、均值与饱和是三回事。sigmoid 斜率从不超过四分之一，输入一散开就饱和；ReLU 活着的地方斜率为 1，"
        "但输出均值约 0.4σ，且有一半是死区；GELU、SiLU、Mish 会略低于零，某处斜率大于 1。",
    ),
    predict=Text(
        "How steep is the sigmoid at 1, and how steep can it get?",
        "sigmoid 在 1 处的斜率是多少？最大能到多少？",
    ),
    limits=Text(
        "One unit on normal inputs; trained networks have other input distributions.",
        "单个单元、正态输入；训练好的网络输入分布不同。",
    ),
    parameters=(
        Choice("activation", Text("activation", "激活函数"), "sigmoid", NAMES, LABELS),
        Float("slope", Text("negative slope of LeakyReLU", "LeakyReLU 的负半轴斜率"), 0.01, 0.0, 0.9),
        Float("point", Text("point x0", "点 x0"), 1.0, -8.0, 8.0),
        Float("deviation", Text("input standard deviation", "输入标准差 σ"), 1.0, 0.1, 20.0, log=True),
        Array("logits", Text("logits of a softmax", "softmax 的输入"), (0.0, 1.0, 2.0), 1, -50, 50, 6),
    ),
    measurements=ActivationExplorer,
    kernels=(kernel.sigmoid, kernel.relu, kernel.gelu, kernel.gelu_derivative, kernel.silu, softmax_jacobian),
)
def activation_explorer(
    rng: np.random.Generator, *, activation: str, slope: float, point: float, deviation: float, logits: FloatArray
) -> Result:
    """Look at one activation from all sides."""
    f = chosen(activation, slope)
    moments, extremes = _moments(f, deviation), _extremes(f)
    measured = ActivationExplorer(
        at_point=_at(f, point),
        moments=moments,
        extremes=extremes,
        softmax=_softmax(logits),
        gelu_gap=float(np.abs(kernel.gelu(GRID) - kernel.gelu_tanh(GRID)).max()) if activation == "gelu" else 0.0,
    )
    x = np.linspace(-5, 5, 241)
    tangent = f.value(np.array([point]))[0] + f.derivative(np.array([point]))[0] * (x - point)
    return Result(
        measured,
        (
            Lines(
                f.label,
                Axis(same("z")),
                Axis(Text("value", "数值")),
                (
                    Series(same("f(z)"), x, f.value(x)),
                    Series(same("f'(z)"), x, f.derivative(x)),
                    Series(Text("tangent at x0", "x0 处切线"), x, np.clip(tangent, -2, 6)),
                ),
                (Mark(same("x0"), point, "x"),),
            ),
            _left_of_zero(f),
            _weighted(f, deviation),
            Table(
                Text("on normal inputs", "正态输入下"),
                (
                    Text("mean", "均值"),
                    Text("std", "标准差"),
                    same("E f'²"),
                    Text("saturated", "饱和比例"),
                    same("max f'"),
                ),
                (
                    (
                        moments.mean,
                        moments.spread,
                        moments.mean_square_slope,
                        moments.saturated_share,
                        extremes.largest_slope,
                    ),
                ),
            ),
        ),
    )


def _left_of_zero(f: Activation) -> Lines:
    """f alone, where a dip would be: on the scale of the whole curve it cannot be seen."""
    z = np.linspace(-5, 0, 201)
    y = f.value(z)
    return Lines(
        Text("f(z) left of zero", "零点左侧的 f(z)"),
        Axis(same("z")),
        Axis(same("f(z)")),
        (Series(same("f(z)"), z, y),),
        (Mark(Text("lowest", "最低处"), float(z[y.argmin()]), "x"),),
    )


def _weighted(f: Activation, deviation: float) -> Lines:
    """f times the density of its input: the area under it is the mean of the output."""
    z = deviation * np.linspace(-4, 4, 241)
    density = normal_density(z / deviation) / deviation
    return Lines(
        Text(
            "density of the input, and f(z) times it: the area is the mean",
            "输入的密度，及 f(z) 乘密度：面积即输出均值",
        ),
        Axis(same("z")),
        Axis(Text("density", "密度")),
        (
            Series(Text("density", "密度"), z, density),
            Series(Text("f(z) × density", "f(z)×密度"), z, f.value(z) * density),
        ),
    )


def _at(f: Activation, point: float) -> ActivationAtPoint:
    x, h = np.array([point]), 1e-6
    quotient = (f.value(x + h) - f.value(x - h)) / (2 * h)
    zero, step = np.zeros(1), np.array([1e-7])
    right = float((f.value(step) - f.value(zero))[0] / 1e-7)
    left = float((f.value(zero) - f.value(-step))[0] / 1e-7)
    return ActivationAtPoint(
        value=float(f.value(x)[0]),
        derivative=float(f.derivative(x)[0]),
        difference_quotient=float(quotient[0]),
        right_slope=right,
        left_slope=left,
        kink=abs(right - left) > 1e-4,
    )


def _moments(f: Activation, deviation: float) -> ActivationMoments:
    mean = gaussian_mean(f.value, deviation)
    square = gaussian_mean(lambda z: f.value(z) ** 2, deviation)
    saturated = (np.abs(f.derivative(GRID * deviation / 1.5)) < SATURATED).astype(float)
    z = GRID / 1.5
    density = np.exp(-(z**2) / 2)
    return ActivationMoments(
        mean=mean,
        spread=float(np.sqrt(max(0.0, square - mean**2))),
        mean_slope=gaussian_mean(f.derivative, deviation),
        mean_square_slope=gaussian_mean(lambda z: f.derivative(z) ** 2, deviation),
        saturated_share=float((saturated * density).sum() / density.sum()),
        saturation_limit=SATURATED,
    )


def _extremes(f: Activation) -> ActivationExtremes:
    value, slope = f.value(GRID), f.derivative(GRID)
    return ActivationExtremes(
        largest_slope=float(slope.max()),
        largest_slope_at=float(GRID[slope.argmax()]),
        smallest_slope=float(slope.min()),
        smallest_value=float(value.min()),
        smallest_value_at=float(GRID[value.argmin()]),
        monotone=bool(np.all(np.diff(value) >= -1e-12)),
    )


def _softmax(logits: FloatArray) -> SoftmaxOfLogits:
    p, jacobian = softmax(logits), softmax_jacobian(logits)
    return SoftmaxOfLogits(
        probabilities=p,
        jacobian=jacobian,
        jacobian_diagonal=np.diag(p * (1 - p)),
        jacobian_norm=float(np.linalg.norm(jacobian, 2)),
        shift_gap=float(np.abs(softmax(logits + 7.0) - p).max()),
    )
