"""Feature selection and projection: ANOVA F, best subsets, principal components, linear discriminants.

Samples are rows: `x` has shape (n, p), integer labels `y` shape (n,). Variances divide by n - 1.
Sources: Guyon & Elisseeff (2003); Eckart & Young (1936); Fisher (1936).
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from engine.kernels.moments import centred, deviation
from engine.kernels.scaling import cholesky_factor
from engine.parameters import FloatArray

IntArray = NDArray[np.int64]


def covariance(x: FloatArray) -> FloatArray:
    """Covariance matrix of the columns: C = (X - mean)^T (X - mean) / (n - 1), shape (p, p).

    Raises ValueError for fewer than two samples.

    >>> covariance(np.array([[1.0, 2.0], [3.0, 6.0]]))
    array([[2., 4.],
           [4., 8.]])
    """
    if len(x) < 2:
        raise ValueError("a covariance needs at least two samples")
    away = centred(x)
    return np.asarray(away.T @ away / (len(x) - 1), dtype=np.float64)


def principal_components(x: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Principal components: the right singular vectors v_i of X - mean, and the variances s_i^2 / (n - 1) along them.

    Returns variances (r,), largest first, and directions as rows (r, p), r = min(n, p). Each direction is turned so
    that its largest entry is positive, since its sign is not determined. Raises ValueError for fewer than two samples.
    Source: Hastie, Tibshirani & Friedman (2009), section 14.5.1.

    >>> variances, directions = principal_components(np.array([[0.0, 0.0], [3.0, 4.0]]))
    >>> variances.round(6), directions[0].round(6)
    (array([12.5,  0. ]), array([0.6, 0.8]))
    """
    if len(x) < 2:
        raise ValueError("principal components need at least two samples")
    _, singular, directions = np.linalg.svd(centred(x), full_matrices=False)
    return singular**2 / (len(x) - 1), upright(directions)


def upright(directions: FloatArray) -> FloatArray:
    """The same rows (r, p), each with the sign that makes its entry of largest size positive; the first at a tie.

    >>> upright(np.array([[1.0, -3.0], [2.0, -2.0]]))
    array([[-1.,  3.],
           [ 2., -2.]])
    """
    largest = np.argmax(np.abs(directions), axis=1)
    signs = np.sign(directions[np.arange(len(directions)), largest])
    return np.asarray(directions * np.where(signs == 0, 1.0, signs)[:, None], dtype=np.float64)


def reconstruction_error(x: FloatArray, features: FloatArray) -> float:
    """What the best linear map from `features` (n, k) to `x` (n, p) leaves: min_B |X - F B|^2 / (n - 1), both centred.

    >>> x = np.array([[1.0, 0.0], [-1.0, 0.0], [0.0, 2.0], [0.0, -2.0]])
    >>> round(reconstruction_error(x, x[:, :1]), 6)  # the variance of column 1: 8 / 3
    2.666667
    """
    away, given = centred(x), centred(features)
    coefficients = np.linalg.lstsq(given, away, rcond=None)[0]
    return float(np.sum((away - given @ coefficients) ** 2) / (len(x) - 1))


def subset_errors(c: FloatArray, kept: int) -> tuple[IntArray, FloatArray]:
    """Reconstruction error of every subset S of `kept` columns: trace(C) - trace(C_SS^-1 C_S. C_.S).

    From their covariance C, `c` (p, p); returns the subsets (q, kept) and their errors (q,), q = p choose kept. Raises
    LinAlgError when a subset's columns depend on each other exactly.

    >>> subsets, errors = subset_errors(np.diag([3.0, 2.0, 1.0]), kept=2)
    >>> subsets.tolist(), errors
    ([[0, 1], [0, 2], [1, 2]], array([1., 2., 3.]))
    """
    subsets = np.array(list(combinations(range(len(c)), kept)))
    inner = c[subsets[:, :, None], subsets[:, None, :]]
    across = c[subsets]
    explained = np.einsum("skp,skp->s", across, np.linalg.solve(inner, across))
    return subsets, np.asarray(np.trace(c) - explained, dtype=np.float64)


