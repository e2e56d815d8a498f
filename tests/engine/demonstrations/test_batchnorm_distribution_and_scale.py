"""D10 to D14 against SciPy, closed forms and algebra, at the tolerances of the audit."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels.moments import distance_to_normal, excess_kurtosis, skewness, variance_of_mean
from engine.registry import find, generator
from tests.late import late

stats = late("scipy.stats")


def run(name, seed=0, **parameters):
    return find(name).run(parameters, generator(seed)).measurements


@pytest.mark.parametrize("seed", range(5))
def test_moments_agree_with_scipy(seed):
    x = generator(seed).standard_exponential(200 + seed)
    assert skewness(x) == pytest.approx(stats.skew(x), rel=1e-10)
    assert excess_kurtosis(x) == pytest.approx(stats.kurtosis(x), rel=1e-10)
    assert distance_to_normal(x) == pytest.approx(stats.kstest(x, "norm").statistic, rel=1e-10)


@pytest.mark.parametrize("shape", ["gauss", "bimodal", "exponential", "student5"])
def test_normalisation_keeps_shape_and_correlation(shape):
    values = run("batchnorm_distribution", shape=shape, gamma=5.0, beta=-1.0)
    for name in ("skewness", "kurtosis", "correlation"):
        assert values[f"{name}_after"] == pytest.approx(values[f"{name}_before"], abs=1e-9)
    assert values["output_mean"] == pytest.approx(-1, abs=1e-9)
    assert values["output_deviation"] == pytest.approx(5, abs=1e-9)
    assert (values["normal_distance"] > 0.1) == (shape in ("exponential", "bimodal"))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("factor", [0.01, 3.0, 1000.0])
def test_the_weight_scale_is_ignored_and_the_gradient_divided_by_it(factor, seed):
    values = run("batchnorm_scale", seed, factor=factor)
    assert values["output_gap"] <= 1e-10
    assert values["gradient_gap"] <= 1e-10
    assert values["gradient_ratio"] == pytest.approx(1 / factor, rel=1e-10)
    assert values["cosine"] <= 1e-10
    assert values["norm_after"] == pytest.approx(values["pythagoras"], rel=1e-10)
    assert values["matched_gap"] <= 1e-9
    assert values["unmatched_gap"] > 1e-4
    assert values["norm_growth"] > 1


def test_the_invariance_breaks_when_eps_is_not_small():
    assert run("batchnorm_scale", eps=1.0)["output_gap"] > 0.01


@pytest.mark.parametrize("rho", [-0.5, 0.0, 0.5, 0.9])
def test_a_dependent_chain_is_worth_fewer_samples(rho):
    n = 500
    covariance = rho ** np.abs(np.subtract.outer(np.arange(n), np.arange(n)))
    assert variance_of_mean(rho, n) == pytest.approx(covariance.mean(), rel=1e-10)
    values = run("iid_apart", 1, rho=rho, chains=4000)
    assert values["mean_variance"] == pytest.approx(values["mean_variance_theory"], rel=0.1)
    assert values["value_variance"] == pytest.approx(1, rel=0.1)


def test_the_numbers_of_the_audit_on_iid():
    values = run("iid_apart")
    assert values["worth"] == pytest.approx(26.8, abs=0.1)
    assert values["error_inside"] == pytest.approx(5.8e-4, rel=0.1)
    assert values["error_outside"] == pytest.approx(7.7, rel=0.02)
    assert values["error_well_specified"] <= 1e-12


@pytest.mark.parametrize("seed", range(5))
def test_an_interpolating_fit_fails_on_iid_test_data(seed):
    values = run("iid_apart", seed, samples=2, chains=20)
    assert values["overfit_training"] < 1e-6
    assert values["overfit_test"] > 0.1


@pytest.mark.parametrize(("keep", "center", "spread"), [(0.5, 0.5, 1.0), (0.8, 0.0, 2.0), (0.9, -1.0, 0.5)])
def test_dropout_before_batchnorm_shifts_the_variance(keep, center, spread):
    values = run("dropout_before_batchnorm", keep=keep, center=center, spread=spread, samples=1_000_000)
    assert values["ratio_measured"] == pytest.approx(values["ratio"], rel=0.01)
    assert values["ratio"] == pytest.approx(spread / ((spread + center**2) / keep - center**2), rel=1e-12)


def test_the_variance_shift_of_the_audit():
    assert run("dropout_before_batchnorm", samples=100)["ratio"] == pytest.approx(0.4444, abs=1e-4)


@pytest.mark.parametrize("seed", range(3))
def test_moving_distributions_on_purpose_does_not_stop_learning(seed, in_full):
    values = run("batchnorm_race", seed, **({} if in_full else {"width": 32, "steps": 200}))
    assert values["drift_ratio"] > 1.1
    assert values["accuracy_shifted"] - values["accuracy_plain"] >= -0.1
    assert values["accuracy_shifted"] > 0.85
    assert values["steps_to_95_normalised"] < values["steps_to_95_plain"]


def test_sigmoid_in_eight_layers_learns_only_with_batchnorm():
    values = run("batchnorm_race", activation="sigmoid", rate_plain=0.3, rate_normalised=0.3, steps=120)
    assert values["accuracy_plain"] < 0.3
    assert values["accuracy_normalised"] > 0.9


def test_stopping_the_race_early_leaves_a_result():
    partial = next(find("batchnorm_race").stages({}, generator(0)))
    assert 0 < partial.done < 1
    assert set(partial.result.measurements) == {m.name for m in find("batchnorm_race").measurements}


@pytest.mark.long
@pytest.mark.parametrize(("activation", "plain", "normalised"), [("relu", {1, 2, 3}, 4), ("sigmoid", {0}, 3)])
def test_batchnorm_widens_the_range_of_learning_rates(activation, plain, normalised):
    values = run("batchnorm_rates", activation=activation, steps=400)
    assert values["best_steps_normalised"] <= 120
    assert values["best_steps_normalised"] < values["best_steps_plain"]
    assert values["working_plain"] in plain
    assert values["working_normalised"] >= normalised


@pytest.mark.parametrize(("activation", "steps"), [("relu", 120), ("sigmoid", 140)])
def test_batchnorm_widens_the_range_of_learning_rates_in_small_nets(activation, steps):
    values = run("batchnorm_rates", activation=activation, steps=steps, width=32, depth=5)
    assert values["best_steps_normalised"] <= 120
    assert values["working_plain"] == 0
    assert values["working_normalised"] >= 2


def test_batchnorm_widens_the_range_of_initial_scales(in_full):
    values = run(
        "batchnorm_rates",
        vary="scale",
        **({"steps": 200, "depth": 6} if in_full else {"steps": 100, "depth": 4, "width": 32}),
    )
    assert values["tried"] == 6
    assert values["working_normalised"] - values["working_plain"] >= 3


def test_a_net_that_diverges_or_runs_out_of_steps_never_arrives():
    values = run("batchnorm_rates", steps=20, depth=1, width=4)
    assert values["best_steps_plain"] == float("inf")
    assert values["working_plain"] == values["working_normalised"] == 0


@pytest.mark.parametrize("value", [0.1, -0.3, 1e5 + 0.1])
def test_a_constant_has_no_skewness_and_no_excess_kurtosis(value):
    x = np.full(9, value)
    assert (float(skewness(x)), float(excess_kurtosis(x))) == (0.0, 0.0)  # SciPy: NaN
