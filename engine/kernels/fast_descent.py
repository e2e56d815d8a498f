"""Per-sample SGD on least squares in exact blocks: the same iterates, one small product for every sixteen samples.

Within a block the residuals r_i = x_i.w_i - y_i solve the unit lower triangular system (I + step tril(X X^T, -1)) r =
X w_0 - y, and w_after = w_0 - step X^T r. So a block is the affine map w -> M w + c, and all maps are formed at once.
The plain twin is `descent.sgd_pass`.
"""

from __future__ import annotations

import numpy as np

from engine.parameters import FloatArray

SIZE = 16
"""Samples in a block."""
TOGETHER = 512
"""Blocks whose maps are formed at once."""


def sgd_pass(x: FloatArray, y: FloatArray, step: float) -> FloatArray:
    """One pass over the rows of `x` (n, d) in their order, from w = 0: w <- w - step x_i (x_i . w - y_i); w (d,)."""
    n, d = x.shape
    w, whole = np.zeros(d), n // SIZE
    for start in range(0, whole, TOGETHER):
        part = slice(start * SIZE, min(start + TOGETHER, whole) * SIZE)
        for m, c in zip(*_maps(x[part].reshape(-1, SIZE, d), y[part].reshape(-1, SIZE), step), strict=True):
            w = m.dot(w)
            w += c
    for i in range(whole * SIZE, n):
        w = w - step * (x[i] @ w - y[i]) * x[i]
    return w


def _maps(x: FloatArray, y: FloatArray, step: float) -> tuple[FloatArray, FloatArray]:
    """M (blocks, d, d) and c (blocks, d) of the blocks x (blocks, SIZE, d), y (blocks, SIZE)."""
    transposed = x.transpose(0, 2, 1)
    lower = step * np.tril(x @ transposed, -1)
    pull = step * transposed @ _inverse(lower)
    return np.eye(x.shape[2]) - pull @ x, (pull @ y[:, :, None])[:, :, 0]


def _inverse(lower: FloatArray) -> FloatArray:
    """(I + L)^-1 for strictly lower triangular L (blocks, s, s): (I - L)(I + L^2)(I + L^4)..., exact after log2 s."""
    size = lower.shape[-1]
    result, power, done = np.eye(size) - lower, lower, 2
    while done < size:
        power = power @ power
        result = result + result @ power
        done *= 2
    return np.asarray(result, dtype=np.float64)
