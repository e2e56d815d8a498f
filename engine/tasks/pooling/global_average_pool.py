"""Global average pooling of feature maps, forward and backward."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Case, Quantity, Slope, TaskOption, Wrong, task
from engine.task_cases import LARGER, ONE_SAMPLE, ORDINARY, small, smallest
from engine.text import Text

Both = tuple[FloatArray, FloatArray]


def _axes(layout: str) -> tuple[int, int]:
    return (2, 3) if layout == "nchw" else (1, 2)


def _spread(dout: FloatArray, x: FloatArray, layout: str, factor: float) -> FloatArray:
    grown = dout[:, :, None, None] if layout == "nchw" else dout[:, None, None, :]
    return np.asarray(np.broadcast_to(grown, x.shape) * factor)


def _cells(x: FloatArray, layout: str) -> int:
    a, b = _axes(layout)
    return x.shape[a] * x.shape[b]


def _gradient_whole(x: FloatArray, dout: FloatArray, *, layout: str) -> Both:
    return x.mean(axis=_axes(layout)), _spread(dout, x, layout, 1.0)


def _sum(x: FloatArray, dout: FloatArray, *, layout: str) -> Both:
    return x.sum(axis=_axes(layout)), _spread(dout, x, layout, 1.0)


def _over_batch(x: FloatArray, dout: FloatArray, *, layout: str) -> Both:
    y, dx = global_average_pool.reference(x, dout, layout=layout)
    return np.broadcast_to(y.mean(axis=0), y.shape).copy(), dx


def _maximum(x: FloatArray, dout: FloatArray, *, layout: str) -> Both:
    return x.max(axis=_axes(layout)), _spread(dout, x, layout, 1 / _cells(x, layout))


def _by_height(x: FloatArray, dout: FloatArray, *, layout: str) -> Both:
    y, dx = global_average_pool.reference(x, dout, layout=layout)
    width = x.shape[_axes(layout)[1]]
    return y, dx * width


def cases(rng: np.random.Generator, *, layout: str) -> Iterator[Case]:
    """Maps of several sizes; the axes have different lengths, so that none can be taken for another."""

    def case(name: Text, n: int, c: int, h: int, w: int, whole: bool = False) -> Case:
        shape = (n, c, h, w) if layout == "nchw" else (n, h, w, c)
        draw = small(rng, *shape) if whole else rng.normal(size=shape)
        return Case(name, (draw, rng.integers(1, 9, (n, c)).astype(float)))

    yield case(smallest("1 by 1 by 2 by 2"), 1, 1, 2, 2, whole=True)
    yield case(Text("two channels", "两个通道"), 1, 2, 2, 3, whole=True)
    yield case(ONE_SAMPLE, 1, 3, 4, 2)
    yield case(ORDINARY, 2, 3, 4, 5)
    yield case(Text("maps of one cell", "特征图只有一格"), 2, 3, 1, 1)
    yield case(Text("narrow maps", "很窄的特征图"), 3, 2, 5, 1)
    larger = case(LARGER, 4, 6, 7, 5)
    yield from (larger.as_float32(), larger.strided(), larger)


def _loss(x: FloatArray, dout: FloatArray, *, layout: str) -> float:
    return float((x.mean(axis=_axes(layout)) * dout).sum())


def _fit(arguments: tuple[FloatArray, FloatArray], *, layout: str) -> tuple[FloatArray, FloatArray] | None:
    """`dout` has a row a sample and a column a channel."""
    x, dout = arguments
    if not x.size:
        return None
    n, c = x.shape[0], x.shape[1 if layout == "nchw" else 3]
    return (x, dout[:n, :c]) if dout.shape[0] >= n and dout.shape[1] >= c else None


@task(
    topic="pooling",
    title=Text("Global average pooling, forward and backward", "全局平均池化：前向与反向"),
    statement=Text(
        "`x` holds feature maps as {layout}. Return the mean of every map, shape (n, c), and the gradient of `x` for the "
        "gradient `dout` of these means.",
        "`x` 是特征图，布局为 {layout}。返回每张图的均值，形状 (n, c)；以及均值的梯度为 `dout` 时 `x` 的梯度。",
    ),
    arguments=(
        Quantity("x", "...", Text("feature maps", "特征图")),
        Quantity("dout", "n c", Text("gradient of the means", "均值的梯度")),
    ),
    results=(
        Quantity("y", "n c", Text("means", "均值")),
        Quantity("dx", "...", Text("gradient of x", "x 的梯度")),
    ),
    options=(
        TaskOption(
            "layout",
            {
                "nchw": Text("(sample, channel, row, column)", "（样本，通道，行，列）"),
                "nhwc": Text("(sample, row, column, channel)", "（样本，行，列，通道）"),
            },
        ),
    ),
    cases=cases,
    fit=_fit,
    wrong={
        "gradient_whole": Wrong(
            _gradient_whole,
            Text(
                "Every cell gets the whole gradient; each moves the mean by 1/(h w) only.",
                "每格都得了整份梯度；一格只把均值移动 1/(h·w)。",
            ),
        ),
        "sum": Wrong(_sum, Text("This is the sum of each map.", "这是每张图的和。")),
        "over_batch": Wrong(_over_batch, Text("The mean is taken over the samples too.", "连样本也一起平均了。")),
        "maximum": Wrong(_maximum, Text("This is the maximum of each map.", "这是每张图的最大值。")),
        "by_height": Wrong(
            _by_height,
            Text("The gradient is divided by the number of rows, not of cells.", "梯度除以了行数，而非格数。"),
        ),
    },
    slopes=(Slope("dx", "x", _loss),),
    large=lambda rng, size, *, layout: (
        rng.normal(size=(size // 16, 8, 8, 8)),
        rng.normal(size=(size // 16, 8)),
    ),
    hints=(
        Text("Which two axes hold one map?", "哪两个轴属于同一张图？"),
        Text("A mean over h w cells has the slope 1/(h w) in each.", "h·w 格的均值对每格的斜率为 1/(h·w)。"),
        Text("Put the two axes back into dout and broadcast.", "给 dout 补回这两个轴再广播。"),
    ),
    explanation=Text(
        "Each mean sees one channel of one sample. Its gradient is spread evenly over the h w cells of that map; the layer "
        "has no parameters, which is why it replaces large fully connected heads.",
        "每个均值只看一个样本的一个通道，梯度均匀分给该图的 h·w 格。这一层没有参数，因此常用来代替庞大的全连接头。",
    ),
    demonstrations=("pooling_head",),
)
def global_average_pool(x: FloatArray, dout: FloatArray, *, layout: str) -> Both:
    axes = (2, 3) if layout == "nchw" else (1, 2)
    y = x.mean(axis=axes)
    cells = x.shape[axes[0]] * x.shape[axes[1]]
    return y, np.broadcast_to(np.expand_dims(dout, axes), x.shape) / cells
