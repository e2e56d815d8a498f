"""Pooling of whole batches (N, C, H, W), for size: blocks that stay in cache, rows pooled before columns.

The plain twins, plane by plane, are in `pooling`; floor mode, padding counted in the mean, ties to the first cell.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.kernels.pooling import output_length

Floats: TypeAlias = NDArray[np.floating[Any]]
Codes: TypeAlias = NDArray[np.uint8]
BLOCK = 96 * 1024
"""Input values worked on at a time: what a core's second cache holds."""


def _span(offset: int, stride: int, padding: int, length: int, outputs: int) -> tuple[slice, slice]:
    """For one row of the kernel: the outputs it reaches inside the input, and the input rows it reads for them."""
    first = max(0, -((offset - padding) // stride))
    last = max(first, min(outputs, (length - 1 + padding - offset) // stride + 1))
    start = first * stride - padding + offset
    return slice(first, last), slice(start, start + max(0, last - first - 1) * stride + (last > first), stride)


def _planes(x: Floats) -> int:
    return int(max(1, BLOCK // (x.shape[2] * x.shape[3])))


def max_pool(x: Floats, kernel: int, stride: int, padding: int = 0) -> tuple[Floats, Codes]:
    """The maxima (N, C, OH, OW), and for each the winner's place in its window, row-major, as a byte."""
    n, c, h, w = x.shape
    rows, columns = (output_length(size, kernel, stride, padding, False) for size in (h, w))
    y, code = np.empty((n * c, rows, columns), x.dtype), np.empty((n * c, rows, columns), np.uint8)
    planes = x.reshape(n * c, h, w)
    for b in range(0, n * c, _planes(x)):
        block = planes[b : b + _planes(x)]
        tall, row = _column_maxima(block, kernel, stride, padding, rows, (columns - 1) * stride + kernel)
        y[b : b + len(block)], code[b : b + len(block)] = _row_maxima(tall, row, kernel, stride, columns)
    return y.reshape(n, c, rows, columns), code.reshape(n, c, rows, columns)


def _column_maxima(
    block: Floats, kernel: int, stride: int, padding: int, rows: int, width: int
) -> tuple[Floats, Codes]:
    """Maxima down each column of the windows, padded on the left and right, and the kernel row they come from."""
    w = block.shape[2]
    kept = min(w, width - padding)
    best = np.full((len(block), rows, width), -np.inf, block.dtype)
    row = np.zeros(best.shape, np.uint8)
    inside = (slice(None), slice(None), slice(padding, padding + kept))
    inner, inner_row = best[inside], row[inside]
    for i in range(kernel):
        outputs, reads = _span(i, stride, padding, block.shape[1], rows)
        values, held, held_row = block[:, reads, :kept], inner[:, outputs], inner_row[:, outputs]
        if i == 0:
            held[...] = values
            continue
        better = np.greater(values, held).view(np.uint8)
        np.maximum(held, values, out=held)
        np.multiply(better, np.uint8(i), out=better)
        np.maximum(held_row, better, out=held_row)  # a later row has a larger number
    return best, row


def _row_maxima(tall: Floats, row: Codes, kernel: int, stride: int, columns: int) -> tuple[Floats, Codes]:
    """The maxima along each window's row of column maxima, the first in row-major order where several are equal."""
    reach = (columns - 1) * stride + 1
    best = np.ascontiguousarray(tall[:, :, :reach:stride])
    code = row[:, :, :reach:stride] * np.uint8(kernel)
    for j in range(1, kernel):
        values = np.ascontiguousarray(tall[:, :, j : j + reach : stride])
        place = row[:, :, j : j + reach : stride] * np.uint8(kernel)
        place += np.uint8(j)
        wins = np.equal(values, best)
        wins &= np.less(place, code)
        wins |= np.greater(values, best)
        np.maximum(best, values, out=best)
        # code = place where wins, without a slow masked copy: 0 or 255 as a byte mask.
        mask = wins.view(np.uint8)
        np.negative(mask, out=mask)
        place ^= code
        place &= mask
        code ^= place
    return best, code


def max_pool_gradient(
    grad: Floats, code: Codes, shape: tuple[int, int, int, int], kernel: int, stride: int, padding: int = 0
) -> Floats:
    """Every output's gradient added to its winner; shapes as `max_pool` gave them."""
    n, c, h, w = shape
    rows, columns = grad.shape[2:]
    total = np.zeros((n * c, h, w), grad.dtype)
    g, k = grad.reshape(n * c, rows, columns), code.reshape(n * c, rows, columns)
    size = max(1, BLOCK // (h * w))
    alone = stride >= kernel
    for b in range(0, n * c, size):
        into, part, codes = total[b : b + size], g[b : b + size], k[b : b + size]
        for i in range(kernel):
            out_rows, in_rows = _span(i, stride, padding, h, rows)
            for j in range(kernel):
                out_columns, in_columns = _span(j, stride, padding, w, columns)
                chosen = (slice(None), out_rows, out_columns)
                target = into[:, in_rows, in_columns]
                won = np.equal(codes[chosen], np.uint8(i * kernel + j))
                if alone:  # windows do not overlap, so there is nothing to add to
                    np.multiply(part[chosen], won, out=target)
                else:
                    target += part[chosen] * won
    return total.reshape(shape)


def _band(length: int, outputs: int, kernel: int, stride: int, padding: int, dtype: np.dtype[Any]) -> Floats:
    """The (length, outputs) matrix that sums each window and divides by kernel^2."""
    band = np.zeros((length, outputs), dtype)
    for o in range(outputs):
        start = o * stride - padding
        band[max(0, start) : max(0, start + kernel), o] = 1 / kernel**2
    return band


def mean_pool(x: Floats, kernel: int, stride: int, padding: int = 0) -> Floats:
    """The means (N, C, OH, OW): rows added, then columns by one product with a banded matrix."""
    n, c, h, w = x.shape
    rows, columns = (output_length(size, kernel, stride, padding, False) for size in (h, w))
    y, planes = np.empty((n * c, rows, columns), x.dtype), x.reshape(n * c, h, w)
    band = _band(w, columns, kernel, stride, padding, x.dtype)
    for b in range(0, n * c, _planes(x)):
        block = planes[b : b + _planes(x)]
        tall = np.empty((len(block), rows, w), x.dtype)
        for i in range(kernel):
            outputs, reads = _span(i, stride, padding, h, rows)
            if i == 0:
                tall[:, : outputs.start], tall[:, outputs.stop :] = 0, 0
                tall[:, outputs] = block[:, reads]
            else:
                tall[:, outputs] += block[:, reads]
        np.matmul(tall.reshape(-1, w), band, out=y[b : b + len(block)].reshape(-1, columns))
    return y.reshape(n, c, rows, columns)


def mean_pool_gradient(
    grad: Floats, shape: tuple[int, int, int, int], kernel: int, stride: int, padding: int = 0
) -> Floats:
    """Every output's gradient over kernel^2 added to each cell of its window."""
    n, c, h, w = shape
    rows, columns = grad.shape[2:]
    total, g = np.zeros((n * c, h, w), grad.dtype), grad.reshape(n * c, rows, columns)
    band = np.ascontiguousarray(_band(w, columns, kernel, stride, padding, grad.dtype).T)
    size = max(1, BLOCK // (h * w))
    for b in range(0, n * c, size):
        part = g[b : b + size]
        wide = np.matmul(part.reshape(-1, columns), band).reshape(len(part), rows, w)
        for i in range(kernel):
            outputs, reads = _span(i, stride, padding, h, rows)
            if stride >= kernel:
                total[b : b + size, reads] = wide[:, outputs]
            else:
                total[b : b + size, reads] += wide[:, outputs]
    return total.reshape(shape)
