"""Softmax, its Jacobian, and the cross-entropy loss on top of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.parameters import FloatArray


def softmax(x: FloatArray) -> FloatArray:
    """Probabilities p_i = exp(x_i) / sum_j exp(x_j) along the last axis.

    Shapes (..., k) -> (..., k), float64 or float32. The maximum is subtracted first, which changes nothing and prevents
    overflow. A row that holds +inf or NaN, or only -inf, becomes NaN, as in PyTorch. Raises ValueError when k = 0.
    Source: Goodfellow, Bengio & Courville (2016), section 4.1.

    >>> softmax(np.array([1000.0, 1000.0, -np.inf]))
    array([0.5, 0.5, 0. ])
    """
    raised = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def softmax_jacobian(x: FloatArray) -> FloatArray:
    """Jacobian of softmax at one vector: J_ij = dp_i / dx_j = p_i (1 if i = j else 0) - p_i p_j.

    Shapes (k,) -> (k, k). Each row sums to 0, and the diagonal is computed so: p_i - p_i^2 has no digits left when p_i
    is nearly 1. Source: Goodfellow, Bengio & Courville (2016), section 6.2.2.3.

    >>> softmax_jacobian(np.array([40.0, 0.0]))
    array([[ 4.24835426e-18, -4.24835426e-18],
           [-4.24835426e-18,  4.24835426e-18]])
    """
    p = softmax(x)
    jacobian = -np.outer(p, p)
    np.fill_diagonal(jacobian, 0.0)
    np.fill_diagonal(jacobian, -jacobian.sum(axis=1))
    return np.asarray(jacobian)


def softmax_cross_entropy(scores: FloatArray, labels: NDArray[np.int64]) -> tuple[float, FloatArray]:
    """Mean cross-entropy of softmax in nats, L = mean_i -log p_i[label_i], and its gradient (p - one_hot) / n.

    Scores (n, k), labels (n,) from 0 to k - 1; returns a float and the gradient (n, k). Sure samples keep their digits:
    the largest score goes through log1p, and the label's gradient is minus the sum of the others, where PyTorch's
    log p and p - 1 round to 0. A row that holds +inf or NaN makes the loss NaN. Raises IndexError for a label of k or
    more. Source: Goodfellow, Bengio & Courville (2016), section 6.2.2.3.

    >>> loss, gradient = softmax_cross_entropy(np.array([[2.0, 0.0], [0.0, 1.0]]), np.array([0, 0]))
    >>> round(loss, 3)
    0.72
    >>> gradient.round(3)
    array([[-0.06 ,  0.06 ],
           [-0.366,  0.366]])
    """
    rows, top = np.arange(len(labels)), scores.argmax(axis=1)
    shifted = scores - scores[rows, top][:, None]
    raised = np.exp(shifted)
    raised[rows, top] -= 1  # the largest, exp(0) = 1, is the 1 of log1p
    log_p = shifted - np.log1p(raised.sum(axis=1, keepdims=True))
    gradient = np.exp(log_p)
    gradient[rows, labels] *= 0  # NaN stays
    gradient[rows, labels] -= gradient.sum(axis=1)
    return float(-log_p[rows, labels].mean()), np.asarray(gradient / len(labels))