def anova_f(x: FloatArray, y: IntArray) -> FloatArray:
    """F statistic of each column: variance between the C classes over the variance within.

    F = (sum_c n_c (mean_c - mean)^2 / (C - 1)) / (sum_c n_c deviation_c^2 / (n - C)), shape (p,). Infinite for a column
    that does not vary within classes, and 0 for one that does not vary at all (SciPy: NaN; scikit-learn: 0, NaN or
    noise). Raises ValueError for fewer than two classes or n <= C. Source: Fisher (1925).

    >>> x = np.array([[1.0, 0.1, 0.1], [3.0, 0.1, 0.1], [5.0, 0.3, 0.1], [7.0, 0.3, 0.1]])
    >>> anova_f(x, np.array([0, 0, 1, 1]))
    array([ 8., inf,  0.])
    """
    classes = np.unique(y)
    if len(classes) < 2 or len(x) <= len(classes):
        raise ValueError("F needs at least two classes and more samples than classes")
    groups, mean = [x[y == c] for c in classes], x.mean(axis=0)
    between = sum(len(g) * (g.mean(axis=0) - mean) ** 2 for g in groups) / (len(classes) - 1)
    within = sum(len(g) * deviation(g) ** 2 for g in groups) / (len(x) - len(classes))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(deviation(x) == 0, 0.0, between / within), dtype=np.float64)


def scatter(x: FloatArray, y: IntArray) -> tuple[FloatArray, FloatArray]:
    """Fisher's scatter within and between classes: S_W = sum_c (X_c - m_c)^T (X_c - m_c), S_B = sum_c n_c d_c d_c^T.

    m_c is the mean of class c, d_c = m_c - mean. Both (p, p); they add up to the total scatter. Source: Fisher (1936).

    >>> within, between = scatter(np.array([[0.0], [2.0], [10.0], [12.0]]), np.array([0, 0, 1, 1]))
    >>> within, between
    (array([[4.]]), array([[100.]]))
    """
    within, between = np.zeros((x.shape[1],) * 2), np.zeros((x.shape[1],) * 2)
    for c in np.unique(y):
        group = x[y == c]
        away, shift = centred(group), group.mean(axis=0) - x.mean(axis=0)
        within += away.T @ away
        between += len(group) * np.outer(shift, shift)
    return within, between


def discriminants(x: FloatArray, y: IntArray) -> tuple[FloatArray, FloatArray]:
    """Linear discriminants: the directions w with S_B w = ratio S_W w, and their Fisher ratios.

    Returns all p ratios, largest first, of which at most C - 1 differ from zero, and unit directions as rows (p, p).
    Raises ValueError when the scatter within the classes is singular: n < p + C, or a column that does not vary within
    its classes or depends on others. Source: Fisher (1936); Hastie, Tibshirani & Friedman (2009), section 4.3.3.

    >>> x = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [9.0, 0.0], [11.0, 0.0], [9.0, 2.0]])
    >>> ratios, directions = discriminants(x, np.array([0, 0, 0, 1, 1, 1]))
    >>> ratios.round(2), directions[0].round(3)
    (array([30.37,  0.  ]), array([0.894, 0.447]))
    """
    within, between = scatter(x, y)
    inverse = np.linalg.inv(cholesky_factor(within))
    ratios, vectors = np.linalg.eigh(inverse @ between @ inverse.T)
    directions = (inverse.T @ vectors).T[::-1]
    return ratios[::-1], upright(directions / np.linalg.norm(directions, axis=1, keepdims=True))


def two_class_direction(x: FloatArray, y: IntArray) -> FloatArray:
    """Fisher's direction for two classes in closed form: w = S_W^-1 (m_0 - m_1), as a unit vector (p,).

    Raises ValueError as `discriminants` does. Source: Fisher (1936).

    >>> x = np.array([[0.0, 0.0], [2.0, 0.0], [0.0, 2.0], [9.0, 0.0], [11.0, 0.0], [9.0, 2.0]])
    >>> two_class_direction(x, np.array([0, 0, 0, 1, 1, 1])).round(3)
    array([0.894, 0.447])
    """
    factor = cholesky_factor(scatter(x, y)[0])
    first, second = np.unique(y)
    apart = x[y == first].mean(axis=0) - x[y == second].mean(axis=0)
    direction = np.linalg.solve(factor.T, np.linalg.solve(factor, apart))
    return np.asarray(upright((direction / np.linalg.norm(direction))[None])[0], dtype=np.float64)


