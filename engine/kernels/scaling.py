"""Scaling of features, and what it does to conditioning.

Samples are rows: `x` has shape (n, p). Spreads divide by n (ddof 0), as scikit-learn's scalers do; a column without
spread is divided by 1, so that it becomes 0 and never NaN. Sources: LeCun et al. (1998); van der Sluis (1969).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from engine.kernels.moments import centred, deviation
from engine.parameters import FloatArray

DEPENDENT = 1e-12
"""A column depends on those before it when they leave a smaller share of its variance unexplained."""


@dataclass(frozen=True, slots=True, eq=False)
class Scaler:
    """What was learned from training rows: x becomes (x - centre) / width + offset, column by column.

    `centre` and `width` have shape (p,). Called on rows (m, p), seen or unseen, it returns them scaled, (m, p).

    >>> Scaler(centre=np.array([1.0]), width=np.array([2.0]))(np.array([[1.0], [5.0]]))
    array([[0.],
           [2.]])
    """

    centre: FloatArray
    width: FloatArray
    offset: float = 0.0

    def __call__(self, x: FloatArray) -> FloatArray:
        """Scale rows, seen or unseen; shape as given."""
        return np.asarray((x - self.centre) / self.width + self.offset, dtype=np.float64)


def _no_zero(width: FloatArray) -> FloatArray:
    return np.where(width == 0, 1.0, width)


def _mean(train: FloatArray) -> FloatArray:
    """Mean of each column; of one that does not vary its value, which the rounded mean may miss."""
    return np.asarray(np.where(deviation(train) == 0, train[0], train.mean(axis=0, dtype=np.float64)))


def no_scaler(train: FloatArray) -> Scaler:
    """No scaling: x stays x. `train` (n, p).

    >>> no_scaler(np.array([[1.0], [3.0]]))(np.array([[7.0]]))
    array([[7.]])
    """
    return Scaler(np.zeros(train.shape[1]), np.ones(train.shape[1]))


def centring(train: FloatArray) -> Scaler:
    """Centring: x - mean of the training rows (n, p).

    >>> centring(np.array([[1.0], [3.0]]))(np.array([[7.0]]))
    array([[5.]])
    """
    return Scaler(_mean(train), np.ones(train.shape[1]))


def min_max(train: FloatArray) -> Scaler:
    """Min-max scaling: (x - min) / (max - min), so that the training rows (n, p) span [0, 1]; unseen ones may leave it.

    >>> min_max(np.array([[1.0], [3.0]]))(np.array([[1.0], [3.0], [7.0]])).ravel()
    array([0., 1., 3.])
    """
    return Scaler(train.min(axis=0), _no_zero(np.ptp(train, axis=0)))


def min_max_symmetric(train: FloatArray) -> Scaler:
    """Min-max scaling to [-1, 1]: 2 (x - min) / (max - min) - 1 with the range of the training rows (n, p).

    A column that does not vary becomes -1, as in scikit-learn.

    >>> min_max_symmetric(np.array([[1.0], [3.0]]))(np.array([[1.0], [2.0], [3.0]])).ravel()
    array([-1.,  0.,  1.])
    """
    return Scaler(train.min(axis=0), _no_zero(np.ptp(train, axis=0)) / 2, -1.0)


def z_score(train: FloatArray) -> Scaler:
    """Standardisation: z = (x - mean) / deviation over the training rows (n, p), the deviation biased (1/n).

    A column that does not vary becomes 0. Source: LeCun et al. (1998), section 4.3.

    >>> z_score(np.array([[0.1, 1.0], [0.1, 3.0]]))(np.array([[0.1, 5.0]]))
    array([[0., 3.]])
    """
    return Scaler(_mean(train), _no_zero(deviation(train)))


def robust(train: FloatArray) -> Scaler:
    """Robust scaling: (x - median) / (75th - 25th percentile) over the training rows (n, p).

    Outliers hardly move either. Percentiles are interpolated linearly, as NumPy's and scikit-learn's.

    >>> robust(np.array([[1.0], [2.0], [3.0], [4.0], [500.0]]))(np.array([[5.0]]))
    array([[1.]])
    """
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


def inlier_width(x: FloatArray, inliers: int) -> float:
    """Width of the central 95 % of the first `inliers` values of x (n,): 97.5th - 2.5th percentile.

    >>> round(inlier_width(np.array([0.0, 1.0, 2.0, 900.0]), inliers=3), 6)
    1.9
    """
    low, high = np.percentile(x[:inliers], [2.5, 97.5])
    return float(high - low)


def condition_number(x: FloatArray) -> float:
    """Condition number of X^T X: its largest over its smallest eigenvalue, (s_max / s_min)^2 in singular values of X.

    `x` (n, p). Infinite when the columns depend on each other: n < p, or s_min within rounding, max(n, p) eps s_max.
    Raises LinAlgError for infinities and NaN. Source: Golub & Van Loan (2013), section 5.3.

    >>> condition_number(np.array([[3.0, 0.0], [0.0, 1.0]])), condition_number(np.array([[0.1, 0.3], [0.2, 0.6]]))
    (9.0, inf)
    """
    singular = np.linalg.svd(x, compute_uv=False)
    rounding = max(x.shape) * np.finfo(singular.dtype).eps * singular[0]
    if len(x) < x.shape[1] or singular[-1] <= rounding:
        return float("inf")
    return float((singular[0] / singular[-1]) ** 2)


def descent_iterations(x: FloatArray, y: FloatArray, tolerance: float = 1e-6, most: int = 10**7) -> int:
    """Full-batch descent on least squares from 0: iterations until the excess loss is `tolerance` of its start.

    `x` (n, p), `y` (n,). With the best constant step 2/(L + mu) the error along the eigenvector of lambda_i shrinks by
    (1 - step lambda_i)^k; the k is found by bisection on that closed form, `most` when it takes longer. Raises
    LinAlgError when the columns depend on each other. Source: Nesterov (2004), theorem 2.1.15.

    >>> descent_iterations(np.eye(2), np.ones(2)), descent_iterations(np.diag([1.0, 10.0]), np.ones(2))
    (1, 346)
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


