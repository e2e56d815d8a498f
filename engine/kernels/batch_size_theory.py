"""What a batch size costs when the data are noisy: the expected loss of mini-batch descent, exactly.

Inputs x ~ N(0, diag(spectrum)), targets x.w* + noise, error e = w - w*. A batch of B is drawn without replacement from
n samples. With m = E[e^2] in each eigendirection, Isserlis' theorem gives one update exactly:

    m' = (1 - step l)^2 m + c l (l m + sum(l m) + noise^2),    c = step^2 / B * (n - B)/(n - 1)

a symmetric linear map and a constant, so that the loss sum(l m)/2 after any number of updates is a closed form in the
map's eigenvalues. B = n leaves plain full-gradient descent. Sources: Bottou, Curtis & Nocedal (2018); McCandlish et al.
(2018). All arrays below have the step sizes first: (steps, features).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.parameters import FloatArray

SHARES = np.array([0.003, 0.006, 0.0125, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8])
FRACTIONS = np.array([1.82, 1.5, 1.0, 0.5, 0.25, 0.1])
LIMIT = 1_000_000


@dataclass(frozen=True, slots=True, eq=False)
class NoisyProblem:
    """Eigenvalues of the inputs' covariance and the squared first errors, both (features,), the deviation of the noise
    in the targets, and how many samples there are."""

    spectrum: FloatArray
    start: FloatArray
    noise: float
    samples: int

    @property
    def initial(self) -> float:
        """Twice the loss above the minimum at the start."""
        return float(self.spectrum @ self.start)


def noise_scale(problem: NoisyProblem) -> float:
    """Gradient noise scale at the start: tr(Sigma) / |G|^2, the batch size at which noise and signal are equally large.

    = 1 + tr(H) (sum(l m) + noise^2) / sum(l^2 m). Source: McCandlish et al. (2018).

    >>> noise_scale(NoisyProblem(spectrum=np.array([1.0]), start=np.array([4.0]), noise=2.0, samples=100))
    3.0
    """
    signal = float(problem.spectrum**2 @ problem.start)
    return 1 + float(problem.spectrum.sum()) * (problem.initial + problem.noise**2) / signal


def candidate_steps(spectrum: FloatArray, batch: int) -> FloatArray:
    """Step sizes worth trying: shares of B / tr(H) and fractions of 1 / L, as far as full descent is stable, 1.9 / L.

    `spectrum` (features,); returns them ascending.

    >>> candidate_steps(np.array([1.0]), batch=1)[-3:]
    array([1.  , 1.5 , 1.82])
    """
    largest = spectrum.max()
    tried = np.concatenate([SHARES * batch / spectrum.sum(), FRACTIONS / largest])
    steps: FloatArray = np.unique(tried[tried <= 1.9 / largest])
    return steps


def moment_maps(problem: NoisyProblem, steps: FloatArray, batch: int) -> tuple[FloatArray, FloatArray]:
    """The maps A (steps, d, d) and constants b (steps, d) of one update, m' = A m + b, as written above.

    `steps` (steps,), 1 <= batch <= samples.

    >>> problem = NoisyProblem(spectrum=np.array([1.0]), start=np.array([4.0]), noise=2.0, samples=100)
    >>> maps, constants = moment_maps(problem, np.array([0.5]), batch=100)  # the whole data: no noise
    >>> maps.ravel(), constants.ravel()
    (array([0.25]), array([0.]))
    """
    spectrum = problem.spectrum
    scatter = steps**2 / batch * (problem.samples - batch) / max(problem.samples - 1, 1)
    own = (1 - steps[:, None] * spectrum) ** 2 + scatter[:, None] * spectrum**2
    shared = scatter[:, None, None] * spectrum[:, None] * spectrum
    return shared + own[:, :, None] * np.eye(len(spectrum)), scatter[:, None] * spectrum * problem.noise**2


def expected_loss(problem: NoisyProblem, counts: FloatArray, steps: FloatArray, batch: int) -> FloatArray:
    """Expected loss after k updates: (E f(w_k) - f(w*)) / (f(w_0) - f(w*)), w_0 the start.

    `counts` (k,) of updates, `steps` (s,); returns (s, k), infinite for steps that do not settle. By powers of
    A's eigenvalues: m_k = limit + A^k (m_0 - limit), limit = (1 - A)^-1 b.

    >>> problem = NoisyProblem(spectrum=np.array([1.0]), start=np.array([4.0]), noise=2.0, samples=100)
    >>> expected_loss(problem, np.array([0.0, 1.0, 2.0]), np.array([0.5, 2.5]), batch=100)
    array([[1.    , 0.25  , 0.0625],
           [   inf,    inf,    inf]])
    """
    maps, constants = moment_maps(problem, steps, batch)
    values, basis = np.linalg.eigh(maps)
    settles = values[:, -1] < 1 - 1e-12
    values = np.where(settles[:, None], values, 0.0)
    turned = np.swapaxes(basis, 1, 2)
    limit = (basis @ ((turned @ constants[..., None])[..., 0] / (1 - values))[..., None])[..., 0]
    weights = (turned @ problem.spectrum) * (turned @ (problem.start - limit)[..., None])[..., 0]
    course = (limit @ problem.spectrum)[:, None] + np.einsum("si,ski->sk", weights, values[:, None] ** counts[:, None])
    return np.where(settles[:, None], course / problem.initial, np.inf)


def updates_to(problem: NoisyProblem, target: float, steps: FloatArray, batch: int) -> FloatArray:
    """First update after which the expected loss is at `target`, for each of `steps` (s,); infinite for none.

    Searched up to a million updates; returns (s,).

    >>> problem = NoisyProblem(spectrum=np.array([1.0]), start=np.array([4.0]), noise=2.0, samples=100)
    >>> updates_to(problem, 0.1, np.array([0.5, 2.5]), batch=100)
    array([ 2., inf])
    """
    coarse = np.unique(np.round(np.geomspace(1, LIMIT, 120)))
    below = expected_loss(problem, coarse, steps, batch) <= target
    needed = np.full(len(steps), np.inf)
    for row in np.flatnonzero(below.any(axis=1)):
        last = int(below[row].argmax())
        bracket = (coarse[last - 1] if last else 0.0, coarse[last])
        needed[row] = _within(problem, target, bracket, steps[row : row + 1], batch)
    return needed


def _within(problem: NoisyProblem, target: float, bracket: tuple[float, float], step: FloatArray, batch: int) -> float:
    """The first update at `target`, after the bracket's lower end and at its upper end at the latest."""
    low, high = bracket
    while high - low > 1:
        counts = np.unique(np.round(np.linspace(low, high, 60)))
        first = int(np.argmax(expected_loss(problem, counts, step, batch)[0] <= target))
        low, high = counts[max(first - 1, 0)], counts[first]
    return high


