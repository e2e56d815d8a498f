"""Penalties on coefficients: ridge and its singular directions, the lasso and its solvers, priors.

Samples are rows: `x` has shape (n, p), targets `y` shape (n,). Ridge minimises |y - Xw|^2 + penalty |w|^2 (no 1/n, as
scikit-learn does); the lasso minimises |y - Xw|^2 / (2n) + penalty |w|_1. Neither fits an intercept: centre first.
Sources: Hoerl & Kennard (1970); Tibshirani (1996); Hastie, Tibshirani & Friedman (2009), section 3.4.
"""

from __future__ import annotations

import numpy as np

from engine.parameters import FloatArray


def ridge(x: FloatArray, y: FloatArray, penalty: float) -> FloatArray:
    """argmin |y - Xw|^2 + penalty |w|^2 = V diag(s / (s^2 + penalty)) U^T y, shape (p,).

    With penalty 0 this is the least-squares fit of least norm; singular values below rounding then count as zero.
    """
    u, s, v = np.linalg.svd(x, full_matrices=False)
    least = np.finfo(float).eps * max(x.shape) * s.max(initial=0.0) if penalty == 0 else 0.0
    gain = np.divide(s, s**2 + penalty, out=np.zeros_like(s), where=s > least)
    return np.asarray(v.T @ (gain * (u.T @ y)), dtype=np.float64)


def shrink_factors(singular: FloatArray, penalty: float) -> FloatArray:
    """s^2 / (s^2 + penalty): what ridge leaves of the least-squares fit along each singular direction, shape (r,)."""
    square = np.asarray(singular, dtype=np.float64) ** 2
    return np.divide(square, square + penalty, out=np.zeros_like(square), where=square + penalty > 0)


def centred_ridge(x: FloatArray, y: FloatArray, penalty: float) -> tuple[FloatArray, float]:
    """Ridge with an intercept that is not penalised: weights of shape (p,) and the intercept."""
    weights = ridge(x - x.mean(axis=0), y - y.mean(), penalty)
    return weights, float(y.mean() - x.mean(axis=0) @ weights)


def on_the_circle(x: FloatArray, y: FloatArray, radius: float) -> FloatArray:
    """argmin |y - Xw|^2 over |w| = radius for two columns, by scanning the angle ever finer; shape (2,)."""
    gram, target = x.T @ x, x.T @ y
    centre, half = 0.0, np.pi
    for _ in range(8):
        angles = centre + half * np.linspace(-1, 1, 721)
        w = radius * np.stack([np.cos(angles), np.sin(angles)])
        centre = float(angles[np.argmin(np.einsum("in,ij,jn->n", w, gram, w) - 2 * target @ w)])
        half /= 60
    return np.asarray(radius * np.array([np.cos(centre), np.sin(centre)]))


def soft_threshold(b: FloatArray, penalty: float | FloatArray) -> FloatArray:
    """sign(b) max(|b| - penalty, 0) = argmin (w - b)^2 / 2 + penalty |w|, any shape; soft(+-penalty) = 0, never -0."""
    return np.asarray(np.sign(b) * np.maximum(np.abs(b) - penalty, 0.0) + 0.0, dtype=np.float64)


def hard_threshold(b: FloatArray, penalty: float) -> FloatArray:
    """b where |b| > penalty, else 0: keeps or kills, never shrinks."""
    return np.asarray(np.where(np.abs(b) > penalty, b, 0.0), dtype=np.float64)


def largest_penalty(x: FloatArray, y: FloatArray) -> float:
    """max_j |x_j^T y| / n: from here on every coefficient of the lasso is 0."""
    return float(np.max(np.abs(x.T @ y)) / len(y))


def coordinate_descent(
    gram: FloatArray, correlations: FloatArray, penalties: FloatArray, tolerance: float = 1e-13, sweeps: int = 5000
) -> FloatArray:
    """Several lasso problems over one design at once: each coordinate in turn takes its exact minimum.

    w_j <- soft(c_j - sum_{i != j} G_ji w_i, penalty) / G_jj with G = X^T X / n of shape (p, p) and c = X^T y / n, one
    row of `correlations` (m, p) and one of `penalties` (m,) for each problem; result (m, p). A column of zeros keeps
    the coefficient 0. Source: Friedman, Hastie & Tibshirani (2010).
    """
    w = np.zeros_like(correlations)
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
    """argmin |y - Xw|^2 / (2n) + penalty |w|_1 for each of `penalties` (m,), shape (m, p)."""
    correlations = np.tile(x.T @ y / len(y), (len(penalties), 1))
    return coordinate_descent(x.T @ x / len(y), correlations, np.asarray(penalties, dtype=np.float64))


def lasso(x: FloatArray, y: FloatArray, penalty: float) -> FloatArray:
    """argmin |y - Xw|^2 / (2n) + penalty |w|_1, shape (p,)."""
    return np.asarray(lasso_path(x, y, np.array([penalty]))[0])


def optimality_gap(x: FloatArray, y: FloatArray, w: FloatArray, penalty: float) -> float:
    """How far `w` is from the lasso's conditions: x_j^T r / n = penalty sign(w_j), or |x_j^T r| / n <= penalty at 0."""
    pull = x.T @ (y - x @ w) / len(y)
    gaps = np.where(w == 0, np.maximum(np.abs(pull) - penalty, 0.0), np.abs(pull - penalty * np.sign(w)))
    return float(gaps.max(initial=0.0))


def subgradient_descent(x: FloatArray, y: FloatArray, penalty: float, step: float, steps: int) -> FloatArray:
    """What automatic differentiation does to the lasso's loss: w <- w - step/sqrt(t) (gradient + penalty sign(w)).

    Starts from 0.01 everywhere; sign(0) = 0. Returns the last iterate, shape (p,).
    """
    gram, target = x.T @ x / len(y), x.T @ y / len(y)
    w = np.full(x.shape[1], 0.01)
    for t in range(1, steps + 1):
        w = w - step / np.sqrt(t) * (gram @ w - target + penalty * np.sign(w))
    return w


def proximal_gradient(x: FloatArray, y: FloatArray, penalty: float, steps: int) -> FloatArray:
    """ISTA: a gradient step of 1/L on the fit, then soft thresholding by penalty / L; starts from 0, shape (p,)."""
    gram, target = x.T @ x / len(y), x.T @ y / len(y)
    curvature = float(np.linalg.norm(gram, 2))
    w = np.zeros(x.shape[1])
    for _ in range(steps if curvature > 0 else 0):
        w = soft_threshold(w - (gram @ w - target) / curvature, penalty / curvature)
    return w


def lasso_freedom(x: FloatArray, mean: FloatArray, noise: FloatArray, penalty: float) -> tuple[float, float]:
    """Degrees of freedom of the lasso fit sum_i cov(fit_i, y_i) / sigma^2, and the mean number of non-zeros.

    `noise` of shape (draws, n) with unit variance is added to `mean` (n,). Source: Zou, Hastie & Tibshirani (2007).
    """
    targets = mean + noise
    w = coordinate_descent(x.T @ x / len(mean), targets @ x / len(mean), np.full(len(noise), penalty), 1e-9)
    fits = w @ x.T
    covariance = float(np.sum((fits - fits.mean(axis=0)) * noise) / len(noise))
    return covariance, float((w != 0).sum(axis=1).mean())
