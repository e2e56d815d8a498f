"""Pooling against PyTorch's autograd in float64: every convention, ties and overlap included."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from engine.kernels import pooling
from engine.registry import find, generator
from tests.late import late

torch = late("torch")
SHAPES = ((4, 4), (5, 7), (8, 6), (9, 9))
GEOMETRIES = [
    (kernel, stride, padding, ceil_mode)
    for kernel, stride in itertools.product((1, 2, 3), (1, 2, 3, 4))
    for padding in range(kernel // 2 + 1)
    for ceil_mode in (False, True)
]
MODES = ("max", "mean", "mean without padding")


def oracle(x, grad_output, mode, kernel, stride, padding, ceil_mode):
    plane = torch.tensor(x[None, None], requires_grad=True)
    if mode == "max":
        y = torch.nn.functional.max_pool2d(plane, kernel, stride, padding, ceil_mode=ceil_mode)
    else:
        y = torch.nn.functional.avg_pool2d(
            plane, kernel, stride, padding, ceil_mode=ceil_mode, count_include_pad=mode == "mean"
        )
    y.backward(torch.tensor(grad_output(tuple(y.shape[2:]))[None, None]))
    return y.detach().numpy()[0, 0], plane.grad.numpy()[0, 0]


def ours(x, grad_output, mode, geometry, backward=pooling.max_pool_backward):
    if mode == "max":
        y, winner = pooling.max_pool_forward(x, *geometry)
        return y, backward(grad_output(y.shape), winner, x.shape)
    counted = mode == "mean"
    y = pooling.mean_pool_forward(x, *geometry, counted)
    return y, pooling.mean_pool_backward(grad_output(y.shape), x.shape, *geometry, counted)


def planes(shape):
    rng = generator(shape[0] * 31 + shape[1])
    return rng.standard_normal(shape), rng.integers(-2, 3, shape).astype(float)


def worst_difference(backward=pooling.max_pool_backward):
    compared, worst = 0, 0.0
    for shape, geometry, mode in itertools.product(SHAPES, GEOMETRIES, MODES):
        for x in planes(shape):
            y, grad = ours(x, lambda s: generator(7).standard_normal(s), mode, geometry, backward)
            y_torch, grad_torch = oracle(x, lambda s: generator(7).standard_normal(s), mode, *geometry)
            assert y.shape == y_torch.shape
            worst = max(worst, float(np.abs(y - y_torch).max()), float(np.abs(grad - grad_torch).max()))
            compared += 1
    return compared, worst


def test_forward_and_backward_agree_with_autograd_over_nine_hundred_configurations():
    compared, worst = worst_difference()
    assert compared >= 900
    assert worst <= 1e-12


def test_the_oracle_catches_a_kernel_that_overwrites_instead_of_adding():
    assert worst_difference(pooling.max_pool_backward_overwriting)[1] > 0.1


def test_split_ties_are_the_convention_of_amax():
    x = np.full((2, 2), 5.0)
    values = torch.tensor(x, requires_grad=True)
    values.amax().backward()
    np.testing.assert_array_equal(pooling.split_ties_backward(x, np.ones((1, 1)), 2, 2), values.grad.numpy())


@pytest.mark.parametrize("mode", ["max", "mean"])
def test_the_demonstration_routes_as_autograd_does(mode):
    measured = find("D15").run({"mode": mode, "kernel": 3, "stride": 2, "padding": 1, "size": 7}, generator(3))
    values = measured.measurements
    _, grad = oracle(values["x"], lambda s: values["grad_y"], mode, 3, 2, 1, False)
    np.testing.assert_allclose(values["grad_x"], grad, atol=1e-12)
