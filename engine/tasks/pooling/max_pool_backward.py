"""The gradient of max pooling, with windows that overlap and maxima that tie."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Law, Quantity, Slope, TaskOption, Wrong, task
from engine.task_cases import LARGER, OVERLAP, TIES, distinct, smallest
from engine.text import Text

Shares = Callable[[FloatArray, str], FloatArray]
"""Which share of a window's gradient each cell gets, by the window and the tie rule."""


def _winners(window: FloatArray, ties: str) -> FloatArray:
    top = (window == window.max()).astype(float)
    if ties == "split":
        return top / top.sum()
    if ties == "all":
        return top
    place = int(top.argmax()) if ties == "first" else top.size - 1 - int(top.ravel()[::-1].argmax())
    return (np.arange(top.size) == place).reshape(top.shape).astype(float)


def _equal(window: FloatArray, ties: str) -> FloatArray:
    return np.full(window.shape, 1 / window.size)


def _winners_above_zero(window: FloatArray, ties: str) -> FloatArray:
    return _winners(window, ties) * (window >= 0)


def _passed_back(
    dout: FloatArray, x: FloatArray, size: int, step: int, ties: str, shares: Shares = _winners, keep: str = "all"
) -> FloatArray:
    """`keep` says what a later window leaves of the earlier ones: all, the cells that it does not win, or nothing."""
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape):
        window = (slice(i * step, i * step + size), slice(j * step, j * step + size))
        if x[window].size:
            share = shares(x[window], ties)
            before = {"all": dx[window], "others": dx[window] * (share == 0), "nothing": 0 * dx[window]}[keep]
            dx[window] = before + share * dout[i, j]
    return dx


def _with_ties(ties_rule: str) -> Function:
    return lambda dout, x, size, stride, *, ties: _passed_back(dout, x, size, stride, ties_rule)


def _overwrites_window(dout: FloatArray, x: FloatArray, size: int, stride: int, *, ties: str) -> FloatArray:
    return _passed_back(dout, x, size, stride, ties, keep="nothing")


def _overwrites_cell(dout: FloatArray, x: FloatArray, size: int, stride: int, *, ties: str) -> FloatArray:
    return _passed_back(dout, x, size, stride, ties, keep="others")


def _mean(dout: FloatArray, x: FloatArray, size: int, stride: int, *, ties: str) -> FloatArray:
    return _passed_back(dout, x, size, stride, ties, _equal)


def _stride_is_size(dout: FloatArray, x: FloatArray, size: int, stride: int, *, ties: str) -> FloatArray:
    return _passed_back(dout, x, size, size, ties)


def _starts_at_zero(dout: FloatArray, x: FloatArray, size: int, stride: int, *, ties: str) -> FloatArray:
    return _passed_back(dout, x, size, stride, ties, _winners_above_zero)


def cases(rng: np.random.Generator, *, ties: str) -> Iterator[Case]:
    """Windows side by side, overlapping, with gaps, with rows left over; distinct values and ties."""

    def case(name: Text, x: FloatArray, size: int, stride: int) -> Case:
        dout = rng.integers(1, 7, _output_shape(x, size, stride)).astype(float)
        return Case(name, (dout, x, size, stride))

    def bits(height: int, width: int) -> FloatArray:
        return rng.integers(0, 2, (height, width)).astype(float)

    yield case(smallest("2 by 2"), distinct(rng, 2, 2), 2, 2)
    yield case(Text("windows side by side", "窗口并排"), distinct(rng, 4, 4), 2, 2)
    yield case(OVERLAP, distinct(rng, 3, 3), 2, 1)
    yield case(TIES, np.full((2, 2), 2.0), 2, 2)
    yield case(Text("ties in overlapping windows", "重叠窗口中有并列"), bits(4, 4), 2, 1)
    yield case(Text("negative values", "全为负数"), distinct(rng, 4, 4) - 20, 2, 2)
    yield case(Text("windows of one cell", "窗口只有一格"), distinct(rng, 3, 3), 1, 1)
    yield case(Text("gaps between windows", "窗口之间有空隙"), distinct(rng, 5, 5), 2, 3)
    yield case(Text("a row left over", "剩下一行"), distinct(rng, 5, 6), 2, 2)
    yield case(Text("not square", "非方阵"), distinct(rng, 3, 7), 3, 2)
    larger = case(LARGER, bits(14, 11), 3, 2)
    yield from (larger.as_float32(), larger.strided(), larger)


def _output_shape(x: FloatArray, size: int, stride: int) -> tuple[int, int]:
    return (x.shape[0] - size) // stride + 1, (x.shape[1] - size) // stride + 1


def _fit(arguments: Arguments, *, ties: str) -> Arguments | None:
    """`dout` has as many rows and columns as there are windows."""
    dout, x, size, stride = arguments
    rows, columns = _output_shape(x, size, stride)
    return (dout[:rows, :columns], x, size, stride) if rows > 0 and columns > 0 else None


def _keeps_the_sum(call: Function, arguments: Arguments, *, ties: str) -> bool:
    return ties == "all" or bool(np.isclose(np.sum(call(*arguments)), arguments[0].sum(), rtol=1e-4))


def _loss(dout: FloatArray, x: FloatArray, size: int, stride: int, *, ties: str) -> float:
    pooled = np.array(
        [x[i * stride : i * stride + size, j * stride : j * stride + size].max() for i, j in np.ndindex(dout.shape)]
    )
    return float((pooled * dout.ravel()).sum())


