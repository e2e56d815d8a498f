"""Whitening, dimension, information, permutation, inflation and searches beside scikit-learn, SciPy and closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats
from sklearn.decomposition import PCA
from sklearn.inspection import permutation_importance
from sklearn.linear_model import Ridge

from engine.kernels import feature_scores as kernel
from engine.registry import find, generator


def run(name, seed=0, **given):
    demonstration = find(name)
    return demonstration.run(demonstration.accept(given), generator(seed)).measurements


def test_singular_values_give_the_variances_and_whitening_makes_them_one():
    m = run("svd_whitening", samples=26, first=8.0, second=4.0, third=2.0, score=3.0)
    np.testing.assert_allclose(m["variances"], [64 / 25, 16 / 25, 4 / 25])
    assert m["first_share"] == pytest.approx(64 / 84)
    assert m["whitened_score"] == pytest.approx(3 * 5 / 8)
    assert max(m["covariance_gap"], m["whitened_gap"], m["zca_gap"], m["zca_asymmetry"]) < 1e-12
    assert m["zca_moved"] < m["pca_moved"]


@pytest.mark.parametrize("d", [1, 2, 5, 20])
def test_the_ball_fills_what_its_volume_says(d):
    assert kernel.ball_share(d) == pytest.approx(np.pi ** (d / 2) / special.gamma(d / 2 + 1) / 2**d)


def test_high_dimension_leaves_nothing_near():
    m = run("dimension_curse", dimensions=10, share=0.1, samples=5000)
    assert m["edge"] == pytest.approx(0.1**0.1)
    assert m["inside_share"] == pytest.approx(0.1, abs=0.015)
    assert m["shell_share"] == pytest.approx(1 - 0.9**10)
    assert run("dimension_curse", dimensions=200)["contrast"] < 1.6 < m["contrast"] < m["plane_contrast"]


def test_a_parabola_has_information_and_no_correlation():
    m = run("information_scores")
    assert m["correlation"] == 0
    assert m["information"] == pytest.approx(stats.entropy([1, 2], base=2))
    m = run("information_scores", table=[[30.0, 10.0], [10.0, 50.0]])
    x, y = np.repeat([0, 0, 1, 1], [30, 10, 10, 50]), np.repeat([0, 1, 0, 1], [30, 10, 10, 50])
    assert m["correlation"] == pytest.approx(stats.pearsonr(x, y)[0])
    assert m["information"] == pytest.approx(m["entropy_x"] + m["entropy_y"] - m["joint_entropy"])


@pytest.mark.parametrize("copies", [1, 2, 3])
def test_copies_share_the_importance_as_scikit_learn_measures_it(copies):
    m = run("permutation_importance", weight=3.0, spread=1.5, copies=copies)
    rng = np.random.default_rng(0)
    column = rng.standard_normal(4000)
    column = 1.5 * (column - column.mean()) / column.std()
    x, y = np.column_stack([column] * copies), 3 * column + 0.5 * rng.standard_normal(4000)
    model = Ridge(alpha=1e-3).fit(x, y)
    found = permutation_importance(model, x, y, scoring="neg_mean_squared_error", n_repeats=20, random_state=0)
    assert m["one_copy"] == pytest.approx(found.importances_mean[0], rel=0.03)
    assert m["measured_one_copy"] == pytest.approx(m["one_copy"], rel=0.1)
    assert m["measured_importance"] == pytest.approx(m["importance"], rel=0.1)
    assert (m["drop_rise"] > 1) == (copies == 1)


@pytest.mark.parametrize(("correlation", "columns"), [(0.9, 2), (0.5, 5), (0.8, 10)])
def test_inflation_is_what_fits_show(correlation, columns):
    m = run("variance_inflation", correlation=correlation, columns=columns)
    closed = (1 + (columns - 2) * correlation) / (1 - correlation) / (1 + (columns - 1) * correlation)
    assert m["factor"] == pytest.approx(closed)
    assert m["factor"] == pytest.approx(1 / (1 - m["r_squared"]))
    assert m["measured_factor"] == pytest.approx(m["factor"], rel=0.3)


@pytest.mark.parametrize(("models", "samples"), [(1, 20), (10, 20), (100, 50)])
def test_the_winner_of_equals_looks_better_than_it_is(models, samples):
    k = np.arange(samples)
    expected = np.sum(1 - stats.binom.cdf(k, samples, 0.5) ** models) / samples
    m = run("nested_validation", models=models, samples=samples, runs=2000)
    assert m["best_expected"] == pytest.approx(expected)
    assert m["best_measured"] == pytest.approx(expected, abs=0.01)
    assert m["fresh_measured"] == pytest.approx(0.5, abs=0.01)
    assert m["fits"] == 5 * (5 * models + 1)


def test_greedy_selection_misses_the_pair_that_exhaustive_search_finds():
    for seed in range(5):
        m = run("greedy_selection", seed)
        assert (m["first_taken"], m["found_pair"]) == (3, False)
        assert m["best_error"] < m["greedy_error"] / 10
        assert (m["greedy_fits"], m["exhaustive_fits"]) == (11, 15)
    assert run("greedy_selection", kept=3)["found_pair"] is True


@pytest.mark.parametrize("seed", range(3))
def test_a_linear_autoencoder_ends_in_the_subspace_of_pca(seed):
    m = run("linear_autoencoder", seed)
    assert 0 <= m["excess"] + 1e-12 < 1e-3
    assert m["subspace_gap"] < 0.02
    assert m["ring_line_loss"] == pytest.approx(0.5)
    assert m["ring_angle_loss"] < 1e-20


def test_the_error_of_pca_is_scikit_learns():
    from engine.demonstrations.selection_reduction.linear_autoencoder import train_autoencoder

    rng = np.random.default_rng(1)
    x = rng.standard_normal((60, 4)) * [1.5, 1.0, 0.5, 0.2]
    x -= x.mean(axis=0)
    losses = train_autoencoder(x, 0.3 * rng.standard_normal((4, 2)), 0.3 * rng.standard_normal((2, 4)), 5000)[2]
    model = PCA(2).fit(x)
    rebuilt = model.inverse_transform(model.transform(x))
    assert losses[-1] == pytest.approx(np.sum((x - rebuilt) ** 2) / 60, rel=1e-4)
