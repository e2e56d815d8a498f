"""Feature selection and projection: ANOVA F, best subsets, principal components, linear discriminants.

Samples are rows: `x` has shape (n, p), integer labels `y` shape (n,). Variances divide by n - 1.
Sources: Guyon & Elisseeff (2003); Eckart & Young (1936); Fisher (1936).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from engine.parameters import FloatArray

IntArray = NDArray[np.int64]


def covariance(x: FloatArray) -> FloatArray:
    """The covariance matrix of the columns, shape (p, p). Raises ValueError for fewer than two samples."""
    if len(x) < 2:
        raise ValueError("a covariance needs at least two samples")
    centred = x - x.mean(axis=0)
    return np.asarray(centred.T @ centred / (len(x) - 1), dtype=np.float64)


def principal_components(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Variances along the principal directions, largest first, and the directions as rows.

    The directions are the right singular vectors of the centred data; each is turned so that its largest entry is
    positive, since the sign is not determined. Shapes (r,) and (r, p) with r = min(n, p).
    """
    if len(x) < 2:
        raise ValueError("principal components need at least two samples")
    _, singular, directions = np.linalg.svd(x - x.mean(axis=0), full_matrices=False)
    return singular**2 / (len(x) - 1), upright(directions)


def upright(directions: FloatArray) -> FloatArray:
    """Rows with the sign that makes the entry of largest size positive."""
    largest = np.argmax(np.abs(directions), axis=1)
    signs = np.sign(directions[np.arange(len(directions)), largest])
    return np.asarray(directions * np.where(signs == 0, 1.0, signs)[:, None], dtype=np.float64)


def reconstruction_error(x: FloatArray, features: FloatArray) -> float:
    """What the best linear map from `features` (n, k) to `x` leaves: sum of squares over n - 1."""
    centred, given = x - x.mean(axis=0), features - features.mean(axis=0)
    coefficients = np.linalg.lstsq(given, centred, rcond=None)[0]
    return float(np.sum((centred - given @ coefficients) ** 2) / (len(x) - 1))


def subset_errors(c: FloatArray, kept: int) -> tuple[IntArray, FloatArray]:
    """Every subset of `kept` columns and its reconstruction error, from the covariance `c` (p, p) alone.

    The error of the subset S is trace(C) - trace(C_S^-1 C_S. C_.S). Shapes (C(p, kept), kept) and (C(p, kept),).
    """
    subsets = np.array(list(combinations(range(len(c)), kept)))
    inner = c[subsets[:, :, None], subsets[:, None, :]]
    across = c[subsets]
    explained = np.einsum("skp,skp->s", across, np.linalg.solve(inner, across))
    return subsets, np.asarray(np.trace(c) - explained, dtype=np.float64)


def anova_f(x: FloatArray, y: IntArray) -> FloatArray:
    """The F statistic of each column: variance between the classes over variance within, shape (p,).

    A column that does not vary within classes has an infinite value, or 0 when it does not vary at all.
    """
    classes = np.unique(y)
    if len(classes) < 2 or len(x) <= len(classes):
        raise ValueError("F needs at least two classes and more samples than classes")
    groups = [x[y == c] for c in classes]
    between = sum(len(g) * (g.mean(axis=0) - x.mean(axis=0)) ** 2 for g in groups) / (len(classes) - 1)
    within = sum(np.sum((g - g.mean(axis=0)) ** 2, axis=0) for g in groups) / (len(x) - len(classes))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(between == 0, 0.0, between / within), dtype=np.float64)


def scatter(x: FloatArray, y: IntArray) -> tuple[FloatArray, FloatArray]:
    """Fisher's scatter matrices within and between the classes, each (p, p); they add up to the total scatter."""
    within, between = np.zeros((x.shape[1],) * 2), np.zeros((x.shape[1],) * 2)
    for c in np.unique(y):
        group = x[y == c]
        centred, shift = group - group.mean(axis=0), group.mean(axis=0) - x.mean(axis=0)
        within += centred.T @ centred
        between += len(group) * np.outer(shift, shift)
    return within, between


def discriminants(x: FloatArray, y: IntArray) -> tuple[FloatArray, FloatArray]:
    """All p Fisher ratios, largest first, and the directions as rows: S_B w = ratio S_W w.

    At most C - 1 ratios differ from zero. Raises ValueError when the scatter within the classes is singular
    (fewer samples than columns, or a column that does not vary).
    """
    within, between = scatter(x, y)
    try:
        inverse = np.linalg.inv(np.linalg.cholesky(within))
    except np.linalg.LinAlgError:
        raise ValueError("the scatter within the classes is singular: drop constant or duplicate columns") from None
    ratios, vectors = np.linalg.eigh(inverse @ between @ inverse.T)
    directions = (inverse.T @ vectors).T[::-1]
    return ratios[::-1], upright(directions / np.linalg.norm(directions, axis=1, keepdims=True))


def two_class_direction(x: FloatArray, y: IntArray) -> FloatArray:
    """Fisher's direction for two classes in closed form, S_W^-1 (m_0 - m_1), as a unit vector of shape (p,)."""
    within, _ = scatter(x, y)
    first, second = np.unique(y)
    direction = np.linalg.solve(within, x[y == first].mean(axis=0) - x[y == second].mean(axis=0))
    return np.asarray(upright((direction / np.linalg.norm(direction))[None])[0], dtype=np.float64)


def nearest_mean_accuracy(scores: FloatArray, y: IntArray) -> float:
    """The share of samples that lie nearest to the mean of their own class, in the space of `scores` (n, k)."""
    classes = np.unique(y)
    means = np.stack([scores[y == c].mean(axis=0) for c in classes])
    distances = np.sum((scores[:, None] - means) ** 2, axis=-1)
    return float(np.mean(classes[np.argmin(distances, axis=1)] == y))


def nearest_neighbours(train: FloatArray, labels: IntArray, asked: FloatArray, k: int = 5) -> IntArray:
    """The label most of the `k` nearest training samples have, for each row of `asked`; ties go to the lower label."""
    distances = np.sum((asked[:, None] - train) ** 2, axis=-1)
    nearest = labels[np.argsort(distances, axis=1, kind="stable")[:, :k]]
    return np.array([np.bincount(row).argmax() for row in nearest], dtype=np.int64)


def kernel_dimensions(x: FloatArray, gamma: float) -> int:
    """How many components kernel PCA with exp(-gamma |a - b|^2) has: the rank of the centred Gram matrix."""
    squared = np.sum((x[:, None] - x) ** 2, axis=-1)
    gram = np.exp(-gamma * squared)
    gram = gram - gram.mean(axis=0) - gram.mean(axis=1)[:, None] + gram.mean()
    values = np.linalg.eigvalsh(gram)
    return int(np.sum(values > 1e-12 * values.max()))


def random_directions(rng: np.random.Generator, p: int, kept: int) -> FloatArray:
    """`kept` orthonormal random directions as rows, shape (kept, p)."""
    return np.asarray(np.linalg.qr(rng.standard_normal((p, kept)))[0].T, dtype=np.float64)


def distance_ratios(points: FloatArray, projection: FloatArray) -> FloatArray:
    """Squared distances after over before projecting `points` (n, p) by `projection` (p, k), one for each pair."""
    projected = points @ projection
    i, j = np.triu_indices(len(points), 1)
    after = np.sum((projected[i] - projected[j]) ** 2, axis=1)
    return np.asarray(after / np.sum((points[i] - points[j]) ** 2, axis=1), dtype=np.float64)