def cholesky_factor(scatter: FloatArray) -> FloatArray:
    """Lower triangular L with L L^T = S, for a covariance or scatter matrix S (p, p) of independent columns.

    L_jj^2 / S_jj = 1 - R_j^2 is the share of column j that the columns before it leave unexplained. Raises ValueError
    when one is below 1e-12 or a column does not vary; rounding lets NumPy factor such matrices into noise.
    Source: Golub & Van Loan (2013), section 4.2.

    >>> cholesky_factor(np.array([[4.0, 2.0], [2.0, 5.0]]))
    array([[2., 0.],
           [1., 2.]])
    """
    try:
        factor = np.linalg.cholesky(scatter)
    except np.linalg.LinAlgError:
        factor = np.zeros_like(scatter)
    if np.any(np.diag(factor) ** 2 <= DEPENDENT * np.diag(scatter)):
        raise ValueError("the scatter is singular: drop constant or duplicate columns")
    return np.asarray(factor)


def whiten(x: FloatArray) -> FloatArray:
    """Whitening: centred rows times L^-T, L the Cholesky factor of their covariance (1/n).

    `x` (n, p); returns (n, p), columns uncorrelated and of variance 1. Raises ValueError when a column does not vary or
    depends on the others. Source: Kessy, Lewin & Strimmer (2018).

    >>> z = whiten(np.array([[0.0, 0.0], [2.0, 2.0], [0.0, 2.0], [2.0, 4.0]]))
    >>> (z.T @ z / 4).round(12)
    array([[1., 0.],
           [0., 1.]])
    """
    away = centred(x)
    return np.asarray(np.linalg.solve(cholesky_factor(away.T @ away / len(x)), away.T).T, dtype=np.float64)