def tuned(problem: NoisyProblem, target: float, batch: int) -> tuple[float, float]:
    """Fewest updates to `target` among the candidate steps, and the step that needs them; (inf, nan) when none does.

    >>> tuned(NoisyProblem(spectrum=np.array([1.0]), start=np.array([4.0]), noise=2.0, samples=100), 0.1, batch=100)
    (1.0, 1.0)
    """
    steps = candidate_steps(problem.spectrum, batch)
    needed = updates_to(problem, target, steps, batch)
    best = int(np.argmin(needed))
    return (float(needed[best]), float(steps[best])) if np.isfinite(needed[best]) else (float("inf"), float("nan"))


def sampled_descent(
    rng: np.random.Generator, problem: NoisyProblem, *, step: float, batch: int, updates: int, runs: int
) -> FloatArray:
    """The same, sampled: mean relative loss of `runs` runs on fresh samples, after 0 ... `updates` updates.

    Returns (updates + 1,).

    >>> problem = NoisyProblem(spectrum=np.array([1.0]), start=np.array([4.0]), noise=0.0, samples=100)
    >>> sampled_descent(np.random.default_rng(0), problem, step=0.0, batch=1, updates=1, runs=2)
    array([1., 1.])
    """
    spectrum = problem.spectrum
    away = np.tile(np.sqrt(problem.start), (runs, 1))
    means = [1.0]
    for _ in range(updates):
        x = rng.standard_normal((runs, batch, len(spectrum))) * np.sqrt(spectrum)
        residual = np.einsum("rbd,rd->rb", x, away) - problem.noise * rng.standard_normal((runs, batch))
        away = away - step / batch * np.einsum("rb,rbd->rd", residual, x)
        means.append(float((away**2 @ spectrum).mean() / problem.initial))
    return np.array(means)
