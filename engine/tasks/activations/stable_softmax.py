"""Softmax that neither overflows nor divides 0 by 0."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import LARGER, ONE_COLUMN, ONE_ROW, small, smallest
from engine.text import Text, same


def _plain(x: FloatArray, *, axis: int) -> FloatArray:
    e = np.exp(x)
    return e / e.sum(axis=axis, keepdims=True)


def _other(axis: int) -> int:
    return 1 if axis == 0 else 0


def _one_maximum(x: FloatArray, *, axis: int) -> FloatArray:
    return _plain(x - x.max(), axis=axis)


def _other_axis(x: FloatArray, *, axis: int) -> FloatArray:
    return _plain(x - x.max(axis=_other(axis), keepdims=True), axis=_other(axis))


def _whole_array(x: FloatArray, *, axis: int) -> FloatArray:
    e = np.exp(x - x.max())
    return e / e.sum()


def _logarithm(x: FloatArray, *, axis: int) -> FloatArray:
    return np.log(_plain(x - x.max(axis=axis, keepdims=True), axis=axis))


def _maximum_of_other_axis(x: FloatArray, *, axis: int) -> FloatArray:
    return _plain(x - x.max(axis=_other(axis), keepdims=True), axis=axis)


def _largest_absolute(x: FloatArray, *, axis: int) -> FloatArray:
    return _plain(x - np.abs(x).max(axis=axis, keepdims=True), axis=axis)


def cases(rng: np.random.Generator, *, axis: int) -> Iterator[Case]:
    """Levels far above and below 0, also side by side: what a shift must survive."""
    yield Case(smallest("2 by 3"), (small(rng, 2, 3),))
    yield Case(ONE_ROW, (small(rng, 1, 4),))
    yield Case(ONE_COLUMN, (small(rng, 4, 1),))
    yield Case(Text("very large scores", "很大的分数"), (1000 + small(rng, 3, 4),))
    yield Case(Text("very negative scores", "很小的负分数"), (-1000 + small(rng, 3, 4),))
    levels = np.array([[1000.0], [0.0], [-1000.0]]) + small(rng, 3, 4)
    yield Case(Text("slices at different levels", "各切片量级不同"), (levels.T.copy() if axis == 0 else levels,))
    masked = small(rng, 3, 4)
    masked[0, 1] = -np.inf
    yield Case(Text("a masked entry (-inf)", "含被屏蔽的元素（-inf）"), (masked,))
    yield Case(Text("integers", "整数输入"), (rng.integers(-3, 4, (3, 4)),))
    yield Case(Text("three axes", "三个轴"), (rng.normal(size=(2, 3, 4)),))
    larger = Case(LARGER, (rng.normal(size=(20, 30)) * 3,))
    yield from (larger.as_float32(), larger.strided(), larger.fortran(), larger)


def _sums_to_one(call: Function, arguments: Arguments, *, axis: int) -> bool:
    return bool(np.allclose(np.sum(call(*arguments), axis=axis), 1, atol=1e-4))


@task(
    topic="activations",
    title=Text("Stable softmax over an axis", "沿指定轴的稳定 softmax"),
    statement=Text(
        "Write softmax along axis {axis} of `x`: exp(x) divided by its sum along that axis. It must not overflow for "
        "scores of 1000, nor give nan for scores of -1000. Entries may be -inf (masked); no slice is all -inf.",
        "写出沿 `x` 的第 {axis} 轴的 softmax：exp(x) 除以它沿该轴的和。分数为 1000 时不得溢出，为 -1000 时不得得到 nan。"
        "元素可能是 -inf（被屏蔽），但不会整个切片都是 -inf。",
    ),
    arguments=(Quantity("x", "a b c", Text("scores, two axes or three", "分数，两个或三个轴")),),
    results=(Quantity("probabilities", "a b c", Text("softmax of x", "x 的 softmax")),),
    options=(TaskOption("axis", {0: same("0"), 1: same("1"), -1: same("-1")}),),
    cases=cases,
    wrong={
        "no_shift": Wrong(
            _plain,
            Text(
                "exp is taken of x itself, which overflows from about 710 on.",
                "直接对 x 取 exp，大约超过 710 就会溢出。",
            ),
        ),
        "one_maximum": Wrong(
            _one_maximum,
            Text(
                "One maximum is subtracted from the whole array: a slice far below it underflows to 0/0.",
                "整个数组减去同一个最大值：远低于它的切片会下溢成 0/0。",
            ),
        ),
        "other_axis": Wrong(_other_axis, Text("It normalises along another axis.", "归一化的轴错了。")),
        "whole_array": Wrong(_whole_array, Text("It divides by the sum of the whole array.", "除以了整个数组的和。")),
        "logarithm": Wrong(_logarithm, Text("This is the log-softmax.", "这是 log-softmax。")),
        "maximum_of_other_axis": Wrong(
            _maximum_of_other_axis,
            Text(
                "The maximum is taken along another axis: the shift differs within a slice and changes its weights.",
                "最大值取错了轴：同一切片内减去的数不同，权重随之改变。",
            ),
        ),
        "largest_absolute": Wrong(
            _largest_absolute,
            Text(
                "The largest absolute value is subtracted: very negative slices underflow to 0/0.",
                "减去的是绝对值的最大值：很负的切片会下溢成 0/0。",
            ),
        ),
    },
    laws=(Law(_sums_to_one, Text("The sum along the axis is not 1.", "沿该轴的和不是 1。")),),
    large=lambda rng, size, *, axis: (rng.normal(size=(size, 64)),),
    hints=(
        Text(
            "softmax(x) = softmax(x - c) for any c that is the same within a slice. Which c keeps exp from overflowing?",
            "对同一切片内相同的任意 c，softmax(x) = softmax(x - c)。取什么 c 能使 exp 不溢出？",
        ),
        Text(
            "Maximum and sum along the axis keep that axis with length 1 (`keepdims=True`), so that they broadcast.",
            "最大值与和都沿该轴计算并保留长度为 1 的轴（`keepdims=True`），这样才能广播。",
        ),
        Text("Three lines: subtract the maximum, take exp, divide by the sum.", "三行：减去最大值，取 exp，除以和。"),
    ),
    explanation=Text(
        "The factor exp(-c) cancels between numerator and denominator. With c the maximum of the slice the largest "
        "exponent is 0, so nothing overflows and the sum is at least 1. The maximum must be that of the slice: a larger c "
        "may push a whole slice to 0/0.",
        "分子与分母中的 exp(-c) 相消。取 c 为切片的最大值时，最大的指数是 0，既不会溢出，和也至少为 1。"
        "必须取该切片自己的最大值：c 过大可能使整个切片变成 0/0。",
    ),
)
def stable_softmax(x: FloatArray, *, axis: int) -> FloatArray:
    shifted = x - x.max(axis=axis, keepdims=True)
    e = np.exp(shifted)
    return e / e.sum(axis=axis, keepdims=True)
