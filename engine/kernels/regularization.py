"""Penalties on coefficients: ridge and its singular directions, the lasso and its solvers, priors.

Samples are rows: `x` has shape (n, p), targets `y` shape (n,). Ridge minimises |y - Xw|^2 + penalty |w|^2 (no 1/n, as
scikit-learn does); the lasso minimises |y - Xw|^2 / (2n) + penalty |w|_1. Neither fits an intercept: centre first.
Penalties are 0 or more. Sources: Hoerl & Kennard (1970); Tibshirani (1996); Hastie, Tibshirani & Friedman (2009),
section 3.4.
"""

from __future__ import annotations

import numpy as np

from engine.parameters import FloatArray


def ridge(x: FloatArray, y: FloatArray, penalty: float) -> FloatArray:
    """Ridge regression: argmin_w |y - Xw|^2 + penalty |w|^2 = V diag(s / (s^2 + penalty)) U^T y with X = U diag(s) V^T.

    Returns (p,). With penalty 0 this is the least-squares fit of least norm; singular values within rounding,
    max(n, p) eps s_max, then count as 0. Raises LinAlgError for infinities and NaN in x.
    Source: Hastie, Tibshirani & Friedman (2009), section 3.4.1.

    >>> ridge(np.array([[1.0, 0.0], [0.0, 2.0]]), np.array([1.0, 2.0]), penalty=1.0)
    array([0.5, 0.8])
    """
    u, s, v = np.linalg.svd(x, full_matrices=False)
    least = np.finfo(s.dtype).eps * max(x.shape) * s.max(initial=0.0) if penalty == 0 else 0.0
    gain = np.divide(s, s**2 + penalty, out=np.zeros_like(s), where=s > least)
    return np.asarray(v.T @ (gain * (u.T @ y)), dtype=np.float64)


def shrink_factors(singular: FloatArray, penalty: float) -> FloatArray:
    """What ridge leaves of the least-squares fit along each singular direction: s^2 / (s^2 + penalty).

    Shapes (r,) -> (r,); 0 where s and the penalty are 0. Source: Hastie, Tibshirani & Friedman (2009), section 3.4.1.

    >>> shrink_factors(np.array([3.0, 1.0, 0.0]), penalty=1.0)
    array([0.9, 0.5, 0. ])
    """
    square = np.asarray(singular, dtype=np.float64) ** 2
    return np.divide(square, square + penalty, out=np.zeros_like(square), where=square + penalty > 0)


def centred_ridge(x: FloatArray, y: FloatArray, penalty: float) -> tuple[FloatArray, float]:
    """Ridge with an intercept that is not penalised: ridge of the centred data, intercept = mean(y) - mean(X) w.

    Returns the weights (p,) and the intercept.

    >>> weights, intercept = centred_ridge(np.array([[1.0], [3.0]]), np.array([10.0, 14.0]), penalty=2.0)
    >>> weights.round(6), round(intercept, 6)
    (array([1.]), 10.0)
    """
    weights = ridge(x - x.mean(axis=0), y - y.mean(), penalty)
    return weights, float(y.mean() - x.mean(axis=0) @ weights)


def on_the_circle(x: FloatArray, y: FloatArray, radius: float) -> FloatArray:
    """Least squares on a circle: argmin |y - Xw|^2 over |w| = radius, for two columns.

    Scans the angle eight times, each time sixty times finer. `x` (n, 2); returns (2,).

    >>> on_the_circle(np.eye(2), np.array([3.0, 4.0]), radius=1.0).round(6)
    array([0.6, 0.8])
    """
    gram, target = x.T @ x, x.T @ y
    centre, half = 0.0, np.pi
    for _ in range(8):
        angles = centre + half * np.linspace(-1, 1, 721)
        w = radius * np.stack([np.cos(angles), np.sin(angles)])
        centre = float(angles[np.argmin(np.einsum("in,ij,jn->n", w, gram, w) - 2 * target @ w)])
        half /= 60
    return np.asarray(radius * np.array([np.cos(centre), np.sin(centre)]))


