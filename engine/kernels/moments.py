"""Moments of columns, and what batch normalisation does to them: shape, dependent samples, Dropout, weight scale.

Columns run along axis 0: `x` of shape (n,) or (n, p) gives one value or p values. Moments divide by n.
"""

from __future__ import annotations

from math import sqrt

import numpy as np

from engine.kernels.batchnorm import batchnorm_backward, batchnorm_forward
from engine.kernels.normal import normal_cdf
from engine.parameters import FloatArray


def deviation(x: FloatArray) -> FloatArray:
    """Standard deviation of each column, sqrt(mean((x - mean)^2)); exactly 0 for a column that does not vary.

    Shapes (n,) -> () and (n, p) -> (p,), n of 1 or more, computed in float64. "Does not vary" means within the rounding
    of the mean, n eps |mean|: otherwise nine times 0.1 has the deviation 1e-17. So does scikit-learn's StandardScaler.
    Source: Chan, Golub & LeVeque (1983).

    >>> deviation(np.array([[0.1, 1.0], [0.1, 2.0], [0.1, 3.0]]))
    array([0.        , 0.81649658])
    """
    spread = x.std(axis=0, dtype=np.float64)
    rounding = len(x) * np.finfo(np.float64).eps * np.abs(x.mean(axis=0, dtype=np.float64))
    return np.asarray(np.where(spread <= rounding, 0.0, spread))


def centred(x: FloatArray) -> FloatArray:
    """x - mean of each column; exactly 0 in a column that does not vary.

    Shapes as given, float64. See `deviation` for what does not vary.

    >>> centred(np.array([[0.1, 1.0], [0.1, 2.0], [0.1, 3.0]]))
    array([[ 0., -1.],
           [ 0.,  0.],
           [ 0.,  1.]])
    """
    return np.asarray(np.where(deviation(x) == 0, 0.0, x - x.mean(axis=0, dtype=np.float64)))


def _standardised(x: FloatArray) -> FloatArray:
    """(x - mean) / deviation, 0 in a column that does not vary. Dividing first keeps cubes from under- and overflow."""
    spread = deviation(x)
    return centred(x) / np.where(spread == 0, 1.0, spread)


def skewness(x: FloatArray) -> FloatArray:
    """Skewness of each column: mean(((x - mean) / deviation)^3); 0 for a column that does not vary (SciPy: NaN).

    Shapes (n,) -> () and (n, p) -> (p,). Biased, as SciPy's default. Source: Joanes & Gill (1998), g1.

    >>> skewness(np.array([[0.1, 0.0], [0.1, 0.0], [0.1, 3.0]])).round(4)
    array([0.    , 0.7071])
    """
    return np.asarray(np.mean(_standardised(x) ** 3, axis=0))


def excess_kurtosis(x: FloatArray) -> FloatArray:
    """Excess kurtosis of each column: mean(((x - mean) / deviation)^4) - 3.

    Shapes (n,) -> () and (n, p) -> (p,). 0 for a normal distribution, and for a column that does not vary (SciPy: NaN).
    Biased, as SciPy's default. Source: Joanes & Gill (1998), g2.

    >>> excess_kurtosis(np.array([[0.1, -1.0], [0.1, 1.0]]))
    array([ 0., -2.])
    """
    fourth = np.mean(_standardised(x) ** 4, axis=0)
    return np.asarray(np.where(deviation(x) == 0, 0.0, fourth - 3))


def distance_to_normal(x: FloatArray) -> float:
    """Kolmogorov-Smirnov distance of values (n,) from N(0, 1): the largest |F_n(x) - Phi(x)|, F_n their distribution.

    The distribution of the values jumps at each of them, so both sides of the jump count. NaN when a value is NaN.
    Source: Massey (1951).

    >>> round(distance_to_normal(np.array([0.0])), 4), round(distance_to_normal(np.array([-9.0, 9.0])), 4)
    (0.5, 0.5)
    """
    normal = normal_cdf(np.sort(x))
    rank = np.arange(len(x) + 1) / len(x)
    return float(np.maximum(rank[1:] - normal, normal - rank[:-1]).max())


def autoregressive(rho: float, samples: int, chains: int, rng: np.random.Generator) -> FloatArray:
    """Chains of dependent values, each N(0, 1): x_t = rho x_(t-1) + sqrt(1 - rho^2) noise_t.

    Returns (chains, samples); two values k steps apart have the correlation rho^k. -1 <= rho <= 1.
    Source: Box & Jenkins (1970).

    >>> chain = autoregressive(1.0, samples=3, chains=1, rng=np.random.default_rng(0))  # rho = 1: nothing new
    >>> (chain == chain[0, 0]).tolist()
    [[True, True, True]]
    """
    x = rng.standard_normal((chains, samples))
    for t in range(1, samples):
        x[:, t] = rho * x[:, t - 1] + sqrt(1 - rho**2) * x[:, t]
    return x


def variance_of_mean(rho: float, samples: int) -> float:
    """Variance of the mean of n values of such a chain: (1 + 2 sum_k (1 - k/n) rho^k) / n, k from 1 to n - 1.

    The sum of the covariances rho^|i - j| of all pairs over n^2.

    >>> variance_of_mean(0.0, 100), variance_of_mean(0.5, 2)
    (0.01, 0.75)
    """
    lag = np.arange(1, samples)
    return float((1 + 2 * ((1 - lag / samples) * rho**lag).sum()) / samples)


def dropout_variance(mean: float, variance: float, keep: float) -> float:
    """Variance in training behind inverted Dropout, x m / keep with P(m = 1) = keep: (variance + mean^2)/keep - mean^2.

    0 < keep <= 1. In evaluation the variance is that of x. Source: Li et al. (2019).

    >>> dropout_variance(mean=1.0, variance=1.0, keep=0.5)
    3.0
    """
    return (variance + mean**2) / keep - mean**2


def weight_gradient(
    x: FloatArray, weights: FloatArray, grad_output: FloatArray, eps: float
) -> tuple[FloatArray, FloatArray]:
    """Output of a linear layer under BatchNorm, BN(x W) with gamma 1 and beta 0, and dL/dW = x^T dL/d(x W).

    `x` (samples, inputs), `weights` (inputs, features), `grad_output` (samples, features); returns (samples, features)
    and (inputs, features). Doubled weights leave the output as it was and halve the gradient.

    >>> x = np.array([[1.0, 0.0], [0.0, 1.0], [2.0, 2.0]])
    >>> w, g = np.array([[1.0], [1.0]]), np.array([[1.0], [0.0], [0.0]])
    >>> [weight_gradient(x, scale * w, g, 1e-12)[1].ravel().round(4).tolist() for scale in (1, 2)]
    [[0.3536, -0.3536], [0.1768, -0.1768]]
    """
    gamma = np.ones(weights.shape[1])
    forward = batchnorm_forward(x @ weights, gamma, np.zeros(weights.shape[1]), eps)
    grad, _, _ = batchnorm_backward(grad_output, forward, gamma)
    return forward.output, x.T @ grad
