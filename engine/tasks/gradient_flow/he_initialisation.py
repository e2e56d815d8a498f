"""He initialisation: the variance that keeps signals alive behind a leaky ReLU."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Case, Quantity, TaskOption, Wrong, task
from engine.task_cases import LARGER, ORDINARY, small, smallest
from engine.text import Text


def _fans(z: FloatArray) -> tuple[int, int]:
    """Inputs and outputs of a unit, the cells of the kernel counted."""
    outputs, inputs, cells = z.shape
    return inputs * cells, outputs * cells


def _fan(z: FloatArray, mode: str) -> int:
    return _fans(z)[0 if mode == "fan_in" else 1]


def _variance(z: FloatArray, variance: float) -> FloatArray:
    return z * np.sqrt(variance)


def _xavier(z: FloatArray, slope: float, *, mode: str) -> FloatArray:
    return _variance(z, 2 / sum(_fans(z)))


def _two_forgotten(z: FloatArray, slope: float, *, mode: str) -> FloatArray:
    return _variance(z, 1 / _fan(z, mode))


def _two_forgotten_alone(z: FloatArray, slope: float, *, mode: str) -> FloatArray:
    return _variance(z, 1 / ((1 + slope**2) * _fan(z, mode)))


def _slope_forgotten(z: FloatArray, slope: float, *, mode: str) -> FloatArray:
    return _variance(z, 2 / _fan(z, mode))


def _slope_not_squared(z: FloatArray, slope: float, *, mode: str) -> FloatArray:
    return _variance(z, 2 / ((1 + slope) * _fan(z, mode)))


def _no_root(z: FloatArray, slope: float, *, mode: str) -> FloatArray:
    return z * 2 / ((1 + slope**2) * _fan(z, mode))


def _kernel_forgotten(z: FloatArray, slope: float, *, mode: str) -> FloatArray:
    return _variance(z, 2 / ((1 + slope**2) * z.shape[1 if mode == "fan_in" else 0]))


def _other_fan(z: FloatArray, slope: float, *, mode: str) -> FloatArray:
    return he_initialisation.reference(z, slope, mode="fan_out" if mode == "fan_in" else "fan_in")


def cases(rng: np.random.Generator, *, mode: str) -> Iterator[Case]:
    """Dense layers (kernels of one cell) and convolutions; slopes of 0, below 1 and 1."""
    yield Case(smallest("1 by 2 by 1"), (np.array([[[1.0], [-3.0]]]), 0.0))
    yield Case(Text("a dense layer, leaky", "全连接层，带泄漏"), (small(rng, 3, 2, 1) + 0.5, 0.5))
    yield Case(Text("a convolution, plain ReLU", "卷积层，普通 ReLU"), (rng.normal(size=(2, 3, 9)), 0.0))
    yield Case(Text("a slope of 1 (no activation)", "斜率为 1（无激活）"), (small(rng, 2, 4, 3) + 0.5, 1.0))
    yield Case(Text("one input, one output", "单输入单输出"), (small(rng, 1, 1, 5) + 0.5, 0.2))
    yield Case(ORDINARY, (rng.normal(size=(4, 3, 2)), 0.3))
    larger = Case(LARGER, (rng.normal(size=(10, 6, 9)), 0.1))
    yield from (larger.as_float32(), larger.strided(), larger)


@task(
    topic="gradient_flow",
    title=Text("He initialisation", "He 初始化"),
    statement=Text(
        "`z` holds standard normal numbers in the shape of a weight: outputs, inputs, cells of the kernel (1 for a dense "
        "layer). Scale it to He's initial weights for a leaky ReLU whose slope below 0 is `slope`, with the variance "
        "set by {mode}.",
        "`z` 是形如权重的标准正态随机数：输出通道、输入通道、卷积核格数（全连接层为 1）。"
        "把它缩放为负半轴斜率为 `slope` 的 leaky ReLU 的 He 初始权重，方差按{mode}确定。",
    ),
    arguments=(
        Quantity("z", "outputs inputs cells", Text("standard normal numbers", "标准正态随机数")),
        Quantity("slope", "", Text("slope below 0; 0 for ReLU", "负半轴斜率；ReLU 为 0"), fixed=True),
    ),
    results=(Quantity("weight", "outputs inputs cells", Text("initial weights", "初始权重")),),
    options=(
        TaskOption(
            "mode",
            {
                "fan_in": Text("fan-in, which keeps the forward signal", "扇入（保持前向信号）"),
                "fan_out": Text(
                    "fan-out (outputs times cells), which keeps the gradient", "扇出（输出通道数乘格数，保持梯度）"
                ),
            },
        ),
    ),
    cases=cases,
    wrong={
        "xavier": Wrong(
            _xavier,
            Text("This is Xavier's variance, 2 / (fan-in + fan-out).", "这是 Xavier 的方差 2 / (扇入 + 扇出)。"),
        ),
        "two_forgotten": Wrong(
            _two_forgotten_alone,
            Text(
                "The factor 2 is missing: the half that ReLU takes away is not made up for.",
                "漏了因子 2：没有补偿 ReLU 去掉的一半。",
            ),
            also=(_two_forgotten,),
        ),
        "slope_forgotten": Wrong(_slope_forgotten, Text("The slope is not used.", "没有用到斜率。")),
        "slope_not_squared": Wrong(_slope_not_squared, Text("The slope is not squared.", "斜率没有平方。")),
        "no_root": Wrong(
            _no_root, Text("It multiplies by the variance instead of the deviation.", "乘的是方差，而不是标准差。")
        ),
        "kernel_forgotten": Wrong(
            _kernel_forgotten,
            Text("The fan leaves out the cells of the kernel.", "扇入或扇出没有乘卷积核的格数。"),
        ),
        "other_fan": Wrong(
            _other_fan, Text("Fan-in and fan-out are exchanged.", "扇入与扇出弄反了。"), convention=True
        ),
    },
    large=lambda rng, size, *, mode: (rng.normal(size=(size, 16, 4)), 0.0),
    hints=(
        Text("How many terms does a unit's sum have? That is its fan.", "一个单元的加权和有多少项？那就是扇入。"),
        Text("fan-in = inputs · cells, fan-out = outputs · cells.", "扇入 = 输入通道数·格数，扇出 = 输出通道数·格数。"),
        Text(
            "variance = 2 / ((1 + slope²) · fan); scale by its root.", "方差 = 2 / ((1 + slope²)·fan)，乘以其平方根。"
        ),
    ),
    explanation=Text(
        "For a symmetric input z, leaky ReLU leaves E[f(z)²] = (1 + slope²)/2 · E[z²]. A sum over fan terms multiplies it by "
        "fan times the variance of the weights; the variance 2 / ((1 + slope²) fan) makes the product 1. A slope of 1 is a "
        "linear layer and gives 1/fan.",
        "输入 z 对称时，leaky ReLU 使 E[f(z)²] = (1 + slope²)/2·E[z²]。对 fan 项求和再乘 fan 倍的权重方差；"
        "方差取 2 / ((1 + slope²) fan) 时乘积为 1。斜率为 1 即线性层，得到 1/fan。",
    ),
    demonstrations=("fan_initialisation",),
)
def he_initialisation(z: FloatArray, slope: float, *, mode: str) -> FloatArray:
    outputs, inputs, cells = z.shape
    fan = cells * (inputs if mode == "fan_in" else outputs)
    return z * np.sqrt(2 / ((1 + slope**2) * fan))
