"""Least squares by gradient descent, with every per-sample gradient counted.

The loss of n samples is f(w) = 1/(2n) |X w - y|^2 with X (n, d); L and mu are the largest and smallest eigenvalue
of H = X^T X / n, and kappa = L / mu.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.parameters import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """A least-squares problem: `x` (n, d), `y` (n,), its `hessian` (d, d), minimiser `optimum` (d,), and `initial`,
    the loss above the minimum at w = 0."""

    x: FloatArray
    y: FloatArray
    hessian: FloatArray
    optimum: FloatArray
    initial: float

    def excess(self, w: FloatArray) -> FloatArray:
        """f(w) - f(optimum), relative to the start, for w of shape (..., d)."""
        away = w - self.optimum
        loss: FloatArray = 0.5 * np.einsum("...i,ij,...j->...", away, self.hessian, away) / self.initial
        return loss


def least_squares(rng: np.random.Generator, samples: int, features: int, condition: float, noise: float) -> Problem:
    """Gaussian inputs whose covariance has eigenvalues from 1/condition to 1, random true weights that give every
    eigendirection the same share of the loss on average, Gaussian noise of the given standard deviation."""
    scales = np.sqrt(np.geomspace(1.0, 1.0 / condition, features)) if features > 1 else np.ones(1)
    x = rng.standard_normal((samples, features)) * scales
    weights = rng.standard_normal(features) / scales / np.sqrt(features)
    y = x @ weights + noise * rng.standard_normal(samples)
    hessian = x.T @ x / samples
    optimum = np.linalg.solve(hessian, x.T @ y / samples)
    initial = float(0.5 * optimum @ hessian @ optimum)
    return Problem(x, y, hessian, optimum, initial)


def full_gradient(problem: Problem, w: FloatArray) -> FloatArray:
    """The mean of all n per-sample gradients: X^T (X w - y) / n."""
    gradient: FloatArray = problem.x.T @ (problem.x @ w - problem.y) / len(problem.y)
    return gradient


def sample_gradients(problem: Problem, w: FloatArray) -> FloatArray:
    """Every per-sample gradient x_i (x_i . w - y_i), shape (n, d)."""
    gradients: FloatArray = problem.x * (problem.x @ w - problem.y)[:, None]
    return gradients


def batch_descent(problem: Problem, step: float, target: float, limit: int = 1_000_000) -> tuple[int, FloatArray]:
    """Full-gradient descent from 0 until the relative excess is at most `target`: (iterations, excess by iteration).

    In the eigenbasis of H each coordinate shrinks by (1 - step lambda_i) an iteration, so the excess after any number
    of iterations is a closed form. `limit` bounds the search.
    """
    eigenvalues, basis = np.linalg.eigh(problem.hessian)
    weights = 0.5 * eigenvalues * (basis.T @ problem.optimum) ** 2 / problem.initial
    rates = (1 - step * eigenvalues) ** 2
    count = 64
    while True:
        curve: FloatArray = (weights * rates ** np.arange(count)[:, None]).sum(axis=1)
        reached = np.flatnonzero(curve <= target)
        if reached.size:
            return int(reached[0]), curve[: int(reached[0]) + 1]
        if count >= limit:
            return limit, curve
        count = min(count * 8, limit)


def guaranteed_iterations(condition: float, target: float) -> int:
    """Iterations after which descent with the best constant step 2/(L + mu) is sure to be at the target:
    the smallest k with ((kappa - 1)/(kappa + 1))^(2k) <= target. Source: Nesterov (2004)."""
    rate = (condition - 1) / (condition + 1)
    return 1 if rate <= 0 else int(np.ceil(np.log(target) / (2 * np.log(rate)) - 1e-9))


def minibatch_descent(
    problem: Problem, order: NDArray[np.int64], steps: FloatArray, decay: FloatArray, batch: int
) -> Iterator[tuple[int, FloatArray]]:
    """One pass of mini-batch descent over the samples in `order`, with k step sizes at once: update t takes
    steps / (1 + decay t), with `steps` and `decay` of shape (k,) and decay 0 for a constant step.

    Yields (sample gradients used, weights of shape (k, d)) after every update; batch = 1 is SGD.
    """
    w = np.zeros((len(steps), problem.x.shape[1]))
    for t, start in enumerate(range(0, len(order), batch), 1):
        chosen = order[start : start + batch]
        x, y = problem.x[chosen], problem.y[chosen]
        residual = w @ x.T - y
        step = steps / (1 + decay * t)
        w = w - (step[:, None] / len(chosen)) * (residual @ x)
        yield start + len(chosen), w


def sgd_pass(problem: Problem, order: NDArray[np.int64], step: float) -> FloatArray:
    """The plain loop of per-sample SGD: w <- w - step x_i (x_i . w - y_i), one pass; the last weights (d,)."""
    w = np.zeros(problem.x.shape[1])
    for i in order:
        x = problem.x[i]
        w = w - step * (x @ w - problem.y[i]) * x
    return w


def iterations_per_epoch(samples: int, batch: int, drop_last: bool = False) -> int:
    """Updates in one pass: ceil(n / B), or floor when the short last batch is dropped."""
    return samples // batch if drop_last else -(-samples // batch)
