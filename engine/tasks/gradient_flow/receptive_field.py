"""Receptive field of a chain of convolutions and pooling layers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.task import Arguments, Case, Function, Law, Quantity, Wrong, task
from engine.task_cases import LARGER, ORDINARY, smallest
from engine.text import Text

IntArray = NDArray[np.int64]


def _field(kernels: IntArray, strides: IntArray) -> tuple[int, int]:
    field = step = 1
    for k, s in zip(kernels.tolist(), strides.tolist(), strict=True):
        field += (k - 1) * step
        step *= s
    return int(field), int(step)


def _own_stride_counted(kernels: IntArray, strides: IntArray) -> tuple[int, int]:
    field = step = 1
    for k, s in zip(kernels.tolist(), strides.tolist(), strict=True):
        step *= s
        field += (k - 1) * step
    return int(field), int(step)


def _strides_forgotten(kernels: IntArray, strides: IntArray) -> tuple[int, int]:
    return int(1 + (kernels - 1).sum()), _field(kernels, strides)[1]


def _whole_kernels(kernels: IntArray, strides: IntArray) -> tuple[int, int]:
    field = step = 1
    for k, s in zip(kernels.tolist(), strides.tolist(), strict=True):
        field += k * step
        step *= s
    return int(field), int(step)


def _product(kernels: IntArray, strides: IntArray) -> tuple[int, int]:
    return int(kernels.prod()), _field(kernels, strides)[1]


def _backwards(kernels: IntArray, strides: IntArray) -> tuple[int, int]:
    return _field(kernels[::-1], strides[::-1])


def _no_start(kernels: IntArray, strides: IntArray) -> tuple[int, int]:
    field, step = _field(kernels, strides)
    return field - 1, step


def cases(rng: np.random.Generator) -> Iterator[Case]:
    """Strides of 1 and above, kernels of one cell, no layer."""
    yield Case(smallest("2"), (np.array([3, 3]), np.array([2, 1])))
    yield Case(Text("one layer", "只有一层"), (np.array([5]), np.array([3])))
    yield Case(Text("no layer", "没有层"), (np.zeros(0, dtype=int), np.zeros(0, dtype=int)))
    yield Case(Text("strides of 1", "步幅全为 1"), (np.array([3, 3, 3]), np.array([1, 1, 1])))
    yield Case(Text("a kernel of one cell", "有 1×1 卷积"), (np.array([3, 1, 3]), np.array([1, 2, 1])))
    yield Case(Text("conv, pool, conv, pool", "卷积、池化交替"), (np.array([3, 2, 3, 2]), np.array([1, 2, 1, 2])))
    yield Case(ORDINARY, (rng.integers(1, 6, 4), rng.integers(1, 4, 4)))
    yield Case(LARGER, (rng.integers(2, 6, 8), rng.integers(1, 3, 8)))


def _fit(arguments: Arguments) -> Arguments | None:
    """Whole numbers from 1 on."""
    kernels, strides = arguments
    sound = bool(np.all(kernels >= 1) and np.all(strides >= 1)) and len(kernels) == len(strides)
    return arguments if sound else None


def _one_cell_changes_nothing(call: Function, arguments: Arguments) -> bool:
    kernels, strides = arguments
    field, step = call(np.append(kernels, 1), np.append(strides, 1))
    return bool((field, step) == tuple(call(kernels, strides)))


@task(
    topic="gradient_flow",
    title=Text("Receptive field of a chain of layers", "多层卷积与池化的感受野"),
    statement=Text(
        "Convolutions and pooling layers follow each other along one axis; layer i has a window of `kernels[i]` cells and "
        "moves by `strides[i]`, without dilation; the first entry is the layer next to the input. Return how many input cells "
        "one output cell of the last layer sees (far from the edges), and by how many input cells neighbouring outputs are "
        "apart. Without a layer both are 1.",
        "卷积层与池化层沿一个轴依次相接；第 i 层的窗口为 `kernels[i]` 格、步幅为 `strides[i]`，无空洞；第一个元素是最靠近输入的层。"
        "返回最后一层的一个输出格（远离边缘）能看到多少个输入格，以及相邻两个输出在输入上相隔多少格。没有层时两者都是 1。",
    ),
    arguments=(
        Quantity("kernels", "k", Text("window of each layer", "各层的窗口大小")),
        Quantity("strides", "k", Text("stride of each layer", "各层的步幅")),
    ),
    results=(
        Quantity("field", "", Text("input cells that one output sees", "一个输出看到的输入格数")),
        Quantity("step", "", Text("input cells between neighbouring outputs", "相邻输出在输入上的间隔")),
    ),
    cases=cases,
    fit=_fit,
    wrong={
        "own_stride_counted": Wrong(
            _own_stride_counted,
            Text(
                "A layer's own stride is counted for its window; it counts only from the next layer on.",
                "把本层的步幅算进了本层窗口；它从下一层起才起作用。",
            ),
        ),
        "strides_forgotten": Wrong(
            _strides_forgotten,
            Text("The strides before a layer do not widen its window.", "没有用前面各层的步幅放大窗口。"),
        ),
        "whole_kernels": Wrong(
            _whole_kernels,
            Text("A window adds its whole width; it adds one cell less.", "加上了整个窗口，应当少加一格。"),
        ),
        "product": Wrong(_product, Text("The windows are multiplied.", "把窗口大小相乘了。")),
        "backwards": Wrong(
            _backwards, Text("The layers are taken from the output to the input.", "层的顺序取反了，从输出到输入。")
        ),
        "no_start": Wrong(_no_start, Text("The first cell is not counted.", "没有算最初的那一格。")),
    },
    laws=(
        Law(
            _one_cell_changes_nothing,
            Text("A layer of one cell and stride 1 changes the result.", "加一层 1 格、步幅 1 的层改变了结果。"),
        ),
    ),
    hints=(
        Text(
            "How far apart in the input are two neighbouring cells that a layer sees?",
            "某层看到的相邻两格，在输入上相隔多远？",
        ),
        Text("A window of k cells adds k - 1 such distances.", "k 格的窗口增加 k - 1 段这样的距离。"),
        Text("field += (k - 1) · step, then step *= s.", "field += (k - 1)·step，然后 step *= s。"),
    ),
    explanation=Text(
        "The cells that a layer sees are `step` input cells apart, the product of the strides before it. A window of k of "
        "them reaches k - 1 steps further. Its own stride moves only the layers after it apart.",
        "一层看到的相邻格在输入上相隔 `step`，即之前各层步幅之积。k 格的窗口多覆盖 k - 1 个间隔；本层的步幅只影响后面的层。",
    ),
    demonstrations=("receptive_field",),
)
def receptive_field(kernels: IntArray, strides: IntArray) -> tuple[int, int]:
    field = step = 1
    for k, s in zip(kernels, strides, strict=True):
        field += (k - 1) * step
        step *= s
    return field, step
