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
    """Expected squared error by the recursion above: E|e_t|^2 for t = 0 ... T under the step sizes `steps` (T,).

    `start` is |e_0|^2; returns (T + 1,), infinite once it overflows.

    >>> error_recursion(np.array([0.25, 0.25]), d=2, sigma=0.0, batch=1)  # 0.75^2 + 3 / 16 = 3/4 an update
    array([1.    , 0.75  , 0.5625])
    """
    errors = np.empty(len(steps) + 1)
    errors[0] = start
    with np.errstate(over="ignore"):
        for t, h in enumerate(steps):
            errors[t + 1] = ((1 - h) ** 2 + h * h * (d + 1) / batch) * errors[t] + h * h * sigma**2 * d / batch
    return errors


def floor(step: float, d: int, sigma: float, batch: int = 1) -> float:
    """Where E|e|^2 settles under a constant step: step sigma^2 (d/B) / (2 - step (1 + (d + 1)/B)).

    The fixed point of the recursion above; infinite when it does not settle.

    >>> floor(step=0.25, d=2, sigma=1.0), floor(step=0.5, d=2, sigma=1.0)
    (0.5, inf)
    """
    room = 2 - step * (1 + (d + 1) / batch)
    return step * sigma**2 * d / batch / room if room > 0 else float("inf")


def best_step(d: int, batch: int) -> float:
    """Constant step that shrinks the error fastest without noise: B / (B + d + 1).

    Source: Ma, Bassily & Belkin (2018) on how it grows with B.

    >>> best_step(d=3, batch=4)
    0.5
    """
    return batch / (batch + d + 1)


def noiseless_iterations(target: float, d: int, batch: int) -> float:
    """Updates to `target` times the first error, without noise, at the best step: log(1/target) / log(1 + B/(d + 1)).

    >>> round(noiseless_iterations(target=1 / 8, d=3, batch=4), 6)  # half an update
    3.0
    """
    return float(np.log(1 / target) / np.log1p(batch / (d + 1)))


def simulate(
    rng: np.random.Generator, steps: FloatArray, d: int, sigma: float, batch: int, runs: int, start: float = 1.0
) -> FloatArray:
    """The recursion above, sampled: mean of |e_t|^2 over `runs` runs of e <- e - (step/B) sum x (x.e - sigma xi).

    `steps` (T,); returns (T + 1,). Every update draws runs * batch * d numbers.

    >>> simulate(np.random.default_rng(0), np.zeros(2), d=3, sigma=1.0, batch=1, runs=2).round(6)  # step 0
    array([1., 1., 1.])
    """
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
    """Double well: f(x) = (x^2 - 1)^2 + 0.3 x, a deep basin near -1.04 and a shallow one near 0.96. Any shape.

    >>> well(np.array([-1.0, 1.0]))
    array([-0.3,  0.3])
    """
    return np.asarray((x * x - 1) ** 2 + 0.3 * x, dtype=np.float64)


def well_slope(x: FloatArray) -> FloatArray:
    """Slope of the double well: f'(x) = 4 x (x^2 - 1) + 0.3. Any shape.

    >>> well_slope(np.array([-1.0, 0.0, 1.0]))
    array([0.3, 0.3, 0.3])
    """
    return np.asarray(4 * x * (x * x - 1) + 0.3, dtype=np.float64)


def stationary_points() -> FloatArray:
    """Stationary points of the double well, the three roots of f', ascending: deep minimum, barrier, shallow minimum.

    >>> stationary_points().round(3)
    array([-1.036,  0.075,  0.96 ])
    """
    return np.sort(np.roots(np.polyder(WELL)).real)


def noisy_descent(
    rng: np.random.Generator, start: float, runs: int, steps: int, step: float, noise: float, anneal: bool
) -> FloatArray:
    """SGD in the double well: x <- x - step (f'(x) +- noise), the sign drawn anew; where `runs` runs end, (runs,).

    With `anneal` the step falls linearly to 0 over the last quarter. Positions are kept within [-3, 3].

    >>> noisy_descent(np.random.default_rng(0), 0.5, runs=2, steps=200, step=0.1, noise=0.0, anneal=False).round(3)
    array([0.96, 0.96])
    """
    x = np.full(runs, start)
    last = 3 * steps // 4
    kicks = noise * (2.0 * rng.integers(0, 2, (steps, runs)) - 1) if noise else np.zeros((steps, 1))
    for t, kick in enumerate(kicks):
        h = step * (1 - (t - last) / (steps - last)) if anneal and t >= last else step
        x = np.minimum(np.maximum(x - h * (well_slope(x) + kick), -3), 3)  # half the time of np.clip on a short array
    return x


def saddle_descent(rng: np.random.Generator, runs: int, steps: int, step: float, noise: float) -> FloatArray:
    """SGD from (1, 0) on x^2 - y^2 + y^4, straight into the saddle at 0: where `runs` runs end, shape (runs, 2).

    Each single gradient differs from the full one by +-noise in both coordinates. The minima are (0, +-1/sqrt(2)).
    Source: Ge et al. (2015) on how noise leaves saddles.

    >>> saddle_descent(np.random.default_rng(0), runs=1, steps=200, step=0.1, noise=0.0).round(6)  # no noise: stuck
    array([[0., 0.]])
    """
    x, y = np.ones(runs), np.zeros(runs)
    kicks = noise * (2.0 * rng.integers(0, 2, (steps, 2, runs)) - 1)
    for across, along in kicks:
        x = x - step * (2 * x + across)
        y = y - step * (4 * y * y * y - 2 * y + along)
    return np.column_stack([x, y])


