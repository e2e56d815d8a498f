"""Activations and their derivatives against PyTorch's autograd in float64."""

from __future__ import annotations

from decimal import Decimal, getcontext

import numpy as np
import pytest
from scipy import special

from engine.kernels import activations as kernel
from engine.kernels.activations import ACTIVATIONS
from engine.kernels.softmax import softmax_jacobian

torch = pytest.importorskip("torch")
F = torch.nn.functional
ORACLES = {
    "identity": lambda x: x * 1.0,
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": F.relu,
    "leaky_relu": F.leaky_relu,
    "prelu": lambda x: F.leaky_relu(x, 0.25),
    "elu": F.elu,
    "selu": F.selu,
    "gelu": F.gelu,
    "silu": F.silu,
    "softplus": F.softplus,
    "mish": F.mish,
    "softsign": F.softsign,
}
POINTS = np.concatenate([np.linspace(-12, 12, 4801), [0.0, 1e-8, -1e-8]])


def worst(name, derivative):
    x = torch.tensor(POINTS, requires_grad=True)
    y = ORACLES[name](x)
    y.sum().backward()
    value_gap = np.abs(ACTIVATIONS[name].value(POINTS) - y.detach().numpy()).max()
    return max(float(value_gap), float(np.abs(derivative(POINTS) - x.grad.numpy()).max()))


@pytest.mark.parametrize("name", list(ACTIVATIONS))
def test_value_and_derivative_agree_with_autograd(name):
    # softplus switches to the identity above 20 in PyTorch; below, all agree to rounding.
    assert worst(name, ACTIVATIONS[name].derivative) <= 1e-12


def test_the_oracle_catches_a_wrong_derivative():
    assert worst("tanh", lambda x: 1 - np.tanh(x)) > 0.1
    assert worst("silu", kernel.sigmoid) > 0.1


def test_the_softmax_jacobian_agrees():
    x = np.array([0.3, -1.0, 2.5, 0.0])
    expected = torch.autograd.functional.jacobian(lambda t: torch.softmax(t, -1), torch.tensor(x)).numpy()
    np.testing.assert_allclose(softmax_jacobian(x), expected, atol=1e-12)


def test_the_tanh_form_of_gelu_is_that_of_the_library():
    expected = F.gelu(torch.tensor(POINTS), approximate="tanh").numpy()
    np.testing.assert_allclose(kernel.gelu_tanh(POINTS), expected, atol=1e-12)


def closed_forms(at):
    """sigma', tanh' and the tanh form of GELU at one point, in fifty digits."""
    x, e = Decimal(at), Decimal(at).exp()
    u = 2 * (Decimal(2) / Decimal("3.14159265358979323846264338327950288419716939937511")).sqrt()
    u *= x + Decimal("0.044715") * x**3
    return {
        "sigmoid": e / (1 + e) ** 2,
        "tanh": 4 * (e * e) / (1 + e * e) ** 2,
        "gelu_tanh": x / (1 + (-u).exp()),
    }


@pytest.mark.parametrize("at", [-40.0, -30.0, -12.5, -5.0, 0.5, 5.0, 19.5, 30.0, 40.0])
def test_slopes_keep_their_digits_in_the_tails(at):
    # PyTorch's own slope of tanh is 0 at -30, hence the closed form.
    getcontext().prec = 50
    expected, x = closed_forms(at), np.array([at])
    for name in ("sigmoid", "tanh"):
        assert ACTIVATIONS[name].derivative(x)[0] == pytest.approx(float(expected[name]), rel=1e-13, abs=0)
    # The cube magnifies the rounding of its argument.
    assert kernel.gelu_tanh(x)[0] == pytest.approx(float(expected["gelu_tanh"]), rel=1e-11, abs=0)


@pytest.mark.parametrize("at", [-37.0, -30.0, -10.0, -8.5, -5.0, 1.0])
def test_gelu_keeps_its_digits_in_the_tail(at):
    x, density = np.array([at]), np.exp(-(at**2) / 2) / np.sqrt(2 * np.pi)
    assert kernel.gelu(x)[0] == pytest.approx(at * special.ndtr(at), rel=1e-12, abs=0)
    assert kernel.gelu_derivative(x)[0] == pytest.approx(special.ndtr(at) + at * density, rel=1e-12, abs=0)


def test_slopes_of_mish_and_silu_keep_their_digits_in_the_tail():
    # Far left both are exp(x) (1 + x) up to exp(2x).
    x = np.array([-40.0, -60.0, -300.0])
    for name in ("mish", "silu"):
        np.testing.assert_allclose(ACTIVATIONS[name].derivative(x), np.exp(x) * (1 + x), rtol=1e-13)


def test_the_softmax_jacobian_keeps_its_digits_when_one_class_is_sure():
    getcontext().prec = 50
    e = Decimal(-40).exp()
    share = float(e / (1 + e) ** 2)
    np.testing.assert_allclose(softmax_jacobian(np.array([40.0, 0.0])), [[share, -share], [-share, share]], rtol=1e-13)
