"""D15: where pooling sends the gradient."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from engine.demonstration import demonstration
from engine.kernels import pooling as kernel_of
from engine.kernels.pooling import Window, coverage, output_shape, windows
from engine.measurements import Array1D, Array2D, Grade, Measurements, measurement
from engine.parameters import Array, Choice, FloatArray, Integer, ParameterError, Scalar, demand_shape
from engine.result import Matrix, Result, Step, Steps, Table, View
from engine.text import Text

YES_NO: Mapping[Scalar, Text] = {True: Text("yes", "是"), False: Text("no", "否")}


@dataclass(frozen=True)
class Geometry:
    """Kernel, stride, padding and ceil mode, as the kernels take them."""

    kernel: int
    stride: int
    padding: int
    ceil_mode: bool

    @property
    def arguments(self) -> tuple[int, int, int, bool]:
        """In the kernels' order."""
        return self.kernel, self.stride, self.padding, self.ceil_mode


class PoolingMistakes(Measurements):
    grad_x_overwritten: Array2D = measurement(
        Text("same with assignment instead of addition (a bug)", "误用赋值而非累加的结果")
    )
    grad_x_spread: Array2D = measurement(
        Text("same if max pooling shared equally (a mistake)", "误把最大池化平分的结果")
    )
    grad_x_copied: Array2D = measurement(
        Text("same if mean pooling copied instead of dividing (a mistake)", "误把平均池化照抄不除的结果")
    )
    grad_x_kernel: Array2D = measurement(
        Text("same if mean pooling divided by k, not k² (a mistake)", "平均池化误除以 k 而非 k² 的结果")
    )
    grad_x_split: Array2D = measurement(
        Text("same if ties shared equally (torch.amax)", "并列均分（torch.amax）的结果"), grade=Grade.CONVENTION
    )


class PoolingTies(Measurements):
    tied_windows: int = measurement(
        Text("windows with more than one maximum", "最大值不唯一的窗口数"), grade=Grade.EXACT
    )
    right_slope: float = measurement(
        Text("slope of y[0,0] when its first winner grows", "首个最大值增大时 y[0,0] 的斜率"), grade=Grade.EXACT
    )
    left_slope: float = measurement(
        Text("slope of y[0,0] when its first winner shrinks", "首个最大值减小时 y[0,0] 的斜率"), grade=Grade.EXACT
    )


class PoolingJacobian(Measurements):
    adjoint_gap: float = measurement(
        Text("|<grad_y, J v> - <Jᵀ grad_y, v>| for a random v", "对随机 v 的 |<grad_y, J v> − <Jᵀ grad_y, v>|")
    )
    jacobian_row_sums: Array1D = measurement(Text("sum of each row of the Jacobian", "雅可比矩阵各行之和"))
    jacobian_norm: float = measurement(Text("sum of the Jacobian's absolute entries", "雅可比矩阵元素绝对值之和"))


class PoolingRouter(Measurements):
    x: Array2D = measurement(Text("the input plane", "输入平面"), grade=Grade.EXACT)
    grad_y: Array2D = measurement(Text("gradient of each output", "每个输出的梯度"), grade=Grade.EXACT)
    y: Array2D = measurement(Text("pooled output", "池化输出"), grade=Grade.EXACT)
    grad_x: Array2D = measurement(Text("gradient of the input", "输入的梯度"))
    mistakes: PoolingMistakes
    coverage: Array2D = measurement(Text("windows that cover each cell", "每格所在窗口数"), grade=Grade.EXACT)
    wins: Array2D = measurement(Text("windows that each cell wins", "每格赢得的窗口数"), grade=Grade.EXACT)
    most_wins: int = measurement(Text("most windows won by one cell", "单格赢得窗口的最大数"), grade=Grade.EXACT)
    dead_cells: int = measurement(Text("cells that no window covers", "不属于任何窗口的格数"), grade=Grade.EXACT)
    rows: int = measurement(Text("output rows", "输出行数"), grade=Grade.EXACT)
    columns: int = measurement(Text("output columns", "输出列数"), grade=Grade.EXACT)
    grad_x_sum: float = measurement(Text("sum of the input's gradient", "输入梯度之和"))
    grad_y_sum: float = measurement(Text("sum of the outputs' gradient", "输出梯度之和"))
    lost_to_padding: float = measurement(Text("gradient lost to the padding", "漏进填充的梯度"))
    ties: PoolingTies
    jacobian: PoolingJacobian
    trainable: int = measurement(Text("trainable parameters of the layer", "该层的可训练参数个数"), grade=Grade.EXACT)


