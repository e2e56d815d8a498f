"""BatchNorm over (N, C, H, W) and softmax with cross-entropy, for size: one image or block at a time, in cache.

The plain twin of BatchNorm is in `batchnorm`. Sums are kept in float64 whatever the data.
"""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.floating[Any]]
BLOCK = 96 * 1024
"""Scores worked on at a time."""


class Statistics(NamedTuple):
    """Batch mean and 1 / sqrt(variance + eps), both (C,)."""

    mean: NDArray[np.float64]
    inverse: NDArray[np.float64]


def _row_dots(a: Floats, b: Floats) -> Floats:
    """Sum over the last axis of a b, shape (C,)."""
    return np.asarray(np.einsum("cs,cs->c", a, b))


def batchnorm(x: Floats, gamma: Floats, beta: Floats, eps: float = 1e-5) -> tuple[Floats, Statistics]:
    """gamma (x - mean)/sqrt(variance + eps) + beta over N, H and W of each channel.

    Each image's centred sums are merged by Chan's rule, so that no large squares are subtracted.
    """
    n, c, h, w = x.shape
    planes, size = x.reshape(n, c, h * w), h * w
    means, squares = np.empty((n, c)), np.empty((n, c))
    ones, centred = np.ones(size, x.dtype), np.empty((c, size), x.dtype)
    for i in range(n):
        mean = planes[i] @ ones / x.dtype.type(size)
        np.subtract(planes[i], mean[:, None], out=centred)
        means[i], squares[i] = mean, _row_dots(centred, centred)
    mean = means.mean(axis=0)
    variance = (squares.sum(axis=0) + size * np.sum((means - mean) ** 2, axis=0)) / (n * size)
    inverse = 1 / np.sqrt(variance + eps)
    slope, offset = _columns(x.dtype, gamma * inverse, beta - mean * gamma * inverse)
    y = np.empty_like(planes)
    for i in range(n):
        np.multiply(planes[i], slope, out=y[i])
        y[i] += offset
    return y.reshape(x.shape), Statistics(mean, inverse)


def batchnorm_gradient(
    grad: Floats, x: Floats, gamma: Floats, statistics: Statistics
) -> tuple[Floats, NDArray[np.float64], NDArray[np.float64]]:
    """Gradients of the input (N, C, H, W), of gamma (C,) and of beta (C,).

    dx = gamma inv (dy - mean(dy) - x_hat mean(dy x_hat)), written as A dy + B x + D with constants per channel.
    """
    n, c, h, w = x.shape
    size, count = h * w, n * h * w
    planes, grads = x.reshape(n, c, size), grad.reshape(n, c, size)
    mean, inverse = statistics
    (centre,) = _columns(x.dtype, mean)
    ones, work = np.ones(size, x.dtype), np.empty((c, size), x.dtype)
    beta_grad, along = np.zeros(c), np.zeros(c)
    for i in range(n):
        beta_grad += grads[i] @ ones
        np.subtract(planes[i], centre, out=work)
        along += _row_dots(grads[i], work)
    scale = gamma * inverse
    tilt = -scale * inverse**2 * along / count
    a, b, d = _columns(x.dtype, scale, tilt, -scale * beta_grad / count - tilt * mean)
    result = np.empty_like(planes)
    for i in range(n):
        np.multiply(planes[i], b, out=work)
        work += d
        np.multiply(grads[i], a, out=result[i])
        result[i] += work
    return result.reshape(x.shape), along * inverse, beta_grad


def _columns(dtype: np.dtype[Any], *rows: NDArray[np.float64]) -> tuple[Floats, ...]:
    return tuple(row.astype(dtype)[:, None] for row in rows)


def softmax_cross_entropy(scores: Floats, labels: NDArray[np.int64]) -> tuple[float, Floats]:
    """Mean of -log softmax(scores)[label] over (n, classes) scores, and its gradient (n, classes), in one sweep."""
    n, classes = scores.shape
    gradient, total = np.empty_like(scores), 0.0
    ones, share, size = np.ones(classes, scores.dtype), scores.dtype.type(1 / n), max(1, BLOCK // classes)
    for start in range(0, n, size):
        block, grown = scores[start : start + size], gradient[start : start + size]
        flat, place = grown.reshape(-1), np.arange(0, block.size, classes) + labels[start : start + size]
        np.subtract(block, _largest(block)[:, None], out=grown)
        of_label = flat.take(place)
        np.exp(grown, out=grown)
        sums = grown @ ones
        total += float(np.log(sums).sum(dtype=np.float64) - of_label.sum(dtype=np.float64))
        grown *= (share / sums)[:, None]
        flat[place] -= share
    return total / n, gradient


def pixel_cross_entropy(scores: Floats, labels: NDArray[np.int64]) -> tuple[float, Floats]:
    """Mean over N, H and W of -log softmax(scores)[label] for scores (N, classes, H, W) and labels (N, H, W), and its
    gradient. Classes lie outermost here, so that every sum and maximum runs over whole rows of pixels."""
    n, classes, h, w = scores.shape
    planes, gradient = scores.reshape(n, classes, h * w), np.empty((n, classes, h * w), scores.dtype)
    places = labels.reshape(n, h * w) * (h * w) + np.arange(h * w)
    total, share = 0.0, scores.dtype.type(1 / labels.size)
    for block, grown, place in zip(planes, gradient, places, strict=True):
        flat = grown.reshape(-1)
        np.subtract(block, block.max(axis=0), out=grown)
        of_label = flat.take(place)
        np.exp(grown, out=grown)
        sums = grown.sum(axis=0)
        total += float(np.log(sums).sum(dtype=np.float64) - of_label.sum(dtype=np.float64))
        grown *= share / sums
        flat[place] -= share
    return total / labels.size, gradient.reshape(scores.shape)


def _largest(block: Floats) -> Floats:
    """The largest score of every row. Column by column where rows are short: NumPy pays for every row it reduces."""
    if block.shape[1] > 48:
        return np.asarray(block.max(axis=1))
    largest = block[:, 0].copy()
    for column in block.T[1:]:
        np.maximum(largest, column, out=largest)
    return largest