def nearest_mean_accuracy(scores: FloatArray, y: IntArray) -> float:
    """Share of samples that lie nearest to the mean of their own class, in the space of `scores` (n, k).

    Of equally near means the one with the lowest label counts.

    >>> nearest_mean_accuracy(np.array([[0.0], [1.0], [9.0], [2.0]]), np.array([0, 0, 1, 1]))
    0.75
    """
    classes = np.unique(y)
    means = np.stack([scores[y == c].mean(axis=0) for c in classes])
    distances = np.sum((scores[:, None] - means) ** 2, axis=-1)
    return float(np.mean(classes[np.argmin(distances, axis=1)] == y))


def nearest_neighbours(train: FloatArray, labels: IntArray, asked: FloatArray, k: int = 5) -> IntArray:
    """k nearest neighbours: the label that most of the `k` training samples nearest to each row of `asked` have.

    `train` (n, p), `labels` (n,) from 0, `asked` (m, p); returns (m,). At equal distance the earlier sample counts, and
    at equal votes the lower label wins. Source: Cover & Hart (1967).

    >>> nearest_neighbours(np.array([[0.0], [1.0], [9.0]]), np.array([0, 0, 1]), np.array([[2.0], [8.0]]), k=1)
    array([0, 1])
    """
    distances = np.sum((asked[:, None] - train) ** 2, axis=-1)
    nearest = labels[np.argsort(distances, axis=1, kind="stable")[:, :k]]
    return np.array([np.bincount(row).argmax() for row in nearest], dtype=np.int64)


def kernel_dimensions(x: FloatArray, gamma: float) -> int:
    """How many components kernel PCA with exp(-gamma |a - b|^2) has: the rank of the centred Gram matrix.

    `x` (n, p); at most n - 1, and 0 when all rows are the same. Source: Schölkopf, Smola & Müller (1998).

    >>> kernel_dimensions(np.array([[0.0], [1.0], [2.0], [2.0]]), gamma=1.0)
    2
    """
    squared = np.sum((x[:, None] - x) ** 2, axis=-1, dtype=np.float64)
    gram = np.exp(-gamma * squared)
    gram = gram - gram.mean(axis=0) - gram.mean(axis=1)[:, None] + gram.mean()
    values = np.linalg.eigvalsh(gram)
    return int(np.sum(values > 1e-12 * values.max()))


def random_directions(rng: np.random.Generator, p: int, kept: int) -> FloatArray:
    """`kept` random orthonormal directions as rows, shape (kept, p): Q^T of the QR decomposition of Gaussian columns.

    kept <= p. The space they span is uniform; the signs are not random.

    >>> q = random_directions(np.random.default_rng(0), p=5, kept=2)
    >>> (q @ q.T).round(12)
    array([[1., 0.],
           [0., 1.]])
    """
    return np.asarray(np.linalg.qr(rng.standard_normal((p, kept)))[0].T, dtype=np.float64)


def distance_ratios(points: FloatArray, projection: FloatArray) -> FloatArray:
    """How a projection keeps distances: |P^T (a - b)|^2 / |a - b|^2 for each pair of points.

    `points` (n, p), `projection` P (p, k); returns (n (n - 1) / 2,). NaN for a pair that coincides.
    Source: Johnson & Lindenstrauss (1984), who bound these for random P.

    >>> distance_ratios(np.array([[0.0, 0.0], [3.0, 4.0]]), np.array([[1.0], [0.0]]))
    array([0.36])
    """
    projected = points @ projection
    i, j = np.triu_indices(len(points), 1)
    after = np.sum((projected[i] - projected[j]) ** 2, axis=1)
    return np.asarray(after / np.sum((points[i] - points[j]) ** 2, axis=1), dtype=np.float64)
