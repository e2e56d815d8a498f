"""D01 to D04: activation functions, what non-linearity buys, and what a non-zero mean costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np

from engine.demonstration import Grade, Measurement, demonstration
from engine.kernels import activations as kernel
from engine.kernels.activations import ACTIVATIONS, Activation, gaussian_mean, softmax, softmax_jacobian
from engine.parameters import Array, Choice, Float, FloatArray, Integer, Scalar, Value
from engine.result import Axis, Bars, Lines, Mark, Matrix, Result, Series, Table
from engine.text import NOTHING, Text, same

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


TARGETS = np.linspace(-2, 2, 401)
FIT_LABELS: Mapping[Scalar, Text] = {
    "square": Text("square", "平方"),
    "identity": Text("identity", "恒等"),
    "relu": same("ReLU"),
    "tanh": same("tanh"),
}


def random_feature_error(value: FloatArray, target: FloatArray) -> float:
    """Root mean square error of the least-squares fit of `target` (n,) on features `value` (n, m)."""
    fit = value @ np.linalg.lstsq(value, target, rcond=1e-13)[0]
    return float(np.sqrt(np.mean((fit - target) ** 2)))


@demonstration(
    number="D03",
    name="any_nonlinearity",
    topic="activations",
    title=Text("Is any non-linearity enough?", "任意非线性都够吗？"),
    summary=Text(
        "Fitting x^3 with one hidden layer of squares, ReLUs or tanhs of growing width.",
        "用单隐层（平方、ReLU 或 tanh）拟合 x³，逐渐加宽。",
    ),
    look_for=Text(
        "Squares are not linear, yet a layer of them only ever gives a quadratic: the error stays that of the best "
        "parabola at any width. ReLU and tanh go on improving, because they are no polynomials.",
        "平方不是线性的，但一层平方只能给出二次函数：无论多宽，误差都等于最优抛物线的误差。ReLU 与 tanh 不是多项式，误差会一直下降。",
    ),
    predict=Text("Will 400 squared units fit a cubic better than 5?", "400 个平方单元会比 5 个更好地拟合三次函数吗？"),
    limits=Text(
        "One hidden layer and least squares on the outer weights; depth changes the picture for squares.",
        "仅单隐层，且只对外层权重做最小二乘；加深之后平方的情形会不同。",
    ),
    parameters=(
        Choice(
            "activation",
            Text("activation", "激活函数"),
            "square",
            ("square", "identity", "relu", "tanh"),
            FIT_LABELS,
        ),
        Integer("width", Text("hidden units", "隐单元数"), 50, 1, 400),
    ),
    measurements=(
        Measurement("error", Text("root mean square error", "均方根误差"), grade=Grade.STATISTICAL),
        Measurement("quadratic_error", Text("error of the best parabola", "最优抛物线的误差")),
        Measurement("line_error", Text("error of the best line", "最优直线的误差")),
    ),
    kernels=(random_feature_error,),
)
def any_nonlinearity(rng: np.random.Generator, *, activation: str, width: int) -> Result:
    """Fit x^3 on [-2, 2] with random hidden units."""
    cube = TARGETS**3
    hidden = np.outer(TARGETS, rng.standard_normal(width)) + rng.uniform(-2, 2, width)
    functions: dict[str, Callable[[FloatArray], FloatArray]] = {
        "square": lambda z: z**2,
        "identity": lambda z: z,
        "relu": kernel.relu,
        "tanh": lambda z: np.asarray(np.tanh(z)),
    }
    features = np.column_stack([functions[activation](hidden), np.ones(len(TARGETS))])
    fitted = features @ np.linalg.lstsq(features, cube, rcond=1e-13)[0]
    errors = [
        float(np.sqrt(np.mean((np.polyval(np.polyfit(TARGETS, cube, degree), TARGETS) - cube) ** 2)))
        for degree in (1, 2)
    ]
    measured: dict[str, Value] = {
        "error": random_feature_error(features, cube),
        "quadratic_error": errors[1],
        "line_error": errors[0],
    }
    return Result(
        measured,
        (
            Lines(
                Text("fit of x³", "对 x³ 的拟合"),
                Axis(same("x")),
                Axis(same("y")),
                (Series(same("x³"), TARGETS, cube), Series(Text("fit", "拟合"), TARGETS, np.asarray(fitted, float))),
            ),
        ),
    )


def second_moment_condition(mean: float, deviation: float, units: int) -> float:
    """Condition number of E[h h^T] for independent units of equal mean and deviation: 1 + k mean^2 / deviation^2."""
    return 1 + units * mean**2 / deviation**2


@cache
def _moments_of(name: str) -> tuple[float, float]:
    f = ACTIVATIONS[name]
    mean = gaussian_mean(f.value)
    return mean, float(np.sqrt(gaussian_mean(lambda z: f.value(z) ** 2) - mean**2))


@demonstration(
    number="D04",
    name="mean_and_conditioning",
    topic="activations",
    title=Text("Zero mean and conditioning", "零均值与条件数"),
    summary=Text(
        "What a non-zero mean output does to the curvature that the next layer sees.",
        "输出均值不为零会怎样影响下一层看到的曲率。",
    ),
    look_for=Text(
        "The condition number is about 1 + k m^2/s^2: it grows with the number of units wherever the mean is not zero, "
        "and gradient descent on the next layer slows in proportion.",
        "条件数约为 1＋k·m²/s²：只要均值不为零，它就随单元数增长，下一层的梯度下降也随之变慢。",
    ),
    predict=Text(
        "Sigmoid or ReLU: which makes the next layer worse conditioned?", "sigmoid 与 ReLU，哪个让下一层条件更差？"
    ),
    limits=Text(
        "Independent units on N(0, 1) inputs; real units are correlated.",
        "假设单元独立、输入 N(0, 1)；真实单元彼此相关。",
    ),
    parameters=(
        Choice("activation", Text("activation", "激活函数"), "sigmoid", NAMES, LABELS),
        Integer("units", Text("units k", "单元数 k"), 20, 2, 100),
        Integer("samples", Text("samples", "样本数"), 4000, 500, 20_000),
    ),
    measurements=(
        Measurement("mean", Text("mean output m", "输出均值 m")),
        Measurement("spread", Text("standard deviation s", "标准差 s")),
        Measurement("predicted", Text("1 + k m^2 / s^2", "1＋k·m²/s²")),
        Measurement("condition", Text("measured condition number", "实测条件数"), grade=Grade.STATISTICAL),
        Measurement("centred_condition", Text("the same after centring", "去均值后的条件数"), grade=Grade.STATISTICAL),
    ),
    kernels=(second_moment_condition, gaussian_mean),
)
def mean_and_conditioning(rng: np.random.Generator, *, activation: str, units: int, samples: int) -> Result:
    """Condition number of E[h h^T] for independent units."""
    f = ACTIVATIONS[activation]
    h = f.value(rng.standard_normal((samples, units)))
    mean, spread = _moments_of(activation)
    predicted = {name: second_moment_condition(*_moments_of(name), units) for name in ACTIVATIONS}
    measured: dict[str, Value] = {
        "mean": mean,
        "spread": spread,
        "predicted": second_moment_condition(mean, spread, units),
        "condition": float(np.linalg.cond(h.T @ h / samples)),
        "centred_condition": float(np.linalg.cond(np.cov(h.T))),
    }
    order = sorted(predicted, key=lambda name: -predicted[name])
    return Result(
        measured,
        (
            Bars(
                Text("condition number, by activation", "各激活函数的条件数"),
                Axis(Text("condition number", "条件数"), NOTHING, log=True),
                tuple(LABELS[name] for name in order),
                np.array([predicted[name] for name in order]),
            ),
        ),
    )
