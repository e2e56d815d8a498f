"""The numbers that the audit states for penalties, and what each demonstration shows."""

from __future__ import annotations

import numpy as np
import pytest

from engine.parameters import ParameterError
from engine.registry import catalogue, find, generator
from tests.late import late

integrate = late("scipy.integrate")
linear_model = late("sklearn.linear_model")


def run(name, seed=0, **given):
    return find(name).run(given, generator(seed)).measurements


def test_the_unpenalised_polynomial_explodes_and_a_tuned_penalty_tames_it():
    m = run("ridge_overfitting")
    assert m["plain_largest"] == pytest.approx(1.9e7, rel=0.02)
    assert m["plain_test_error"] == pytest.approx(7e7, rel=0.05)
    assert m["best_penalty"] == 0.01
    assert m["best_test_error"] == pytest.approx(0.0303, abs=5e-5)
    assert m["heavy_test_error"] == pytest.approx(0.662, abs=5e-4)
    assert m["heavy_test_error"] / m["best_test_error"] == pytest.approx(21.9, abs=0.1)
    assert m["largest_coefficient"] == pytest.approx(2.3, abs=0.05)


def test_norm_falls_and_training_error_rises_whatever_the_seed():
    for seed in range(40):
        m = run("ridge_overfitting", seed)
        assert m["norm_falls"]
        assert m["train_error_rises"]
        assert m["plain_largest"] > 1e3
        assert m["best_penalty"] not in (m["penalties"][0], m["penalties"][-1])


def test_the_polynomial_fit_is_scikit_learns():
    rng = np.random.default_rng(0)
    x = np.sort(rng.uniform(-1, 1, 15))
    y = np.sin(np.pi * x) + 0.2 * rng.standard_normal(15)
    oracle = linear_model.Ridge(alpha=0.01, solver="svd").fit(x[:, None] ** np.arange(1, 15), y)
    m = run("ridge_overfitting")
    assert m["norm"] == pytest.approx(np.linalg.norm(oracle.coef_), rel=1e-8)
    assert m["intercept"] == pytest.approx(oracle.intercept_, rel=1e-8)


def test_one_coefficient_grows_while_the_norm_falls():
    m = run("correlated_pair", 2)
    assert m["plain"][1] == pytest.approx(-0.107, abs=5e-4)
    assert m["shrunk"][1] == pytest.approx(0.616, abs=5e-4)
    assert m["plain_norm"] == pytest.approx(2.08, abs=0.005)
    assert m["norm"] == pytest.approx(1.13, abs=0.005)
    assert m["zeros"] == 0


def test_sum_and_difference_of_a_standardised_pair_are_its_singular_directions():
    for seed in range(20):
        m = run("correlated_pair", seed)
        assert m["sum_ratio"] == pytest.approx(m["sum_factor"], rel=1e-10)
        assert m["difference_ratio"] == pytest.approx(m["difference_factor"], rel=1e-9)
        assert m["circle_gap"] < 1e-6
        assert m["copy_split"][0] == pytest.approx(m["copy_split"][1], abs=1e-10)


def test_ridge_by_hand_on_a_diagonal_and_on_a_given_design():
    m = run("ridge_shrinkage", singular=[3.0, 1.0], target=[6.0, 2.0], penalty=1.0)
    np.testing.assert_allclose(m["weights"], [18 / 10, 2 / 2])
    np.testing.assert_allclose(m["factors"], [0.9, 0.5])
    assert m["degrees_of_freedom"] == pytest.approx(1.4)
    # X^T X + I = [[3, 1], [1, 3]] and X^T y = (5, 3)
    given = run("ridge_shrinkage", design=[[1, 0], [0, 1], [1, 1]], target=[3, 1, 2], penalty=1.0)
    np.testing.assert_allclose(given["weights"], [12 / 8, 4 / 8])


def test_a_diagonal_design_with_copied_and_vanishing_singular_values():
    m = run("ridge_shrinkage", singular=[2.0, 2.0, 0.0], target=[1.0, 1.0, 1.0], penalty=0.0)
    assert m["plain_weights"].tolist() == [0.5, 0.5, 0.0]
    assert m["degrees_of_freedom"] == pytest.approx(2.0)


def test_the_posterior_peaks_where_ridge_and_soft_threshold_say():
    for seed in range(15):
        m = run("prior_reading", seed, prior_deviation=0.7, prior_scale=0.4)
        assert m["gaussian_peak"] == pytest.approx(m["ridge_estimate"], abs=m["grid_width"])
        assert m["laplace_peak"] == pytest.approx(m["lasso_estimate"], abs=m["grid_width"])