def soft_threshold(b: FloatArray, penalty: float | FloatArray) -> FloatArray:
    """Soft thresholding: sign(b) max(|b| - penalty, 0) = argmin_w (w - b)^2 / 2 + penalty |w|.

    Any shape, against which `penalty` is broadcast. soft(+-penalty) = 0, and never -0.
    Source: Donoho & Johnstone (1994).

    >>> soft_threshold(np.array([-3.0, 0.5, 2.0]), penalty=1.0)
    array([-2.,  0.,  1.])
    """
    return np.asarray(np.sign(b) * np.maximum(np.abs(b) - penalty, 0.0) + 0.0, dtype=np.float64)


def hard_threshold(b: FloatArray, penalty: float) -> FloatArray:
    """Hard thresholding: b where |b| > penalty, else 0; keeps or kills, never shrinks. Any shape.

    Source: Donoho & Johnstone (1994).

    >>> hard_threshold(np.array([-3.0, 0.5, 1.0]), penalty=1.0)
    array([-3.,  0.,  0.])
    """
    return np.asarray(np.where(np.abs(b) <= penalty, 0.0, b), dtype=np.float64)


def largest_penalty(x: FloatArray, y: FloatArray) -> float:
    """Smallest penalty at which the lasso is 0 in every coefficient: max_j |x_j^T y| / n.

    Source: Friedman, Hastie & Tibshirani (2010), section 2.5.

    >>> largest_penalty(np.array([[1.0, 0.0], [0.0, -3.0]]), np.array([2.0, 2.0]))
    3.0
    """
    return float(np.max(np.abs(x.T @ y)) / len(y))


def coordinate_descent(
    gram: FloatArray, correlations: FloatArray, penalties: FloatArray, tolerance: float = 1e-13, sweeps: int = 5000
) -> FloatArray:
    """Several lasso problems over one design: each coordinate in turn takes its exact minimum.

    w_j <- soft(c_j - sum_{i != j} G_ji w_i, penalty) / G_jj with G = X^T X / n (p, p) and c = X^T y / n, one row of
    `correlations` (m, p) and one of `penalties` (m,) for each problem; returns (m, p). Ends when no coefficient moved
    by more than `tolerance` of the largest. A column of zeros keeps the coefficient 0.
    Source: Friedman, Hastie & Tibshirani (2010), section 2.

    >>> coordinate_descent(np.eye(2), np.array([[3.0, 0.5]]), np.array([1.0]))
    array([[2., 0.]])
    """
    w = np.zeros(correlations.shape)
    for _ in range(sweeps):
        moved = 0.0
        for j in np.flatnonzero(np.diag(gram)):
            old = w[:, j].copy()
            w[:, j] = soft_threshold(correlations[:, j] - w @ gram[:, j] + gram[j, j] * old, penalties) / gram[j, j]
            moved = max(moved, float(np.abs(w[:, j] - old).max()))
        if moved <= tolerance * float(np.abs(w).max()):
            break
    return w


def lasso_path(x: FloatArray, y: FloatArray, penalties: FloatArray) -> FloatArray:
    """Lasso for several penalties (m,): argmin_w |y - Xw|^2 / (2n) + penalty |w|_1 for each; returns (m, p).

    >>> lasso_path(np.sqrt(2) * np.eye(2), np.sqrt(2) * np.array([3.0, 1.0]), np.array([0.0, 2.0])).round(6)
    array([[3., 1.],
           [1., 0.]])
    """
    correlations = np.tile(x.T @ y / len(y), (len(penalties), 1))
    return coordinate_descent(x.T @ x / len(y), correlations, np.asarray(penalties, dtype=np.float64))