@demonstration(
    number="D15",
    name="pooling_router",
    topic="pooling",
    title=Text("Pooling gradient router", "池化的梯度路由"),
    summary=Text(
        "Where max and mean pooling send each output's gradient, with overlap, padding and ties.",
        "最大池化与平均池化把每个输出的梯度送往何处，含重叠、填充与并列。",
    ),
    look_for=Text(
        "Walk the outputs one by one. In max pooling each gradient lands whole on the winner of its window; when "
        "windows overlap, a cell that wins several collects the sum. In mean pooling every cell of a window gets an "
        "equal share; border cells lie in fewer windows and end with less. Compare the sums: max pooling never loses "
        "any gradient, mean pooling loses some to the padding when it counts the pads.",
        "逐个输出地走一遍。最大池化时，每份梯度整份落到所在窗口的最大值上；窗口重叠时，同时赢得多个窗口的单元把它们加起来。"
        "平均池化时，窗口内各单元平分；边缘单元所在窗口更少，最终得到的也更少。再比较总和：最大池化从不丢失梯度，"
        "平均池化若把填充计入分母，就会有一部分漏进填充。",
    ),
    predict=Text(
        "Before you run it: which cell will hold the largest gradient, and will the two sums be equal?",
        "运行之前先猜：哪个单元的梯度最大？输入与输出两侧的梯度总和会相等吗？",
    ),
    limits=Text(
        "Shows one plane and PyTorch's conventions; other libraries may split ties or count padding differently. "
        "Dilation and not-a-number values are left out.",
        "只演示一个通道，采用 PyTorch 的约定；别的库在并列与填充计数上可能不同。未涉及空洞（dilation）与 NaN。",
    ),
    parameters=(
        Choice(
            "mode",
            Text("pooling", "池化方式"),
            "max",
            ("max", "mean"),
            {"max": Text("max", "最大"), "mean": Text("mean", "平均")},
        ),
        Integer("size", Text("input height and width", "输入边长"), 4, 2, 12, Text("cells", "格")),
        Integer("kernel", Text("kernel", "核大小"), 2, 1, 5, Text("cells", "格")),
        Integer("stride", Text("stride", "步幅"), 2, 1, 5, Text("cells", "格")),
        Integer("padding", Text("padding", "填充"), 0, 0, 2, Text("cells", "格")),
        Choice("ceil_mode", Text("ceil mode", "向上取整（ceil）"), False, (False, True), YES_NO),
        Choice("count_include_pad", Text("count padding in the mean", "均值计入填充"), True, (True, False), YES_NO),
        Array("input", Text("input", "输入"), (), 2, -1e4, 1e4, 12),
        Array("grad_output", Text("gradient of the output", "输出的梯度"), (), 2, -1e4, 1e4, 16),
        Choice("ties", Text("make ties", "制造并列"), False, (False, True), YES_NO),
    ),
    measurements=PoolingRouter,
    kernels=(
        kernel_of.windows,
        kernel_of.max_pool_forward,
        kernel_of.max_pool_backward,
        kernel_of.mean_pool_forward,
        kernel_of.mean_pool_backward,
    ),
)
def pooling_router(
    rng: np.random.Generator,
    *,
    mode: str,
    size: int,
    kernel: int,
    stride: int,
    padding: int,
    ceil_mode: bool,
    count_include_pad: bool,
    input: FloatArray,
    grad_output: FloatArray,
    ties: bool,
) -> Result:
    """Route `grad_output` (rows, columns) back to `input` (height, width)."""
    geometry = Geometry(kernel, stride, padding, ceil_mode)
    x = _plane(rng, input, size, ties)
    shape = output_shape(x.shape, *geometry.arguments)
    if min(shape) < 1 or 2 * padding > kernel:
        raise ParameterError(
            f"a kernel of {kernel} with padding {padding} leaves no window on an input of {x.shape[0]}x{x.shape[1]}; "
            "padding is at most half the kernel, and the kernel at most the padded input",
            f"核为 {kernel}、填充为 {padding} 时，{x.shape[0]}x{x.shape[1]} 的输入上放不下任何窗口；"
            "填充至多为核的一半，核至多为填充后的输入",
        )
    grad_y = _outer_gradient(rng, grad_output, shape)
    maps = _maps(mode, x, geometry, count_include_pad)
    measured = _measure(rng, x, grad_y, geometry, mode, maps, count_include_pad)
    return Result(measured, _views(x, grad_y, measured.grad_x, geometry, mode, maps))


