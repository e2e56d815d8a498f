"""BatchNorm against PyTorch in float64, forward, backward and running statistics."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels.batchnorm import Running, batchnorm_backward, batchnorm_eval, batchnorm_forward, layernorm_forward
from engine.registry import find, generator
from tests.late import late

torch = late("torch")
CASES = [(m, c, eps) for m, c in ((2, 1), (3, 4), (8, 2), (64, 5), (257, 3)) for eps in (1e-5, 1e-3, 0.1)]


def gradients(m, c, eps, backward):
    rng = generator(m * 100 + c)
    x, grad_y = rng.standard_normal((m, c)) * 3 + 1, rng.standard_normal((m, c))
    gamma, beta = rng.standard_normal(c), rng.standard_normal(c)
    forward = batchnorm_forward(x, gamma, beta, eps)
    tensors = [torch.tensor(a, requires_grad=True) for a in (x, gamma, beta)]
    y = torch.nn.functional.batch_norm(tensors[0], None, None, tensors[1], tensors[2], training=True, eps=eps)
    y.backward(torch.tensor(grad_y))
    pairs = [(forward.output, y.detach().numpy())]
    pairs += list(zip(backward(grad_y, forward, gamma), (t.grad.numpy() for t in tensors), strict=True))
    # Relative to gamma / deviation times the incoming gradient: with two samples the true grad_x nearly vanishes.
    scale = max(1.0, float(np.abs(gamma / forward.deviation).max() * np.abs(grad_y).max()))
    return max(float(np.abs(ours - theirs).max()) / scale for ours, theirs in pairs)


@pytest.mark.parametrize(("m", "c", "eps"), CASES)
def test_forward_and_backward_agree_with_autograd(m, c, eps):
    assert gradients(m, c, eps, batchnorm_backward) <= 1e-10


def test_the_oracle_catches_a_backward_pass_without_the_x_hat_term():
    def without_x_hat(grad_y, forward, gamma):
        _, grad_gamma, grad_beta = batchnorm_backward(grad_y, forward, gamma)
        return gamma / forward.deviation * (grad_y - grad_y.mean(axis=0)), grad_gamma, grad_beta

    assert all(gradients(m, c, eps, without_x_hat) > 1e-4 for m, c, eps in CASES)


@pytest.mark.parametrize("momentum", [0.1, 0.3, 1.0])
def test_running_statistics_agree_with_the_module(momentum):
    module = torch.nn.BatchNorm1d(3, momentum=momentum, dtype=torch.float64)
    running, rng = Running(np.zeros(3), np.ones(3)), generator(5)
    for _ in range(12):
        x = rng.standard_normal((6, 3)) * 2 + 1
        module(torch.tensor(x))
        running = running.after(x, momentum)
    np.testing.assert_allclose(running.mean, module.running_mean.numpy(), rtol=1e-12)
    np.testing.assert_allclose(running.variance, module.running_var.numpy(), rtol=1e-12)
    test = rng.standard_normal((4, 3))
    expected = module.eval()(torch.tensor(test)).detach().numpy()
    np.testing.assert_allclose(batchnorm_eval(test, running, np.ones(3), np.zeros(3)), expected, rtol=1e-11)


def test_layer_normalisation_agrees():
    x = generator(1).standard_normal((5, 7))
    expected = torch.nn.functional.layer_norm(torch.tensor(x), (7,)).numpy()
    np.testing.assert_allclose(layernorm_forward(x, np.ones(7), np.zeros(7)), expected, rtol=1e-10)


def test_a_convolution_normalises_each_channel_over_batch_height_and_width():
    x = generator(2).standard_normal((3, 4, 5, 6))
    expected = torch.nn.functional.batch_norm(torch.tensor(x), None, None, training=True).numpy()
    flat = x.transpose(0, 2, 3, 1).reshape(-1, 4)
    ours = batchnorm_forward(flat, np.ones(4), np.zeros(4)).output.reshape(3, 5, 6, 4).transpose(0, 3, 1, 2)
    np.testing.assert_allclose(ours, expected, rtol=1e-9, atol=1e-12)


def test_parameter_and_buffer_counts_are_those_of_the_module():
    module = torch.nn.BatchNorm2d(16)
    measured = find("D08").run({"features": 6, "samples": 4}, generator(0)).measurements
    assert sum(p.numel() for p in module.parameters()) == 32
    assert sum(b.numel() for b in module.buffers()) == 33
    assert (measured["trainable"], measured["buffers"]) == (12, 13)
