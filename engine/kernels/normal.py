"""The standard normal distribution: its distribution function, and expectations under it."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np

from engine.parameters import FloatArray


def normal_cdf(x: FloatArray) -> FloatArray:
    """Distribution function of N(0, 1): Phi(x) = P(Z <= x) = erfc(-x / sqrt(2)) / 2.

    Any shape and float type. Written with erfc, because 1 + erf has no digits left below x = -8.
    Source: Abramowitz & Stegun (1964), section 7.1.

    >>> normal_cdf(np.array([-10.0, 0.0, 1.0]))
    array([7.61985302e-24, 5.00000000e-01, 8.41344746e-01])
    """
    scaled = np.asarray(-x / math.sqrt(2), dtype=np.float64)
    tails = np.fromiter(map(math.erfc, scaled.ravel().tolist()), np.float64, scaled.size)
    return np.asarray(0.5 * tails.reshape(scaled.shape), dtype=x.dtype)


def normal_density(x: FloatArray) -> FloatArray:
    """Density of N(0, 1): phi(x) = exp(-x^2 / 2) / sqrt(2 pi). Any shape and float type.

    >>> normal_density(np.array([0.0, 1.0]))
    array([0.39894228, 0.24197072])
    """
    return np.asarray(np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi))


def gaussian_mean(function: Callable[[FloatArray], FloatArray], deviation: float = 1.0) -> float:
    """Expectation E f(Z) for Z ~ N(0, deviation^2), by Gauss-Legendre quadrature from -10 to 10 deviations.

    `function` takes and returns float64 arrays of shape (480,). Both sides of 0 are integrated apart, because most
    activations have a kink there, which a rule across it would blur. Source: Abramowitz & Stegun (1964), section 25.4.

    >>> round(gaussian_mean(lambda z: np.maximum(z, 0.0) ** 2), 12)  # half the variance is left by ReLU
    0.5
    """
    z, weights = _gaussian_rule()
    return float(weights @ function(deviation * z))


@cache
def _gaussian_rule() -> tuple[FloatArray, FloatArray]:
    """Nodes from -10 to 10 and their weights times the standard normal density."""
    nodes, weights = np.polynomial.legendre.leggauss(120)
    panels = [(-10.0, -4.0), (-4.0, 0.0), (0.0, 4.0), (4.0, 10.0)]
    z = np.concatenate([0.5 * (high - low) * nodes + 0.5 * (high + low) for low, high in panels])
    scaled = np.concatenate([0.5 * (high - low) * weights for low, high in panels])
    return z, scaled * normal_density(z)
