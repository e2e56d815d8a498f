"""Activation functions, element by element, with their derivatives.

Conventions at a kink are PyTorch's: relu'(0) = 0, leaky_relu'(0) = slope, elu'(0) = 1, selu'(0) = scale times alpha.
Sources: Clevert et al. (2016) ELU; Klambauer et al. (2017) SELU; Hendrycks and Gimpel (2016) GELU; Misra (2020) Mish.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np

from engine.parameters import FloatArray
from engine.text import Text, same

SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805
_erf = np.vectorize(math.erf, otypes=[float])


@dataclass(frozen=True, slots=True)
class Activation:
    """A function and its derivative, both of an array; `latex` is its formula."""

    name: str
    label: Text
    latex: str
    value: Callable[[FloatArray], FloatArray]
    derivative: Callable[[FloatArray], FloatArray]


def sigmoid(x: FloatArray) -> FloatArray:
    """1 / (1 + exp(-x)), without overflow."""
    small = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1, small) / (1 + small))


def sigmoid_derivative(x: FloatArray) -> FloatArray:
    """s (1 - s)."""
    s = sigmoid(x)
    return s * (1 - s)


def tanh_derivative(x: FloatArray) -> FloatArray:
    """1 - tanh(x)^2."""
    return np.asarray(1 - np.tanh(x) ** 2)


def relu(x: FloatArray) -> FloatArray:
    """max(x, 0)."""
    return np.maximum(x, 0.0)


def relu_derivative(x: FloatArray) -> FloatArray:
    """1 for x > 0, else 0."""
    return np.asarray(x > 0, dtype=float)


def leaky_relu(x: FloatArray, slope: float = 0.01) -> FloatArray:
    """x for x > 0, else slope x."""
    return np.asarray(np.where(x > 0, x, slope * x))


def leaky_relu_derivative(x: FloatArray, slope: float = 0.01) -> FloatArray:
    """1 for x > 0, else slope."""
    return np.asarray(np.where(x > 0, 1.0, slope))


def elu(x: FloatArray, alpha: float = 1.0) -> FloatArray:
    """x for x > 0, else alpha (exp(x) - 1)."""
    return np.asarray(np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))))


def elu_derivative(x: FloatArray, alpha: float = 1.0) -> FloatArray:
    """1 for x > 0, else alpha exp(x)."""
    return np.asarray(np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0))))


def selu(x: FloatArray) -> FloatArray:
    """scale times elu with its own alpha, so that N(0, 1) keeps mean 0 and variance 1."""
    return np.asarray(SELU_SCALE * elu(x, SELU_ALPHA))


def selu_derivative(x: FloatArray) -> FloatArray:
    """scale times elu'."""
    return SELU_SCALE * elu_derivative(x, SELU_ALPHA)


def gelu(x: FloatArray) -> FloatArray:
    """x Phi(x), with the normal distribution function Phi."""
    return np.asarray(x * 0.5 * (1 + _erf(x / math.sqrt(2))))


def gelu_derivative(x: FloatArray) -> FloatArray:
    """Phi(x) + x phi(x)."""
    return np.asarray(0.5 * (1 + _erf(x / math.sqrt(2))) + x * np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi))


def gelu_tanh(x: FloatArray) -> FloatArray:
    """The approximation 0.5 x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))."""
    return np.asarray(0.5 * x * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))))


def silu(x: FloatArray) -> FloatArray:
    """x sigmoid(x)."""
    return x * sigmoid(x)


def silu_derivative(x: FloatArray) -> FloatArray:
    """s + x s (1 - s)."""
    s = sigmoid(x)
    return s + x * s * (1 - s)


def softplus(x: FloatArray) -> FloatArray:
    """log(1 + exp(x)), without overflow."""
    return np.asarray(np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))


def mish(x: FloatArray) -> FloatArray:
    """x tanh(softplus(x))."""
    return np.asarray(x * np.tanh(softplus(x)))


def mish_derivative(x: FloatArray) -> FloatArray:
    """t + x (1 - t^2) sigmoid(x), t = tanh(softplus(x))."""
    t = np.tanh(softplus(x))
    return np.asarray(t + x * (1 - t**2) * sigmoid(x))


def softsign(x: FloatArray) -> FloatArray:
    """x / (1 + |x|)."""
    return np.asarray(x / (1 + np.abs(x)))


def softsign_derivative(x: FloatArray) -> FloatArray:
    """1 / (1 + |x|)^2."""
    return np.asarray(1 / (1 + np.abs(x)) ** 2)


def softmax(x: FloatArray) -> FloatArray:
    """exp(x) / sum exp(x) along the last axis, shifted by the maximum."""
    raised = np.exp(x - x.max(axis=-1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=-1, keepdims=True))


def softmax_jacobian(x: FloatArray) -> FloatArray:
    """diag(p) - p p^T for one vector x of shape (k,)."""
    p = softmax(x)
    return np.asarray(np.diag(p) - np.outer(p, p))


ACTIVATIONS: Mapping[str, Activation] = {
    made.name: made
    for made in (
        Activation("identity", Text("identity", "恒等"), r"z", lambda x: x * 1.0, np.ones_like),
        Activation("sigmoid", same("sigmoid"), r"\frac{1}{1+e^{-z}}", sigmoid, sigmoid_derivative),
        Activation("tanh", same("tanh"), r"\tanh z", lambda x: np.asarray(np.tanh(x)), tanh_derivative),
        Activation("relu", same("ReLU"), r"\max(z, 0)", relu, relu_derivative),
        Activation("leaky_relu", same("LeakyReLU"), r"\max(z, 0.01 z)", leaky_relu, leaky_relu_derivative),
        Activation(
            "prelu",
            same("PReLU(0.25)"),
            r"\max(z, 0.25 z)",
            lambda x: leaky_relu(x, 0.25),
            lambda x: leaky_relu_derivative(x, 0.25),
        ),
        Activation("elu", same("ELU"), r"z > 0: z; \alpha(e^z - 1)", elu, elu_derivative),
        Activation("selu", same("SELU"), r"\lambda \text{elu}(z)", selu, selu_derivative),
        Activation("gelu", same("GELU"), r"z \Phi(z)", gelu, gelu_derivative),
        Activation("silu", same("SiLU"), r"z \sigma(z)", silu, silu_derivative),
        Activation("softplus", same("softplus"), r"\log(1+e^z)", softplus, sigmoid),
        Activation("mish", same("Mish"), r"z \tanh(\log(1+e^z))", mish, mish_derivative),
        Activation("softsign", same("softsign"), r"\frac{z}{1+|z|}", softsign, softsign_derivative),
    )
}
"""Every activation by name."""


def gaussian_mean(function: Callable[[FloatArray], FloatArray], deviation: float = 1.0) -> float:
    """E f(Z) for Z ~ N(0, deviation^2), by Gauss-Legendre on both sides of 0.

    The two sides are integrated apart because most activations have a kink at 0, which a rule across it would blur.
    """
    z, weights = _gaussian_rule()
    return float(weights @ function(deviation * z))


@cache
def _gaussian_rule() -> tuple[FloatArray, FloatArray]:
    """Nodes from -10 to 10 and their weights times the standard normal density."""
    nodes, weights = np.polynomial.legendre.leggauss(120)
    panels = [(-10.0, -4.0), (-4.0, 0.0), (0.0, 4.0), (4.0, 10.0)]
    z = np.concatenate([0.5 * (high - low) * nodes + 0.5 * (high + low) for low, high in panels])
    scaled = np.concatenate([0.5 * (high - low) * weights for low, high in panels])
    return z, scaled * np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
