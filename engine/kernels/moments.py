"""What goes with batch normalisation: moments, dependence in samples, weight scale, Dropout before the layer."""

from __future__ import annotations

from math import erf, sqrt

import numpy as np

from engine.kernels.batchnorm import batchnorm_backward, batchnorm_forward
from engine.parameters import FloatArray


def skewness(x: FloatArray) -> float:
    """mean((x - mean)^3) / deviation^3 with the biased deviation, of a list of values."""
    centred = x - x.mean()
    return float((centred**3).mean() / (centred**2).mean() ** 1.5)


def excess_kurtosis(x: FloatArray) -> float:
    """mean((x - mean)^4) / variance^2 - 3 with the biased variance; 0 for a normal distribution."""
    centred = x - x.mean()
    return float((centred**4).mean() / (centred**2).mean() ** 2 - 3)


def distance_to_normal(x: FloatArray) -> float:
    """Kolmogorov-Smirnov distance: largest gap between the empirical distribution of x and N(0, 1)."""
    ordered = np.sort(x)
    normal = np.array([0.5 * (1 + erf(value / sqrt(2))) for value in ordered])
    rank = np.arange(len(ordered) + 1) / len(ordered)
    return float(max((rank[1:] - normal).max(), (normal - rank[:-1]).max()))


def autoregressive(rho: float, samples: int, chains: int, rng: np.random.Generator) -> FloatArray:
    """x_t = rho x_(t-1) + sqrt(1 - rho^2) noise, each value N(0, 1); shape (chains, samples)."""
    x = rng.standard_normal((chains, samples))
    for t in range(1, samples):
        x[:, t] = rho * x[:, t - 1] + sqrt(1 - rho**2) * x[:, t]
    return x


def variance_of_mean(rho: float, samples: int) -> float:
    """Variance of the mean of `samples` values of such a chain: (1 + 2 sum_k (1 - k/n) rho^k) / n."""
    lag = np.arange(1, samples)
    return float((1 + 2 * ((1 - lag / samples) * rho**lag).sum()) / samples)


def dropout_variance(mean: float, variance: float, keep: float) -> float:
    """Variance in training of x m / keep with m one with probability `keep`, else zero: (v + c^2)/p - c^2."""
    return (variance + mean**2) / keep - mean**2


def weight_gradient(
    x: FloatArray, weights: FloatArray, grad_output: FloatArray, eps: float
) -> tuple[FloatArray, FloatArray]:
    """(BN(x W), gradient of W) with gamma 1, beta 0; x (samples, inputs), W (inputs, features)."""
    gamma = np.ones(weights.shape[1])
    forward = batchnorm_forward(x @ weights, gamma, np.zeros(weights.shape[1]), eps)
    grad, _, _ = batchnorm_backward(grad_output, forward, gamma)
    return forward.output, x.T @ grad
