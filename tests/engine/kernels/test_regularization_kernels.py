"""Ridge, lasso, decay and stopping against scikit-learn, SciPy and closed forms; planted faults are caught."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernels import regularization as kernel
from engine.kernels import regularization_training as training
from engine.registry import generator
from tests.late import late

linalg = late("scipy.linalg")
optimize = late("scipy.optimize")
linear_model = late("sklearn.linear_model")
neighbors = late("sklearn.neighbors")

SEEDS = st.integers(0, 10**6)


def problem(seed, n, p):
    rng = generator(seed)
    return rng.standard_normal((n, p)) @ rng.standard_normal((p, p)), rng.standard_normal(n)


def audited():
    """The 100 x 30 problem with four true columns on which the audit's lasso numbers were taken."""
    rng = np.random.default_rng(3)
    x, truth = rng.standard_normal((100, 30)), np.zeros(30)
    truth[:4] = [3, -2, 1.5, 1]
    y = x @ truth + 0.5 * rng.standard_normal(100)
    return x - x.mean(axis=0), y - y.mean(), truth


def against_augmented(solve, x, y, penalty):
    """How far `solve` is from SciPy's least squares with sqrt(penalty) I below the design, relative."""
    stacked = np.vstack([x, np.sqrt(penalty) * np.eye(x.shape[1])])
    oracle = linalg.lstsq(stacked, np.concatenate([y, np.zeros(x.shape[1])]))[0]
    return float(np.abs(solve(x, y, penalty) - oracle).max() / max(np.abs(oracle).max(), 1e-300))


@settings(max_examples=60, deadline=None)
@given(seed=SEEDS, n=st.integers(1, 20), p=st.integers(1, 12), penalty=st.floats(0.01, 1e4))
def test_ridge_is_least_squares_with_the_penalty_as_further_rows(seed, n, p, penalty):
    x, y = problem(seed, n, p)
    assert against_augmented(kernel.ridge, x, y, penalty) < 1e-10


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, n=st.integers(2, 30), p=st.integers(1, 8), penalty=st.floats(0.01, 1e3))
def test_ridge_with_a_free_intercept_agrees_with_scikit_learn(seed, n, p, penalty):
    x, y = problem(seed, n, p)
    x, y = x + 3, y + 7
    weights, intercept = kernel.centred_ridge(x, y, penalty)
    oracle = linear_model.Ridge(alpha=penalty, solver="svd").fit(x, y)
    np.testing.assert_allclose(weights, oracle.coef_, rtol=1e-9, atol=1e-11)
    assert intercept == pytest.approx(oracle.intercept_, rel=1e-9)


@pytest.mark.parametrize(
    "fault",
    [
        lambda x, y, penalty: kernel.ridge(x, y, penalty * len(x)),
        lambda x, y, penalty: kernel.ridge(x, y, 0.0),
        lambda x, y, penalty: kernel.ridge(x, y, 0.0) / (1 + penalty),
        lambda x, y, penalty: kernel.ridge(x, y, penalty**2),
    ],
    ids=["of the mean loss", "penalty forgotten", "one factor for all", "penalty squared"],
)
def test_a_wrong_ridge_is_caught(fault):
    x, y = problem(1, 12, 3)
    assert against_augmented(fault, x, y, 2.0) > 1e-3


def test_without_a_penalty_ridge_is_the_least_norm_fit_even_with_copied_and_constant_columns():
    x = np.array([[1.0, 1, 0], [2, 2, 0], [3, 3, 0]])
    np.testing.assert_allclose(kernel.ridge(x, np.array([2.0, 4, 6]), 0.0), [1, 1, 0], atol=1e-12)
    assert kernel.ridge(np.zeros((2, 2)), np.ones(2), 0.0).tolist() == [0, 0]
    assert kernel.ridge(np.zeros((2, 2)), np.ones(2), 3.0).tolist() == [0, 0]


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, n=st.integers(2, 20), p=st.integers(1, 8), penalty=st.floats(1e-3, 1e3))
def test_each_singular_direction_keeps_its_factor_and_they_add_up_to_the_trace(seed, n, p, penalty):
    x, y = problem(seed, n, p)
    _, s, v = np.linalg.svd(x, full_matrices=False)
    factors = kernel.shrink_factors(s, penalty)
    np.testing.assert_allclose(v @ kernel.ridge(x, y, penalty), factors * (v @ np.linalg.pinv(x) @ y), atol=1e-7)
    hat = x @ np.linalg.solve(x.T @ x + penalty * np.eye(p), x.T)
    assert factors.sum() == pytest.approx(np.trace(hat), rel=1e-7)