@task(
    topic="pooling",
    title=Text("Backward pass of max pooling, windows overlapping", "最大池化的反向传播（窗口可重叠）"),
    statement=Text(
        "A square window of `size` cells a side moves over the plane `x` by `stride`, without padding; output (i, j) is the "
        "maximum of its window, and only whole windows count. Given the gradient `dout` of the outputs, return the "
        "gradient of `x`. Where several cells of a window share the maximum, {ties}.",
        "边长为 `size` 的方形窗口以步幅 `stride` 在平面 `x` 上移动，不填充；输出 (i, j) 是其窗口的最大值，只计完整的窗口。"
        "给定输出的梯度 `dout`，返回 `x` 的梯度。若窗口内有多格同为最大值，{ties}。",
    ),
    arguments=(
        Quantity("dout", "rows columns", Text("gradient of each output", "每个输出的梯度")),
        Quantity("x", "h w", Text("the input plane", "输入平面")),
        Quantity("size", "", Text("side of the window, an integer", "窗口边长，整数")),
        Quantity("stride", "", Text("step of the window, an integer", "步幅，整数")),
    ),
    results=(Quantity("dx", "h w", Text("gradient of x", "x 的梯度")),),
    options=(
        TaskOption(
            "ties",
            {
                "first": Text("the first one in row-major order gets all", "由行优先顺序中的第一格独得"),
                "all": Text("each of them gets the whole gradient", "每一格都得到完整的梯度"),
                "split": Text("they share the gradient equally", "由它们平分梯度"),
            },
        ),
    ),
    cases=cases,
    wrong={
        "overwrites": Wrong(
            _overwrites_window,
            Text(
                "A later window overwrites what an earlier one gave: where windows overlap, gradients add.",
                "后面的窗口覆盖了前面窗口的梯度：窗口重叠处的梯度应当累加。",
            ),
            also=(_overwrites_cell,),
        ),
        "ties_first": Wrong(
            _with_ties("first"),
            Text("The first of equal maxima gets all.", "并列时由第一格独得。"),
            convention=True,
        ),
        "ties_last": Wrong(
            _with_ties("last"), Text("The last of equal maxima gets all.", "并列时由最后一格独得。"), convention=True
        ),
        "ties_all": Wrong(
            _with_ties("all"),
            Text("Each of equal maxima gets the whole gradient.", "并列时每一格都得到完整的梯度。"),
            convention=True,
        ),
        "ties_split": Wrong(
            _with_ties("split"), Text("Equal maxima share the gradient.", "并列时平分梯度。"), convention=True
        ),
        "mean": Wrong(_mean, Text("This is the gradient of mean pooling.", "这是平均池化的梯度。")),
        "stride_is_size": Wrong(
            _stride_is_size,
            Text("The windows are placed by their size, not by the stride.", "窗口按边长移动，而不是按步幅。"),
        ),
        "starts_at_zero": Wrong(
            _starts_at_zero,
            Text(
                "The search for the maximum starts at 0: windows of negative values pass nothing back.",
                "找最大值时从 0 开始：全为负数的窗口不回传梯度。",
            ),
        ),
    },
    laws=(
        Law(
            _keeps_the_sum,
            Text("The sum of dx is not the sum of dout.", "dx 的总和不等于 dout 的总和。"),
        ),
    ),
    slopes=(Slope("dx", "x", _loss),),
    fit=_fit,
    large=lambda rng, size, *, ties: (np.ones((8, size // 16)), rng.normal(size=(16, size // 8)), 2, 2),
    hints=(
        Text(
            "dx[c] is the sum of dout[i, j] over the windows (i, j) that cell c wins.",
            "dx[c] 等于单元 c 赢得的所有窗口 (i, j) 的 dout[i, j] 之和。",
        ),
        Text(
            "Start from zeros of x's shape. The window of output (i, j) is "
            "x[i * stride : i * stride + size, j * stride : j * stride + size].",
            "从与 x 同形的零数组开始。输出 (i, j) 的窗口是 x[i * stride : i * stride + size, j * stride : j * stride + size]。",
        ),
        Text(
            "For each window: mark its maxima, apply the tie rule, and add (+=) the share of dout[i, j].",
            "对每个窗口：标出最大值，按并列规则处理，再累加（+=）dout[i, j] 的份额。",
        ),
    ),
    explanation=Text(
        "Max pooling copies one cell of each window to the output, so its gradient goes back to that cell alone. A cell "
        "that wins several windows collects their sum, hence += and not =. At a tie max has no derivative; frameworks "
        "choose: PyTorch's max_pool2d takes the first, torch.amax shares equally.",
        "最大池化把每个窗口中的一格复制到输出，梯度也只回到这一格。赢得多个窗口的单元得到它们之和，所以用 += 而不是 =。"
        "并列处 max 不可导，各框架约定不同：PyTorch 的 max_pool2d 取第一格，torch.amax 平分。",
    ),
    demonstrations=("pooling_router",),
)
def max_pool_backward(dout: FloatArray, x: FloatArray, size: int, stride: int, *, ties: str) -> FloatArray:
    dx = np.zeros(x.shape)
    for i, j in np.ndindex(dout.shape):
        rows = slice(i * stride, i * stride + size)
        columns = slice(j * stride, j * stride + size)
        top = x[rows, columns] == x[rows, columns].max()
        if ties == "first":
            top &= np.arange(top.size).reshape(top.shape) == top.argmax()
        share = dout[i, j] / top.sum() if ties == "split" else dout[i, j]
        dx[rows, columns] += top * share
    return dx
