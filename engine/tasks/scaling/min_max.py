"""Min-max scaling into a given range, constant columns included."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import CONSTANT_COLUMN, LARGER, ONE_ROW, ORDINARY, small, smallest
from engine.text import Text


def _unit(x: FloatArray, axis: int | None = 0) -> FloatArray:
    low, width = x.min(axis=axis), np.ptp(x, axis=axis)
    return np.asarray((x - low) / np.where(width == 0, 1.0, width), float)


def _ends_forgotten(x: FloatArray, low: float, high: float, *, constant: str) -> FloatArray:
    return _unit(x)


def _low_forgotten(x: FloatArray, low: float, high: float, *, constant: str) -> FloatArray:
    return min_max.reference(x, low, high, constant=constant) - low


def _times_high(x: FloatArray, low: float, high: float, *, constant: str) -> FloatArray:
    return _unit(x) * high + low


def _whole_array(x: FloatArray, low: float, high: float, *, constant: str) -> FloatArray:
    return low + _unit(x, None) * (high - low)


def _by_maximum(x: FloatArray, low: float, high: float, *, constant: str) -> FloatArray:
    top = np.abs(x).max(axis=0)
    return np.asarray(low + x / np.where(top == 0, 1.0, top) * (high - low), float)


def _constant_divided(x: FloatArray, low: float, high: float, *, constant: str) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(low + (x - x.min(axis=0)) / np.ptp(x, axis=0) * (high - low), float)


def _other_constant(x: FloatArray, low: float, high: float, *, constant: str) -> FloatArray:
    return min_max.reference(x, low, high, constant="middle" if constant == "low" else "low")


def cases(rng: np.random.Generator, *, constant: str) -> Iterator[Case]:
    """Ranges from 0 to 1 and others, a constant column, one row."""
    yield Case(smallest("3 by 1"), (np.array([[1.0], [2.0], [5.0]]), 1.0, 3.0))
    yield Case(smallest("3 by 2"), (np.array([[0.0, -2.0], [4.0, 2.0], [1.0, 0.0]]), -1.0, 1.0))
    yield Case(Text("0 to 1", "0 到 1"), (rng.normal(size=(5, 3)), 0.0, 1.0))
    yield Case(CONSTANT_COLUMN, (np.array([[2.0, 1.0], [2.0, 3.0], [2.0, 4.0]]), -2.0, 3.0))
    yield Case(ONE_ROW, (small(rng, 1, 3) + 4, 1.0, 2.0))
    yield Case(Text("all negative", "全为负数"), (small(rng, 4, 2) - 9 + rng.uniform(size=(4, 2)), 2.0, 10.0))
    yield Case(Text("a narrow column", "取值范围很窄的列"), (np.array([[0.25], [0.5], [0.75]]), 0.0, 2.0))
    yield Case(ORDINARY, (rng.normal(size=(6, 2)) * 10, 5.0, 6.5))
    larger = Case(LARGER, (rng.normal(size=(40, 6)), -3.0, 2.0))
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments, *, constant: str) -> Arguments | None:
    """A row at least; no column almost constant."""
    x = arguments[0]
    width = np.ptp(x, axis=0) if x.size else np.zeros(0)
    return arguments if x.size and bool(np.all((width == 0) | (width > 0.1))) else None


def _inside(call: Function, arguments: Arguments, *, constant: str) -> bool:
    _, low, high = arguments
    got = np.asarray(call(*arguments))
    return bool(np.all(got >= low - 1e-4) and np.all(got <= high + 1e-4))


@task(
    topic="scaling",
    title=Text("Min-max scaling into a range", "最小-最大缩放到给定区间"),
    statement=Text(
        "Scale every column of `x` linearly so that its least value becomes `low` and its largest `high` (low < high). A "
        "constant column becomes {constant} throughout.",
        "把 `x` 的每一列线性缩放，使最小值变为 `low`、最大值变为 `high`（low < high）。常数列整列变为{constant}。",
    ),
    arguments=(
        Quantity("x", "n d", Text("a row a sample, one at least", "每行一个样本，至少一行")),
        Quantity("low", "", Text("lower end", "下限"), fixed=True),
        Quantity("high", "", Text("upper end", "上限"), fixed=True),
    ),
    results=(Quantity("scaled", "n d", Text("x within the range", "缩放后的 x")),),
    options=(
        TaskOption("constant", {"low": Text("`low`", " `low`"), "middle": Text("the middle of the range", "区间中点")}),
    ),
    cases=cases,
    fit=_fit,
    wrong={
        "ends_forgotten": Wrong(
            _ends_forgotten, Text("It scales to 0 and 1, whatever the range.", "缩放到了 0 和 1，没有用给定区间。")
        ),
        "low_forgotten": Wrong(_low_forgotten, Text("The lower end is not added.", "没有加上下限。")),
        "times_high": Wrong(
            _times_high,
            Text("It multiplies by `high` instead of the width high - low.", "乘了 `high`，应乘区间宽度 high - low。"),
        ),
        "whole_array": Wrong(
            _whole_array, Text("Least and largest are those of the whole array.", "最小值和最大值取自整个数组。")
        ),
        "by_maximum": Wrong(_by_maximum, Text("It divides by the largest absolute value.", "除以了绝对值的最大值。")),
        "constant_divided": Wrong(_constant_divided, Text("A constant column is divided by 0.", "常数列被除以了 0。")),
        "other_constant": Wrong(
            _other_constant,
            Text("A constant column gets the other value.", "常数列取了另一种约定的值。"),
            convention=True,
        ),
    },
    laws=(Law(_inside, Text("A value lies outside the range.", "有值落在区间之外。")),),
    large=lambda rng, size, *, constant: (rng.normal(size=(size, 64)), 0.0, 1.0),
    hints=(
        Text("First to 0 and 1, then stretch and shift.", "先缩放到 0 与 1，再拉伸和平移。"),
        Text(
            "low + (x - min) / (max - min) · (high - low), per column.",
            "逐列：low + (x - min)/(max - min)·(high - low)。",
        ),
        Text("What should stand where max - min is 0?", "max - min 为 0 处该放什么？"),
    ),
    explanation=Text(
        "The share (x - min)/(max - min) runs from 0 to 1 in each column; the range follows linearly. Where max = min the "
        "share is 0/0, and a convention must say what it is: scikit-learn divides by 1, which gives the lower end.",
        "份额 (x - min)/(max - min) 在每列中从 0 到 1，再线性映射到区间。max = min 时为 0/0，必须约定取值："
        "scikit-learn 改为除以 1，结果是下限。",
    ),
    demonstrations=("scalers",),
)
def min_max(x: FloatArray, low: float, high: float, *, constant: str) -> FloatArray:
    width = np.ptp(x, axis=0)
    share = np.full(x.shape, 0.0 if constant == "low" else 0.5)
    np.divide(x - x.min(axis=0), width, out=share, where=width > 0)
    return low + share * (high - low)
