"""Activation functions with their derivatives, element by element.

Every function takes an array of any shape and returns one of the same shape and float type; none raises. Values and
slopes keep their digits in the tails. Conventions at a kink are PyTorch's: relu'(0) = 0, leaky_relu'(0) = slope,
elu'(0) = alpha, selu'(0) = scale times alpha. At NaN both are NaN, but for relu'(NaN) = 0 and leaky_relu'(NaN) = slope.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from engine.kernels.normal import normal_cdf, normal_density
from engine.parameters import FloatArray
from engine.text import Text, same

SELU_ALPHA, SELU_SCALE = 1.6732632423543772, 1.0507009873554805


@dataclass(frozen=True, slots=True)
class Activation:
    """A function and its derivative, both of an array; `latex` is its formula."""

    name: str
    label: Text
    latex: str
    value: Callable[[FloatArray], FloatArray]
    derivative: Callable[[FloatArray], FloatArray]


def sigmoid(x: FloatArray) -> FloatArray:
    """Logistic sigmoid: sigma(x) = 1 / (1 + exp(-x)).

    Only exp(-|x|) is computed, which cannot overflow. Source: Goodfellow, Bengio & Courville (2016), section 3.10.

    >>> sigmoid(np.array([-800.0, 0.0, 800.0]))
    array([0. , 0.5, 1. ])
    """
    small = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1, small) / (1 + small))


def sigmoid_derivative(x: FloatArray) -> FloatArray:
    """Slope of sigmoid: sigma'(x) = sigma(x) (1 - sigma(x)) = exp(-|x|) / (1 + exp(-|x|))^2, at most 1/4.

    The second form, because 1 - sigma(x) has no digits left above x = 37.

    >>> sigmoid_derivative(np.array([0.0, 40.0]))
    array([2.50000000e-01, 4.24835426e-18])
    """
    small = np.exp(-np.abs(x))
    return np.asarray(small / (1 + small) ** 2)


def tanh_derivative(x: FloatArray) -> FloatArray:
    """Slope of tanh: tanh'(x) = 1 - tanh(x)^2 = 4 sigma'(2x).

    The second form, because 1 - tanh(x)^2 is exactly 0 above |x| = 19 (so it is in PyTorch).

    >>> tanh_derivative(np.array([-30.0, 0.0]))
    array([3.50260431e-26, 1.00000000e+00])
    """
    return np.asarray(4 * sigmoid_derivative(2 * x))


def relu(x: FloatArray) -> FloatArray:
    """Rectified linear unit: relu(x) = max(x, 0).

    Source: Nair & Hinton (2010).

    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])
    """
    return np.maximum(x, 0.0)


def relu_derivative(x: FloatArray) -> FloatArray:
    """Slope of ReLU: 1 for x > 0, 0 for x < 0, and relu'(0) = 0 by convention.

    >>> relu_derivative(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 1.])
    """
    return np.asarray(x > 0, dtype=x.dtype)


def leaky_relu(x: FloatArray, slope: float = 0.01) -> FloatArray:
    """Leaky ReLU: x for x > 0, else slope x. PReLU is the same with a learned slope.

    Sources: Maas, Hannun & Ng (2013); He et al. (2015), section 2.1.

    >>> leaky_relu(np.array([-2.0, 0.0, 3.0]))
    array([-0.02,  0.  ,  3.  ])
    """
    return np.asarray(np.where(x > 0, x, slope * x))


def leaky_relu_derivative(x: FloatArray, slope: float = 0.01) -> FloatArray:
    """Slope of leaky ReLU: 1 for x > 0, else `slope`, also at 0.

    >>> leaky_relu_derivative(np.array([-2.0, 0.0, 3.0]))
    array([0.01, 0.01, 1.  ])
    """
    return np.asarray(np.where(x > 0, 1.0, slope), dtype=x.dtype)


def elu(x: FloatArray, alpha: float = 1.0) -> FloatArray:
    """Exponential linear unit: x for x > 0, else alpha (exp(x) - 1).

    Source: Clevert, Unterthiner & Hochreiter (2016), section 3.

    >>> elu(np.array([-1.0, 0.0, 3.0])).round(4)
    array([-0.6321,  0.    ,  3.    ])
    """
    return np.asarray(np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0))))


def elu_derivative(x: FloatArray, alpha: float = 1.0) -> FloatArray:
    """Slope of ELU: 1 for x > 0, else alpha exp(x); alpha at 0.

    >>> elu_derivative(np.array([-1.0, 0.0, 3.0])).round(4)
    array([0.3679, 1.    , 1.    ])
    """
    return np.asarray(np.where(x > 0, 1.0, alpha * np.exp(np.minimum(x, 0))))


def selu(x: FloatArray) -> FloatArray:
    """Scaled ELU: 1.0507 elu(x, 1.6733), the two constants for which N(0, 1) keeps mean 0 and variance 1.

    Source: Klambauer et al. (2017), section 2.

    >>> selu(np.array([-1.0, 0.0, 3.0])).round(4)
    array([-1.1113,  0.    ,  3.1521])
    """
    return np.asarray(SELU_SCALE * elu(x, SELU_ALPHA))


def selu_derivative(x: FloatArray) -> FloatArray:
    """Slope of SELU: its scale times elu'(x); scale times alpha at 0.

    >>> selu_derivative(np.array([-1.0, 0.0, 3.0])).round(4)
    array([0.6468, 1.7581, 1.0507])
    """
    return np.asarray(SELU_SCALE * elu_derivative(x, SELU_ALPHA))


def gelu(x: FloatArray) -> FloatArray:
    """Gaussian error linear unit: gelu(x) = x Phi(x), with the normal distribution function Phi.

    NaN at -inf, as in PyTorch. Source: Hendrycks & Gimpel (2016), section 2.

    >>> gelu(np.array([-10.0, 0.0, 1.0]))
    array([-7.61985302e-23,  0.00000000e+00,  8.41344746e-01])
    """
    return np.asarray(x * normal_cdf(x))


def gelu_derivative(x: FloatArray) -> FloatArray:
    """Slope of GELU: gelu'(x) = Phi(x) + x phi(x), with the normal density phi. NaN at both infinities.

    >>> gelu_derivative(np.array([-10.0, 0.0, 1.0]))
    array([-7.61840010e-22,  5.00000000e-01,  1.08331547e+00])
    """
    return np.asarray(normal_cdf(x) + x * normal_density(x))


def gelu_tanh(x: FloatArray) -> FloatArray:
    """GELU's usual approximation: x (1 + tanh(u)) / 2 = x sigma(2u), u = sqrt(2 / pi) (x + 0.044715 x^3).

    Source: Hendrycks & Gimpel (2016), section 2.

    >>> gelu_tanh(np.array([-1.0, 0.0, 1.0])).round(4)
    array([-0.1588,  0.    ,  0.8412])
    """
    return np.asarray(x * sigmoid(2 * math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def silu(x: FloatArray) -> FloatArray:
    """Sigmoid linear unit, also called swish: silu(x) = x sigma(x). NaN at -inf, as in PyTorch.

    Source: Elfwing, Uchibe & Doya (2018).

    >>> silu(np.array([-1.0, 0.0, 1.0])).round(4)
    array([-0.2689,  0.    ,  0.7311])
    """
    return x * sigmoid(x)


def silu_derivative(x: FloatArray) -> FloatArray:
    """Slope of SiLU: silu'(x) = sigma(x) (1 + x (1 - sigma(x))), 1 - sigma(x) = sigma(-x). NaN at both infinities.

    >>> silu_derivative(np.array([-1.0, 0.0, 1.0])).round(4)
    array([0.0723, 0.5   , 0.9277])
    """
    return np.asarray(sigmoid(x) * (1 + x * sigmoid(-x)))


def softplus(x: FloatArray) -> FloatArray:
    """Smooth ReLU: softplus(x) = log(1 + exp(x)) = max(x, 0) + log(1 + exp(-|x|)); its slope is sigma(x).

    The second form cannot overflow. Source: Dugas et al. (2001).

    >>> softplus(np.array([-40.0, 0.0, 800.0]))
    array([4.24835426e-18, 6.93147181e-01, 8.00000000e+02])
    """
    return np.asarray(np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))))


def mish(x: FloatArray) -> FloatArray:
    """Mish: x tanh(softplus(x)). NaN at -inf, as in PyTorch.

    Source: Misra (2020).

    >>> mish(np.array([-1.0, 0.0, 1.0])).round(4)
    array([-0.3034,  0.    ,  0.8651])
    """
    return np.asarray(x * np.tanh(softplus(x)))


def mish_derivative(x: FloatArray) -> FloatArray:
    """Slope of Mish: tanh(u) + x tanh'(u) sigma(x), u = softplus(x). NaN at both infinities.

    >>> mish_derivative(np.array([-1.0, 0.0, 1.0])).round(4)
    array([0.0592, 0.6   , 1.049 ])
    """
    u = softplus(x)
    return np.asarray(np.tanh(u) + x * tanh_derivative(u) * sigmoid(x))


def softsign(x: FloatArray) -> FloatArray:
    """Softsign: x / (1 + |x|). NaN at both infinities, as in PyTorch.

    Source: Glorot & Bengio (2010), section 3.

    >>> softsign(np.array([-3.0, 0.0, 1.0]))
    array([-0.75,  0.  ,  0.5 ])
    """
    return np.asarray(x / (1 + np.abs(x)))


def softsign_derivative(x: FloatArray) -> FloatArray:
    """Slope of softsign: 1 / (1 + |x|)^2, 0 at both infinities (PyTorch: NaN).

    >>> softsign_derivative(np.array([-3.0, 0.0, 1.0]))
    array([0.0625, 1.    , 0.25  ])
    """
    return np.asarray(1 / (1 + np.abs(x)) ** 2)


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
