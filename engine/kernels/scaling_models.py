"""Small classifiers that do or do not care about the scale of their features.

Samples are rows: `train` (n, p) with labels `y` (n,) that run from 0, `asked` (m, p); scores have shape (m, classes).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.kernels.activations import tanh_derivative
from engine.kernels.softmax import softmax
from engine.parameters import FloatArray

IntArray = NDArray[np.int64]


def _one_hot(y: IntArray) -> FloatArray:
    return np.asarray(np.eye(int(y.max()) + 1)[y], dtype=np.float64)


def _with_ones(x: FloatArray) -> FloatArray:
    return np.column_stack([x, np.ones(len(x))])


def least_squares_scores(train: FloatArray, y: IntArray, asked: FloatArray) -> FloatArray:
    """Least squares on one-hot labels: argmin_W |[X 1] W - Y|^2, scores [asked 1] W.

    Solved exactly, so the scale of a feature does not matter; of several solutions the one of least norm.
    Source: Hastie, Tibshirani & Friedman (2009), section 4.2.

    >>> least_squares_scores(np.array([[0.0], [2.0]]), np.array([0, 1]), np.array([[1.0], [4.0]])).round(6)
    array([[ 0.5,  0.5],
           [-1. ,  2. ]])
    """
    weights = np.linalg.lstsq(_with_ones(train), _one_hot(y), rcond=None)[0]
    return np.asarray(_with_ones(asked) @ weights, dtype=np.float64)


def ridge_scores(train: FloatArray, y: IntArray, asked: FloatArray, penalty: float) -> FloatArray:
    """Ridge on one-hot labels: argmin_W |X W + b - Y|^2 + penalty |W|^2, scores asked W + b; b is not penalised.

    Source: Hastie, Tibshirani & Friedman (2009), section 3.4.1.

    >>> ridge_scores(np.array([[-1.0], [1.0]]), np.array([0, 1]), np.array([[1.0]]), penalty=2.0)
    array([[0.25, 0.75]])
    """
    mean, targets = train.mean(axis=0), _one_hot(y)
    a = train - mean
    weights = np.linalg.solve(a.T @ a + penalty * np.eye(a.shape[1]), a.T @ (targets - targets.mean(axis=0)))
    return np.asarray((asked - mean) @ weights + targets.mean(axis=0), dtype=np.float64)


def logistic_scores(train: FloatArray, y: IntArray, asked: FloatArray, steps: int = 100) -> FloatArray:
    """Softmax regression after `steps` of full-batch descent on the mean cross-entropy, W <- W - A^T (p - Y) / (n L).

    A = [X 1], p = softmax(A W), from W = 0, with L = |A|^2 / (2 n) in the spectral norm: the Hessian is nowhere larger.
    Returns the scores [asked 1] W. Source: Böhning (1992) for L.

    >>> logistic_scores(np.array([[-1.0], [1.0]]), np.array([0, 1]), np.array([[2.0]]), steps=1)
    array([[-2.,  2.]])
    """
    a, targets = _with_ones(train), _one_hot(y)
    weights = np.zeros((a.shape[1], targets.shape[1]))
    step = 2 / (np.linalg.norm(a, 2) ** 2 / len(a))
    for _ in range(steps):
        weights -= step * (a.T @ (softmax(a @ weights) - targets)) / len(a)
    return np.asarray(_with_ones(asked) @ weights, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Leaf:
    """Gives one label."""

    label: int


@dataclass(frozen=True, slots=True)
class Split:
    """Sends rows with x[column] <= threshold to `below`, others to `above`."""

    column: int
    threshold: float
    below: Leaf | Split
    above: Leaf | Split


def grow_tree(x: FloatArray, y: IntArray) -> Leaf | Split:
    """Classification tree grown until its leaves are pure, each split the one of least Gini impurity.

    Impurity of a split: sum over both sides of size (1 - sum_c share_c^2); of equal ones the first wins. `x` (n, p),
    labels `y` (n,). Rows alike with different labels end in a leaf with the commonest, of equal ones the lowest.
    Source: Breiman, Friedman, Olshen & Stone (1984).

    >>> grow_tree(np.array([[1.0], [2.0], [8.0]]), np.array([0, 0, 1]))
    Split(column=0, threshold=5.0, below=Leaf(label=0), above=Leaf(label=1))
    """
    if len(np.unique(y)) == 1:
        return Leaf(int(y[0]))
    found = [_best_cut(x[:, column], y) for column in range(x.shape[1])]
    column = int(np.argmin([impurity for impurity, _ in found]))
    impurity, threshold = found[column]
    if not np.isfinite(impurity):
        return Leaf(int(np.bincount(y).argmax()))
    below = x[:, column] <= threshold
    return Split(column, threshold, grow_tree(x[below], y[below]), grow_tree(x[~below], y[~below]))


def _best_cut(values: FloatArray, y: IntArray) -> tuple[float, float]:
    """(weighted impurity, threshold) of the best cut of one column, infinite when it has one value only."""
    order = np.argsort(values, kind="stable")
    sorted_values, counts = values[order], np.cumsum(_one_hot(y)[order], axis=0)
    left, total = counts[:-1], counts[-1]
    sizes = np.arange(1, len(y), dtype=np.float64)
    impurity = sizes - np.sum(left**2, axis=1) / sizes
    impurity += (len(y) - sizes) - np.sum((total - left) ** 2, axis=1) / (len(y) - sizes)
    impurity = np.where(sorted_values[1:] > sorted_values[:-1], impurity, np.inf)
    best = int(np.argmin(impurity))
    low, high = sorted_values[best], sorted_values[best + 1]
    middle = low / 2 + high / 2
    # Between neighbouring floats the middle rounds to one of them, and beside an infinity it is infinite or NaN.
    return float(impurity[best]), float(middle if low <= middle < high else low)


def tree_labels(tree: Leaf | Split, asked: FloatArray) -> IntArray:
    """Labels (m,) that a tree gives to the rows `asked` (m, p).

    >>> tree_labels(Split(0, 5.0, Leaf(0), Leaf(1)), np.array([[5.0], [6.0]]))
    array([0, 1])
    """
    if isinstance(tree, Leaf):
        return np.full(len(asked), tree.label)
    below = asked[:, tree.column] <= tree.threshold
    labels = np.empty(len(asked), dtype=np.int64)
    labels[below] = tree_labels(tree.below, asked[below])
    labels[~below] = tree_labels(tree.above, asked[~below])
    return labels


def saturated_share(x: FloatArray, weights: FloatArray, flat: float = 0.05) -> float:
    """Share of tanh units that hardly learn: the part of tanh'(x W), (n, units), that is below `flat`.

    `x` (n, p), `weights` (p, units).

    >>> saturated_share(np.array([[1.0], [100.0]]), np.array([[0.5]]))
    0.5
    """
    return float(np.mean(tanh_derivative(x @ weights) < flat))
