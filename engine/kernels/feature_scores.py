"""Scores of single features and what selecting by them costs: mutual information, variance inflation, permutation,
forward selection, and the best of many models without skill."""

from __future__ import annotations

import math
from itertools import combinations

import numpy as np

from engine.kernels.moments import centred
from engine.parameters import FloatArray


def mutual_information(table: FloatArray) -> float:
    """Mutual information in bits of a contingency table: sum p_ij log2(p_ij / (p_i p_j)).

    `table` (rows, columns) holds counts or probabilities, not all 0; empty cells count 0.
    Source: Cover & Thomas (2006), equation 2.28.

    >>> mutual_information(np.array([[1.0, 0.0], [0.0, 1.0]])), mutual_information(np.ones((2, 2)))
    (1.0, 0.0)
    """
    p = table / table.sum()
    expected = np.outer(p.sum(axis=1), p.sum(axis=0))
    seen = p > 0
    return max(0.0, float(np.sum(p[seen] * np.log2(p[seen] / expected[seen]))))


def variance_inflation(correlations: FloatArray) -> FloatArray:
    """Variance inflation factor of each column: the diagonal of the inverse of their correlation matrix (p, p).

    VIF_j = 1 / (1 - R_j^2), with R_j^2 from regressing column j on the others. Raises LinAlgError when columns depend
    on each other exactly. Source: Marquardt (1970).

    >>> variance_inflation(np.array([[1.0, 0.6], [0.6, 1.0]])).round(4)
    array([1.5625, 1.5625])
    """
    return np.asarray(np.diag(np.linalg.inv(correlations)), dtype=np.float64)


def residual_error(x: FloatArray, y: FloatArray) -> float:
    """Mean squared residual of least squares with an intercept: x (n, k), y (n,).

    >>> round(residual_error(np.array([[0.0], [1.0], [2.0]]), np.array([1.0, 3.0, 5.0])), 12)
    0.0
    """
    away, wanted = centred(x), y - y.mean()
    weights = np.linalg.lstsq(away, wanted, rcond=None)[0]
    return float(np.mean((wanted - away @ weights) ** 2))


def forward_selection(x: FloatArray, y: FloatArray, kept: int) -> tuple[list[int], int]:
    """Greedy forward selection: add the column that lowers the residual error most, until `kept` are in.

    Returns (columns in the order they were taken, number of fits); at a tie the earlier column wins.
    Source: Hastie, Tibshirani & Friedman (2009), section 3.3.2.

    >>> x = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]])
    >>> forward_selection(x, np.array([0.0, 3.0, 1.0, 0.0]), kept=2)
    ([1, 2], 5)
    """
    taken: list[int] = []
    fits = 0
    for _ in range(kept):
        free = [j for j in range(x.shape[1]) if j not in taken]
        fits += len(free)
        taken.append(min(free, key=lambda j: residual_error(x[:, [*taken, j]], y)))
    return taken, fits


def best_subset(x: FloatArray, y: FloatArray, kept: int) -> tuple[list[int], int]:
    """Exhaustive search: the `kept` columns of least residual error, and the number of fits, p choose `kept`.

    >>> x = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.0, 0.0, 0.0]])
    >>> best_subset(x, np.array([0.0, 3.0, 1.0, 0.0]), kept=1)
    ([1], 3)
    """
    subsets = [list(s) for s in combinations(range(x.shape[1]), kept)]
    return min(subsets, key=lambda s: residual_error(x[:, s], y)), len(subsets)


def expected_best(models: int, samples: int, accuracy: float = 0.5) -> float:
    """Expected validation accuracy of the best of `models` independent models that are all equally good.

    Each is right on a binomial number of `samples`: sum over k of 1 - P(right <= k)^models, over samples.

    >>> expected_best(models=1, samples=10), expected_best(models=2, samples=1)
    (0.5, 0.75)
    """
    chances = [math.comb(samples, k) * accuracy**k * (1 - accuracy) ** (samples - k) for k in range(samples)]
    return float(np.round(np.sum(1 - np.minimum(np.cumsum(chances), 1.0) ** models) / samples, 12))


def ball_share(dimensions: int) -> float:
    """Share of a cube that its inscribed ball fills: pi^(d/2) / (2^d Gamma(d/2 + 1)).

    >>> [round(ball_share(d), 4) for d in (1, 2, 3)]
    [1.0, 0.7854, 0.5236]
    """
    half = dimensions / 2
    return math.exp(half * math.log(math.pi) - dimensions * math.log(2) - math.lgamma(half + 1))


def whitening_matrix(x: FloatArray, zca: bool = False) -> FloatArray:
    """Whitening from the SVD of the centred data, U S V^T: W = sqrt(n - 1) S^-1 V^T, so that cov(x W^T) = I.

    x (n, p) of full column rank; returns (p, p). `zca` turns back into the old axes: V W, which is symmetric.
    Source: Kessy, Lewin & Strimmer (2018), section 2.

    >>> whitening_matrix(np.array([[2.0, 0.0], [-2.0, 0.0], [0.0, 1.0], [0.0, -1.0]])).round(3) + 0.0
    array([[0.612, 0.   ],
           [0.   , 1.225]])
    """
    _, singular, directions = np.linalg.svd(centred(x), full_matrices=False)
    signs = np.sign(directions[np.arange(len(directions)), np.argmax(np.abs(directions), axis=1)])
    upright = directions * signs[:, None]
    scaled = math.sqrt(len(x) - 1) / singular[:, None] * upright
    return np.asarray(upright.T @ scaled if zca else scaled, dtype=np.float64)
