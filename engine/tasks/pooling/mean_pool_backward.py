"""Backward pass of average pooling with padding."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import LARGER, OVERLAP, smallest
from engine.text import Text


def _outputs(n: int, size: int, stride: int, padding: int) -> int:
    return (n + 2 * padding - size) // stride + 1


def _spread(
    dout: FloatArray, height: int, width: int, size: int, stride: int, padding: int, divisor: str, add: bool = True
) -> FloatArray:
    dx = np.zeros((height, width))
    for i, j in np.ndindex(dout.shape):
        top, left = i * stride - padding, j * stride - padding
        rows, columns = slice(max(top, 0), min(top + size, height)), slice(max(left, 0), min(left + size, width))
        cells = (rows.stop - rows.start) * (columns.stop - columns.start)
        share = dout[i, j] / (size * size if divisor == "window" else cells)
        dx[rows, columns] = dx[rows, columns] + share if add else share
    return dx


def _not_divided(
    dout: FloatArray, height: int, width: int, size: int, stride: int, padding: int, *, divisor: str
) -> FloatArray:
    return _spread(dout * size * size, height, width, size, stride, padding, "window")


def _by_side(
    dout: FloatArray, height: int, width: int, size: int, stride: int, padding: int, *, divisor: str
) -> FloatArray:
    return _spread(dout * size, height, width, size, stride, padding, "window")


def _overwritten(
    dout: FloatArray, height: int, width: int, size: int, stride: int, padding: int, *, divisor: str
) -> FloatArray:
    return _spread(dout, height, width, size, stride, padding, divisor, add=False)


def _padding_ignored(
    dout: FloatArray, height: int, width: int, size: int, stride: int, padding: int, *, divisor: str
) -> FloatArray:
    wide = _spread(dout, height + 2 * padding, width + 2 * padding, size, stride, 0, "window")
    return wide[:height, :width]


def _other_divisor(
    dout: FloatArray, height: int, width: int, size: int, stride: int, padding: int, *, divisor: str
) -> FloatArray:
    return _spread(dout, height, width, size, stride, padding, "cells" if divisor == "window" else "window")


def cases(rng: np.random.Generator, *, divisor: str) -> Iterator[Case]:
    """With padding and without, overlapping windows, gaps."""

    def case(name: Text, height: int, width: int, size: int, stride: int, padding: int) -> Case:
        shape = _outputs(height, size, stride, padding), _outputs(width, size, stride, padding)
        return Case(name, (rng.integers(1, 9, shape).astype(float), height, width, size, stride, padding))

    yield case(smallest("2 by 2"), 2, 2, 2, 2, 0)
    yield case(Text("one cell, padded", "一格，带填充"), 1, 1, 3, 1, 1)
    yield case(Text("windows side by side", "窗口并排"), 4, 4, 2, 2, 0)
    yield case(OVERLAP, 3, 4, 2, 1, 0)
    yield case(Text("padded", "带填充"), 3, 3, 2, 2, 1)
    yield case(Text("padded and overlapping", "带填充且重叠"), 4, 3, 3, 1, 1)
    yield case(Text("gaps between windows", "窗口之间有空隙"), 5, 5, 2, 3, 0)
    yield case(Text("windows of one cell", "窗口只有一格"), 2, 3, 1, 1, 0)
    larger = case(LARGER, 13, 10, 3, 2, 1)
    yield from (larger.as_float32(), larger.strided(), larger)


def _fit(arguments: Arguments, *, divisor: str) -> Arguments | None:
    """`dout` has as many rows and columns as there are windows."""
    dout, height, width, size, stride, padding = arguments
    if min(height, width, size, stride) < 1 or padding < 0 or 2 * padding > size:
        return None
    rows, columns = (_outputs(n, size, stride, padding) for n in (height, width))
    fits = 0 < rows <= dout.shape[0] and 0 < columns <= dout.shape[1]
    return (dout[:rows, :columns], height, width, size, stride, padding) if fits else None


def _linear(call: Function, arguments: Arguments, *, divisor: str) -> bool:
    dout, *rest = arguments
    return bool(np.allclose(call(2 * dout, *rest), 2 * np.asarray(call(dout, *rest)), rtol=1e-4))


@task(
    topic="pooling",
    title=Text("Backward pass of average pooling with padding", "带填充的平均池化的反向传播"),
    statement=Text(
        "A square window of `size` cells a side moves by `stride` over a plane of `height` by `width` cells with `padding` "
        "rows and columns of zeros on every side; each output is the sum of its window divided by {divisor}. Given the "
        "gradient `dout` of the outputs, return the gradient of the plane, without the padding.",
        "边长为 `size` 的方形窗口以步幅 `stride` 在 `height`×`width` 的平面上移动，四周各填充 `padding` 行（列）零；"
        "每个输出是窗口内的和除以{divisor}。给定输出的梯度 `dout`，返回平面的梯度（不含填充）。",
    ),
    arguments=(
        Quantity("dout", "p q", Text("gradient of the outputs", "输出的梯度")),
        Quantity("height", "", Text("rows of the plane", "平面的行数"), fixed=True),
        Quantity("width", "", Text("columns of the plane", "平面的列数"), fixed=True),
        Quantity("size", "", Text("side of the window", "窗口边长"), fixed=True),
        Quantity("stride", "", Text("step of the window", "步幅"), fixed=True),
        Quantity("padding", "", Text("zeros on every side", "每侧填充的零"), fixed=True),
    ),
    results=(Quantity("dx", "h w", Text("gradient of the plane", "平面的梯度")),),
    options=(
        TaskOption(
            "divisor",
            {
                "window": Text("size², padding included", " size²（填充也计入）"),
                "cells": Text("the number of its cells that are no padding", "其中非填充格的个数"),
            },
        ),
    ),
    cases=cases,
    fit=_fit,
    wrong={
        "not_divided": Wrong(
            _not_divided,
            Text("Every cell gets the whole gradient of its windows.", "每格得到了窗口的整份梯度，没有平分。"),
        ),
        "by_side": Wrong(
            _by_side, Text("It divides by the side of the window, not its cells.", "除以了窗口边长，而非格数。")
        ),
        "overwritten": Wrong(
            _overwritten,
            Text("A later window overwrites what an earlier one gave.", "后面的窗口覆盖了前面窗口给的份额，应当累加。"),
        ),
        "padding_ignored": Wrong(
            _padding_ignored,
            Text(
                "The padding is not cut off at the top and the left: the gradient is shifted.",
                "没有切掉上侧和左侧的填充，梯度发生了错位。",
            ),
        ),
        "other_divisor": Wrong(
            _other_divisor,
            Text("The divisor counts the padding the other way.", "除数对填充的计法反了。"),
            convention=True,
        ),
    },
    laws=(Law(_linear, Text("Twice the gradient does not give twice the result.", "梯度加倍时结果没有加倍。")),),
    large=lambda rng, size, *, divisor: (
        rng.normal(size=(max(2, size // 32), 16)),
        max(2, size // 32) * 2,
        32,
        2,
        2,
        0,
    ),
    hints=(
        Text("Which cells of the plane does output (i, j) see?", "输出 (i, j) 覆盖平面的哪些格？"),
        Text(
            "Its window starts at row `i · stride - padding`; cut it at the edges.",
            "窗口从第 `i·stride - padding` 行开始，在边缘处截断。",
        ),
        Text("Add dout / divisor to all cells of the window.", "把 dout / 除数加到窗口的每一格。"),
    ),
    explanation=Text(
        "An average is linear: each of its cells has the slope 1 / divisor, so each gets that share of the gradient, and "
        "windows that overlap add up. Cells of the padding get their share too, and it is lost with them.",
        "平均是线性的：每格的斜率为 1/除数，因此各得这一份梯度，重叠的窗口相加。填充格也分到一份，随填充一起丢掉。",
    ),
    demonstrations=("pooling_router",),
)
def mean_pool_backward(
    dout: FloatArray, height: int, width: int, size: int, stride: int, padding: int, *, divisor: str
) -> FloatArray:
    dx = np.zeros((height, width))
    for i in range(dout.shape[0]):
        for j in range(dout.shape[1]):
            top, left = i * stride - padding, j * stride - padding
            cells = dx[max(top, 0) : top + size, max(left, 0) : left + size]
            cells += dout[i, j] / (size**2 if divisor == "window" else cells.size)
    return dx
