"""What theory says of stochastic descent, and simulations to hold it against.

Online least squares: inputs x ~ N(0, I_d), targets x.w* + sigma xi, error e = w - w*. One update with a batch of B is
e <- e - (step/B) sum x (x.e - sigma xi), and its second moment obeys, exactly,
E|e'|^2 = ((1 - step)^2 + step^2 (d + 1)/B) E|e|^2 + step^2 sigma^2 d/B.
Sources: Bottou, Curtis & Nocedal (2018); Johnson & Zhang (2013); Ma, Bassily & Belkin (2018).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.kernels.descent import Problem
from engine.parameters import FloatArray


def error_recursion(steps: FloatArray, d: int, sigma: float, batch: int, start: float = 1.0) -> FloatArray:
    """E|e_t|^2 for t = 0 ... T under the step sizes `steps` (T,), shape (T + 1,)."""
    errors = np.empty(len(steps) + 1)
    errors[0] = start
    with np.errstate(over="ignore"):
        for t, h in enumerate(steps):
            errors[t + 1] = ((1 - h) ** 2 + h * h * (d + 1) / batch) * errors[t] + h * h * sigma**2 * d / batch
    return errors


def floor(step: float, d: int, sigma: float, batch: int = 1) -> float:
    """Where E|e|^2 settles under a constant step: step sigma^2 (d/B) / (2 - step (1 + (d + 1)/B)); infinite when it
    does not settle."""
    room = 2 - step * (1 + (d + 1) / batch)
    return step * sigma**2 * d / batch / room if room > 0 else float("inf")


def best_step(d: int, batch: int) -> float:
    """The constant step that shrinks the error fastest without noise: B / (B + d + 1)."""
    return batch / (batch + d + 1)


def noiseless_iterations(target: float, d: int, batch: int) -> float:
    """Updates to `target` times the first error, without noise, at the best step: log(1/target)/log(1 + B/(d + 1))."""
    return float(np.log(1 / target) / np.log1p(batch / (d + 1)))


def simulate(
    rng: np.random.Generator, steps: FloatArray, d: int, sigma: float, batch: int, runs: int, start: float = 1.0
) -> FloatArray:
    """The mean of |e_t|^2 over `runs` independent runs, shape (T + 1,)."""
    e = np.full((runs, d), np.sqrt(start / d))
    means = [float(np.mean(np.sum(e**2, axis=1)))]
    with np.errstate(over="ignore", invalid="ignore"):
        for h in steps:
            x = rng.standard_normal((runs, batch, d))
            residual = np.einsum("rbd,rd->rb", x, e) - sigma * rng.standard_normal((runs, batch))
            e = e - h / batch * np.einsum("rb,rbd->rd", residual, x)
            means.append(float(np.mean(np.sum(e**2, axis=1))))
    return np.array(means)


WELL = np.array([1.0, 0.0, -2.0, 0.3, 1.0])
"""Coefficients of f(x) = (x^2 - 1)^2 + 0.3 x, highest power first: a deep basin near -1.04, a shallow one near 0.96."""


def well(x: FloatArray) -> FloatArray:
    """f(x) = (x^2 - 1)^2 + 0.3 x."""
    return np.asarray((x * x - 1) ** 2 + 0.3 * x, dtype=np.float64)


def well_slope(x: FloatArray) -> FloatArray:
    """f'(x) = 4 x (x^2 - 1) + 0.3."""
    return np.asarray(4 * x * (x * x - 1) + 0.3, dtype=np.float64)


def stationary_points() -> FloatArray:
    """The three roots of f', ascending: deep minimum, barrier, shallow minimum."""
    return np.sort(np.roots(np.polyder(WELL)).real)


def noisy_descent(
    rng: np.random.Generator, start: float, runs: int, steps: int, step: float, noise: float, anneal: bool
) -> FloatArray:
    """Where `runs` runs of descent on the finite sum f_i(x) = f(x) +- noise x end, shape (runs,).

    With `anneal` the step falls linearly to 0 over the last quarter. Positions are kept within [-3, 3].
    """
    x = np.full(runs, start)
    last = 3 * steps // 4
    for t in range(steps):
        h = step * (1 - (t - last) / (steps - last)) if anneal and t >= last else step
        kick = noise * (2.0 * rng.integers(0, 2, runs) - 1) if noise else 0.0
        x = np.clip(x - h * (well_slope(x) + kick), -3, 3)
    return x


