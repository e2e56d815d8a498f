"""Scaling of features, what it does to conditioning, and small models that do or do not care.

Samples are rows: `x` has shape (n, p). Spreads divide by n (ddof 0), as scikit-learn's scalers do; a column without
spread is divided by 1, so that it becomes 0 and never NaN. Sources: LeCun et al. (1998); van der Sluis (1969).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from engine.parameters import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Scaler:
    """What was learned from training rows: x becomes (x - centre) / width + offset, column by column."""

    centre: FloatArray
    width: FloatArray
    offset: float = 0.0

    def __call__(self, x: FloatArray) -> FloatArray:
        """Scale rows, seen or unseen; shape as given."""
        return np.asarray((x - self.centre) / self.width + self.offset, dtype=np.float64)


def _no_zero(width: FloatArray) -> FloatArray:
    return np.where(width == 0, 1.0, width)


def no_scaler(train: FloatArray) -> Scaler:
    """Leaves everything as it is."""
    return Scaler(np.zeros(train.shape[1]), np.ones(train.shape[1]))


def centring(train: FloatArray) -> Scaler:
    """Subtracts the means only."""
    return Scaler(train.mean(axis=0), np.ones(train.shape[1]))


def min_max(train: FloatArray) -> Scaler:
    """Maps the training range of every column to [0, 1]."""
    return Scaler(train.min(axis=0), _no_zero(np.ptp(train, axis=0)))


def min_max_symmetric(train: FloatArray) -> Scaler:
    """Maps the training range of every column to [-1, 1]."""
    return Scaler(train.min(axis=0), _no_zero(np.ptp(train, axis=0)) / 2, -1.0)


def z_score(train: FloatArray) -> Scaler:
    """Mean 0 and standard deviation 1 over the training rows."""
    return Scaler(train.mean(axis=0), _no_zero(train.std(axis=0)))


def robust(train: FloatArray) -> Scaler:
    """Median 0 and interquartile range 1 over the training rows."""
    low, high = np.percentile(train, [25, 75], axis=0)
    return Scaler(np.median(train, axis=0), _no_zero(high - low))


SCALERS: Mapping[str, Callable[[FloatArray], Scaler]] = MappingProxyType(
    {
        "none": no_scaler,
        "centre": centring,
        "min_max": min_max,
        "min_max_symmetric": min_max_symmetric,
        "z_score": z_score,
        "robust": robust,
    }
)
"""Every way to fit a scaler on training rows, by name."""


def skewness(x: FloatArray) -> FloatArray:
    """E((x - m)/s)^3 of every column (biased, as SciPy's default); 0 for a column without spread."""
    centred = x - x.mean(axis=0)
    return np.asarray(np.mean(centred**3, axis=0) / _no_zero(x.std(axis=0)) ** 3, dtype=np.float64)


def inlier_width(x: FloatArray, inliers: int) -> float:
    """Width of the central 95 % of the first `inliers` values of a column of shape (n,)."""
    low, high = np.percentile(x[:inliers], [2.5, 97.5])
    return float(high - low)


def condition_number(x: FloatArray) -> float:
    """Largest over smallest eigenvalue of X^T X, infinite when the columns depend on each other exactly."""
    singular = np.linalg.svd(x, compute_uv=False)
    return float((singular[0] / singular[-1]) ** 2) if singular[-1] > 0 else float("inf")


def descent_iterations(x: FloatArray, y: FloatArray, tolerance: float = 1e-6, most: int = 10**7) -> int:
    """Full-batch iterations from 0 until the excess squared error has fallen to `tolerance` of its start, with the best
    constant step 2/(L + mu); closed form in the eigenbasis, `most` when it takes longer.

    Along the eigenvector of lambda_i the error shrinks by (1 - step lambda_i)^k.
    """
    curvature, vectors = np.linalg.eigh(x.T @ x / len(x))
    start = vectors.T @ np.linalg.solve(x.T @ x, x.T @ y)
    step = 2 / (curvature[0] + curvature[-1])

    def left(k: int) -> float:
        return float(np.sum(curvature * (start * (1 - step * curvature) ** k) ** 2) / np.sum(curvature * start**2))

    low, high = 0, 1
    while left(high) > tolerance and high < most:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if left(middle) > tolerance else (low, middle)
    return min(high, most)


def whiten(x: FloatArray) -> FloatArray:
    """Centred data times the inverse Cholesky factor of their covariance: uncorrelated columns of variance 1."""
    centred = x - x.mean(axis=0)
    factor = np.linalg.cholesky(centred.T @ centred / len(x))
    return np.asarray(np.linalg.solve(factor, centred.T).T, dtype=np.float64)
