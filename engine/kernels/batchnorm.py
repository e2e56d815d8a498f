"""Batch normalisation of a batch of shape (samples, features), and layer normalisation beside it.

For a convolution the same formulas hold with (N, H, W) flattened into the samples, one feature a channel. float64 or
float32; an infinity or NaN makes its column NaN and leaves the others alone. `eps` is above 0: a feature that does not
vary over the batch then comes out as beta. Source: Ioffe & Szegedy (2015), section 3.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.parameters import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Forward:
    """What the backward pass needs: `normalised` (samples, features), and per feature `mean`, the biased
    `variance` and `deviation` = sqrt(variance + eps)."""

    output: FloatArray
    normalised: FloatArray
    mean: FloatArray
    variance: FloatArray
    deviation: FloatArray


def batchnorm_forward(x: FloatArray, gamma: FloatArray, beta: FloatArray, eps: float = 1e-5) -> Forward:
    """Batch normalisation in training: y = gamma x_hat + beta, x_hat = (x - mean) / sqrt(variance + eps).

    `x` (m, features), `gamma` and `beta` (features,); the moments are those of the batch, the variance biased (1/m).
    With one sample y = beta (PyTorch refuses one). Source: Ioffe & Szegedy (2015), algorithm 1.

    >>> batchnorm_forward(np.array([[1.0], [3.0]]), np.array([2.0]), np.array([5.0]), eps=1e-12).output
    array([[3.],
           [7.]])
    """
    mean = x.mean(axis=0)
    variance = ((x - mean) ** 2).mean(axis=0)
    deviation = np.sqrt(variance + eps)
    normalised = (x - mean) / deviation
    return Forward(gamma * normalised + beta, normalised, mean, variance, deviation)


def batchnorm_backward(
    grad_output: FloatArray, forward: Forward, gamma: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Gradients of batch normalisation: dx = gamma / deviation (g - mean(g) - x_hat mean(g x_hat)) with g = dL/dy.

    `grad_output` (m, features), `gamma` (features,); returns dx (m, features), dgamma = sum g x_hat and dbeta = sum g
    (features,). The columns of dx sum to 0. Source: Ioffe & Szegedy (2015), section 3.

    >>> one, zero = np.ones(1), np.zeros(1)
    >>> forward = batchnorm_forward(np.array([[-1.0], [0.0], [1.0]]), one, zero)
    >>> dx, dgamma, dbeta = batchnorm_backward(np.array([[1.0], [0.0], [0.0]]), forward, one)
    >>> dx.round(3).ravel(), dgamma.round(3), dbeta
    (array([ 0.204, -0.408,  0.204]), array([-1.225]), array([1.]))
    """
    x_hat = forward.normalised
    grad_beta = grad_output.sum(axis=0)
    grad_gamma = (grad_output * x_hat).sum(axis=0)
    m = len(grad_output)
    grad_x = gamma / forward.deviation * (grad_output - grad_beta / m - x_hat * grad_gamma / m)
    return grad_x, grad_gamma, grad_beta


def batchnorm_backward_graph(
    grad_output: FloatArray, x: FloatArray, gamma: FloatArray, eps: float = 1e-5
) -> list[tuple[str, FloatArray]]:
    """The same gradient node by node: the chain rule through x, mean, x - mean, square, variance, deviation, x_hat, y.

    `grad_output` and `x` (m, features), `gamma` (features,); returns (name, gradient of that node) from the last node
    to x. Source: Ioffe & Szegedy (2015), section 3.

    >>> nodes = batchnorm_backward_graph(np.array([[1.0], [0.0], [0.0]]), np.array([[-1.0], [0.0], [1.0]]), np.ones(1))
    >>> nodes[-1][0], nodes[-1][1].round(3).ravel()
    ('x', array([ 0.204, -0.408,  0.204]))
    """
    m = len(x)
    mean = x.mean(axis=0)
    centred = x - mean
    variance = (centred**2).mean(axis=0)
    deviation = np.sqrt(variance + eps)
    inverse = 1 / deviation
    d_scaled = grad_output
    d_normalised = d_scaled * gamma
    d_inverse = (d_normalised * centred).sum(axis=0)
    d_deviation = -d_inverse / deviation**2
    d_variance = d_deviation / (2 * deviation)
    d_squared = np.broadcast_to(d_variance / m, x.shape)
    d_centred = d_normalised * inverse + 2 * centred * d_squared
    d_mean = -d_centred.sum(axis=0)
    d_x = d_centred + d_mean / m
    return [
        ("gamma x_hat", d_scaled),
        ("x_hat", d_normalised),
        ("1 / deviation", d_inverse),
        ("deviation", d_deviation),
        ("variance", d_variance),
        ("(x - mean)^2", d_squared),
        ("x - mean", d_centred),
        ("mean", d_mean),
        ("x", d_x),
    ]


@dataclass(frozen=True, slots=True, eq=False)
class Running:
    """The statistics that evaluation uses, per feature."""

    mean: FloatArray
    variance: FloatArray

    def after(self, x: FloatArray, momentum: float) -> Running:
        """Statistics after one more batch: new = (1 - momentum) old + momentum batch's.

        `x` (m, features), m of 2 or more. PyTorch's convention: the batch's variance is unbiased (1/(m - 1)), and
        `momentum` is the share of the new batch (Keras: that of the old value).

        >>> Running(np.zeros(1), np.ones(1)).after(np.array([[1.0], [3.0]]), momentum=0.1)
        Running(mean=array([0.2]), variance=array([1.1]))
        """
        return Running(
            (1 - momentum) * self.mean + momentum * x.mean(axis=0),
            (1 - momentum) * self.variance + momentum * x.var(axis=0, ddof=1),
        )


def batchnorm_eval(
    x: FloatArray, running: Running, gamma: FloatArray, beta: FloatArray, eps: float = 1e-5
) -> FloatArray:
    """Batch normalisation in evaluation: y = gamma (x - running mean) / sqrt(running variance + eps) + beta.

    `x` (m, features); returns y of that shape. A fixed affine map: no sample depends on another.
    Source: Ioffe & Szegedy (2015), section 3.1.

    >>> batchnorm_eval(np.array([[4.0]]), Running(np.array([2.0]), np.array([4.0])), np.ones(1), np.zeros(1), eps=1e-12)
    array([[1.]])
    """
    return gamma * (x - running.mean) / np.sqrt(running.variance + eps) + beta


def layernorm_forward(x: FloatArray, gamma: FloatArray, beta: FloatArray, eps: float = 1e-5) -> FloatArray:
    """Layer normalisation: the formula of batch normalisation with the moments of each sample over its features.

    `x` (m, features), `gamma` and `beta` (features,); returns y of x's shape. Samples stay independent.
    Source: Ba, Kiros & Hinton (2016), section 3.

    >>> layernorm_forward(np.array([[1.0, 3.0], [10.0, 30.0]]), np.ones(2), np.zeros(2), eps=1e-12)
    array([[-1.,  1.],
           [-1.,  1.]])
    """
    mean = x.mean(axis=1, keepdims=True)
    deviation = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    output: FloatArray = gamma * (x - mean) / deviation + beta
    return output
