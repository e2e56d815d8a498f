"""Leaky ReLU and its gradient, at 0 as the statement decides."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Case, Quantity, Slope, TaskOption, Wrong, task
from engine.task_cases import LARGER, ORDINARY, ZEROS, small, smallest
from engine.text import Text

Both = tuple[FloatArray, FloatArray]


def _forward(x: FloatArray, slope: float) -> FloatArray:
    return np.where(x > 0, x, slope * x)


def _derivative(x: FloatArray, slope: float, at_zero: str) -> FloatArray:
    return np.where((x > 0) | ((x == 0) & (at_zero == "one")), 1.0, slope)


def _maximum(x: FloatArray, dout: FloatArray, slope: float, *, at_zero: str) -> Both:
    larger = x >= slope * x if at_zero == "one" else x > slope * x
    return np.maximum(x, slope * x), dout * np.where(larger, 1.0, slope)


def _plain_relu(x: FloatArray, dout: FloatArray, slope: float, *, at_zero: str) -> Both:
    return np.maximum(x, 0), dout * _derivative(x, 0.0, at_zero)


def _derivative_alone(x: FloatArray, dout: FloatArray, slope: float, *, at_zero: str) -> Both:
    return _forward(x, slope), _derivative(x, slope, at_zero)


def _by_sign_of_dout(x: FloatArray, dout: FloatArray, slope: float, *, at_zero: str) -> Both:
    return _forward(x, slope), dout * _derivative(dout, slope, at_zero)


def _zero_below(x: FloatArray, dout: FloatArray, slope: float, *, at_zero: str) -> Both:
    return _forward(x, slope), dout * np.where(_derivative(x, 0.0, at_zero) > 0, 1.0, slope * (x == 0))


def _times_value(x: FloatArray, dout: FloatArray, slope: float, *, at_zero: str) -> Both:
    return _forward(x, slope), dout * _forward(x, slope)


def _other_at_zero(x: FloatArray, dout: FloatArray, slope: float, *, at_zero: str) -> Both:
    return leaky_relu.reference(x, dout, slope, at_zero="slope" if at_zero == "one" else "one")


def _half_at_zero(x: FloatArray, dout: FloatArray, slope: float, *, at_zero: str) -> Both:
    return _forward(x, slope), dout * np.where(x == 0, (1 + slope) / 2, _derivative(x, slope, at_zero))


def cases(rng: np.random.Generator, *, at_zero: str) -> Iterator[Case]:
    """Both sides, exactly 0, slopes below and above 1."""

    def dout(*shape: int) -> FloatArray:
        return rng.permutation(np.resize([2.0, -3.0, 5.0, -1.0], int(np.prod(shape)))).reshape(shape)

    yield Case(smallest("3"), (np.array([2.0, -4.0, 0.0]), np.array([3.0, 5.0, -2.0]), 0.25))
    yield Case(smallest("2 by 3"), (small(rng, 2, 3), dout(2, 3), 0.5))
    yield Case(ZEROS, (np.zeros(4), dout(4), 0.25))
    yield Case(Text("all below 0", "全为负数"), (-1 - np.abs(small(rng, 5)), dout(5), 0.1))
    yield Case(Text("a slope above 1", "斜率大于 1"), (small(rng, 2, 4) + 0.5, dout(2, 4), 3.0))
    yield Case(Text("a slope of 0", "斜率为 0"), (small(rng, 2, 4), dout(2, 4), 0.0))
    yield Case(ORDINARY, (rng.normal(size=(2, 3, 2)), dout(2, 3, 2), 0.01))
    larger = Case(LARGER, (rng.normal(size=(20, 15)), rng.normal(size=(20, 15)), 0.2))
    yield from (larger.as_float32(), larger.strided(), larger)


def _loss(x: FloatArray, dout: FloatArray, slope: float, *, at_zero: str) -> float:
    return float((dout * _forward(x, slope)).sum())


@task(
    topic="activations",
    title=Text("Leaky ReLU and its gradient", "Leaky ReLU 及其梯度"),
    statement=Text(
        "f(x) is x for x above 0 and `slope` · x below; `slope` is at least 0 and may exceed 1. Given the gradient `dout` of "
        "the outputs, return f(x) and the gradient of `x`. At exactly 0 take {at_zero} as the derivative.",
        "x 大于 0 时 f(x) = x，小于 0 时 f(x) = `slope`·x；`slope` 不小于 0，可以大于 1。给定输出的梯度 `dout`，"
        "返回 f(x) 与 `x` 的梯度。恰为 0 处的导数取 {at_zero}。",
    ),
    arguments=(
        Quantity("x", "...", Text("inputs, any shape", "输入，任意形状")),
        Quantity("dout", "...", Text("gradient of each output", "每个输出的梯度")),
        Quantity("slope", "", Text("slope below 0", "负半轴的斜率"), fixed=True),
    ),
    results=(
        Quantity("y", "...", Text("f(x)", "f(x)")),
        Quantity("dx", "...", Text("gradient of x", "x 的梯度")),
    ),
    options=(TaskOption("at_zero", {"slope": Text("`slope`", "`slope`"), "one": Text("1", "1")}),),
    cases=cases,
    wrong={
        "maximum": Wrong(
            _maximum,
            Text(
                "The larger of x and slope · x is taken, which is the wrong side for a slope above 1.",
                "取了 x 与 slope·x 中较大者，斜率大于 1 时就取反了。",
            ),
        ),
        "plain_relu": Wrong(_plain_relu, Text("This is ReLU: the slope is not used.", "这是 ReLU，没有用到斜率。")),
        "derivative_alone": Wrong(
            _derivative_alone, Text("The derivative is not multiplied by `dout`.", "导数没有乘以 `dout`。")
        ),
        "by_sign_of_dout": Wrong(
            _by_sign_of_dout,
            Text(
                "The side is decided by the sign of `dout` instead of that of x.", "按 `dout` 而不是 x 的符号来选分支。"
            ),
        ),
        "zero_below": Wrong(
            _zero_below,
            Text("Below 0 no gradient passes, as in ReLU.", "负半轴没有回传梯度，成了 ReLU 的梯度。"),
        ),
        "times_value": Wrong(
            _times_value, Text("`dout` is multiplied by f(x) instead of f'(x).", "`dout` 乘的是 f(x)，而不是 f'(x)。")
        ),
        "other_at_zero": Wrong(
            _other_at_zero,
            Text("At 0 the derivative of the other side is taken.", "0 处取了另一侧的导数。"),
            convention=True,
        ),
        "half_at_zero": Wrong(
            _half_at_zero,
            Text("At 0 the mean of both slopes is taken.", "0 处取了两侧斜率的平均。"),
            convention=True,
        ),
    },
    slopes=(Slope("dx", "x", _loss),),
    large=lambda rng, size, *, at_zero: (rng.normal(size=(size, 64)), np.ones((size, 64)), 0.01),
    hints=(
        Text("dx = dout · f'(x). What is f' on each side?", "dx = dout·f'(x)。两侧的 f' 各是多少？"),
        Text(
            "Decide by the sign of x, and look at what happens at exactly 0.",
            "按 x 的符号选择，并看恰为 0 时落在哪一支。",
        ),
        Text(
            "One array of slopes (1 or `slope`) by np.where gives both results.",
            "用 np.where 得到一个斜率数组（1 或 `slope`），两个结果都能由它得出。",
        ),
    ),
    explanation=Text(
        "f is linear on each side, so f(x) is x times the slope of its side and dx is dout times the same slope. At 0 the "
        "value is 0 in any case, but the derivative is a choice: PyTorch takes `slope`. max(x, slope · x) is the same "
        "function only while the slope is at most 1.",
        "f 在两侧都是线性的：f(x) 等于 x 乘该侧斜率，dx 等于 dout 乘同一斜率。在 0 处函数值总是 0，导数却要约定：PyTorch 取 `slope`。"
        "只有斜率不超过 1 时，max(x, slope·x) 才是同一个函数。",
    ),
    demonstrations=("dying_relu",),
)
def leaky_relu(x: FloatArray, dout: FloatArray, slope: float, *, at_zero: str) -> Both:
    passes = x >= 0 if at_zero == "one" else x > 0
    gain = np.where(passes, 1, slope)
    return gain * x, gain * dout
