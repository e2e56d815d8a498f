"""The kernels for size in float32, at the sizes that people use, against PyTorch."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels import fast_layers, fast_pooling
from tests.late import late

torch = late("torch")


@pytest.mark.parametrize(("kernel", "stride", "padding"), [(2, 2, 0), (3, 2, 1), (3, 1, 1), (2, 3, 0)])
@pytest.mark.parametrize("mode", ["max", "mean"])
def test_pooling_of_a_large_batch(mode, kernel, stride, padding):
    x = np.random.default_rng(0).standard_normal((4, 16, 57, 56), dtype=np.float32)
    tensor = torch.from_numpy(x).requires_grad_()
    pool = torch.nn.functional.max_pool2d if mode == "max" else torch.nn.functional.avg_pool2d
    expected = pool(tensor, kernel, stride, padding)
    grad = np.random.default_rng(1).standard_normal(expected.shape).astype(np.float32)
    expected.backward(torch.from_numpy(grad))
    if mode == "max":
        y, code = fast_pooling.max_pool(x, kernel, stride, padding)
        back = fast_pooling.max_pool_gradient(grad, code, x.shape, kernel, stride, padding)
    else:
        y = fast_pooling.mean_pool(x, kernel, stride, padding)
        back = fast_pooling.mean_pool_gradient(grad, x.shape, kernel, stride, padding)
    np.testing.assert_allclose(y, expected.detach().numpy(), atol=1e-6)
    np.testing.assert_allclose(back, tensor.grad.numpy(), atol=1e-5)


def test_batchnorm_of_a_large_batch_against_float64():
    x = (np.random.default_rng(0).standard_normal((8, 16, 28, 28)) * 3 + 50).astype(np.float32)
    grad = np.random.default_rng(1).standard_normal(x.shape).astype(np.float32)
    gamma, beta = np.linspace(0.5, 2, 16), np.linspace(-1, 1, 16)
    tensor = torch.from_numpy(x.astype(np.float64)).requires_grad_()
    weight, bias = (torch.from_numpy(v.copy()).requires_grad_() for v in (gamma, beta))
    expected = torch.nn.functional.batch_norm(tensor, None, None, weight, bias, True)
    expected.backward(torch.from_numpy(grad.astype(np.float64)))
    y, kept = fast_layers.batchnorm(x, gamma, beta)
    dx, dgamma, dbeta = fast_layers.batchnorm_gradient(grad, x, gamma, kept)
    np.testing.assert_allclose(y, expected.detach().numpy(), atol=2e-4)
    np.testing.assert_allclose(dx, tensor.grad.numpy(), atol=2e-4)
    np.testing.assert_allclose(dgamma, weight.grad.numpy(), rtol=1e-3, atol=2e-2)
    np.testing.assert_allclose(dbeta, bias.grad.numpy(), rtol=1e-4, atol=1e-2)
