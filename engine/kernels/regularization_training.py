"""What penalties and stopping do while training: optimisers with L2 or decoupled decay, early stopping, features.

The optimisers take the start `w` (d,), a function for the gradient at w, the learning rate and the number of steps;
`l2` adds l2 w to the gradient, `decay` shrinks w beside it. They return every iterate, shape (steps + 1, d).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.parameters import FloatArray


def descend_plain(
    w: FloatArray, gradient: Callable[[FloatArray], FloatArray], rate: float, steps: int, l2: float, decay: float
) -> FloatArray:
    """SGD: w <- (1 - rate decay) w - rate (gradient + l2 w). Here l2 and decay do the same.

    Returns the iterates (steps + 1, d). Source: Loshchilov & Hutter (2019), proposition 1, for the equivalence.

    >>> descend_plain(np.array([1.0]), lambda w: 0 * w, rate=0.1, steps=2, l2=1.0, decay=0.0).ravel()
    array([1.  , 0.9 , 0.81])
    """
    seen = [w]
    for _ in range(steps):
        w = (1 - rate * decay) * w - rate * (gradient(w) + l2 * w)
        seen.append(w)
    return np.array(seen)


def descend_momentum(
    w: FloatArray, gradient: Callable[[FloatArray], FloatArray], rate: float, steps: int, l2: float, decay: float
) -> FloatArray:
    """SGD with momentum: v <- 0.9 v + gradient + l2 w, w <- (1 - rate decay) w - rate v; decay stays outside v.

    Returns the iterates (steps + 1, d). PyTorch's form of Polyak (1964); decay as in Loshchilov & Hutter (2019),
    algorithm 1.

    >>> descend_momentum(np.array([0.0]), lambda w: np.ones(1), rate=1.0, steps=2, l2=0.0, decay=0.0).ravel()
    array([ 0. , -1. , -2.9])
    """
    seen, v = [w], np.zeros_like(w)
    for _ in range(steps):
        v = 0.9 * v + gradient(w) + l2 * w
        w = (1 - rate * decay) * w - rate * v
        seen.append(w)
    return np.array(seen)


def descend_adam(
    w: FloatArray, gradient: Callable[[FloatArray], FloatArray], rate: float, steps: int, l2: float, decay: float
) -> FloatArray:
    """Adam, its L2 inside the gradient: w <- (1 - rate decay) w - rate m_hat / (sqrt(v_hat) + eps).

    m and v average g = gradient + l2 w and g^2 with 0.9 and 0.999, the hats divide by 1 - 0.9^t and 1 - 0.999^t, eps is
    1e-8. With `decay` alone this is AdamW. Returns the iterates (steps + 1, d).
    Sources: Kingma & Ba (2015), algorithm 1; Loshchilov & Hutter (2019), algorithm 2.

    >>> descend_adam(np.array([5.0]), lambda w: 100 * w, rate=0.1, steps=1, l2=0.0, decay=0.0).ravel().round(6)
    array([5. , 4.9])
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
    """Gradient descent on |y - Xw|^2 / 2 from 0: w <- w + step X^T (y - Xw).

    `x` (n, p), `y` (n,); returns the iterates (steps + 1, p).

    >>> descend_least_squares(np.array([[1.0]]), np.array([8.0]), step=0.5, steps=3).ravel()
    array([0., 4., 6., 7.])
    """
    w, seen = np.zeros(x.shape[1]), [np.zeros(x.shape[1])]
    for _ in range(steps):
        w = w + step * (x.T @ (y - x @ w))
        seen.append(w)
    return np.array(seen)


def stopping_factors(singular: FloatArray, step: float, steps: int) -> FloatArray:
    """What k steps of that descent have built up along each singular direction: 1 - (1 - step s^2)^k.

    Shapes (r,) -> (r,); beside ridge's s^2 / (s^2 + penalty), penalty is about 1 / (step k).
    Source: Goodfellow, Bengio & Courville (2016), section 7.8.

    >>> stopping_factors(np.array([1.0, 0.5]), step=0.5, steps=2)
    array([0.75    , 0.234375])
    """
    return np.asarray(1 - (1 - step * np.asarray(singular) ** 2) ** steps, dtype=np.float64)


def relu_features(x: FloatArray, directions: FloatArray, offsets: FloatArray) -> FloatArray:
    """Random ReLU features: max(0, XW + b) / sqrt(p), with W and b drawn once and kept.

    `x` (n, d), `directions` W (d, p), `offsets` b (p,); returns (n, p). Source: Rahimi & Recht (2008).

    >>> relu_features(np.array([[2.0]]), np.array([[1.0, -1.0, 1.0, 1.0]]), np.zeros(4))
    array([[1., 0., 1., 1.]])
    """
    return np.asarray(np.maximum(x @ directions + offsets, 0.0) / np.sqrt(len(offsets)), dtype=np.float64)


def least_norm_fit(features: FloatArray, y: FloatArray) -> FloatArray:
    """Least-squares coefficients of least norm, w = F^+ y; with p >= n independent rows they fit every target exactly.

    `features` F (n, p), `y` (n,); returns (p,). By QR when p > 2n, which is faster. Raises LinAlgError when there the
    rows depend on each other exactly. Source: Belkin et al. (2019).

    >>> least_norm_fit(np.array([[3.0, 4.0]]), np.array([25.0])).round(6)
    array([3., 4.])
    """
    n, p = features.shape
    if p <= 2 * n:
        return np.asarray(np.linalg.lstsq(features, y, rcond=None)[0])
    q, r = np.linalg.qr(features.T)
    return np.asarray(q @ np.linalg.solve(r.T, y))


def nearest_neighbour(x: FloatArray, y: FloatArray, asked: FloatArray) -> FloatArray:
    """Nearest neighbour: the target of the row of x nearest to each row of `asked`, argmin_i |a|^2 - 2 a.x_i + |x_i|^2.

    `x` (n, d), `y` (n,), `asked` (m, d); returns (m,); the first of equally near ones. Both are centred first: far from
    the origin the three terms cancel and leave no digits. Source: Cover & Hart (1967).

    >>> nearest_neighbour(np.array([[1e9], [1e9 + 1]]), np.array([5.0, 7.0]), np.array([[1e9 + 2]]))
    array([7.])
    """
    centre = x.mean(axis=0)
    x, asked = x - centre, asked - centre
    squares = np.sum(asked**2, axis=1)[:, None] - 2 * asked @ x.T + np.sum(x**2, axis=1)
    return np.asarray(y[np.argmin(squares, axis=1)])
