"""The size of a convolution's or pooling layer's output along one axis."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.task import Arguments, Case, Function, Law, Quantity, TaskOption, Wrong, task
from engine.task_cases import ORDINARY
from engine.text import Text


def _windows(n: int, size: int, stride: int, padding: int, dilation: int, partial: str) -> int:
    free = n + 2 * padding - dilation * (size - 1) - 1
    return (free // stride if partial == "dropped" else -(-free // stride)) + 1


def _padding_once(n: int, size: int, stride: int, padding: int, dilation: int, *, partial: str) -> int:
    free = n + padding - dilation * (size - 1) - 1
    return (free // stride if partial == "dropped" else -(-free // stride)) + 1


def _one_forgotten(n: int, size: int, stride: int, padding: int, dilation: int, *, partial: str) -> int:
    return _windows(n, size, stride, padding, dilation, partial) - 1


def _no_dilation(n: int, size: int, stride: int, padding: int, dilation: int, *, partial: str) -> int:
    return _windows(n, size, stride, padding, 1, partial)


def _dilated_too_far(n: int, size: int, stride: int, padding: int, dilation: int, *, partial: str) -> int:
    free = n + 2 * padding - dilation * size
    return (free // stride if partial == "dropped" else -(-free // stride)) + 1


def _other_rounding(n: int, size: int, stride: int, padding: int, dilation: int, *, partial: str) -> int:
    return _windows(n, size, stride, padding, dilation, "kept" if partial == "dropped" else "dropped")


def _share(n: int, size: int, stride: int, padding: int, dilation: int, *, partial: str) -> int:
    return n // stride if partial == "dropped" else -(-n // stride)


def cases(rng: np.random.Generator, *, partial: str) -> Iterator[Case]:
    """Windows that fit and that leave cells over, padding, dilation."""
    yield Case(Text("4 cells, windows of 2", "4 格，窗口 2"), (4, 2, 2, 0, 1))
    yield Case(Text("one window", "只有一个窗口"), (3, 3, 1, 0, 1))
    yield Case(Text("a cell left over", "剩下一格"), (7, 2, 2, 0, 1))
    yield Case(Text("with padding", "有填充"), (7, 3, 2, 1, 1))
    yield Case(Text("padding and cells left over", "有填充且有剩余"), (8, 3, 3, 1, 1))
    yield Case(Text("dilated", "空洞"), (11, 3, 2, 0, 2))
    yield Case(Text("dilated and padded", "空洞且填充"), (12, 3, 4, 1, 3))
    yield Case(ORDINARY, (224, 7, 2, 3, 1))
    for number in range(4):
        size, dilation = int(rng.integers(2, 5)), int(rng.integers(1, 4))
        n, stride = int(rng.integers(14, 40)), int(rng.integers(2, 5))
        yield Case(
            Text(f"drawn {number + 1}", f"随机 {number + 1}"), (n, size, stride, int(rng.integers(0, 2)), dilation)
        )


def _fit(arguments: Arguments, *, partial: str) -> Arguments | None:
    """One window fits at least; at most half a window is padding."""
    n, size, stride, padding, dilation = arguments
    extent = dilation * (size - 1) + 1
    sound = min(n, size, stride, dilation) >= 1 and padding >= 0 and 2 * padding <= size
    return arguments if sound and n + 2 * padding >= extent else None


def _one_more_row(call: Function, arguments: Arguments, *, partial: str) -> bool:
    n, size, stride, padding, dilation = arguments
    return bool(call(n + stride, size, stride, padding, dilation) == call(*arguments) + 1)


@task(
    topic="pooling",
    title=Text("Output size of a window that moves", "滑动窗口的输出大小"),
    statement=Text(
        "A window of `size` cells moves over an axis of `n` cells by `stride`, with `padding` cells added at both ends; "
        "neighbouring cells of the window are `dilation` apart (1: side by side). A last window that is only partly inside "
        "is {partial}. Return how many outputs there are.",
        "`size` 格的窗口在 `n` 格的轴上以步幅 `stride` 移动，两端各填充 `padding` 格；窗口内相邻两格相距 `dilation`"
        "（1 表示紧挨）。最后一个只有部分在内的窗口{partial}。返回输出的个数。",
    ),
    arguments=(
        Quantity("n", "", Text("cells of the axis", "轴的格数")),
        Quantity("size", "", Text("cells of the window", "窗口的格数")),
        Quantity("stride", "", Text("step of the window", "步幅")),
        Quantity("padding", "", Text("cells added at each end", "两端各填充的格数")),
        Quantity("dilation", "", Text("distance of neighbouring cells", "相邻格的间距")),
    ),
    results=(Quantity("outputs", "", Text("number of outputs", "输出的个数")),),
    options=(TaskOption("partial", {"dropped": Text("dropped", "舍去"), "kept": Text("kept", "保留")}),),
    cases=cases,
    fit=_fit,
    wrong={
        "padding_once": Wrong(_padding_once, Text("The padding is counted at one end only.", "填充只算了一端。")),
        "one_forgotten": Wrong(
            _one_forgotten,
            Text(
                "The number of steps is returned; there is one window more than steps.",
                "返回的是步数，窗口数要比步数多一。",
            ),
        ),
        "no_dilation": Wrong(_no_dilation, Text("The dilation is left out.", "没有考虑空洞。")),
        "dilated_too_far": Wrong(
            _dilated_too_far,
            Text(
                "The window's extent is taken as dilation · size; it is dilation · (size - 1) + 1.",
                "把窗口跨度当成了 dilation·size，应为 dilation·(size - 1) + 1。",
            ),
        ),
        "other_rounding": Wrong(_other_rounding, Text("It rounds the other way.", "取整方向反了。"), convention=True),
        "share": Wrong(
            _share, Text("It divides n by the stride, whatever the window.", "只用 n 除以步幅，没有考虑窗口。")
        ),
    },
    laws=(
        Law(
            _one_more_row, Text("`stride` more cells do not give one output more.", "多 `stride` 格时输出没有多一个。")
        ),
    ),
    hints=(
        Text("How far can the first cell of the window move?", "窗口的第一格最远能移动多少？"),
        Text("The window covers dilation · (size - 1) + 1 cells.", "窗口覆盖 dilation·(size - 1) + 1 格。"),
        Text("`(n + 2 padding - extent) / stride`, rounded, plus 1.", "`(n + 2·padding - 跨度)/stride` 取整后加 1。"),
    ),
    explanation=Text(
        "The first window starts at 0, and every step moves it by the stride. The free way is `n + 2 padding` minus the extent "
        "of the window; the number of windows is the number of steps plus one. Frameworks drop a partial window by default "
        "(floor) and keep it with ceil_mode.",
        "第一个窗口从 0 开始，每步移动一个步幅。可移动的距离是 `n + 2·padding` 减去窗口跨度，窗口数等于步数加一。"
        "框架默认舍去不完整的窗口（向下取整），ceil_mode 则保留。",
    ),
    demonstrations=("receptive_field",),
)
def pooled_size(n: int, size: int, stride: int, padding: int, dilation: int, *, partial: str) -> int:
    free = n + 2 * padding - (dilation * (size - 1) + 1)
    steps = free // stride if partial == "dropped" else -(-free // stride)
    return steps + 1