def lasso(x: FloatArray, y: FloatArray, penalty: float) -> FloatArray:
    """Lasso: argmin_w |y - Xw|^2 / (2n) + penalty |w|_1, shape (p,). Source: Tibshirani (1996).

    >>> lasso(np.sqrt(2) * np.eye(2), np.sqrt(2) * np.array([3.0, 1.0]), penalty=2.0).round(6)
    array([1., 0.])
    """
    return np.asarray(lasso_path(x, y, np.array([penalty]))[0])


def optimality_gap(x: FloatArray, y: FloatArray, w: FloatArray, penalty: float) -> float:
    """How far `w` (p,) is from the lasso's conditions, the largest violation over the columns; 0 at the minimum.

    x_j^T (y - Xw) / n = penalty sign(w_j) where w_j is not 0, else |x_j^T (y - Xw)| / n <= penalty.
    Source: Tibshirani (2013), section 2.1.

    >>> optimality_gap(np.eye(1), np.array([3.0]), np.array([2.0]), penalty=1.0)
    0.0
    """
    pull = x.T @ (y - x @ w) / len(y)
    gaps = np.where(w == 0, np.maximum(np.abs(pull) - penalty, 0.0), np.abs(pull - penalty * np.sign(w)))
    return float(gaps.max(initial=0.0))


def subgradient_descent(x: FloatArray, y: FloatArray, penalty: float, step: float, steps: int) -> FloatArray:
    """What automatic differentiation does to the lasso: w <- w - step_t (gradient of the fit + penalty sign(w)).

    step_t = step / sqrt(t). Starts from 0.01 everywhere; sign(0) = 0. Returns the last iterate (p,), which is hardly
    ever exactly 0. Source: Boyd, Xiao & Mutapcic (2003) for the steps.

    >>> subgradient_descent(np.eye(1), np.array([0.0]), penalty=1.0, step=0.1, steps=1).round(3)
    array([-0.091])
    """
    gram, target = x.T @ x / len(y), x.T @ y / len(y)
    w = np.full(x.shape[1], 0.01)
    for t in range(1, steps + 1):
        w = w - step / np.sqrt(t) * (gram @ w - target + penalty * np.sign(w))
    return w


def proximal_gradient(x: FloatArray, y: FloatArray, penalty: float, steps: int) -> FloatArray:
    """ISTA for the lasso: w <- soft(w - gradient of the fit / L, penalty / L), L the largest eigenvalue of X^T X / n.

    Starts from 0; returns the last iterate (p,). Source: Beck & Teboulle (2009).

    >>> proximal_gradient(np.eye(1), np.array([3.0]), penalty=1.0, steps=1)
    array([2.])
    """
    gram, target = x.T @ x / len(y), x.T @ y / len(y)
    curvature = float(np.linalg.norm(gram, 2))
    w = np.zeros(x.shape[1])
    for _ in range(steps if curvature > 0 else 0):
        w = soft_threshold(w - (gram @ w - target) / curvature, penalty / curvature)
    return w


def lasso_freedom(x: FloatArray, mean: FloatArray, noise: FloatArray, penalty: float) -> tuple[float, float]:
    """Degrees of freedom of the lasso fit, sum_i cov(fit_i, y_i) / sigma^2, and the mean number of non-zeros.

    `noise` (draws, n) with unit variance is added to `mean` (n,). The two agree on average.
    Source: Zou, Hastie & Tibshirani (2007).

    >>> freedom, count = lasso_freedom(np.eye(1), np.zeros(1), np.array([[-1.0], [1.0]]), penalty=0.0)
    >>> freedom, count
    (1.0, 1.0)
    """
    targets = mean + noise
    w = coordinate_descent(x.T @ x / len(mean), targets @ x / len(mean), np.full(len(noise), penalty), 1e-9)
    fits = w @ x.T
    covariance = float(np.sum((fits - fits.mean(axis=0)) * noise) / len(noise))
    return covariance, float((w != 0).sum(axis=1).mean())
