"""Selecting columns on the wrong rows. Source: Hastie, Tibshirani & Friedman (2009), section 7.10.2."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.parameters import FloatArray

IntArray = NDArray[np.int64]


def separation(x: FloatArray, y: IntArray) -> FloatArray:
    """|difference of the two class means| of every column, shape (p,); labels 0 and 1."""
    return np.asarray(np.abs(x[y == 0].mean(axis=0) - x[y == 1].mean(axis=0)), dtype=np.float64)


def selected_accuracy(x: FloatArray, y: IntArray, train: IntArray, test: IntArray, seen: IntArray, kept: int) -> float:
    """Test accuracy of the nearest class mean on the `kept` columns that separate best on the rows `seen`.

    The means come from the training rows; only the choice of columns looks at `seen`.
    """
    columns = np.argsort(separation(x[seen], y[seen]), kind="stable")[-kept:]
    means = np.stack([x[np.ix_(train[y[train] == c], columns)].mean(axis=0) for c in (0, 1)])
    distances = np.sum((x[np.ix_(test, columns)][:, None] - means) ** 2, axis=-1)
    return float(np.mean(np.argmin(distances, axis=1) == y[test]))