def _plane(rng: np.random.Generator, given: FloatArray, size: int, ties: bool) -> FloatArray:
    if given.size:
        return given
    if ties:
        return rng.integers(0, 3, (size, size)).astype(float)
    return rng.permutation(size * size).reshape(size, size).astype(float)


def _outer_gradient(rng: np.random.Generator, given: FloatArray, shape: tuple[int, int]) -> FloatArray:
    if not given.size:
        return rng.integers(1, 10, shape).astype(float)
    demand_shape("grad_output", given, shape)
    return given


Maps = tuple[Callable[[FloatArray], FloatArray], Callable[[FloatArray], FloatArray]]


def _maps(mode: str, x: FloatArray, geometry: Geometry, count_include_pad: bool) -> Maps:
    """The layer as a function of the plane, and its backward pass at `x` as a function of the outputs' gradient."""
    if mode == "max":
        _, winner = kernel_of.max_pool_forward(x, *geometry.arguments)
        return (
            lambda plane: kernel_of.max_pool_forward(plane, *geometry.arguments)[0],
            lambda grad: kernel_of.max_pool_backward(grad, winner, _shape(x)),
        )
    return (
        lambda plane: kernel_of.mean_pool_forward(plane, *geometry.arguments, count_include_pad),
        lambda grad: kernel_of.mean_pool_backward(grad, _shape(x), *geometry.arguments, count_include_pad),
    )


def _shape(x: FloatArray) -> tuple[int, int]:
    return x.shape[0], x.shape[1]


def _measure(
    rng: np.random.Generator,
    x: FloatArray,
    grad_y: FloatArray,
    geometry: Geometry,
    mode: str,
    maps: Maps,
    count_include_pad: bool,
) -> PoolingRouter:
    forward, backward = maps
    y, grad_x = forward(x), backward(grad_y)
    covered = coverage(_shape(x), *geometry.arguments)
    wins = _wins(x, geometry)
    return PoolingRouter(
        x=x,
        grad_y=grad_y,
        y=y,
        grad_x=grad_x,
        coverage=covered,
        wins=wins,
        most_wins=int(wins.max()),
        dead_cells=int((covered == 0).sum()),
        rows=y.shape[0],
        columns=y.shape[1],
        grad_x_sum=float(grad_x.sum()),
        grad_y_sum=float(grad_y.sum()),
        lost_to_padding=float(grad_y.sum() - grad_x.sum()),
        trainable=0,
        mistakes=_mistakes(x, grad_y, geometry, mode, count_include_pad),
        jacobian=_jacobian(rng, x, grad_y, backward, mode, y),
        ties=_ties(x, geometry, forward),
    )


def _wins(x: FloatArray, geometry: Geometry) -> FloatArray:
    """How many windows each cell is the (first) maximum of."""
    _, winner = kernel_of.max_pool_forward(x, *geometry.arguments)
    return kernel_of.max_pool_backward(np.ones(winner.shape), winner, _shape(x))


def _mistakes(
    x: FloatArray, grad_y: FloatArray, geometry: Geometry, mode: str, count_include_pad: bool
) -> PoolingMistakes:
    """What the usual mistakes would give instead of the gradient."""
    shape, arguments = _shape(x), geometry.arguments
    _, winner = kernel_of.max_pool_forward(x, *arguments)
    mean = kernel_of.mean_pool_backward(grad_y, shape, *arguments, count_include_pad)
    copied = np.zeros(shape)
    overwritten = np.zeros(shape)
    for w in windows(shape, *arguments):
        cells = (slice(w.top, w.bottom), slice(w.left, w.right))
        copied[cells] += grad_y[w.row, w.column]
        overwritten[cells] = grad_y[w.row, w.column] / (w.padded_size if count_include_pad else max(w.size, 1))
    if mode == "max":
        overwritten = kernel_of.max_pool_backward_overwriting(grad_y, winner, shape)
    return PoolingMistakes(
        grad_x_overwritten=overwritten,
        grad_x_spread=mean,
        grad_x_copied=copied,
        grad_x_kernel=copied / geometry.kernel,
        grad_x_split=kernel_of.split_ties_backward(x, grad_y, *arguments),
    )


