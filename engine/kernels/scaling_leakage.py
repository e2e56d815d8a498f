"""Selecting columns on the wrong rows. Source: Hastie, Tibshirani & Friedman (2009), section 7.10.2."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.parameters import FloatArray

IntArray = NDArray[np.int64]


def separation(x: FloatArray, y: IntArray) -> FloatArray:
    """How far each column holds two classes apart: |mean of class 0 - mean of class 1|.

    `x` (n, p), labels `y` (n,) of 0 and 1, both present; returns (p,).

    >>> separation(np.array([[1.0, 5.0], [3.0, 5.0], [9.0, 5.0]]), np.array([0, 0, 1]))
    array([7., 0.])
    """
    return np.asarray(np.abs(x[y == 0].mean(axis=0) - x[y == 1].mean(axis=0)), dtype=np.float64)


def selected_accuracy(x: FloatArray, y: IntArray, train: IntArray, test: IntArray, seen: IntArray, kept: int) -> float:
    """Test accuracy of the nearest class mean on the `kept` columns that separate best on the rows `seen`.

    `x` (n, p), labels `y` (n,) of 0 and 1; `train`, `test` and `seen` are row numbers. The means come from the training
    rows; only the choice of columns looks at `seen`: with the test rows among them the accuracy is too high.

    >>> x = np.array([[0.0, 0.0], [9.0, 1.0], [1.0, 9.0], [8.0, 8.0]])  # column 0 is the class, on all rows
    >>> y, train, test = np.array([0, 1, 0, 1]), np.array([0, 1]), np.array([2, 3])
    >>> selected_accuracy(x, y, train, test, seen=train, kept=1)
    1.0
    """
    columns = np.argsort(separation(x[seen], y[seen]), kind="stable")[-kept:]
    means = np.stack([x[np.ix_(train[y[train] == c], columns)].mean(axis=0) for c in (0, 1)])
    distances = np.sum((x[np.ix_(test, columns)][:, None] - means) ** 2, axis=-1)
    return float(np.mean(np.argmin(distances, axis=1) == y[test]))
