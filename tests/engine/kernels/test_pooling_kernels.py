"""Pooling against closed forms and finite differences."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernels import pooling
from engine.parameters import ParameterError
from engine.registry import find, generator


def run(seed=0, **parameters):
    return find("pooling_router").run(parameters, generator(seed)).measurements


@given(st.integers(1, 9), st.integers(1, 9), st.integers(1, 3), st.integers(1, 4), st.booleans(), st.integers(0, 2**31))
@settings(max_examples=150, deadline=None)
def test_max_pooling_keeps_the_sum_of_the_gradient(height, width, kernel, stride, ceil_mode, seed):
    x = generator(seed).integers(-3, 4, (height, width)).astype(float)
    y, winner = pooling.max_pool_forward(x, kernel, stride, 0, ceil_mode)
    grad = generator(seed + 1).standard_normal(y.shape)
    assert pooling.max_pool_backward(grad, winner, x.shape).sum() == pytest.approx(grad.sum(), abs=1e-12)


@pytest.mark.parametrize(("kernel", "stride", "padding"), [(2, 2, 0), (3, 2, 1), (3, 1, 1), (2, 3, 0)])
@pytest.mark.parametrize("mode", ["max", "mean"])
def test_finite_differences_agree_where_there_are_no_ties(mode, kernel, stride, padding):
    values = run(mode=mode, kernel=kernel, stride=stride, padding=padding, size=7)
    x, grad_y = values["x"], values["grad_y"]

    def loss(plane):
        if mode == "max":
            return float((pooling.max_pool_forward(plane, kernel, stride, padding)[0] * grad_y).sum())
        return float((pooling.mean_pool_forward(plane, kernel, stride, padding) * grad_y).sum())

    numeric = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = 1e-4
        numeric[index] = (loss(x + step) - loss(x - step)) / 2e-4
    np.testing.assert_allclose(values["grad_x"], numeric, atol=1e-7)


def test_mean_pooling_without_overlap_is_a_kronecker_product():
    values = run(mode="mean", kernel=2, stride=2, size=6)
    np.testing.assert_array_equal(values["grad_x"], np.kron(values["grad_y"], np.ones((2, 2))) / 4)


def test_a_cell_that_wins_four_overlapping_windows_receives_four_gradients():
    x = np.zeros((3, 3))
    x[1, 1] = 9
    values = run(input=x, kernel=2, stride=1, grad_output=np.ones((2, 2)))
    assert values["grad_x"][1, 1] == 4
    assert values["most_wins"] == 4


def test_the_centre_of_an_overlapping_mean_gets_nine_times_the_corner():
    grad = run(mode="mean", kernel=3, stride=1, size=5, grad_output=np.ones((3, 3)))["grad_x"]
    assert grad[2, 2] / grad[0, 0] == pytest.approx(9, abs=1e-12)


def test_counting_the_padding_loses_gradient_and_not_counting_it_does_not():
    common = {"mode": "mean", "size": 4, "kernel": 3, "stride": 2, "padding": 1, "grad_output": np.ones((2, 2))}
    assert run(**common)["grad_x_sum"] == pytest.approx(25 / 9, abs=1e-12)
    assert run(**common, count_include_pad=False)["grad_x_sum"] == pytest.approx(4, abs=1e-12)


def test_a_stride_above_the_kernel_leaves_two_thirds_of_the_cells_dead():
    assert run(mode="mean", kernel=2, stride=3, size=7)["dead_cells"] / 49 == pytest.approx(0.67, abs=0.01)


def test_floor_mode_drops_nine_cells_of_five_by_five_and_ceil_mode_none():
    assert run(kernel=2, stride=2, size=5)["dead_cells"] == 9
    assert run(kernel=2, stride=2, size=5, ceil_mode=True)["dead_cells"] == 0


def test_max_pooling_pads_with_minus_infinity():
    assert run(input=-np.ones((2, 2)), kernel=2, stride=2, padding=1)["y"].max() == -1


def test_at_a_tie_the_one_sided_slopes_differ():
    values = run(input=np.full((2, 2), 5.0), kernel=2, stride=2)
    assert (values["right_slope"], values["left_slope"]) == (1.0, 0.0)
    np.testing.assert_array_equal(values["grad_x"], [[values["grad_y"][0, 0], 0], [0, 0]])


@pytest.mark.parametrize("mode", ["max", "mean"])
@pytest.mark.parametrize("seed", range(5))
def test_the_backward_pass_is_the_adjoint_and_rows_sum_to_one(mode, seed):
    values = run(seed, mode=mode, kernel=3, stride=2, size=7)
    assert values["adjoint_gap"] <= 1e-10
    np.testing.assert_allclose(values["jacobian_row_sums"], 1, atol=1e-12)


def test_windows_that_do_not_fit_are_refused_with_a_reason():
    with pytest.raises(ParameterError, match="leaves no window"):
        run(kernel=5, size=3)
    with pytest.raises(ParameterError, match="the other parameters ask for"):
        run(grad_output=np.ones((3, 3)))