def test_shrink_factors_at_the_edges():
    assert kernel.shrink_factors(np.array([0.0, 2.0]), 0.0).tolist() == [0.0, 1.0]
    assert kernel.shrink_factors(np.array([0.0, 1.0]), 1.0).tolist() == [0.0, 0.5]


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, penalty=st.floats(0.1, 50))
def test_ridge_is_the_best_point_in_the_ball_of_its_norm(seed, penalty):
    x, y = problem(seed, 12, 2)
    w = kernel.ridge(x, y, penalty)
    inside = optimize.minimize(
        lambda v: np.sum((y - x @ v) ** 2),
        np.zeros(2),
        jac=lambda v: 2 * x.T @ (x @ v - y),
        constraints={"type": "ineq", "fun": lambda v: w @ w - v @ v, "jac": lambda v: -2 * v},
        method="SLSQP",
        options={"ftol": 1e-14, "maxiter": 500},
    )
    np.testing.assert_allclose(inside.x, w, atol=1e-4)
    np.testing.assert_allclose(kernel.on_the_circle(x, y, float(np.linalg.norm(w))), w, atol=1e-5)


def against_search(threshold, b, penalty):
    """How far `threshold` is from SciPy's minimum of (w - b)^2 / 2 + penalty |w|."""
    worst = 0.0
    for each in b:
        found = optimize.minimize_scalar(
            lambda w, each=each: 0.5 * (w - each) ** 2 + penalty * abs(w),
            bounds=(-20, 20),
            options={"xatol": 1e-10},
            method="bounded",
        ).x
        worst = max(worst, abs(found - float(threshold(np.array([each]), penalty)[0])))
    return worst


B = np.array([3.0, -2.0, 0.4, -0.1, 0.0, 7.5])


def test_the_soft_threshold_is_the_minimum_and_stops_at_zero():
    assert against_search(kernel.soft_threshold, B, 0.5) < 1e-6
    assert kernel.soft_threshold(np.array([0.5, -0.5, 0.5 + 1e-12]), 0.5)[:2].tolist() == [0.0, 0.0]
    assert not np.signbit(kernel.soft_threshold(np.array([-0.2]), 0.5))[0]
    assert kernel.soft_threshold(np.array([1e300, -1e300]), 1.0).tolist() == [1e300, -1e300]


@pytest.mark.parametrize(
    "fault",
    [
        kernel.hard_threshold,
        lambda b, penalty: b / (1 + penalty),
        lambda b, penalty: b - penalty * np.sign(b),
        lambda b, penalty: np.maximum(b - penalty, 0),
        lambda b, penalty: kernel.soft_threshold(b, penalty / 2),
    ],
    ids=["hard", "divided", "not stopped", "one side only", "half the penalty"],
)
def test_a_wrong_threshold_is_caught(fault):
    assert against_search(fault, B, 0.5) > 1e-3


def against_lasso(solve, x, y, penalty):
    """How far `solve` is from scikit-learn's lasso."""
    oracle = linear_model.Lasso(alpha=penalty, fit_intercept=False, tol=1e-14, max_iter=100_000).fit(x, y).coef_
    return float(np.abs(solve(x, y, penalty) - oracle).max())


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, n=st.integers(6, 30), p=st.integers(1, 5), share=st.floats(0.02, 1.2))
def test_the_lasso_agrees_with_scikit_learn_and_meets_its_conditions(seed, n, p, share):
    rng = generator(seed)
    x, y = rng.standard_normal((n, p)), rng.standard_normal(n)
    penalty = share * kernel.largest_penalty(x, y)
    assert against_lasso(kernel.lasso, x, y, penalty) < 1e-6
    assert kernel.optimality_gap(x, y, kernel.lasso(x, y, penalty), penalty) < 1e-9


