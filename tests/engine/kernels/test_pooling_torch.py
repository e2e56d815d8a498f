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


def max_with_places(x, kernel, stride, padding):
    """PyTorch's maxima, their places, and where a gradient of ones goes."""
    plane = torch.tensor(x[None, None], requires_grad=True)
    y, places = torch.nn.functional.max_pool2d(plane, kernel, stride, padding, return_indices=True)
    y.sum().backward()
    return y.detach().numpy()[0, 0], places.numpy()[0, 0], plane.grad.numpy()[0, 0]


@pytest.mark.parametrize(
    ("x", "geometry"),
    [
        (np.array([[1, np.nan, 3], [np.nan, 5, 6], [7, 8, np.nan]]), (2, 1, 0)),
        (np.array([[1, np.nan, 3], [np.nan, 5, 6], [7, 8, np.nan]]), (3, 3, 1)),
        (np.full((3, 3), -np.inf), (2, 2, 1)),
        (np.full((5, 4), -np.inf), (3, 2, 1)),
        (np.array([[-np.inf, np.inf], [np.inf, np.nan]]), (2, 1, 1)),
        (generator(0).standard_normal((40, 37)), (20, 3, 9)),  # a window of more than 256 cells
    ],
)
def test_nan_infinities_and_large_windows_win_as_in_pytorch(x, geometry):
    y, winners = pooling.max_pool_forward(x, *geometry)
    value, places, grad = max_with_places(x, *geometry)
    np.testing.assert_array_equal(y, value)
    np.testing.assert_array_equal(winners, places)
    np.testing.assert_array_equal(pooling.max_pool_backward(np.ones(y.shape), winners, x.shape), grad)


@pytest.mark.parametrize("geometry", [(2, 1, 0), (3, 2, 1), (2, 3, 1)])
def test_infinities_and_nan_reach_no_other_window_of_a_mean(geometry):
    x = generator(1).standard_normal((6, 7))
    x[1, 2], x[3, 0], x[4, 5], x[0, 6] = np.inf, np.nan, -np.inf, np.inf
    expected = torch.nn.functional.avg_pool2d(torch.tensor(x[None, None]), *geometry).numpy()[0, 0]
    np.testing.assert_allclose(pooling.mean_pool_forward(x, *geometry), expected, rtol=1e-12)
    grad = generator(2).standard_normal(expected.shape)
    grad[1, 1] = np.inf
    _, expected_grad = oracle(np.zeros(x.shape), lambda _: grad, "mean", *geometry, False)
    np.testing.assert_allclose(pooling.mean_pool_backward(grad, x.shape, *geometry), expected_grad, rtol=1e-12)
