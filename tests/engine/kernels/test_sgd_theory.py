"""Theory of stochastic descent against simulation, exact second moments, NumPy and PyTorch-free closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernels import sgd_theory as kernel
from engine.kernels.descent import full_gradient, least_squares, sample_gradients
from engine.registry import generator
from tests.late import late

optimize = late("scipy.optimize")


@pytest.mark.parametrize(("step", "batch", "sigma"), [(0.02, 1, 1.0), (0.1, 1, 1.0), (0.3, 8, 0.5), (0.5, 32, 1.0)])
def test_the_recursion_is_what_a_simulation_shows(step, batch, sigma):
    steps = np.full(150, step)
    exact = kernel.error_recursion(steps, 10, sigma, batch)
    means = kernel.simulate(generator(1), steps, 10, sigma, batch, 3000)
    assert np.max(np.abs(means / exact - 1)) < 0.12


def test_forgetting_the_fourth_moment_is_caught_by_the_simulation():
    # Without the (d + 1)/B term, as if every batch were the whole distribution.
    step, d = 0.1, 10
    wrong = 1.0
    for _ in range(150):
        wrong = (1 - step) ** 2 * wrong + step**2 * d
    means = kernel.simulate(generator(1), np.full(150, step), d, 1.0, 1, 3000)
    assert abs(means[-40:].mean() / wrong - 1) > 0.3


@settings(max_examples=40, deadline=None)
@given(d=st.integers(1, 40), batch=st.integers(1, 64), share=st.floats(0.05, 0.95), sigma=st.floats(0.1, 3))
def test_the_floor_is_the_recursions_fixed_point(d, batch, share, sigma):
    step = share * 2 * kernel.best_step(d, batch)
    floor = kernel.floor(step, d, sigma, batch)
    again = kernel.error_recursion(np.array([step]), d, sigma, batch, floor)[-1]
    assert again == pytest.approx(floor, rel=1e-9)
    assert kernel.floor(2.001 * kernel.best_step(d, batch), d, sigma, batch) == np.inf


@settings(max_examples=30, deadline=None)
@given(d=st.integers(1, 40), batch=st.integers(1, 256))
def test_the_best_step_minimises_the_factor_and_gives_the_iterations(d, batch):
    def factor(h):
        return (1 - h) ** 2 + h * h * (d + 1) / batch

    best = optimize.minimize_scalar(factor, bounds=(0, 2), method="bounded", options={"xatol": 1e-10})
    assert kernel.best_step(d, batch) == pytest.approx(best.x, abs=1e-6)
    assert kernel.noiseless_iterations(1e-6, d, batch) == pytest.approx(np.log(1e-6) / np.log(best.fun), rel=1e-6)


def test_a_step_like_two_over_t_gives_errors_like_one_over_t_and_a_tenth_ruins_it():
    t = np.arange(20000.0)
    exact = kernel.error_recursion(2 / (t + 1 + 24), 10, 1.0, 1)
    late = np.arange(2000, 20001)
    assert np.polyfit(np.log(late), np.log(exact[late]), 1)[0] == pytest.approx(-1, abs=0.08)
    small = kernel.error_recursion(0.1 / (t + 2), 10, 1.0, 1)
    assert np.polyfit(np.log(late), np.log(small[late]), 1)[0] > -0.3


def test_the_well_has_the_stationary_points_that_brent_finds():
    deep, barrier, shallow = kernel.stationary_points()
    for point in (deep, barrier, shallow):
        assert float(kernel.well_slope(np.array(point))) == pytest.approx(0, abs=1e-10)
    assert optimize.minimize_scalar(lambda x: float(kernel.well(np.array(x))), bounds=(-2, 0), method="bounded").x == (
        pytest.approx(deep, abs=1e-4)
    )
    x = np.linspace(-2, 2, 41)
    numeric = (kernel.well(x + 1e-6) - kernel.well(x - 1e-6)) / 2e-6
    np.testing.assert_allclose(kernel.well_slope(x), numeric, atol=1e-6)
    np.testing.assert_allclose(np.polyval(kernel.WELL, x) - 0.0, kernel.well(x), atol=1e-12)


def test_full_batch_stays_on_its_side_and_at_its_saddle():
    ends = kernel.noisy_descent(generator(0), 1.5, 3, 4000, 0.05, 0.0, False)
    assert np.all(np.abs(ends - kernel.stationary_points()[2]) < 1e-9)
    assert np.linalg.norm(kernel.saddle_descent(generator(0), 1, 2000, 0.05, 0.0)) < 1e-12
    noisy = kernel.saddle_descent(generator(0), 500, 2000, 0.05, 0.1)
    assert np.mean(np.abs(noisy[:, 1]) > 0.5) >= 0.99


def test_svrg_is_linear_to_the_last_digit():
    problem = least_squares(generator(5), 300, 10, 10.0, 1.0)
    step = 0.1 / np.max(np.sum(problem.x**2, axis=1))
    assert kernel.svrg(generator(6), problem, step, 60).min() <= 1e-12


def test_a_fresh_order_lowers_the_floor_at_small_steps_and_not_at_large_ones():
    problem = least_squares(generator(5), 400, 5, 10.0, 1.0)

    def ratio(step, epochs):
        drawn, shuffled = (
            kernel.sampled_floor(generator(7), problem, step, epochs, reshuffle, 4)[epochs // 2 :].mean()
            for reshuffle in (False, True)
        )
        return drawn / shuffled

    assert ratio(0.002, 80) > 3
    assert ratio(0.05, 12) < 3


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 8), batch=st.integers(1, 8))
def test_the_deviation_is_that_of_every_possible_mini_batch(seed, n, batch):
    from itertools import combinations, product

    gradients = generator(seed).standard_normal((n, 3))
    batch = min(batch, n)
    mean = gradients.mean(axis=0)
    chosen = list(combinations(range(n), batch))
    exact = np.mean([np.sum((gradients[list(c)].mean(0) - mean) ** 2) for c in chosen])
    assert kernel.batch_deviation(gradients, batch, False) == pytest.approx(np.sqrt(exact), abs=1e-12)
    if n**batch <= 4000:
        again = np.mean([np.sum((gradients[list(c)].mean(0) - mean) ** 2) for c in product(range(n), repeat=batch)])
        assert kernel.batch_deviation(gradients, batch, True) == pytest.approx(np.sqrt(again), abs=1e-12)


def test_forgetting_the_finite_population_is_caught():
    gradients = generator(1).standard_normal((6, 3))
    whole = kernel.drawn_batches(generator(2), gradients, 6, False, 20)
    assert np.max(np.abs(whole - gradients.mean(0))) < 1e-12
    assert kernel.batch_deviation(gradients, 6, False) == 0 != kernel.batch_deviation(gradients, 6, True)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10**6), micro=st.integers(1, 70))
def test_accumulated_micro_batches_are_the_full_gradient(seed, micro):
    problem = least_squares(generator(seed), 64, 4, 10.0, 1.0)
    w = generator(seed + 1).standard_normal(4)
    oracle = sample_gradients(problem, w).mean(axis=0)
    np.testing.assert_allclose(kernel.accumulated_gradient(problem, w, micro), oracle, atol=1e-12)
    np.testing.assert_allclose(full_gradient(problem, w), oracle, atol=1e-12)


def test_kept_bytes_are_those_of_arrays():
    kept = [np.zeros((32, 16))] + [np.zeros((32, 16)) for _ in range(3)]
    assert kernel.activation_bytes(32, 16, 3) == sum(array.nbytes for array in kept)


@pytest.mark.parametrize("gradients", [[[0.1], [0.2], [-0.3]], [[1.0, 0.1], [-1.0, -0.1]], [[0.0], [0.0]]])
def test_gradients_that_cancel_are_nothing_but_noise(gradients):
    assert kernel.noise_scale(np.array(gradients)) == np.inf