def test_under_a_laplace_prior_the_peak_may_be_zero_while_mean_and_draws_are_not():
    m = run("prior_reading", observations=[0.5, -0.2, 0.3], prior_scale=0.5)
    assert m["laplace_peak"] == pytest.approx(0, abs=1e-12)
    assert m["lasso_estimate"] == 0
    assert m["zero_share"] == 0

    def density(w):
        return np.exp(-((np.array([0.5, -0.2, 0.3]) - w) ** 2).sum() / 2 - abs(w) / 0.5)

    mass = integrate.quad(density, -6, 6, points=[0.0])[0]
    mean = integrate.quad(lambda w: w * density(w), -6, 6, points=[0.0])[0] / mass
    assert m["laplace_mean"] == pytest.approx(mean, abs=0.01)


def test_large_coefficients_without_over_fitting():
    m = run("coefficient_traps")
    assert m["chebyshev_largest"] == 92160
    assert m["chebyshev_reach"] == pytest.approx(1.0)
    assert m["weight_ratio"] == pytest.approx(1e4, rel=1e-6)
    assert m["prediction_change"] <= 1e-10
    assert m["far_slope"] == pytest.approx(300)
    for seed in range(15):
        m = run("coefficient_traps", seed)
        assert m["copies_deviation"] < 2.5
        assert m["ridge_change"] > 0.1
        assert m["standardised_change"] < 1e-10
        assert m["free_shift"] == pytest.approx(100)
        assert m["penalised_shift"] < 99
        assert m["random_slope"] <= m["slope_bound"]


def test_over_fitting_without_large_coefficients():
    for seed in range(6):
        m = run("random_features", seed, features=10_000, curve=False)
        assert m["train_error"] < 1e-12
        assert m["shuffled_train_error"] < 1e-12
        assert m["shuffled_largest"] < 2 * m["small_largest"]
        assert m["peak_test_error"] > 3 * m["small_test_error"]
        assert m["neighbour_train_error"] == 0


def test_the_lasso_lands_on_zeros_that_subgradients_miss():
    m = run("lasso_zeros", 3, columns=30)
    assert (m["zeros"], m["proximal_zeros"], m["subgradient_zeros"], m["ridge_zeros"]) == (26, 26, 0, 0)
    assert m["optimality_gap"] < 1e-9
    assert m["inside_pull"] <= m["penalty"]
    assert run("lasso_zeros", 3, columns=30, relative_penalty=0.02)["support"] == 15
    assert run("lasso_zeros", 3, columns=30, relative_penalty=1.0001)["zeros"] == 30


@pytest.mark.parametrize("layout", ["independent", "orthonormal", "correlated", "duplicated"])
def test_every_design_meets_the_lassos_conditions(layout):
    for seed in range(5):
        m = run("lasso_zeros", seed, layout=layout)
        assert m["optimality_gap"] < 1e-9
        assert m["path_supports"][0] <= 1
        assert m["fit_falls"]


def test_orthonormal_columns_give_the_soft_threshold_and_the_bias_is_lambda():
    for seed in range(10):
        m = run("lasso_zeros", seed, layout="orthonormal", columns=8)
        assert m["soft_gap"] <= 1e-12
        assert m["divided_gap"] <= 1e-12
        assert m["largest_lost"] == pytest.approx(m["penalty"], abs=1e-12)
        assert m["refitted_bias"] < m["bias"]


def test_copies_the_lasso_may_use_either_and_ridge_uses_both():
    m = run("lasso_zeros", layout="duplicated")
    assert m["lasso_pair"][1] == pytest.approx(0, abs=1e-12)
    assert m["swapped_pair"][0] == pytest.approx(0, abs=1e-12)
    assert m["pair_loss_gap"] < 1e-12
    assert m["ridge_pair"][0] == pytest.approx(m["ridge_pair"][1], abs=1e-10)


def test_a_given_design_is_taken_as_it_is():
    m = run("lasso_zeros", layout="given", design=[[1, 0], [0, 2]], target=[4, 3], relative_penalty=0.5)
    assert m["largest_penalty"] == pytest.approx(3.0)
    np.testing.assert_allclose(m["weights"], [(2 - 1.5) / 0.5, (3 - 1.5) / 2])


