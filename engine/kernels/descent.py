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
        """Relative excess loss: (f(w) - f(optimum)) / (f(0) - f(optimum)), for w of shape (..., d).

        >>> problem = Problem(np.eye(1), np.ones(1), np.eye(1), optimum=np.array([2.0]), initial=2.0)
        >>> problem.excess(np.array([[0.0], [1.0], [2.0]]))
        array([1.  , 0.25, 0.  ])
        """
        away = w - self.optimum
        loss: FloatArray = 0.5 * np.einsum("...i,ij,...j->...", away, self.hessian, away) / self.initial
        return loss


def least_squares(rng: np.random.Generator, samples: int, features: int, condition: float, noise: float) -> Problem:
    """Random least-squares problem: y = X w* + noise xi, with rows of X drawn from N(0, diag(1 ... 1/condition)).

    The eigenvalues fall geometrically; w* gives every eigendirection the same share of the loss on average; xi is
    N(0, 1). Raises LinAlgError when samples < features.

    >>> least_squares(np.random.default_rng(0), samples=8, features=2, condition=10.0, noise=0.0).x.shape
    (8, 2)
    """
    scales = np.sqrt(np.geomspace(1.0, 1.0 / condition, features)) if features > 1 else np.ones(1)
    x = rng.standard_normal((samples, features)) * scales
    weights = rng.standard_normal(features) / scales / np.sqrt(features)
    y = x @ weights + noise * rng.standard_normal(samples)
    hessian = x.T @ x / samples
    optimum = np.linalg.solve(hessian, x.T @ y / samples)
    initial = float(0.5 * optimum @ hessian @ optimum)
    return Problem(x, y, hessian, optimum, initial)


def full_gradient(problem: Problem, w: FloatArray) -> FloatArray:
    """Gradient of the loss: X^T (X w - y) / n, the mean of all n per-sample gradients. Shapes (d,) -> (d,).

    >>> problem = Problem(np.array([[1.0], [3.0]]), np.array([2.0, 0.0]), np.eye(1), np.zeros(1), 1.0)
    >>> full_gradient(problem, np.array([1.0]))
    array([4.])
    """
    gradient: FloatArray = problem.x.T @ (problem.x @ w - problem.y) / len(problem.y)
    return gradient


def sample_gradients(problem: Problem, w: FloatArray) -> FloatArray:
    """Per-sample gradients: x_i (x_i . w - y_i), for all i. Shapes (d,) -> (n, d).

    >>> problem = Problem(np.array([[1.0], [3.0]]), np.array([2.0, 0.0]), np.eye(1), np.zeros(1), 1.0)
    >>> sample_gradients(problem, np.array([1.0]))
    array([[-1.],
           [ 9.]])
    """
    gradients: FloatArray = problem.x * (problem.x @ w - problem.y)[:, None]
    return gradients


def batch_descent(problem: Problem, step: float, target: float, limit: int = 1_000_000) -> tuple[int, FloatArray]:
    """Full-gradient descent w <- w - step H (w - optimum) from 0, until the relative excess is at most `target`.

    Returns (iterations, excess after 0 ... iterations). In the eigenbasis of H each coordinate shrinks by
    (1 - step lambda_i) an iteration, so the excess after any number of them is a closed form. At most `limit`
    iterations. Source: Nesterov (2004), section 2.1.5.

    >>> problem = Problem(np.eye(1), np.ones(1), np.eye(1), optimum=np.array([2.0]), initial=2.0)
    >>> batch_descent(problem, step=0.5, target=0.1)
    (2, array([1.    , 0.25  , 0.0625]))
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
    """Iterations that surely suffice at the step 2/(L + mu): least k with ((kappa - 1)/(kappa + 1))^(2k) <= target.

    `condition` kappa >= 1, 0 < `target` < 1. Source: Nesterov (2004), theorem 2.1.15.

    >>> guaranteed_iterations(condition=3.0, target=0.1)  # 1/4 an iteration
    2
    """
    rate = (condition - 1) / (condition + 1)
    return 1 if rate <= 0 else int(np.ceil(np.log(target) / (2 * np.log(rate)) - 1e-9))


def minibatch_descent(
    problem: Problem, order: NDArray[np.int64], steps: FloatArray, decay: FloatArray, batch: int
) -> Iterator[tuple[int, FloatArray]]:
    """One pass of mini-batch descent: w <- w - step_t mean of x_i (x_i . w - y_i) over the batch.

    step_t = step / (1 + decay t). Takes the samples in `order` (n,) and k step sizes at once, `steps` and `decay` (k,);
    decay 0 is a constant step, batch 1 is SGD. Starts from 0; yields (sample gradients used, weights (k, d)) after each
    update. The last batch may be short. Source: Bottou, Curtis & Nocedal (2018), section 4.

    >>> problem = Problem(np.ones((3, 1)), np.array([1.0, 1.0, 4.0]), np.eye(1), np.zeros(1), 1.0)
    >>> list(minibatch_descent(problem, np.arange(3), steps=np.array([0.5]), decay=np.zeros(1), batch=2))
    [(2, array([[0.5]])), (3, array([[2.25]]))]
    """
    w = np.zeros((len(steps), problem.x.shape[1]))
    for t, start in enumerate(range(0, len(order), batch), 1):
        chosen = order[start : start + batch]
        x, y = problem.x[chosen], problem.y[chosen]
        residual = w @ x.T - y
        step = steps / (1 + decay * t)
        w = w - (step[:, None] / len(chosen)) * (residual @ x)
        yield start + len(chosen), w


def iterations_per_epoch(samples: int, batch: int, drop_last: bool = False) -> int:
    """Updates in one pass: ceil(n / B), or floor(n / B) when the short last batch is dropped.

    >>> iterations_per_epoch(10, batch=4), iterations_per_epoch(10, batch=4, drop_last=True)
    (3, 2)
    """
    return samples // batch if drop_last else -(-samples // batch)