def _jacobian(
    rng: np.random.Generator,
    x: FloatArray,
    grad_y: FloatArray,
    backward: Callable[[FloatArray], FloatArray],
    mode: str,
    y: FloatArray,
) -> PoolingJacobian:
    """The Jacobian row by row: a unit gradient at one output, sent back."""
    rows = np.stack([backward(unit.reshape(y.shape)).ravel() for unit in np.eye(y.size)])
    v = rng.standard_normal(x.size)
    gap = abs(grad_y.ravel() @ (rows @ v) - backward(grad_y).ravel() @ v)
    return PoolingJacobian(
        adjoint_gap=float(gap), jacobian_row_sums=rows.sum(axis=1), jacobian_norm=float(np.abs(rows).sum())
    )


def _ties(x: FloatArray, geometry: Geometry, forward: Callable[[FloatArray], FloatArray]) -> PoolingTies:
    """Windows without a unique maximum, and the one-sided slopes of the first output at its first winner."""
    tied = 0
    for w in windows(_shape(x), *geometry.arguments):
        cells = x[w.top : w.bottom, w.left : w.right]
        tied += bool(cells.size) and int((cells == cells.max()).sum()) > 1
    first = next(w for w in windows(_shape(x), *geometry.arguments) if w.size)
    cells = x[first.top : first.bottom, first.left : first.right]
    row, column = np.unravel_index(np.argmax(cells), cells.shape)
    slopes = []
    for step in (0.5, -0.5):
        moved = x.copy()
        moved[first.top + row, first.left + column] += step
        slopes.append(float((forward(moved) - forward(x))[first.row, first.column] / step))
    return PoolingTies(tied_windows=tied, right_slope=slopes[0], left_slope=slopes[1])


def _views(
    x: FloatArray, grad_y: FloatArray, grad_x: FloatArray, geometry: Geometry, mode: str, maps: Maps
) -> tuple[View, ...]:
    _, backward = maps
    walk, total = [], np.zeros(x.shape)
    for w in windows(_shape(x), *geometry.arguments):
        unit = np.zeros(grad_y.shape)
        unit[w.row, w.column] = grad_y[w.row, w.column]
        share = backward(unit)
        total = total + share
        walk.append(_step(w, x, total.copy(), share, float(grad_y[w.row, w.column]), mode))
    return (
        Matrix(Text("input x (winners marked)", "输入 x（标出最大值）"), x, _wins(x, geometry) > 0),
        Matrix(Text("gradient of the output", "输出的梯度"), grad_y),
        Matrix(Text("gradient of the input", "输入的梯度"), grad_x, grad_x != 0),
        Table(
            Text("sums", "总和"),
            (Text("output side", "输出侧"), Text("input side", "输入侧"), Text("lost to padding", "漏进填充")),
            ((float(grad_y.sum()), float(grad_x.sum()), float(grad_y.sum() - grad_x.sum())),),
        ),
        Steps(Text("one output at a time", "逐个输出"), tuple(walk)),
    )


def _step(w: Window, x: FloatArray, total: FloatArray, share: FloatArray, gradient: float, mode: str) -> Step:
    place = f"({w.row}, {w.column})"
    if mode == "max":
        caption = Text(
            f"Output {place} sends its {gradient:g} whole to the maximum of its window.",
            f"输出 {place} 把 {gradient:g} 整份送给窗口内的最大值。",
        )
    else:
        caption = Text(
            f"Output {place} shares its {gradient:g} equally among its window.",
            f"输出 {place} 把 {gradient:g} 平分给窗口内各格。",
        )
    return Step(
        caption,
        (
            Matrix(Text("window and receivers", "窗口与接收者"), x, share != 0),
            Matrix(Text("gradient so far", "至此的梯度"), total, share != 0),
        ),
    )