def test_soft_thresholding_agrees_with_a_search():
    m = run("soft_thresholding", coefficients=[3, -2, 0.2, 0.3], penalty=0.3)
    np.testing.assert_allclose(m["soft"], [2.7, -1.7, 0, 0], atol=1e-12)
    np.testing.assert_allclose(m["searched"], m["soft"], atol=m["search_width"])
    np.testing.assert_allclose(m["searched_square"], m["divided"], atol=m["search_width"])
    assert (m["zeros"], m["square_zeros"]) == (2, 0)
    assert m["entry_penalties"] == pytest.approx([3, 2, 0.2, 0.3], abs=0.005)


def test_choosing_and_shrinking_cancel_in_the_degrees_of_freedom():
    for seed in range(5):
        m = run("lasso_degrees", seed, draws=1500)
        assert m["ratio"] == pytest.approx(1, abs=0.1)


def test_decoupled_decay_shrinks_alike_where_adam_with_l2_does_not():
    m = run("weight_decay", start=[1.0, 1.0], gradient=[100.0, 0.01], rate=0.01, penalty=0.1, steps=1)
    np.testing.assert_allclose(m["decoupled_pull"], [0.001, 0.001], rtol=1e-9)
    assert m["coupled_pull"] == pytest.approx([0, 0], abs=1e-6)
    assert run("weight_decay", 1)["gap"] > 1e-4
    assert run("weight_decay", 1, optimiser="sgd", steps=200)["gap"] < 1e-13


def test_with_alternating_gradients_adam_divides_the_pull_of_l2_by_the_size_of_the_gradient():
    given = {"start": [1.0, 1.0, 1.0], "gradient": [10.0, 1.0, 0.1], "rate": 0.01, "penalty": 0.01, "steps": 200}
    m = run("weight_decay", alternating=True, **given)
    # About steps * rate * penalty * w / |g| once the averages have settled.
    assert m["coupled_pull"][0] == pytest.approx(0.002, rel=0.1)
    assert m["coupled_pull"][1] == pytest.approx(0.02, rel=0.1)
    assert m["coupled_pull"][2] > 5 * m["coupled_pull"][1]
    assert m["decoupled_ratio_of_pulls"] > 0.95


def test_stopping_matches_its_closed_form_and_only_resembles_ridge():
    for seed in range(10):
        m = run("early_stopping", seed)
        assert m["loop_gap"] < 1e-10
        assert 0.05 < m["largest_difference"] < 0.3
        ridge = m["s"] ** 2 / (m["s"] ** 2 + m["same_penalties"])
        np.testing.assert_allclose(ridge, m["factors"], rtol=1e-9)


def test_a_step_beyond_the_limit_is_called_unstable():
    assert not run("early_stopping", singular=[3.0], step=0.3, steps=5)["stable"]


OURS = [item.name for item in catalogue().values() if item.topic == "regularization"]


@pytest.mark.parametrize("name", OURS)
def test_the_same_seed_gives_the_same_numbers(name):
    first, second = run(name, 5), run(name, 5)
    for key, value in first.items():
        np.testing.assert_array_equal(value, second[key])


def test_parameters_out_of_range_are_refused_with_the_range():
    with pytest.raises(ParameterError, match="from 3 to 60"):
        run("ridge_overfitting", points=2)
    with pytest.raises(ParameterError, match="plain_sgd"):
        run("weight_decay", optimiser="plain_sgd")


def test_a_coefficient_that_changes_its_sign_is_zero_where_a_root_finder_says():
    optimize = late("scipy.optimize")
    for seed in (2, 5, 7, 11):
        rng, m = generator(seed), run("correlated_pair", seed)
        z = rng.standard_normal(200)
        x = np.stack([z + 0.3 * rng.standard_normal(200), z + 0.3 * rng.standard_normal(200)], axis=1)
        x = (x - x.mean(axis=0)) / x.std(axis=0)
        y = x @ [2.0, 0.0] + 0.3 * rng.standard_normal(200)
        y = y - y.mean()

        def second(penalty, x=x, y=y):
            return np.linalg.solve(x.T @ x + penalty * np.eye(2), x.T @ y)[1]

        if second(0.0) * second(100.0) < 0:
            assert m["crossing_penalty"] == pytest.approx(optimize.brentq(second, 0.0, 100.0, xtol=1e-12), rel=1e-6)
            assert abs(m["crossing_weight"]) < 1e-10
        else:
            assert m["crossing_penalty"] == -1.0
