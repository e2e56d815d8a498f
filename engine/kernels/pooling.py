"""Pooling, forward and backward, over one plane of shape (height, width).

Conventions are PyTorch's: max pooling pads with minus infinity, and ties go to the first cell in row-major order; mean
pooling pads with zeros, which count in the divisor when `count_include_pad`; in ceil mode a last window that would
start in the padding on the far side is left out. Gradients and outputs have the float type of their inputs. Kernel and
stride are at least 1, the padding at most half the kernel; this is not checked here.
Sources: PyTorch's MaxPool2d and AvgPool2d; Dumoulin & Visin (2016) for the lengths.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.parameters import FloatArray

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Window:
    """One window: its output place and the input cells it covers (rows top to bottom, columns left to right, ends
    excluded), with `padded_size` counting the padding it covers too."""

    row: int
    column: int
    top: int
    bottom: int
    left: int
    right: int
    padded_size: int

    @property
    def size(self) -> int:
        """How many input cells it covers."""
        return max(0, self.bottom - self.top) * max(0, self.right - self.left)


def output_length(length: int, kernel: int, stride: int, padding: int, ceil_mode: bool) -> int:
    """Windows along one axis: floor((length + 2 padding - kernel) / stride) + 1, or with the ceiling; never negative.

    >>> output_length(5, kernel=2, stride=2, padding=0, ceil_mode=False)
    2
    >>> output_length(5, kernel=2, stride=2, padding=0, ceil_mode=True)
    3
    """
    span = length + 2 * padding - kernel
    if span < 0 and not ceil_mode:
        return 0
    count = (-(-span // stride) if ceil_mode else span // stride) + 1
    if ceil_mode and (count - 1) * stride >= length + padding:
        count -= 1
    return max(0, count)


def output_shape(
    shape: tuple[int, int], kernel: int, stride: int, padding: int = 0, ceil_mode: bool = False
) -> tuple[int, int]:
    """Rows and columns of the pooled plane, `output_length` of its height and of its width.

    >>> output_shape((4, 6), kernel=2, stride=2)
    (2, 3)
    """
    return (
        output_length(shape[0], kernel, stride, padding, ceil_mode),
        output_length(shape[1], kernel, stride, padding, ceil_mode),
    )


# Kept: the Jacobian of a 12 by 12 plane asks for the same windows three hundred times, half of its time.
@lru_cache(maxsize=16)
def windows(
    shape: tuple[int, int], kernel: int, stride: int, padding: int = 0, ceil_mode: bool = False
) -> tuple[Window, ...]:
    """Every window over a plane of `shape` (height, width), in row-major order of the outputs.

    >>> [(w.top, w.bottom, w.left, w.right) for w in windows((2, 3), kernel=2, stride=1)]
    [(0, 2, 0, 2), (0, 2, 1, 3)]
    """
    height, width = shape
    rows, columns = output_shape(shape, kernel, stride, padding, ceil_mode)
    found = []
    for row, column in np.ndindex(rows, columns):
        top, left = row * stride - padding, column * stride - padding
        bottom, right = min(top + kernel, height + padding), min(left + kernel, width + padding)
        inside = max(top, 0), min(bottom, height), max(left, 0), min(right, width)
        found.append(Window(row, column, *inside, (bottom - top) * (right - left)))
    return tuple(found)


def _plane(x: FloatArray) -> tuple[int, int]:
    return x.shape[0], x.shape[1]


def winner(cells: FloatArray) -> int:
    """Which cell of a window is its maximum: its place in row-major order.

    Of equal maxima the first wins; NaN counts as larger than any number, and of several NaN the last wins. That is
    PyTorch's rule for max pooling; NumPy's argmax takes the first NaN. Raises ValueError for an empty window.

    >>> winner(np.array([[1.0, 5.0], [5.0, 2.0]])), winner(np.array([[1.0, np.nan], [np.nan, 2.0]]))
    (1, 2)
    """
    not_numbers = np.flatnonzero(np.isnan(cells))
    return int(not_numbers[-1] if not_numbers.size else np.argmax(cells))


def max_pool_forward(
    x: FloatArray, kernel: int, stride: int, padding: int = 0, ceil_mode: bool = False
) -> tuple[FloatArray, Indices]:
    """Max pooling: y[i, j] = max of window (i, j) of x, and the cell of x that holds it.

    `x` (height, width); returns y (rows, columns) and the flat index into x of each winner (rows, columns), chosen by
    `winner`. A window without cells gives -inf and -1. Padding never wins, not even over -inf.

    >>> y, winners = max_pool_forward(np.array([[1.0, 3.0, 2.0], [0.0, 3.0, 4.0]]), kernel=2, stride=1)
    >>> y, winners
    (array([[3., 4.]]), array([[1, 5]]))
    """
    y = np.full(output_shape(_plane(x), kernel, stride, padding, ceil_mode), -np.inf, x.dtype)
    winners = np.full(y.shape, -1)
    for w in windows(_plane(x), kernel, stride, padding, ceil_mode):
        if w.size:
            cells = x[w.top : w.bottom, w.left : w.right]
            row, column = divmod(winner(cells), cells.shape[1])
            y[w.row, w.column] = cells[row, column]
            winners[w.row, w.column] = (w.top + row) * x.shape[1] + w.left + column
    return y, winners


def max_pool_backward(grad_output: FloatArray, winners: Indices, shape: tuple[int, int]) -> FloatArray:
    """Gradient of max pooling: dL/dx[c] = sum of dL/dy[i, j] over the windows (i, j) that cell c won.

    `grad_output` and `winners` (rows, columns), as `max_pool_forward` gave them, and the `shape` of x; returns the
    gradient of x.

    >>> max_pool_backward(np.array([[10.0, 1.0]]), np.array([[1, 1]]), (2, 3))
    array([[ 0., 11.,  0.],
           [ 0.,  0.,  0.]])
    """
    grad_input = np.zeros(shape, grad_output.dtype)
    chosen = winners >= 0
    # Plain indexed addition would keep only the last of several additions to one cell.
    np.add.at(grad_input.ravel(), winners[chosen], grad_output[chosen])
    return grad_input


def mean_pool_forward(
    x: FloatArray, kernel: int, stride: int, padding: int = 0, ceil_mode: bool = False, count_include_pad: bool = True
) -> FloatArray:
    """Mean pooling: y[i, j] = sum of window (i, j) of x / its size, padding counted in the size or not.

    `x` (height, width); returns y (rows, columns). An infinity or NaN reaches the windows that hold it and no other.
    A window of size 0 gives NaN.

    >>> mean_pool_forward(np.array([[1.0, 3.0, 2.0], [0.0, 4.0, np.inf]]), kernel=2, stride=1)
    array([[ 2., inf]])
    """
    y = np.full(output_shape(_plane(x), kernel, stride, padding, ceil_mode), np.nan, x.dtype)
    for w in windows(_plane(x), kernel, stride, padding, ceil_mode):
        size = w.padded_size if count_include_pad else w.size
        if size:
            y[w.row, w.column] = x[w.top : w.bottom, w.left : w.right].sum() / size
    return y


def mean_pool_backward(
    grad_output: FloatArray,
    shape: tuple[int, int],
    kernel: int,
    stride: int,
    padding: int = 0,
    ceil_mode: bool = False,
    count_include_pad: bool = True,
) -> FloatArray:
    """Gradient of mean pooling: dL/dx[c] = sum of dL/dy[i, j] / size over the windows (i, j) that cover cell c.

    `grad_output` (rows, columns) and the `shape` of x; returns the gradient of x. What falls on counted padding is
    lost.

    >>> mean_pool_backward(np.array([[8.0, 4.0]]), (2, 3), kernel=2, stride=1)
    array([[2., 3., 1.],
           [2., 3., 1.]])
    """
    grad_input = np.zeros(shape, grad_output.dtype)
    for w in windows(shape, kernel, stride, padding, ceil_mode):
        size = w.padded_size if count_include_pad else w.size
        if size:
            grad_input[w.top : w.bottom, w.left : w.right] += grad_output[w.row, w.column] / size
    return grad_input


def max_pool_backward_overwriting(grad_output: FloatArray, winners: Indices, shape: tuple[int, int]) -> FloatArray:
    """The commonest bug, on purpose: assignment instead of addition, so that of several windows only the last counts.

    Arguments and result as for `max_pool_backward`.

    >>> max_pool_backward_overwriting(np.array([[10.0, 1.0]]), np.array([[1, 1]]), (2, 3))
    array([[0., 1., 0.],
           [0., 0., 0.]])
    """
    grad_input = np.zeros(shape, grad_output.dtype)
    chosen = winners >= 0
    grad_input.ravel()[winners[chosen]] = grad_output[chosen]
    return grad_input


def split_ties_backward(
    x: FloatArray, grad_output: FloatArray, kernel: int, stride: int, padding: int = 0, ceil_mode: bool = False
) -> FloatArray:
    """Gradient of max pooling under the other convention: all maxima of a window share its gradient equally.

    So do torch.amax and tf.reduce_max. `x` (height, width), `grad_output` (rows, columns); returns the gradient of x.
    A window that holds NaN gets NaN, as from torch.amax.

    >>> split_ties_backward(np.array([[5.0, 5.0], [5.0, 1.0]]), np.array([[6.0]]), kernel=2, stride=2)
    array([[2., 2.],
           [2., 0.]])
    """
    grad_input = np.zeros(x.shape, grad_output.dtype)
    for w in windows(_plane(x), kernel, stride, padding, ceil_mode):
        if w.size:
            cells = x[w.top : w.bottom, w.left : w.right]
            ties = (cells == cells.max()).astype(grad_output.dtype)
            with np.errstate(invalid="ignore"):
                grad_input[w.top : w.bottom, w.left : w.right] += grad_output[w.row, w.column] * ties / ties.sum()
    return grad_input


def coverage(shape: tuple[int, int], kernel: int, stride: int, padding: int = 0, ceil_mode: bool = False) -> FloatArray:
    """How many windows cover each cell of a plane of `shape` (height, width).

    >>> coverage((2, 3), kernel=2, stride=1)
    array([[1., 2., 1.],
           [1., 2., 1.]])
    """
    count = np.zeros(shape)
    for w in windows(shape, kernel, stride, padding, ceil_mode):
        count[w.top : w.bottom, w.left : w.right] += 1
    return count
