"""What penalties and stopping do while training: optimisers with L2 or decoupled decay, early stopping, features.

Sources: Kingma & Ba (2015) for Adam; Loshchilov & Hutter (2019) for the decoupled decay; Goodfellow, Bengio &
Courville (2016), section 7.8, for early stopping; Belkin et al. (2019) for random features.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.parameters import FloatArray


def descend_plain(
    w: FloatArray, gradient: Callable[[FloatArray], FloatArray], rate: float, steps: int, l2: float, decay: float
) -> FloatArray:
    """SGD: w <- (1 - rate decay) w - rate (gradient + l2 w); iterates of shape (steps + 1, d)."""
    seen = [w]
    for _ in range(steps):
        w = (1 - rate * decay) * w - rate * (gradient(w) + l2 * w)
        seen.append(w)
    return np.array(seen)


def descend_momentum(
    w: FloatArray, gradient: Callable[[FloatArray], FloatArray], rate: float, steps: int, l2: float, decay: float
) -> FloatArray:
    """SGD with momentum 0.9, v <- 0.9 v + gradient + l2 w; decay stays outside v. Iterates (steps + 1, d)."""
    seen, v = [w], np.zeros_like(w)
    for _ in range(steps):
        v = 0.9 * v + gradient(w) + l2 * w
        w = (1 - rate * decay) * w - rate * v
        seen.append(w)
    return np.array(seen)


def descend_adam(
    w: FloatArray, gradient: Callable[[FloatArray], FloatArray], rate: float, steps: int, l2: float, decay: float
) -> FloatArray:
    """Adam (0.9, 0.999, eps 1e-8), its L2 inside the gradient; with `decay` alone this is AdamW.

    m and v average g = gradient + l2 w and g^2; w <- (1 - rate decay) w - rate m_hat / (sqrt(v_hat) + eps).
    Iterates of shape (steps + 1, d).
    """
    seen, m, v = [w], np.zeros_like(w), np.zeros_like(w)
    for t in range(1, steps + 1):
        g = gradient(w) + l2 * w
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        m_hat, v_hat = m / (1 - 0.9**t), v / (1 - 0.999**t)
        w = (1 - rate * decay) * w - rate * m_hat / (np.sqrt(v_hat) + 1e-8)
        seen.append(w)
    return np.array(seen)


def descend_least_squares(x: FloatArray, y: FloatArray, step: float, steps: int) -> FloatArray:
    """Gradient descent on |y - Xw|^2 / 2 from 0, by the loop; iterates of shape (steps + 1, p)."""
    w, seen = np.zeros(x.shape[1]), [np.zeros(x.shape[1])]
    for _ in range(steps):
        w = w + step * (x.T @ (y - x @ w))
        seen.append(w)
    return np.array(seen)


def stopping_factors(singular: FloatArray, step: float, steps: int) -> FloatArray:
    """1 - (1 - step s^2)^steps: what so many steps from 0 have built up along each singular direction."""
    return np.asarray(1 - (1 - step * np.asarray(singular) ** 2) ** steps, dtype=np.float64)


def relu_features(x: FloatArray, directions: FloatArray, offsets: FloatArray) -> FloatArray:
    """max(0, XW + b) / sqrt(p) for fixed random W (d, p) and b (p,); shape (n, p)."""
    return np.asarray(np.maximum(x @ directions + offsets, 0.0) / np.sqrt(len(offsets)), dtype=np.float64)


def least_norm_fit(features: FloatArray, y: FloatArray) -> FloatArray:
    """The least-squares coefficients of smallest norm, shape (p,); with p >= n they fit every target exactly."""
    n, p = features.shape
    if p <= 2 * n:
        return np.asarray(np.linalg.lstsq(features, y, rcond=None)[0])
    q, r = np.linalg.qr(features.T)
    return np.asarray(q @ np.linalg.solve(r.T, y))


def nearest_neighbour(x: FloatArray, y: FloatArray, asked: FloatArray) -> FloatArray:
    """The target of the nearest row of `x` for each row of `asked`, shape (m,)."""
    squares = np.sum(asked**2, axis=1)[:, None] - 2 * asked @ x.T + np.sum(x**2, axis=1)
    return np.asarray(y[np.argmin(squares, axis=1)])
