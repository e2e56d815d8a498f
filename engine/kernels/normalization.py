"""Normalisation that does not need the batch, and what is done with batch normalisation after training.

A tensor (N, C, positions) holds N samples of C channels; `positions` is H times W, flattened. Sources: Ba, Kiros &
Hinton (2016) for LayerNorm; Wu & He (2018) for GroupNorm; Zhang & Sennrich (2019) for RMSNorm.
"""

from __future__ import annotations

import numpy as np

from engine.kernels.batchnorm import Running
from engine.parameters import FloatArray


def group_norm(x: FloatArray, groups: int, gamma: FloatArray, beta: FloatArray, eps: float = 1e-5) -> FloatArray:
    """Group normalisation: the moments of each sample over C / groups channels and all positions.

    `x` (N, C, positions), `gamma` and `beta` (C,), `groups` divides C; returns y of x's shape. One group is LayerNorm
    over a feature map, C groups are InstanceNorm. Source: Wu & He (2018), section 3.1.

    >>> x = np.array([[[1.0, 3.0], [10.0, 30.0]]])
    >>> group_norm(x, groups=2, gamma=np.ones(2), beta=np.zeros(2), eps=1e-12)
    array([[[-1.,  1.],
            [-1.,  1.]]])
    """
    grouped = x.reshape(len(x), groups, -1)
    mean = grouped.mean(axis=2, keepdims=True)
    deviation = np.sqrt(grouped.var(axis=2, keepdims=True) + eps)
    normalised = ((grouped - mean) / deviation).reshape(x.shape)
    output: FloatArray = gamma[:, None] * normalised + beta[:, None]
    return output


def rms_norm(x: FloatArray, gamma: FloatArray, eps: float = 1e-6) -> FloatArray:
    """RMSNorm: y = gamma x / sqrt(mean(x^2) + eps), the mean over the features of each sample; nothing is subtracted.

    `x` (m, features), `gamma` (features,); returns y of x's shape. Source: Zhang & Sennrich (2019), section 3.

    >>> rms_norm(np.array([[1.0, 5.0, 7.0]]), np.ones(3), eps=1e-12)
    array([[0.2, 1. , 1.4]])
    """
    output: FloatArray = gamma * x / np.sqrt((x**2).mean(axis=1, keepdims=True) + eps)
    return output


def fold_batchnorm(
    weight: FloatArray, bias: FloatArray, running: Running, gamma: FloatArray, beta: FloatArray, eps: float = 1e-5
) -> tuple[FloatArray, FloatArray]:
    """One affine layer for a layer and the BatchNorm behind it: W s and (b - mean) s + beta, s = gamma / deviation.

    `weight` (outputs, inputs), the others (outputs,), deviation = sqrt(running variance + eps); returns the folded
    weight and bias. For a convolution `weight` is its kernel with the input axes flattened. Evaluation mode only.
    Source: Jacob et al. (2018), section 3.2.

    >>> running = Running(np.array([3.0]), np.array([4.0]))
    >>> fold_batchnorm(np.array([[6.0]]), np.array([5.0]), running, np.ones(1), np.zeros(1), eps=1e-12)
    (array([[3.]]), array([1.]))
    """
    scale = gamma / np.sqrt(running.variance + eps)
    return scale[:, None] * weight, (bias - running.mean) * scale + beta


def pooled_moments(counts: FloatArray, means: FloatArray, variances: FloatArray) -> tuple[float, float]:
    """Mean and biased variance of all parts together: sum n_k m_k / n and sum n_k (v_k + (m_k - mean)^2) / n.

    `counts`, `means` and biased `variances` (parts,). What SyncBatchNorm computes from the statistics of each device.
    Source: Chan, Golub & LeVeque (1983).

    >>> pooled_moments(np.array([2.0, 2.0]), np.array([1.0, 5.0]), np.array([1.0, 1.0]))
    (3.0, 5.0)
    """
    mean = float(np.sum(counts * means) / np.sum(counts))
    return mean, float(np.sum(counts * (variances + (means - mean) ** 2)) / np.sum(counts))