def sampled_floor(
    rng: np.random.Generator, problem: Problem, step: float, epochs: int, reshuffle: bool, runs: int = 8
) -> FloatArray:
    """One-sample SGD from 0, w <- w - step x_i (x_i . w - y_i): relative excess after every epoch, mean over `runs`.

    Samples are drawn with replacement, or each exactly once an epoch in a fresh order. Returns (epochs,).
    Source: Gürbüzbalaban, Ozdaglar & Parrilo (2021) on reshuffling.

    >>> problem = Problem(np.ones((2, 1)), np.full(2, 2.0), np.eye(1), optimum=np.array([2.0]), initial=2.0)
    >>> sampled_floor(np.random.default_rng(0), problem, step=0.5, epochs=2, reshuffle=True, runs=1)
    array([0.0625    , 0.00390625])
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
    """SVRG: 2n steps w <- w - step (grad_i(w) - grad_i(snapshot) + full gradient at the snapshot), then a new snapshot.

    Starts from 0; returns the relative excess after every outer loop (loops,), each of 5n sample gradients.
    Source: Johnson & Zhang (2013), figure 1.

    >>> problem = Problem(np.ones((2, 1)), np.full(2, 2.0), np.eye(1), optimum=np.array([2.0]), initial=2.0)
    >>> svrg(np.random.default_rng(0), problem, step=0.5, loops=1)
    array([0.00390625])
    """
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
    """Gradient noise scale: tr(Sigma) / |G|^2, with the mean G and the covariance Sigma of per-sample gradients (n, d).

    Infinite when they cancel: G within the rounding of the mean, n eps mean|g|. Source: McCandlish et al. (2018).

    >>> noise_scale(np.array([[1.0], [3.0]])), noise_scale(np.array([[0.1], [0.2], [-0.3]]))
    (0.25, inf)
    """
    mean = gradients.mean(axis=0)
    rounding = len(gradients) * np.finfo(mean.dtype).eps * np.abs(gradients).mean(axis=0)
    return float("inf") if np.all(np.abs(mean) <= rounding) else float(gradients.var(axis=0).sum() / (mean @ mean))


def batch_deviation(gradients: FloatArray, batch: int, replace: bool) -> float:
    """Deviation of a mini-batch gradient: sqrt(E|g_B - G|^2) = sqrt(tr(Sigma) / B).

    Without replacement times sqrt((n - B)/(n - 1)). `gradients` (n, d); 1 <= B, and B <= n without replacement.
    Source: Cochran (1977), section 2.6.

    >>> g = np.array([[1.0], [3.0]])
    >>> batch_deviation(g, 1, replace=True), batch_deviation(g, 2, replace=False)
    (1.0, 0.0)
    """
    n = len(gradients)
    correction = 1.0 if replace or n == 1 else (n - batch) / (n - 1)
    return float(np.sqrt(gradients.var(axis=0).sum() / batch * correction))


def drawn_batches(rng: np.random.Generator, gradients: FloatArray, batch: int, replace: bool, draws: int) -> FloatArray:
    """`draws` mini-batch gradients: means of `batch` rows of `gradients` (n, d), drawn with or without replacement.

    Returns (draws, d). Raises ValueError for a batch above n without replacement.

    >>> drawn_batches(np.random.default_rng(0), np.array([[1.0], [3.0]]), batch=2, replace=False, draws=2)
    array([[2.],
           [2.]])
    """
    n = len(gradients)
    if replace:
        chosen: NDArray[np.int64] = rng.integers(0, n, (draws, batch))
        return np.asarray(gradients[chosen].mean(axis=1), dtype=np.float64)
    return np.stack([gradients[rng.choice(n, batch, replace=False)].mean(axis=0) for _ in range(draws)])


def activation_bytes(batch: int, width: int, depth: int) -> int:
    """Bytes that a network of `depth` layers keeps for the backward pass in float64: 8 B width (depth + 1).

    Its input and every layer's output, each (B, width).

    >>> activation_bytes(batch=32, width=100, depth=3)
    102400
    """
    return 8 * batch * width * (depth + 1)


def accumulated_gradient(problem: Problem, w: FloatArray, micro: int) -> FloatArray:
    """Gradient accumulation: X^T (X w - y) / n as a sum over micro-batches of `micro` samples. Shapes (d,) -> (d,).

    Divided by n once, at the end: a mean of the micro-batches' means is wrong when the last one is short.

    >>> problem = Problem(np.array([[1.0], [1.0], [4.0]]), np.zeros(3), np.eye(1), np.zeros(1), 1.0)
    >>> accumulated_gradient(problem, np.array([1.0]), micro=2)
    array([6.])
    """
    total = np.zeros(problem.x.shape[1])
    for start in range(0, len(problem.y), micro):
        x, y = problem.x[start : start + micro], problem.y[start : start + micro]
        total += x.T @ (x @ w - y)
    return total / len(problem.y)
