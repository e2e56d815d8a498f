"""Robust scaling by median and interquartile range."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Quantity, Wrong, task
from engine.task_cases import CONSTANT_COLUMN, LARGER, ONE_ROW, ORDINARY, smallest
from engine.text import Text


def _scaled(x: FloatArray, centre: FloatArray, width: FloatArray) -> FloatArray:
    return np.asarray((x - centre) / np.where(width == 0, 1.0, width), float)


def _range(x: FloatArray, low: float = 25, high: float = 75) -> FloatArray:
    return np.asarray(np.subtract(*np.percentile(x, [high, low], axis=0)))


def _mean(x: FloatArray) -> FloatArray:
    return _scaled(x, x.mean(axis=0), _range(x))


def _deviation(x: FloatArray) -> FloatArray:
    return _scaled(x, np.median(x, axis=0), x.std(axis=0))


def _whole_range(x: FloatArray) -> FloatArray:
    return _scaled(x, np.median(x, axis=0), np.ptp(x, axis=0))


def _whole_array(x: FloatArray) -> FloatArray:
    return _scaled(x, np.asarray(np.median(x)), np.asarray(np.subtract(*np.percentile(x, [75, 25]))))


def _not_centred(x: FloatArray) -> FloatArray:
    return _scaled(x, np.zeros(x.shape[1]), _range(x))


def _median_deviation(x: FloatArray) -> FloatArray:
    centre = np.median(x, axis=0)
    return _scaled(x, centre, np.median(np.abs(x - centre), axis=0))


def _constant_divided(x: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray((x - np.median(x, axis=0)) / _range(x), float)


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Odd and even numbers of rows, outliers, a column whose quartiles are equal."""
    yield Case(smallest("5 by 1"), (np.array([[1.0], [2.0], [4.0], [5.0], [9.0]]),))
    yield Case(smallest("4 by 2"), (np.array([[0.0, 4.0], [1.0, -4.0], [5.0, 0.0], [10.0, 2.0]]),))
    outlier = np.array([[1.0, 3.0], [2.0, 1.0], [3.0, 2.0], [1000.0, 5.0], [5.0, 9.0]])
    yield Case(Text("an outlier", "有离群值"), (outlier,))
    yield Case(CONSTANT_COLUMN, (np.array([[3.0, 1.0], [3.0, 2.0], [3.0, 7.0]]),))
    mostly = np.array([[1.0, 0.0], [1.0, 2.0], [1.0, 5.0], [1.0, 6.0], [8.0, 7.0]])
    yield Case(Text("a column that is mostly one value", "一列几乎全相同"), (mostly,))
    yield Case(ONE_ROW, (np.array([[2.0, -1.0]]),))
    yield Case(ORDINARY, (rng.normal(size=(10, 3)) * 5 + 2,))
    larger = Case(LARGER, (rng.normal(size=(41, 5)) ** 3,))
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments) -> Arguments | None:
    """A row at least; interquartile ranges that are 0 or clear of it."""
    x = arguments[0]
    if not x.size:
        return None
    width = np.abs(_range(x.astype(float)))
    return arguments if bool(np.all((width == 0) | (width > 0.05))) else None


@task(
    topic="scaling",
    title=Text("Robust scaling", "稳健缩放"),
    statement=Text(
        "From every column of `x` subtract its median and divide by its interquartile range, the difference of the 75th and "
        "25th percentile (linear interpolation between the sorted values, NumPy's default). A range of 0 is replaced by 1.",
        "对 `x` 的每一列减去中位数，再除以四分位距，即 75% 与 25% 分位数之差（在排序值之间线性插值，NumPy 的默认方式）。"
        "四分位距为 0 时改为 1。",
    ),
    arguments=(Quantity("x", "n d", Text("a row a sample, one at least", "每行一个样本，至少一行")),),
    results=(Quantity("scaled", "n d", Text("x after scaling", "缩放后的 x")),),
    cases=cases,
    fit=_fit,
    wrong={
        "mean": Wrong(
            _mean, Text("The mean is subtracted, which one outlier moves.", "减去的是均值，一个离群值就能带动它。")
        ),
        "deviation": Wrong(_deviation, Text("It divides by the standard deviation.", "除以了标准差。")),
        "whole_range": Wrong(
            _whole_range,
            Text(
                "It divides by largest minus least value, which outliers set.", "除以了最大值减最小值，它由离群值决定。"
            ),
        ),
        "whole_array": Wrong(
            _whole_array, Text("Median and range are those of the whole array.", "中位数与四分位距取自整个数组。")
        ),
        "not_centred": Wrong(_not_centred, Text("The median is not subtracted.", "没有减去中位数。")),
        "median_deviation": Wrong(
            _median_deviation,
            Text("It divides by the median absolute deviation.", "除以了绝对中位差（MAD）。"),
        ),
        "constant_divided": Wrong(_constant_divided, Text("A range of 0 divides by 0.", "四分位距为 0 时做了除以 0。")),
    },
    large=lambda rng, size: (rng.normal(size=(size, 64)),),
    hints=(
        Text(
            "Which two numbers of a column does a single outlier hardly move?", "一列中哪两个量几乎不受单个离群值影响？"
        ),
        Text("`np.percentile(x, [25, 50, 75], axis=0)`.", "`np.percentile(x, [25, 50, 75], axis=0)`。"),
        Text("Replace a range of 0 by 1.", "把为 0 的四分位距换成 1。"),
    ),
    explanation=Text(
        "Median and quartiles depend on the order of the values, so a value far out counts no more than one just beyond "
        "the quartile. Outliers stay far out after the scaling; the other values keep a useful spread.",
        "中位数与分位数只取决于大小次序，再远的值也不比刚过分位数的值影响更大。缩放后离群值仍在远处，其余的值保持可用的散布。",
    ),
    demonstrations=("scalers",),
)
def robust_scale(x: FloatArray) -> FloatArray:
    q1, median, q3 = np.percentile(x, [25, 50, 75], axis=0)
    width = np.where(q3 == q1, 1, q3 - q1)
    return (x - median) / width
