"""The numbers that the audit states for selection, components and discriminants."""

from __future__ import annotations

import numpy as np
import pytest

from engine.registry import find, generator


def run(name, seed=0, **given):
    demonstration = find(name)
    return demonstration.run(demonstration.accept(given), generator(seed)).measurements


def test_five_components_lose_less_than_the_best_subset_and_a_rotation_loses_nothing():
    m = run("select_or_project", kept=5)
    assert m["pca_error"] == pytest.approx(2.59, abs=0.005)
    assert m["best_subset_error"] == pytest.approx(3.74, abs=0.005)
    assert m["lost_share"] == pytest.approx(0.198, abs=0.0005)
    assert abs(m["rebuilt_gap"]) < 1e-9
    assert m["best_correlation"] == pytest.approx(0.917, abs=0.001)
    assert m["pca_error"] < min(m["best_subset_error"], m["anova_error"], m["random_error"])
    assert run("select_or_project", kept=13)["error"] < 1e-12


@pytest.mark.parametrize("method", ["anova", "best_subset"])
def test_selected_columns_stay_bit_for_bit(method):
    m = run("select_or_project", method=method, kept=4)
    assert m["untouched"] is True
    assert len(m["columns_kept"]) == 4


@pytest.mark.parametrize("method", ["pca", "random"])
def test_projected_features_are_no_columns(method):
    m = run("select_or_project", method=method, kept=4)
    assert m["untouched"] is False
    assert len(m["columns_kept"]) == 0


def test_raw_units_make_the_first_component_proline():
    m = run("select_or_project", standardised=False, kept=1)
    assert m["top_column"] == "proline"
    assert m["top_loading"] == pytest.approx(0.9998, abs=5e-5)
    assert 1 - m["lost_share"] == pytest.approx(0.998, abs=0.0005)


def test_components_of_three_points_by_hand():
    # Points (0,0), (2,2), (4,1): centred columns (-2,0,2) and (-1,1,0), so C = [[4, 1], [1, 1]].
    m = run("principal_components", points=[[0, 0], [2, 2], [4, 1]])
    np.testing.assert_allclose(m["spread"], [[4, 1], [1, 1]])
    larger = (5 + np.sqrt(13)) / 2
    np.testing.assert_allclose(m["eigenvalues"], [larger, 5 - larger])
    assert m["principal_slope"] == pytest.approx(larger - 4)
    assert m["regression_slope"] == pytest.approx(0.25)
    assert m["error"] == pytest.approx(m["discarded"])


def test_a_duplicate_column_is_rebuilt_and_a_stretched_one_takes_the_first_component():
    assert run("principal_components", 3, duplicate=True, columns=3, samples=10)["dropped_error"] < 1e-10
    m = run("principal_components", 3, stretch=100.0, samples=12, columns=3)
    assert abs(m["first"][0]) > 0.999


def test_kernel_components_outnumber_the_columns():
    m = run("principal_components", samples=10, columns=2)
    assert (m["linear_limit"], m["kernel_limit"]) == (2, 9)


def test_a_filter_prefers_the_proxy_to_the_pair_that_decides():
    for seed in range(20):
        m = run("univariate_filter", seed)
        assert m["pair_f"] / m["proxy_f"] < 0.5
        assert m["pair_accuracy"] >= 0.93
        assert m["chosen"] == 3


def test_random_directions_keep_distances():
    for seed in range(5):
        m = run("random_projection", seed)
        assert m["worst"] <= 0.45
        assert m["spread_of_ratios"] == pytest.approx(m["expected_spread"], rel=0.15)


def test_one_component_loses_the_classes_that_one_discriminant_keeps():
    for seed in range(10):
        m = run("pca_lda", seed)
        assert m["pca_accuracy"] <= 0.6
        assert m["lda_accuracy"] >= 0.99
        assert m["closed_form_gap"] < 1e-10
        assert m["lda_rescaled_gap"] < 1e-8
        assert m["pca_rescaled_gap"] > 0.5


def test_discriminants_number_one_less_than_the_classes_and_vanish_with_equal_means():
    m = run("pca_lda", classes=4, columns=6)
    assert m["between_rank"] == m["most_discriminants"] == 3
    assert m["ratios_beyond"] < 1e-9
    assert run("pca_lda", distance=0.0)["fisher_ratio"] < 0.05


def test_two_features_for_the_wines():
    m = run("reduced_neighbours", splits=40)
    assert m["anova_accuracy"] == pytest.approx(0.848, abs=0.02)
    assert m["pca_accuracy"] == pytest.approx(0.949, abs=0.015)
    assert m["lda_accuracy"] == pytest.approx(0.979, abs=0.01)
    assert m["pca_raw_accuracy"] == pytest.approx(0.678, abs=0.03)
