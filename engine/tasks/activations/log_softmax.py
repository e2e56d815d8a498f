"""Log-softmax that stays finite where softmax underflows."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import LARGER, ONE_COLUMN, ONE_ROW, small, smallest
from engine.text import Text, same


def _log_sum(x: FloatArray, axis: int | None) -> FloatArray:
    return np.asarray(np.log(np.exp(x).sum(axis=axis, keepdims=True)))


def _shifted(x: FloatArray, axis: int) -> FloatArray:
    return np.asarray(x - x.max(axis=axis, keepdims=True))


def _logarithm_of_softmax(x: FloatArray, *, axis: int) -> FloatArray:
    e = np.exp(_shifted(x, axis))
    return np.log(e / e.sum(axis=axis, keepdims=True))


def _no_shift(x: FloatArray, *, axis: int) -> FloatArray:
    return x - _log_sum(x, axis)


def _one_maximum(x: FloatArray, *, axis: int) -> FloatArray:
    return x - x.max() - _log_sum(x - x.max(), axis)


def _shift_lost(x: FloatArray, *, axis: int) -> FloatArray:
    return x - _log_sum(_shifted(x, axis), axis)


def _other_axis(x: FloatArray, *, axis: int) -> FloatArray:
    return log_softmax.reference(x, axis=1 if axis == 0 else 0)


def _whole_array(x: FloatArray, *, axis: int) -> FloatArray:
    return x - x.max() - _log_sum(x - x.max(), None)


def _softmax(x: FloatArray, *, axis: int) -> FloatArray:
    return np.exp(log_softmax.reference(x, axis=axis))


def _turned(x: FloatArray, *, axis: int) -> FloatArray:
    return -log_softmax.reference(x, axis=axis)


def cases(rng: np.random.Generator, *, axis: int) -> Iterator[Case]:
    """Levels far apart, between the slices and within one."""
    yield Case(smallest("2 by 3"), (small(rng, 2, 3),))
    yield Case(ONE_ROW, (small(rng, 1, 4),))
    yield Case(ONE_COLUMN, (small(rng, 4, 1),))
    yield Case(Text("very large scores", "很大的分数"), (1000 + small(rng, 3, 4),))
    levels = np.array([[1000.0], [0.0], [-1000.0]]) + small(rng, 3, 4)
    across, along = (levels.T, levels) if axis == 0 else (levels, levels.T)
    yield Case(Text("slices at different levels", "各切片量级不同"), (across.copy(),))
    yield Case(Text("levels far apart within a slice", "同一切片内量级悬殊"), (along.copy(),))
    yield Case(Text("integers", "整数输入"), (rng.integers(-3, 4, (3, 4)),))
    yield Case(Text("three axes", "三个轴"), (rng.normal(size=(2, 3, 4)),))
    larger = Case(LARGER, (rng.normal(size=(20, 30)) * 3,))
    yield from (larger.as_float32(), larger.strided(), larger)


def _exponentials_sum_to_one(call: Function, arguments: Arguments, *, axis: int) -> bool:
    return bool(np.allclose(np.exp(call(*arguments)).sum(axis=axis), 1, atol=1e-3))


@task(
    topic="activations",
    title=Text("Log-softmax over an axis", "沿指定轴的 log-softmax"),
    statement=Text(
        "Write log softmax along axis {axis} of `x`. Scores of ±1000 must give finite numbers, also where softmax itself "
        "underflows to 0.",
        "写出沿 `x` 的第 {axis} 轴的 log softmax。分数为 ±1000 时结果必须是有限值，softmax 本身下溢为 0 之处也一样。",
    ),
    arguments=(Quantity("x", "a b c", Text("scores, two axes or three", "分数，两个或三个轴")),),
    results=(Quantity("log_probabilities", "a b c", Text("log softmax of x", "x 的 log softmax")),),
    options=(TaskOption("axis", {0: same("0"), 1: same("1"), -1: same("-1")}),),
    cases=cases,
    wrong={
        "logarithm_of_softmax": Wrong(
            _logarithm_of_softmax,
            Text(
                "The logarithm is taken of a softmax that has underflowed to 0: -inf.",
                "softmax 已下溢为 0，再取对数得到 -inf。",
            ),
        ),
        "no_shift": Wrong(_no_shift, Text("exp is taken of x itself, which overflows.", "直接对 x 取 exp，会溢出。")),
        "one_maximum": Wrong(
            _one_maximum,
            Text(
                "One maximum is subtracted from the whole array: the sum of a slice far below it underflows to 0.",
                "整个数组减去同一个最大值：远低于它的切片之和下溢为 0。",
            ),
        ),
        "shift_lost": Wrong(
            _shift_lost,
            Text(
                "The maximum is subtracted inside the logarithm of the sum, but not from x.",
                "只在求和的对数里减了最大值，x 没有减。",
            ),
        ),
        "other_axis": Wrong(_other_axis, Text("It normalises along another axis.", "归一化的轴错了。")),
        "whole_array": Wrong(_whole_array, Text("The sum is that of the whole array.", "对整个数组求了和。")),
        "softmax": Wrong(_softmax, Text("This is softmax, not its logarithm.", "这是 softmax，没有取对数。")),
        "turned": Wrong(_turned, Text("The sign is turned: this is -log softmax.", "符号反了：这是 -log softmax。")),
    },
    laws=(
        Law(
            _exponentials_sum_to_one,
            Text("The exponentials do not sum to 1 along the axis.", "取指数后沿该轴的和不是 1。"),
        ),
    ),
    large=lambda rng, size, *, axis: (rng.normal(size=(size, 64)),),
    hints=(
        Text(
            "Split the quotient: `log(exp(x) / Σ exp(x)) = x - log Σ exp(x)`.",
            "把商拆开：`log(exp(x) / Σ exp(x)) = x - log Σ exp(x)`。",
        ),
        Text(
            "Subtract the maximum of the slice from x first, once for both terms.",
            "先从 x 中减去切片的最大值，两项共用。",
        ),
        Text("Sum along the axis with `keepdims=True`.", "沿该轴求和，`keepdims=True`。"),
    ),
    explanation=Text(
        "After the shift the largest exponent is 0, so the sum is between 1 and n and its logarithm is harmless. The other "
        "term, the shifted x, is never sent through exp and back: -2000 stays -2000, where exp would make it 0.",
        "平移后最大的指数为 0，和在 1 与 n 之间，取对数没有问题。另一项（平移后的 x）不必先取 exp 再取对数："
        "-2000 仍是 -2000，而 exp 会把它变成 0。",
    ),
    demonstrations=("cross_entropy",),
)
def log_softmax(x: FloatArray, *, axis: int) -> FloatArray:
    shifted = x - x.max(axis=axis, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=axis, keepdims=True))
