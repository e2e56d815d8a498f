"""Gradients through depth: random networks layer by layer, and what mean-field theory predicts of them.

A network of `depth` layers of `width` units: a_l = f(z_l), z_l = W_l a_{l-1}, W entries N(0, scale / width). The
factor by which a gradient grows a layer is that of W^T times f'; for wide random layers sqrt(scale E f'(z)^2).
Sources: Poole et al. (2016); Schoenholz et al. (2017); Yang et al. (2019) for BatchNorm.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.kernels.activations import Activation, gaussian_mean
from engine.kernels.batchnorm import batchnorm_backward, batchnorm_forward
from engine.parameters import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class Tape:
    """What the backward pass needs, a list entry a layer: inputs, pre-activations, weights, BatchNorm's record."""

    weights: list[FloatArray]
    before: list[FloatArray]
    norms: list[object]


def random_weights(rng: np.random.Generator, depth: int, width: int, scale: float) -> list[FloatArray]:
    """`depth` matrices (width, width) with entries of variance scale / width."""
    return [rng.standard_normal((width, width)) * np.sqrt(scale / width) for _ in range(depth)]


def forward(
    x: FloatArray, weights: list[FloatArray], f: Activation, batchnorm: bool = False, residual: bool = False
) -> tuple[FloatArray, Tape]:
    """Through all layers: x of shape (batch, width); also what `backward` needs."""
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
    """The gradient with respect to every layer's input, from the first layer to the output: depth + 1 arrays."""
    grads = [grad]
    for w, z, record in zip(reversed(tape.weights), reversed(tape.before), reversed(tape.norms), strict=True):
        delta = grads[-1] * f.derivative(z)
        if record is not None:
            delta, _, _ = batchnorm_backward(delta, record, np.ones(z.shape[1]))  # type: ignore[arg-type]
        through = delta @ w
        grads.append(through + grads[-1] if residual else through)
    return grads[::-1]


def mean_field_factors(f: Activation, scale: float, depth: int) -> FloatArray:
    """The predicted growth of a gradient at every layer, first to last, from inputs of unit variance.

    The pre-activations have variance q_1 = scale, q_{l+1} = scale E f(sqrt(q_l) Z)^2; the factor is
    sqrt(scale E f'(sqrt(q_l) Z)^2).
    """
    factors, q = [], scale
    for _ in range(depth):
        deviation = float(np.sqrt(q))
        factors.append(np.sqrt(scale * gaussian_mean(lambda z: f.derivative(z) ** 2, deviation)))
        q = min(scale * gaussian_mean(lambda z: f.value(z) ** 2, deviation), 1e12)
    return np.array(factors)


def critical_scale(f: Activation) -> float:
    """The weight scale that keeps gradients for unit-variance pre-activations: 1 / E f'(Z)^2."""
    return 1 / gaussian_mean(lambda z: f.derivative(z) ** 2)


def forward_mode(x: FloatArray, direction: FloatArray, weights: list[FloatArray], f: Activation) -> FloatArray:
    """The directional derivative of the network's output along `direction`, carried forward with the values."""
    for w in weights:
        z, dz = x @ w.T, direction @ w.T
        x, direction = f.value(z), f.derivative(z) * dz
    return direction


def scalar_chain(slope: float, weight: float, depth: int) -> float:
    """d a_L / d a_0 of the chain a <- f(w a + b) where f' has the value `slope` at every step: (w f')^L."""
    gradient = 1.0
    for _ in range(depth):
        gradient *= weight * slope
    return gradient
