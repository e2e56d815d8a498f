"""Small classifiers that do or do not care about the scale of their features. Labels run from 0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.parameters import FloatArray

IntArray = NDArray[np.int64]


def _one_hot(y: IntArray) -> FloatArray:
    return np.asarray(np.eye(int(y.max()) + 1)[y], dtype=np.float64)


def _with_ones(x: FloatArray) -> FloatArray:
    return np.column_stack([x, np.ones(len(x))])


def least_squares_scores(train: FloatArray, y: IntArray, asked: FloatArray) -> FloatArray:
    """Scores (m, classes) of least squares on one-hot labels with an intercept, solved exactly."""
    weights = np.linalg.lstsq(_with_ones(train), _one_hot(y), rcond=None)[0]
    return np.asarray(_with_ones(asked) @ weights, dtype=np.float64)


def ridge_scores(train: FloatArray, y: IntArray, asked: FloatArray, penalty: float) -> FloatArray:
    """The same with `penalty` times the squared weights (not the intercept's) added to the squared errors."""
    mean, targets = train.mean(axis=0), _one_hot(y)
    a = train - mean
    weights = np.linalg.solve(a.T @ a + penalty * np.eye(a.shape[1]), a.T @ (targets - targets.mean(axis=0)))
    return np.asarray((asked - mean) @ weights + targets.mean(axis=0), dtype=np.float64)


def logistic_scores(train: FloatArray, y: IntArray, asked: FloatArray, steps: int = 100) -> FloatArray:
    """Scores after `steps` of full-batch descent on the softmax loss from 0, with the safe step 1/L."""
    a, targets = _with_ones(train), _one_hot(y)
    weights = np.zeros((a.shape[1], targets.shape[1]))
    step = 2 / (np.linalg.norm(a, 2) ** 2 / len(a))
    for _ in range(steps):
        logits = a @ weights
        grown = np.exp(logits - logits.max(axis=1, keepdims=True))
        weights -= step * (a.T @ (grown / grown.sum(axis=1, keepdims=True) - targets)) / len(a)
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
    """A classification tree grown until its leaves are pure, each split the one of least Gini impurity (first wins)."""
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
    return float(impurity[best]), float((sorted_values[best] + sorted_values[best + 1]) / 2)


def tree_labels(tree: Leaf | Split, asked: FloatArray) -> IntArray:
    """The labels that a tree gives to rows."""
    if isinstance(tree, Leaf):
        return np.full(len(asked), tree.label)
    below = asked[:, tree.column] <= tree.threshold
    labels = np.empty(len(asked), dtype=np.int64)
    labels[below] = tree_labels(tree.below, asked[below])
    labels[~below] = tree_labels(tree.above, asked[~below])
    return labels


def saturated_share(x: FloatArray, weights: FloatArray, flat: float = 0.05) -> float:
    """The share of tanh units x W, (n, units), whose slope 1 - tanh^2 is below `flat`."""
    return float(np.mean(1 - np.tanh(x @ weights) ** 2 < flat))
