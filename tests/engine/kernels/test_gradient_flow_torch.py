"""Gradients through depth against PyTorch's autograd in float64."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels import gradient_flow as kernel
from engine.kernels.activations import ACTIVATIONS
from engine.registry import generator
from tests.engine.kernels.test_activations_torch import ORACLES
from tests.late import late

torch = late("torch")


def gap(name, batchnorm, residual, seed, backward=kernel.backward):
    rng = generator(seed)
    weights = kernel.random_weights(rng, 6, 10, 1.5)
    x, grad = rng.standard_normal((12, 10)), rng.standard_normal((12, 10))
    f = ACTIVATIONS[name]
    output, tape = kernel.forward(x, weights, f, batchnorm, residual)
    ours = backward(grad, tape, f, residual)[0]
    start = torch.tensor(x, requires_grad=True)
    h = start
    for w in weights:
        z = h @ torch.tensor(w).T
        if batchnorm:
            z = torch.nn.functional.batch_norm(z, None, None, training=True)
        h = ORACLES[name](z) + h if residual else ORACLES[name](z)
    h.backward(torch.tensor(grad))
    np.testing.assert_allclose(output, h.detach().numpy(), rtol=1e-9, atol=1e-12)
    return float(np.abs(ours - start.grad.numpy()).max() / np.abs(start.grad.numpy()).max())


@pytest.mark.parametrize("name", ["sigmoid", "tanh", "relu", "selu", "gelu", "mish"])
@pytest.mark.parametrize("batchnorm", [False, True])
@pytest.mark.parametrize("residual", [False, True])
def test_gradients_agree_with_autograd(name, batchnorm, residual):
    assert gap(name, batchnorm, residual, 3) <= 1e-10


def test_the_oracle_catches_a_backward_pass_without_the_weights_transposed():
    def wrong(grad, tape, f, residual=False):
        turned = kernel.Tape([w.T for w in tape.weights], tape.before, tape.norms)
        return kernel.backward(grad, turned, f, residual)

    assert gap("tanh", False, False, 3, wrong) > 0.01
