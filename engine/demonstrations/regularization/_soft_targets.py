"""Cross-entropy against a target that is a distribution, for the demonstrations of label smoothing and mixup."""

from __future__ import annotations

import numpy as np

from engine.parameters import FloatArray


def cross_entropy(logits: FloatArray, target: FloatArray) -> float:
    """-sum of target log softmax(logits), by the log-sum-exp of shifted logits.

    >>> round(cross_entropy(np.zeros(2), np.array([0.5, 0.5])), 4)
    0.6931
    """
    shifted = logits - logits.max()
    return float(target.sum() * np.log(np.exp(shifted).sum()) - target @ shifted)


def slope_gap(logits: FloatArray, target: FloatArray, gradient: FloatArray) -> float:
    """Largest difference between `gradient` and central differences of the cross-entropy."""
    step = 1e-5
    slopes = [
        (cross_entropy(logits + step * unit, target) - cross_entropy(logits - step * unit, target)) / (2 * step)
        for unit in np.eye(len(logits))
    ]
    return float(np.abs(np.array(slopes) - gradient).max())