@pytest.mark.parametrize("share", [0.9, 0.5, 0.2, 0.1, 0.05, 0.02])
def test_the_audited_lasso_agrees_with_scikit_learn_and_ista(share):
    x, y, _ = audited()
    penalty = share * kernel.largest_penalty(x, y)
    assert against_lasso(kernel.lasso, x, y, penalty) < 1e-6
    assert kernel.optimality_gap(x, y, kernel.lasso(x, y, penalty), penalty) < 1e-9
    np.testing.assert_allclose(kernel.proximal_gradient(x, y, penalty, 3000), kernel.lasso(x, y, penalty), atol=1e-8)


@pytest.mark.parametrize(
    "fault",
    [
        lambda x, y, penalty: kernel.lasso(x, y, penalty * len(y)),
        lambda x, y, penalty: kernel.lasso(x, y, penalty / 2),
        lambda x, y, penalty: kernel.soft_threshold(kernel.ridge(x, y, 0.0), penalty),
        lambda x, y, penalty: kernel.subgradient_descent(x, y, penalty, 0.05, 50),
    ],
    ids=["n too much", "half", "as if orthonormal", "not yet there"],
)
def test_a_wrong_lasso_is_caught_by_oracle_and_conditions(fault):
    x, y, _ = audited()
    penalty = 0.2 * kernel.largest_penalty(x, y)
    assert against_lasso(fault, x, y, penalty) > 1e-4
    assert kernel.optimality_gap(x, y, fault(x, y, penalty), penalty) > 1e-4


def test_from_the_largest_useful_penalty_on_every_coefficient_is_exactly_zero_and_just_below_one_is_not():
    x, y, _ = audited()
    most = kernel.largest_penalty(x, y)
    path = kernel.lasso_path(x, y, most * np.array([2.0, 1 + 1e-9, 1 - 1e-3]))
    assert (path != 0).sum(axis=1).tolist() == [0, 0, 1]


def test_subgradient_steps_reach_no_zero_where_the_lasso_has_26():
    x, y, _ = audited()
    penalty = 0.2 * kernel.largest_penalty(x, y)
    assert int((kernel.subgradient_descent(x, y, penalty, 0.05, 20_000) == 0).sum()) == 0
    assert int((kernel.proximal_gradient(x, y, penalty, 20_000) == 0).sum()) == 26
    assert int((kernel.lasso(x, y, penalty) == 0).sum()) == 26


def test_a_copied_column_is_used_once_by_the_lasso_and_halved_by_ridge():
    x, y, _ = audited()
    pair = x[:, [0, 0]]
    np.testing.assert_allclose(kernel.lasso(pair, y, 0.1), [3.168, 0], atol=5e-4)
    np.testing.assert_allclose(kernel.ridge(pair, y, 1.0), [1.6463, 1.6463], atol=5e-5)


def test_degenerate_designs_keep_zero_coefficients():
    x = np.column_stack([np.zeros(4), np.arange(4.0)])
    w = kernel.lasso(x, np.arange(4.0), 0.1)
    assert w[0] == 0
    assert w[1] > 0
    assert kernel.proximal_gradient(np.zeros((3, 2)), np.ones(3), 0.1, 5).tolist() == [0, 0]
    one = kernel.lasso(np.array([[2.0]]), np.array([6.0]), 4.0)
    assert one.tolist() == [2.0]  # soft(12, 4) / 4


def test_degrees_of_freedom_are_the_mean_number_of_non_zeros():
    x, _, truth = audited()
    freedom, support = kernel.lasso_freedom(x, x @ truth, np.random.default_rng(4).standard_normal((400, 100)), 0.25)
    assert freedom == pytest.approx(4.41, abs=0.005)
    assert support == pytest.approx(4.47, abs=0.005)


