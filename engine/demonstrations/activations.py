"""D01 and D02: activation functions, and what becomes of layers without them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.demonstration import Grade, Measurement, demonstration
from engine.kernels import activations as kernel
from engine.kernels.activations import ACTIVATIONS, Activation, gaussian_mean, softmax, softmax_jacobian
from engine.parameters import Array, Choice, Float, FloatArray, Integer, Scalar, Value
from engine.result import Axis, Lines, Mark, Matrix, Result, Series, Table
from engine.text import Text, same

NAMES = tuple(ACTIVATIONS)
LABELS: Mapping[Scalar, Text] = {name: item.label for name, item in ACTIVATIONS.items()}
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
        "Which of sigmoid, tanh and GELU has a slope above 1 somewhere?",
        "sigmoid、tanh、GELU 中，哪个在某处斜率大于 1？",
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
    measurements=(
        Measurement("value", Text("f(x0)", "f(x0)")),
        Measurement("derivative", Text("f'(x0)", "f'(x0)")),
        Measurement("difference_quotient", Text("central difference at x0", "x0 处的中心差分")),
        Measurement("mean", Text("E f(Z), Z ~ N(0, sigma^2)", "E f(Z)，Z ~ N(0, σ²)")),
        Measurement("spread", Text("standard deviation of f(Z)", "f(Z) 的标准差")),
        Measurement("mean_slope", Text("E f'(Z)", "E f'(Z)")),
        Measurement("mean_square_slope", Text("E f'(Z)^2: what scales gradients", "E f'(Z)²：决定梯度缩放")),
        Measurement("saturated_share", Text("share of |f'(Z)| < 0.05", "|f'(Z)| < 0.05 的比例")),
        Measurement("largest_slope", Text("largest slope on [-12, 12]", "[-12, 12] 上的最大斜率")),
        Measurement("largest_slope_at", Text("where", "取得处")),
        Measurement("smallest_slope", Text("smallest slope on [-12, 12]", "[-12, 12] 上的最小斜率")),
        Measurement("smallest_value", Text("smallest value on [-12, 12]", "[-12, 12] 上的最小值")),
        Measurement("smallest_value_at", Text("where", "取得处")),
        Measurement("monotone", Text("whether it never falls", "是否单调不减")),
        Measurement("right_slope", Text("one-sided slope at 0 from the right", "0 处的右侧斜率")),
        Measurement("left_slope", Text("one-sided slope at 0 from the left", "0 处的左侧斜率")),
        Measurement("gelu_gap", Text("largest gap of GELU's tanh form", "GELU 的 tanh 近似的最大误差")),
        Measurement("probabilities", Text("softmax of the logits", "softmax 概率")),
        Measurement("jacobian", Text("Jacobian of the softmax", "softmax 的雅可比矩阵")),
        Measurement("jacobian_diagonal", Text("diag(p (1 - p)) only (a mistake)", "误取 diag(p(1−p))")),
        Measurement("jacobian_norm", Text("spectral norm of that Jacobian", "雅可比的谱范数")),
        Measurement(
            "shift_gap", Text("change of the softmax when all logits shift", "所有输入同加常数时 softmax 的变化")
        ),
    ),
    kernels=(kernel.sigmoid, kernel.relu, kernel.gelu, kernel.gelu_derivative, kernel.silu, kernel.softmax_jacobian),
)
def activation_explorer(
    rng: np.random.Generator, *, activation: str, slope: float, point: float, deviation: float, logits: FloatArray
) -> Result:
    """Look at one activation from all sides."""
    f = chosen(activation, slope)
    measured: dict[str, Value] = {
        **_at(f, point),
        **_moments(f, deviation),
        **_extremes(f),
        **_softmax(logits),
        "gelu_gap": float(np.abs(kernel.gelu(GRID) - kernel.gelu_tanh(GRID)).max()) if activation == "gelu" else 0.0,
    }
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
                    tuple(
                        _float(measured[name])
                        for name in ("mean", "spread", "mean_square_slope", "saturated_share", "largest_slope")
                    ),
                ),
            ),
        ),
    )


def _float(value: Value) -> float:
    assert isinstance(value, int | float)
    return float(value)


def _at(f: Activation, point: float) -> dict[str, Value]:
    x, h = np.array([point]), 1e-6
    quotient = (f.value(x + h) - f.value(x - h)) / (2 * h)
    zero, step = np.zeros(1), np.array([1e-7])
    return {
        "value": float(f.value(x)[0]),
        "derivative": float(f.derivative(x)[0]),
        "difference_quotient": float(quotient[0]),
        "right_slope": float((f.value(step) - f.value(zero))[0] / 1e-7),
        "left_slope": float((f.value(zero) - f.value(-step))[0] / 1e-7),
    }


def _moments(f: Activation, deviation: float) -> dict[str, Value]:
    mean = gaussian_mean(f.value, deviation)
    square = gaussian_mean(lambda z: f.value(z) ** 2, deviation)
    saturated = (np.abs(f.derivative(GRID * deviation / 1.5)) < SATURATED).astype(float)
    z = GRID / 1.5
    density = np.exp(-(z**2) / 2)
    return {
        "mean": mean,
        "spread": float(np.sqrt(max(0.0, square - mean**2))),
        "mean_slope": gaussian_mean(f.derivative, deviation),
        "mean_square_slope": gaussian_mean(lambda z: f.derivative(z) ** 2, deviation),
        "saturated_share": float((saturated * density).sum() / density.sum()),
    }


def _extremes(f: Activation) -> dict[str, Value]:
    value, slope = f.value(GRID), f.derivative(GRID)
    return {
        "largest_slope": float(slope.max()),
        "largest_slope_at": float(GRID[slope.argmax()]),
        "smallest_slope": float(slope.min()),
        "smallest_value": float(value.min()),
        "smallest_value_at": float(GRID[value.argmin()]),
        "monotone": bool(np.all(np.diff(value) >= -1e-12)),
    }


def _softmax(logits: FloatArray) -> dict[str, Value]:
    p, jacobian = softmax(logits), softmax_jacobian(logits)
    return {
        "probabilities": p,
        "jacobian": jacobian,
        "jacobian_diagonal": np.diag(p * (1 - p)),
        "jacobian_norm": float(np.linalg.norm(jacobian, 2)),
        "shift_gap": float(np.abs(softmax(logits + 7.0) - p).max()),
    }


XOR = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
XOR_LABELS = np.array([0.0, 1.0, 1.0, 0.0])


def stack_forward(x: FloatArray, layers: list[FloatArray], rectify: bool) -> FloatArray:
    """x W1^T, with ReLU between the layers or without, through all layers; x of shape (n, d)."""
    for number, weights in enumerate(layers):
        x = x @ weights.T
        if rectify and number < len(layers) - 1:
            x = kernel.relu(x)
    return x


def best_linear_accuracy() -> float:
    """The most of XOR's four points that any line separates, by trying every direction and threshold on a grid."""
    angles = np.linspace(0, 2 * np.pi, 360, endpoint=False)
    scores = XOR @ np.stack([np.cos(angles), np.sin(angles)])
    above = scores[:, :, None] > np.linspace(-2, 2, 81)
    return float((above == (XOR_LABELS > 0)[:, None, None]).mean(axis=0).max())


