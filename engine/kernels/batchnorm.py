"""Batch normalisation of a batch of shape (samples, features). Source: Ioffe and Szegedy (2015).

For a convolution the same formulas hold with (N, H, W) flattened into the samples, one feature a channel.
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
    """y = gamma (x - mean) / sqrt(variance + eps) + beta, moments over the batch, the variance biased (1/m)."""
    mean = x.mean(axis=0)
    variance = ((x - mean) ** 2).mean(axis=0)
    deviation = np.sqrt(variance + eps)
    normalised = (x - mean) / deviation
    return Forward(gamma * normalised + beta, normalised, mean, variance, deviation)


def batchnorm_backward(
    grad_output: FloatArray, forward: Forward, gamma: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(grad_x, grad_gamma, grad_beta), with

    grad_x = gamma / deviation (g - mean(g) - x_hat mean(g x_hat)),  g = grad_output.
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
    """The same gradient node by node through the graph x -> mean, centred, squared, variance, deviation, inverse,
    normalised, scaled, output; (name, gradient of that node) from the last to the first."""
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
        """PyTorch's update: new = (1 - momentum) old + momentum batch, the batch variance unbiased (1/(m - 1))."""
        return Running(
            (1 - momentum) * self.mean + momentum * x.mean(axis=0),
            (1 - momentum) * self.variance + momentum * x.var(axis=0, ddof=1),
        )


def batchnorm_eval(
    x: FloatArray, running: Running, gamma: FloatArray, beta: FloatArray, eps: float = 1e-5
) -> FloatArray:
    """Evaluation mode: a fixed affine map for each feature, with no word from the other samples."""
    return gamma * (x - running.mean) / np.sqrt(running.variance + eps) + beta


def layernorm_forward(x: FloatArray, gamma: FloatArray, beta: FloatArray, eps: float = 1e-5) -> FloatArray:
    """Layer normalisation, by contrast: moments over the features of each sample, so samples stay independent."""
    mean = x.mean(axis=1, keepdims=True)
    deviation = np.sqrt(x.var(axis=1, keepdims=True) + eps)
    output: FloatArray = gamma * (x - mean) / deviation + beta
    return output
