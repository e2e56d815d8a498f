"""The numbers that the audit states for scaling."""

from __future__ import annotations

import numpy as np
import pytest

from engine.registry import find, generator


def run(name, seed=0, **given):
    demonstration = find(name)
    return demonstration.run(demonstration.accept(given), generator(seed)).measurements


def test_z_scores_have_no_fixed_range_and_min_max_no_fixed_spread():
    normal, skewed = (
        run("scalers", outlier=0.0, samples=500),
        run("scalers", outlier=0.0, samples=500, shape="exponential"),
    )
    assert normal["z_largest"] > 2.5
    assert skewed["z_high"] > 4 > -1.2 > -2 < skewed["z_low"]
    for m in (normal, skewed):
        assert (m["min_max_scaled"].min(), m["min_max_scaled"].max()) == (0.0, 1.0)
    assert normal["min_max_deviation"] / skewed["min_max_deviation"] > 1.1
    assert skewed["skewness_after"] == pytest.approx(skewed["skewness_before"], abs=1e-10)


def test_one_outlier_among_ten_attains_the_bound_of_three():
    m = run("scalers", column=[0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    assert m["z_high"] == pytest.approx(3, abs=1e-12) == m["z_bound"]


def test_an_outlier_of_a_thousand_squeezes_min_max_and_z_scores_only():
    for seed in range(5):
        m = run("scalers", seed)
        assert m["min_max_width"] < 0.005
        assert m["z_width"] / m["z_width_clean"] < 0.05
        assert abs(m["robust_width"] / m["robust_width_clean"] - 1) < 0.01


def test_the_house_like_data_need_a_million_steps_raw_and_two_as_z_scores():
    for seed in range(3):
        m = run("scaling_descent", seed)
        assert m["none_iterations"] == pytest.approx(1.15e6, rel=0.1)
        assert m["centre_iterations"] == pytest.approx(11604, rel=0.1)
        assert m["min_max_iterations"] == pytest.approx(322, rel=0.15)
        assert m["min_max_symmetric_iterations"] == pytest.approx(35, rel=0.2)
        assert m["z_score_iterations"] <= 3
        assert m["none_condition"] == pytest.approx(3.3e5, rel=0.1)
        assert m["prediction_gap"] < 1e-10


@pytest.mark.parametrize("rho", [-0.9, 0.0, 0.5, 0.99])
def test_correlation_survives_standardising_and_not_whitening(rho):
    m = run("correlated_columns", correlation=rho, first=0.3, second=50.0)
    assert m["standardised_condition"] == pytest.approx((1 + abs(rho)) / (1 - abs(rho)), rel=1e-8)
    assert m["whitened_condition"] == pytest.approx(1, abs=1e-8)
    values = np.linalg.eigvalsh(m["matrix"])
    assert m["raw_condition"] == pytest.approx(values[1] / values[0], rel=1e-6)


def test_neighbours_care_and_trees_and_exact_least_squares_do_not():
    m = run("who_cares", splits=20)
    assert m["neighbours_raw"] == pytest.approx(0.679, abs=0.03)
    assert m["neighbours_scaled"] == pytest.approx(0.947, abs=0.02)
    assert abs(m["tree_scaled"] - m["tree_raw"]) <= 0.01
    assert m["tree_raw"] == pytest.approx(0.9086, abs=0.03)
    assert m["least_squares_change"] < 1e-9
    assert m["ridge_change"] > 0.1
    assert m["largest_share"] == pytest.approx(0.998, abs=0.001)
    assert m["saturated_raw"] > 0.9
    assert m["saturated_scaled"] < 0.1


def test_selection_on_all_rows_finds_signal_in_noise():
    m = run("leakage", repeats=200)
    assert m["leaky"] == pytest.approx(0.848, abs=0.03)
    assert abs(m["honest"] - 0.5) <= 0.05
    assert m["outside"] > 1