def xor_by_two_relus(x: FloatArray) -> FloatArray:
    """relu(x1 + x2) - 2 relu(x1 + x2 - 1): XOR, exactly."""
    total = x.sum(axis=1)
    return kernel.relu(total) - 2 * kernel.relu(total - 1)


@demonstration(
    number="D02",
    name="linear_collapse",
    topic="activations",
    title=Text("Linear collapse and XOR", "线性塌缩与异或"),
    summary=Text(
        "A stack of linear layers against their product, and the smallest thing a line cannot do.",
        "线性层的堆叠与其乘积的比较，以及直线做不到的最小例子。",
    ),
    look_for=Text(
        "Without activations the stack and the single product matrix agree to rounding however many layers there are. "
        "With ReLU between them they do not. No line gets more than three of XOR's four points; two ReLU units get all.",
        "没有激活函数时，无论多少层，堆叠与单个乘积矩阵只差舍入误差；中间加上 ReLU 就不同了。"
        "没有直线能分对异或四点中的三个以上，而两个 ReLU 单元全部分对。",
    ),
    predict=Text(
        "How far from the product matrix is a stack of ten linear layers?", "十个线性层的堆叠与乘积矩阵相差多少？"
    ),
    limits=Text(
        "Capacity only: says nothing about whether training finds the solution.", "只讲表示能力，不说明训练能否找到解。"
    ),
    parameters=(
        Integer("layers", Text("layers", "层数"), 8, 1, 20),
        Integer("width", Text("width", "宽度"), 16, 1, 64),
        Choice("rectify", Text("ReLU between layers", "层间加 ReLU"), False, (False, True)),
        Array("first", Text("first 2x2 layer", "第一层（2×2）"), ((1.0, 2.0), (3.0, 4.0)), 2, -20, 20, 4),
        Array("second", Text("second 2x2 layer", "第二层（2×2）"), ((0.0, 1.0), (1.0, 1.0)), 2, -20, 20, 4),
    ),
    measurements=(
        Measurement("relative_gap", Text("stack against product matrix, relative", "堆叠与乘积矩阵的相对差")),
        Measurement(
            "linear_accuracy", Text("best accuracy of a line on XOR", "直线在异或上的最高准确率"), grade=Grade.EXACT
        ),
        Measurement(
            "affine_gap",
            Text("|best affine prediction on XOR - 1/2|", "异或上最优仿射预测与 1/2 之差"),
            grade=Grade.EXACT,
        ),
        Measurement(
            "relu_error", Text("error of two ReLU units on XOR", "两个 ReLU 单元在异或上的误差"), grade=Grade.EXACT
        ),
        Measurement(
            "merged",
            Text("the one matrix that second after first is", "先 first 后 second 合并成的矩阵"),
            grade=Grade.EXACT,
        ),
        Measurement(
            "merged_wrong_order",
            Text("the product the wrong way round (a mistake)", "次序颠倒的乘积"),
            grade=Grade.EXACT,
        ),
        Measurement(
            "merged_sum", Text("the sum instead of the product (a mistake)", "误取两矩阵之和"), grade=Grade.EXACT
        ),
    ),
    kernels=(stack_forward, xor_by_two_relus, best_linear_accuracy),
)
def linear_collapse(
    rng: np.random.Generator, *, layers: int, width: int, rectify: bool, first: FloatArray, second: FloatArray
) -> Result:
    """Collapse a random stack, and try XOR."""
    stack = [rng.standard_normal((width, width)) / np.sqrt(width) for _ in range(layers)]
    x = rng.standard_normal((32, width))
    product = np.linalg.multi_dot([*reversed(stack), np.eye(width)]) if layers > 1 else stack[0]
    through = stack_forward(x, stack, rectify)
    gap = float(np.abs(through - x @ product.T).max() / np.abs(x @ product.T).max())
    design = np.column_stack([XOR, np.ones(4)])
    prediction = design @ np.linalg.lstsq(design, XOR_LABELS, rcond=None)[0]
    measured: dict[str, Value] = {
        "relative_gap": gap,
        "linear_accuracy": best_linear_accuracy(),
        "affine_gap": float(np.abs(prediction - 0.5).max()),
        "relu_error": float(np.abs(xor_by_two_relus(XOR) - XOR_LABELS).max()),
        "merged": second @ first,
        "merged_wrong_order": first @ second,
        "merged_sum": first + second,
    }
    return Result(
        measured,
        (
            Table(
                Text("the exclusive or", "异或"),
                (same("x1"), same("x2"), same("y"), Text("best affine", "最优仿射"), Text("two ReLUs", "两个 ReLU")),
                tuple(
                    (*map(float, point), float(label), round(float(affine), 12), float(net))
                    for point, label, affine, net in zip(
                        XOR, XOR_LABELS, prediction, xor_by_two_relus(XOR), strict=True
                    )
                ),
            ),
            Matrix(Text("second after first, as one matrix", "先 first 后 second，合成一个矩阵"), second @ first),
        ),
    )
