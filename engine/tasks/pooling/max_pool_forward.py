"""Max pooling of a plane, with the place of each maximum for the backward pass."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Quantity, TaskOption, Wrong, task
from engine.task_cases import LARGER, OVERLAP, TIES, distinct, smallest
from engine.text import Text

Both = tuple[FloatArray, FloatArray]


def _pooled(x: FloatArray, size: int, stride: int, ties: str, whole: bool = True) -> Both:
    h, w = (x.shape[0] - size) // stride + 1, (x.shape[1] - size) // stride + 1
    y, where = np.empty((h, w)), np.empty((h, w))
    for i in range(h):
        for j in range(w):
            window = x[i * stride : i * stride + size, j * stride : j * stride + size]
            at = window.argmax() if ties == "first" else window.size - 1 - window.ravel()[::-1].argmax()
            a, b = divmod(int(at), size)
            y[i, j] = window[a, b]
            where[i, j] = (i * stride + a) * x.shape[1] + j * stride + b if whole else at
    return y, where


def _within_window(x: FloatArray, size: int, stride: int, *, ties: str) -> Both:
    return _pooled(x, size, stride, ties, whole=False)


def _other_tie(x: FloatArray, size: int, stride: int, *, ties: str) -> Both:
    return _pooled(x, size, stride, "last" if ties == "first" else "first")


def _stride_is_size(x: FloatArray, size: int, stride: int, *, ties: str) -> Both:
    return _pooled(x, size, size, ties)


def _starts_at_zero(x: FloatArray, size: int, stride: int, *, ties: str) -> Both:
    y, where = _pooled(x, size, stride, ties)
    return np.maximum(y, 0.0), where


def _mean(x: FloatArray, size: int, stride: int, *, ties: str) -> Both:
    y, where = _pooled(x, size, stride, ties)
    for i, j in np.ndindex(y.shape):
        y[i, j] = x[i * stride : i * stride + size, j * stride : j * stride + size].mean()
    return y, where


def _column_major(x: FloatArray, size: int, stride: int, *, ties: str) -> Both:
    y, where = _pooled(x, size, stride, ties)
    row, column = np.divmod(where, x.shape[1])
    return y, column * x.shape[0] + row


def cases(rng: np.random.Generator, *, ties: str) -> Iterator[Case]:
    """Windows side by side, overlapping, with gaps; distinct values, ties, negative values."""
    yield Case(smallest("2 by 2"), (distinct(rng, 2, 2), 2, 2))
    yield Case(Text("windows side by side", "窗口并排"), (distinct(rng, 4, 4), 2, 2))
    yield Case(OVERLAP, (distinct(rng, 3, 4), 2, 1))
    yield Case(TIES, (np.full((3, 3), 2.0), 2, 1))
    yield Case(
        Text("ties in overlapping windows", "重叠窗口中有并列"), (rng.integers(0, 2, (4, 5)).astype(float), 2, 1)
    )
    yield Case(Text("negative values", "全为负数"), (distinct(rng, 4, 4) - 20, 2, 2))
    yield Case(Text("gaps and cells left over", "有空隙也有剩余"), (distinct(rng, 6, 5), 2, 3))
    yield Case(Text("windows of one cell", "窗口只有一格"), (distinct(rng, 2, 3), 1, 1))
    larger = Case(LARGER, (rng.integers(-4, 5, (14, 11)).astype(float), 3, 2))
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments, *, ties: str) -> Arguments | None:
    x, size, stride = arguments
    return arguments if size >= 1 and stride >= 1 and min(x.shape) >= size else None


@task(
    topic="pooling",
    title=Text("Max pooling with the places of the maxima", "最大池化，并记录最大值的位置"),
    statement=Text(
        "A square window of `size` cells a side moves over the plane `x` by `stride`, without padding; only whole windows "
        "count. Return the maximum of each window, and its place as a row-major index into the whole of `x` (row · width + "
        "column). Of several equal maxima {ties} in row-major order counts.",
        "边长为 `size` 的方形窗口以步幅 `stride` 在平面 `x` 上移动，不填充，只计完整窗口。返回各窗口的最大值，"
        "以及它在整个 `x` 中按行展开的下标（行·宽 + 列）。有多个相同的最大值时，取按行顺序的{ties}。",
    ),
    arguments=(
        Quantity("x", "h w", Text("a plane", "一个平面")),
        Quantity("size", "", Text("side of the window", "窗口边长"), fixed=True),
        Quantity("stride", "", Text("step of the window", "步幅"), fixed=True),
    ),
    results=(
        Quantity("y", "p q", Text("maxima", "最大值")),
        Quantity("where", "p q", Text("their places in x", "它们在 x 中的位置")),
    ),
    options=(TaskOption("ties", {"first": Text("the first", "第一个"), "last": Text("the last", "最后一个")}),),
    cases=cases,
    fit=_fit,
    wrong={
        "within_window": Wrong(
            _within_window,
            Text(
                "The places count within the window; the backward pass needs them in x.",
                "下标是窗口内的；反向传播需要在 x 中的位置。",
            ),
        ),
        "other_tie": Wrong(
            _other_tie, Text("Of equal maxima the other one is taken.", "并列时取了另一个。"), convention=True
        ),
        "stride_is_size": Wrong(
            _stride_is_size, Text("The window moves by its size instead of the stride.", "窗口按边长移动，没有用步幅。")
        ),
        "starts_at_zero": Wrong(
            _starts_at_zero,
            Text(
                "The search for the maximum starts at 0: negative windows give 0.",
                "求最大值时从 0 开始，全为负的窗口得到 0。",
            ),
        ),
        "mean": Wrong(_mean, Text("This is the mean of each window.", "这是各窗口的均值。")),
        "column_major": Wrong(_column_major, Text("The places count down the columns.", "下标是按列展开的。")),
    },
    large=lambda rng, size, *, ties: (rng.normal(size=(max(4, size // 16), 32)), 2, 2),
    hints=(
        Text(
            "Output (i, j) sees rows `i · stride` to `i · stride + size - 1`.",
            "输出 (i, j) 覆盖第 `i·stride` 到 `i·stride + size - 1` 行。",
        ),
        Text("argmax of the flattened window, then divmod by its side.", "对展平的窗口取 argmax，再对边长做 divmod。"),
        Text("For the last of equal maxima, look at the window backwards.", "要取最后一个最大值，就把窗口倒过来看。"),
    ),
    explanation=Text(
        "The place is kept because the backward pass sends each gradient to that cell alone. argmax gives the first of equal "
        "values; on the reversed window it gives the last.",
        "记录位置是因为反向传播只把梯度送到该格。argmax 给出相同值中的第一个；对倒过来的窗口取 argmax 就得到最后一个。",
    ),
    demonstrations=("pooling_router",),
)
def max_pool_forward(x: FloatArray, size: int, stride: int, *, ties: str) -> Both:
    h, w = (x.shape[0] - size) // stride + 1, (x.shape[1] - size) // stride + 1
    y, where = np.empty((h, w)), np.empty((h, w), dtype=int)
    for i in range(h):
        for j in range(w):
            window = x[i * stride : i * stride + size, j * stride : j * stride + size].ravel()
            at = window.argmax() if ties == "first" else window.size - 1 - window[::-1].argmax()
            y[i, j] = window[at]
            where[i, j] = (i * stride + at // size) * x.shape[1] + j * stride + at % size
    return y, where