def saddle_descent(rng: np.random.Generator, runs: int, steps: int, step: float, noise: float) -> FloatArray:
    """Where descent on x^2 - y^2 + y^4 from (1, 0), on the way into the saddle at 0, ends; shape (runs, 2). Each single
    gradient differs from the full one by +-noise in both coordinates."""
    w = np.tile([1.0, 0.0], (runs, 1))
    for _ in range(steps):
        slope = np.column_stack([2 * w[:, 0], -2 * w[:, 1] + 4 * w[:, 1] ** 3])
        w = w - step * (slope + noise * (2.0 * rng.integers(0, 2, (runs, 2)) - 1))
    return w


def sampled_floor(
    rng: np.random.Generator, problem: Problem, step: float, epochs: int, reshuffle: bool, runs: int = 8
) -> FloatArray:
    """The relative excess at the end of every epoch of one-sample SGD, mean over `runs`, shape (epochs,).

    Samples are drawn with replacement, or each exactly once an epoch in a fresh order.
    """
    n, d = problem.x.shape
    w = np.zeros((runs, d))
    excess = []
    for _ in range(epochs):
        order = rng.permuted(np.tile(np.arange(n), (runs, 1)), axis=1) if reshuffle else rng.integers(0, n, (runs, n))
        for i in order.T:
            x = problem.x[i]
            w = w - step * ((x * w).sum(axis=1) - problem.y[i])[:, None] * x
        excess.append(float(np.mean(problem.excess(w))))
    return np.array(excess)


def svrg(rng: np.random.Generator, problem: Problem, step: float, loops: int) -> FloatArray:
    """The relative excess after every outer loop of SVRG, shape (loops,): a full gradient at a snapshot, then 2n steps
    along grad_i(w) - grad_i(snapshot) + full gradient. Each loop costs 5n sample gradients."""
    n = len(problem.y)
    w = np.zeros(problem.x.shape[1])
    excess = []
    for _ in range(loops):
        snapshot = w
        full = problem.hessian @ (snapshot - problem.optimum)
        for i in rng.integers(0, n, 2 * n):
            x = problem.x[i]
            w = w - step * (x * (x @ (w - snapshot)) + full)
        excess.append(float(problem.excess(w)))
    return np.array(excess)


def noise_scale(gradients: FloatArray) -> float:
    """tr(Sigma) / |G|^2 of per-sample gradients (n, d) with mean G. Source: McCandlish et al. (2018)."""
    mean = gradients.mean(axis=0)
    return float(gradients.var(axis=0).sum() / (mean @ mean)) if np.any(mean) else float("inf")


def batch_deviation(gradients: FloatArray, batch: int, replace: bool) -> float:
    """sqrt(E|g_B - G|^2) = sqrt(tr Sigma / B), times sqrt((n - B)/(n - 1)) when drawn without replacement."""
    n = len(gradients)
    correction = 1.0 if replace or n == 1 else (n - batch) / (n - 1)
    return float(np.sqrt(gradients.var(axis=0).sum() / batch * correction))


def drawn_batches(rng: np.random.Generator, gradients: FloatArray, batch: int, replace: bool, draws: int) -> FloatArray:
    """`draws` mini-batch gradients, shape (draws, d)."""
    n = len(gradients)
    if replace:
        chosen: NDArray[np.int64] = rng.integers(0, n, (draws, batch))
        return np.asarray(gradients[chosen].mean(axis=1), dtype=np.float64)
    return np.stack([gradients[rng.choice(n, batch, replace=False)].mean(axis=0) for _ in range(draws)])


def activation_bytes(batch: int, width: int, depth: int) -> int:
    """Bytes that a multilayer network of `depth` layers keeps for the backward pass in float64: its input and every
    layer's output, 8 B width (depth + 1)."""
    return 8 * batch * width * (depth + 1)


def accumulated_gradient(problem: Problem, w: FloatArray, micro: int) -> FloatArray:
    """The full gradient as a sum over micro-batches of `micro` samples, never more than that in hand."""
    total = np.zeros(problem.x.shape[1])
    for start in range(0, len(problem.y), micro):
        x, y = problem.x[start : start + micro], problem.y[start : start + micro]
        total += x.T @ (x @ w - y)
    return total / len(problem.y)
