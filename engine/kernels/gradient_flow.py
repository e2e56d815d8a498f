"""Gradients through depth: random networks layer by layer, and what mean-field theory predicts of them.

A network of `depth` layers of `width` units: a_l = f(z_l), z_l = W_l a_{l-1}, W entries N(0, scale / width). The
factor by which a gradient grows a layer is that of W^T times f'; for wide random layers sqrt(scale E f'(z)^2).
Sources: Poole et al. (2016); Schoenholz et al. (2017); Yang et al. (2019) for BatchNorm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.kernels.activations import Activation
from engine.kernels.batchnorm import batchnorm_backward, batchnorm_forward
from engine.kernels.normal import gaussian_mean
from engine.parameters import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Tape:
    """What the backward pass needs, a list entry a layer: inputs, pre-activations, weights, BatchNorm's record."""

    weights: list[FloatArray]
    before: list[FloatArray]
    norms: list[object]


def random_weights(rng: np.random.Generator, depth: int, width: int, scale: float) -> list[FloatArray]:
    """Random layers: `depth` matrices (width, width) with entries N(0, scale / width).

    Scale 2 is made for ReLU. Source: He et al. (2015), section 2.2.

    >>> [w.shape for w in random_weights(np.random.default_rng(0), depth=2, width=3, scale=2.0)]
    [(3, 3), (3, 3)]
    """
    return [rng.standard_normal((width, width)) * np.sqrt(scale / width) for _ in range(depth)]


def forward(
    x: FloatArray, weights: list[FloatArray], f: Activation, batchnorm: bool = False, residual: bool = False
) -> tuple[FloatArray, Tape]:
    """Forward pass: a_l = f(z_l), or f(z_l) + a_(l-1) with `residual`; z_l = W_l a_(l-1), under BatchNorm if wanted.

    `x` (batch, width); returns the last a (batch, width) and what `backward` needs.

    >>> from engine.kernels.activations import ACTIVATIONS
    >>> forward(np.array([[1.0, -2.0]]), [2 * np.eye(2)], ACTIVATIONS["relu"])[0]
    array([[2., 0.]])
    """
    tape = Tape(weights, [], [])
    ones, zeros = np.ones(x.shape[1]), np.zeros(x.shape[1])
    for w in weights:
        z = x @ w.T
        record = None
        if batchnorm:
            record = batchnorm_forward(z, ones, zeros)
            z = record.output
        tape.before.append(z)
        tape.norms.append(record)
        x = f.value(z) + x if residual else f.value(z)
    return x, tape


def backward(grad: FloatArray, tape: Tape, f: Activation, residual: bool = False) -> list[FloatArray]:
    """Backward pass: g_(l-1) = W_l^T (g_l f'(z_l)), plus g_l with `residual`; through BatchNorm where there was some.

    `grad` (batch, width) belongs to the output; returns the gradient of every layer's input, first layer first, and
    `grad` itself: depth + 1 arrays.

    >>> from engine.kernels.activations import ACTIVATIONS
    >>> _, tape = forward(np.array([[1.0, -2.0]]), [2 * np.eye(2)], ACTIVATIONS["relu"])
    >>> backward(np.ones((1, 2)), tape, ACTIVATIONS["relu"])[0]
    array([[2., 0.]])
    """
    grads = [grad]
    for w, z, record in zip(reversed(tape.weights), reversed(tape.before), reversed(tape.norms), strict=True):
        delta = grads[-1] * f.derivative(z)
        if record is not None:
            delta, _, _ = batchnorm_backward(delta, record, np.ones(z.shape[1]))  # type: ignore[arg-type]
        through = delta @ w
        grads.append(through + grads[-1] if residual else through)
    return grads[::-1]


def mean_field_factors(f: Activation, scale: float, depth: int) -> FloatArray:
    """Predicted growth of a gradient at every layer, first to last: sqrt(scale E f'(sqrt(q_l) Z)^2), Z ~ N(0, 1).

    The pre-activations have variance q_1 = scale, q_(l+1) = scale E f(sqrt(q_l) Z)^2, for inputs of unit variance.
    Returns (depth,). Sources: Poole et al. (2016); Schoenholz et al. (2017).

    >>> from engine.kernels.activations import ACTIVATIONS
    >>> mean_field_factors(ACTIVATIONS["relu"], scale=2.0, depth=3).round(6)  # He's scale keeps gradients
    array([1., 1., 1.])
    """
    factors, q = [], scale
    for _ in range(depth):
        deviation = float(np.sqrt(q))
        factors.append(np.sqrt(scale * gaussian_mean(lambda z: f.derivative(z) ** 2, deviation)))
        q = min(scale * gaussian_mean(lambda z: f.value(z) ** 2, deviation), 1e12)
    return np.array(factors)


def critical_scale(f: Activation) -> float:
    """Weight scale that keeps gradients at unit-variance pre-activations: 1 / E f'(Z)^2, Z ~ N(0, 1).

    >>> from engine.kernels.activations import ACTIVATIONS
    >>> round(critical_scale(ACTIVATIONS["relu"]), 6)
    2.0
    """
    return 1 / gaussian_mean(lambda z: f.derivative(z) ** 2)


def forward_mode(x: FloatArray, direction: FloatArray, weights: list[FloatArray], f: Activation) -> FloatArray:
    """Forward-mode differentiation: da_l = f'(z_l) W_l da_(l-1), carried along with the values.

    `x` and `direction` (batch, width); returns the output's derivative along `direction` (batch, width).
    Source: Baydin et al. (2018), section 3.1.

    >>> from engine.kernels.activations import ACTIVATIONS
    >>> forward_mode(np.array([[1.0, -2.0]]), np.ones((1, 2)), [2 * np.eye(2)], ACTIVATIONS["relu"])
    array([[2., 0.]])
    """
    for w in weights:
        z, dz = x @ w.T, direction @ w.T
        x, direction = f.value(z), f.derivative(z) * dz
    return direction


def scalar_chain(slope: float, weight: float, depth: int) -> float:
    """Gradient of a chain of L = `depth` units a <- f(w a + b) with f' = `slope` at every step: da_L/da_0 = (w f')^L.

    >>> scalar_chain(slope=0.25, weight=1.0, depth=3)
    0.015625
    """
    gradient = 1.0
    for _ in range(depth):
        gradient *= weight * slope
    return gradient
