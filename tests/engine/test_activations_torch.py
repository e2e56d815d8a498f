"""Activations and their derivatives against PyTorch's autograd in float64."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels import activations as kernel
from engine.kernels.activations import ACTIVATIONS
from tests.late import late

torch = late("torch")
F = late("torch.nn.functional")
ORACLES = {
    "identity": lambda x: x * 1.0,
    "sigmoid": lambda x: torch.sigmoid(x),
    "tanh": lambda x: torch.tanh(x),
    "relu": lambda x: F.relu(x),
    "leaky_relu": lambda x: F.leaky_relu(x),
    "prelu": lambda x: F.leaky_relu(x, 0.25),
    "elu": lambda x: F.elu(x),
    "selu": lambda x: F.selu(x),
    "gelu": lambda x: F.gelu(x),
    "silu": lambda x: F.silu(x),
    "softplus": lambda x: F.softplus(x),
    "mish": lambda x: F.mish(x),
    "softsign": lambda x: F.softsign(x),
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
    np.testing.assert_allclose(kernel.softmax_jacobian(x), expected, atol=1e-12)


def test_the_tanh_form_of_gelu_is_that_of_the_library():
    expected = F.gelu(torch.tensor(POINTS), approximate="tanh").numpy()
    np.testing.assert_allclose(kernel.gelu_tanh(POINTS), expected, atol=1e-12)