@settings(max_examples=40, deadline=None)
@given(seed=SEEDS, steps=st.integers(1, 200), scale=st.floats(0.05, 1.9))
def test_stopped_descent_follows_its_closed_form(seed, steps, scale):
    x, y = problem(seed, 9, 4)
    _, s, v = np.linalg.svd(x, full_matrices=False)
    step = scale / s[0] ** 2
    w = training.descend_least_squares(x, y, step, steps)[-1]
    exact = training.stopping_factors(s, step, steps) * (v @ np.linalg.pinv(x) @ y)
    assert np.abs(v @ w - exact).max() < 1e-7 * max(1.0, np.abs(exact).max())


def test_stopped_descent_of_the_audit_is_exact_to_ten_digits():
    x, y, _ = audited()
    u, s, v = np.linalg.svd(x, full_matrices=False)
    w = training.descend_least_squares(x, y, 1 / s[0] ** 2, 40)[-1]
    assert np.abs(v @ w - training.stopping_factors(s, 1 / s[0] ** 2, 40) * (u.T @ y) / s).max() < 1e-10


@settings(max_examples=25, deadline=None)
@given(seed=SEEDS, n=st.integers(3, 20), p=st.integers(2, 90))
def test_the_least_norm_fit_is_scipys(seed, n, p):
    rng = generator(seed)
    x, y = rng.standard_normal((n, p)), rng.standard_normal(n)
    oracle = linalg.lstsq(x, y, lapack_driver="gelsy")[0]
    np.testing.assert_allclose(training.least_norm_fit(x, y), oracle, rtol=1e-6, atol=1e-6 * np.abs(oracle).max())


def test_random_features_peak_at_the_number_of_samples_and_interpolate_beyond():
    # Section 6.8 of the audit: p: largest |weight|, test error.
    rng = np.random.default_rng(11)
    x, asked = rng.standard_normal((100, 10)), rng.standard_normal((1000, 10))
    truth = rng.standard_normal(10) / np.sqrt(10)
    y, clean = x @ truth + 0.5 * rng.standard_normal(100), asked @ truth
    shuffled = rng.permutation(y)
    measured = {}
    for p in (20, 60, 100, 300, 10_000):
        own = np.random.default_rng(1)
        directions, offsets = own.standard_normal((10, p)), own.standard_normal(p)
        features = training.relu_features(x, directions, offsets)
        w, worst = training.least_norm_fit(features, y), training.least_norm_fit(features, shuffled)
        test = np.mean((training.relu_features(asked, directions, offsets) @ w - clean) ** 2)
        measured[p] = np.abs(w).max(), test, np.mean((features @ w - y) ** 2), np.abs(worst).max()
    assert [m[1] for m in measured.values()] == pytest.approx([0.575, 0.467, 23.2, 0.689, 0.384], rel=0.01)
    assert [m[0] for m in measured.values()] == pytest.approx([2.32, 5.0, 31.8, 3.6, 0.72], rel=0.02)
    assert measured[10_000][2] < 1e-12
    assert measured[10_000][3] == pytest.approx(1.35, abs=0.01)


def test_the_nearest_neighbour_is_scikit_learns():
    rng = generator(0)
    x, y, asked = rng.standard_normal((30, 4)), rng.standard_normal(30), rng.standard_normal((50, 4))
    oracle = neighbors.KNeighborsRegressor(1).fit(x, y).predict(asked)
    assert training.nearest_neighbour(x, y, asked).tolist() == oracle.tolist()


def test_the_nearest_neighbour_is_found_far_from_the_origin():
    rng = generator(0)
    x, y, asked = 1e8 + rng.standard_normal((30, 2)), rng.standard_normal(30), 1e8 + rng.standard_normal((9, 2))
    oracle = neighbors.KNeighborsRegressor(1, algorithm="kd_tree").fit(x, y).predict(asked)
    assert training.nearest_neighbour(x, y, asked).tolist() == oracle.tolist()


def test_hard_thresholding_lets_nan_through():
    assert np.isnan(kernel.hard_threshold(np.array([np.nan]), 1.0)[0])
