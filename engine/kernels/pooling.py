"""Pooling, forward and backward, over one plane of shape (height, width).

Conventions are PyTorch's: max pooling pads with minus infinity and its ties go to the first cell in row-major order;
mean pooling pads with zeros, which count in the divisor when `count_include_pad`; in ceil mode a last window that
would start in the padding on the far side is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.parameters import FloatArray


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
    """Windows along one axis: floor((length + 2 padding - kernel) / stride) + 1, or its ceiling."""
    span = length + 2 * padding - kernel
    if span < 0 and not ceil_mode:
        return 0
    count = (-(-span // stride) if ceil_mode else span // stride) + 1
    if ceil_mode and (count - 1) * stride >= length + padding:
        count -= 1
    return max(0, count)


def windows(
    shape: tuple[int, int], kernel: int, stride: int, padding: int = 0, ceil_mode: bool = False
) -> Iterator[Window]:
    """Every window over a plane of `shape` (height, width), in row-major order of the outputs."""
    height, width = shape
    for row in range(output_length(height, kernel, stride, padding, ceil_mode)):
        top = row * stride - padding
        bottom = min(top + kernel, height + padding)
        for column in range(output_length(width, kernel, stride, padding, ceil_mode)):
            left = column * stride - padding
            right = min(left + kernel, width + padding)
            padded = (bottom - top) * (right - left)
            yield Window(row, column, max(top, 0), min(bottom, height), max(left, 0), min(right, width), padded)


def output_shape(
    shape: tuple[int, int], kernel: int, stride: int, padding: int = 0, ceil_mode: bool = False
) -> tuple[int, int]:
    """(rows, columns) of the pooled plane."""
    return (
        output_length(shape[0], kernel, stride, padding, ceil_mode),
        output_length(shape[1], kernel, stride, padding, ceil_mode),
    )


def _plane(x: FloatArray) -> tuple[int, int]:
    return x.shape[0], x.shape[1]


def max_pool_forward(
    x: FloatArray, kernel: int, stride: int, padding: int = 0, ceil_mode: bool = False
) -> tuple[FloatArray, NDArray[np.int64]]:
    """y[i, j] = max of window (i, j) of `x` (height, width); also the flat index of each winner, -1 for none."""
    y = np.full(output_shape(_plane(x), kernel, stride, padding, ceil_mode), -np.inf)
    winner = np.full(y.shape, -1)
    for w in windows(_plane(x), kernel, stride, padding, ceil_mode):
        if w.size:
            cells = x[w.top : w.bottom, w.left : w.right]
            row, column = np.unravel_index(np.argmax(cells), cells.shape)
            y[w.row, w.column] = cells[row, column]
            winner[w.row, w.column] = (w.top + row) * x.shape[1] + w.left + column
    return y, winner


def max_pool_backward(grad_output: FloatArray, winner: NDArray[np.int64], shape: tuple[int, int]) -> FloatArray:
    """Each output's gradient goes to its winner; a cell that wins several windows collects the sum."""
    grad_input = np.zeros(shape)
    chosen = winner >= 0
    # Plain indexed addition would keep only the last of several additions to one cell.
    np.add.at(grad_input.ravel(), winner[chosen], grad_output[chosen])
    return grad_input


def mean_pool_forward(
    x: FloatArray, kernel: int, stride: int, padding: int = 0, ceil_mode: bool = False, count_include_pad: bool = True
) -> FloatArray:
    """y[i, j] = sum of window (i, j) divided by its size, padding counted or not."""
    y = np.zeros(output_shape(_plane(x), kernel, stride, padding, ceil_mode))
    for w in windows(_plane(x), kernel, stride, padding, ceil_mode):
        divisor = w.padded_size if count_include_pad else w.size
        y[w.row, w.column] = x[w.top : w.bottom, w.left : w.right].sum() / divisor if divisor else np.nan
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
    """Each output's gradient is shared equally among its window; overlapping shares add up."""
    grad_input = np.zeros(shape)
    for w in windows(shape, kernel, stride, padding, ceil_mode):
        divisor = w.padded_size if count_include_pad else w.size
        if divisor:
            grad_input[w.top : w.bottom, w.left : w.right] += grad_output[w.row, w.column] / divisor
    return grad_input


def max_pool_backward_overwriting(
    grad_output: FloatArray, winner: NDArray[np.int64], shape: tuple[int, int]
) -> FloatArray:
    """The commonest bug, on purpose: plain assignment, so that of several windows only the last one counts."""
    grad_input = np.zeros(shape)
    chosen = winner >= 0
    grad_input.ravel()[winner[chosen]] = grad_output[chosen]
    return grad_input


def split_ties_backward(
    x: FloatArray, grad_output: FloatArray, kernel: int, stride: int, padding: int = 0, ceil_mode: bool = False
) -> FloatArray:
    """The other convention at a tie (torch.amax, tf.reduce_max): all winners of a window share equally."""
    grad_input = np.zeros(x.shape)
    for w in windows(_plane(x), kernel, stride, padding, ceil_mode):
        if w.size:
            cells = x[w.top : w.bottom, w.left : w.right]
            ties = cells == cells.max()
            grad_input[w.top : w.bottom, w.left : w.right] += grad_output[w.row, w.column] * ties / ties.sum()
    return grad_input


def coverage(shape: tuple[int, int], kernel: int, stride: int, padding: int = 0, ceil_mode: bool = False) -> FloatArray:
    """How many windows cover each input cell, shape (height, width)."""
    count = np.zeros(shape)
    for w in windows(shape, kernel, stride, padding, ceil_mode):
        count[w.top : w.bottom, w.left : w.right] += 1
    return count
