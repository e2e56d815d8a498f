"""Selection and projection against scikit-learn, SciPy, exhaustive search and closed forms; planted faults are caught."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.datasets import wine
from engine.kernels import selection_reduction as kernel
from engine.registry import generator
from tests.late import late

linalg = late("scipy.linalg")
stats = late("scipy.stats")
distance = late("scipy.spatial.distance")
decomposition = late("sklearn.decomposition")
discriminant_analysis = late("sklearn.discriminant_analysis")
feature_selection = late("sklearn.feature_selection")
neighbors = late("sklearn.neighbors")

WINE = wine()
Z = (WINE.features - WINE.features.mean(axis=0)) / WINE.features.std(axis=0)


def cloud(seed, n, p):
    rng = generator(seed)
    return rng.standard_normal((n, p)) @ rng.standard_normal((p, p))


def against_pca(components, x):
    """How far `components(x)` is from scikit-learn, up to sign, relative; directions only where variances differ."""
    ours, directions = components(x)
    oracle = decomposition.PCA().fit(x)
    scale = max(float(oracle.explained_variance_[0]), 1e-300)
    worst = float(np.max(np.abs(ours - oracle.explained_variance_)) / scale)
    gaps = np.diff(-ours) / scale
    for i in range(len(ours)):
        if ours[i] > 1e-6 * scale and all(g > 1e-4 for g in gaps[max(0, i - 1) : i + 1]):
            worst = max(worst, 1 - abs(float(directions[i] @ oracle.components_[i])))
    return worst


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(2, 30), p=st.integers(1, 12))
def test_principal_components_agree_with_scikit_learn(seed, n, p):
    assert against_pca(kernel.principal_components, cloud(seed, n, p)) < 1e-10


def test_forgetting_to_centre_is_caught_by_the_oracle():
    def uncentred(x):
        _, s, v = np.linalg.svd(x, full_matrices=False)
        return s**2 / (len(x) - 1), v

    def by_n(x):
        values, v = kernel.principal_components(x)
        return values * (len(x) - 1) / len(x), v

    x = cloud(1, 20, 4) + 3
    assert against_pca(uncentred, x) > 1e-3
    assert against_pca(by_n, x) > 1e-3


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(3, 30), p=st.integers(1, 8), kept=st.integers(1, 8))
def test_what_components_lose_is_the_sum_of_the_other_variances(seed, n, p, kept):
    x = cloud(seed, n, p)
    values, directions = kernel.principal_components(x)
    lost = kernel.reconstruction_error(x, (x - x.mean(axis=0)) @ directions[:kept].T)
    assert lost == pytest.approx(values[kept:].sum(), abs=1e-9 * max(values.sum(), 1))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), p=st.integers(2, 7), kept=st.integers(1, 6))
def test_subset_errors_agree_with_least_squares_on_every_subset(seed, p, kept):
    kept = min(kept, p)
    x = cloud(seed, 20, p)
    subsets, errors = kernel.subset_errors(kernel.covariance(x), kept)
    assert len(subsets) == comb(p, kept)
    centred = x - x.mean(axis=0)
    for subset, error in zip(combinations(range(p), kept), errors, strict=True):
        a = centred[:, list(subset)]
        rest = centred - a @ linalg.lstsq(a, centred)[0]
        assert error == pytest.approx((rest**2).sum() / 19, abs=1e-8 * (centred**2).sum())


def test_components_beat_every_one_of_the_1287_subsets_and_200_random_projections():
    values, _ = kernel.principal_components(Z)
    _, errors = kernel.subset_errors(kernel.covariance(Z), 5)
    assert len(errors) == 1287
    assert values[5:].sum() == pytest.approx(2.59, abs=0.005)
    assert errors.min() == pytest.approx(3.74, abs=0.005)
    rng, c = np.random.default_rng(0), kernel.covariance(Z)
    random = [np.trace(c) - np.trace((q := kernel.random_directions(rng, 13, 5)) @ c @ q.T) for _ in range(200)]
    assert min(random) > values[5:].sum() + 2


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(6, 40), p=st.integers(1, 6), classes=st.integers(2, 4))
def test_f_agrees_with_scipy_and_scikit_learn(seed, n, p, classes):
    rng = generator(seed)
    y = np.concatenate([np.arange(classes), rng.integers(0, classes, n - classes)])
    x = rng.standard_normal((n, p)) + y[:, None] * rng.standard_normal(p)
    ours = kernel.anova_f(x, y)
    np.testing.assert_allclose(ours, feature_selection.f_classif(x, y)[0], rtol=1e-8)
    np.testing.assert_allclose(ours, stats.f_oneway(*(x[y == c] for c in range(classes)))[0], rtol=1e-8)


def test_f_of_columns_that_do_not_vary():
    y = np.array([0, 0, 1, 1])
    x = np.array([[5.0, 1.0], [5.0, 1.0], [5.0, 2.0], [5.0, 2.0]])
    assert kernel.anova_f(x, y).tolist() == [0.0, np.inf]
    with pytest.raises(ValueError, match="two classes"):
        kernel.anova_f(x, np.zeros(4, dtype=int))


def against_fisher(ratios_of, x, y):
    """How far Fisher ratios are from SciPy's generalised eigenvalues, relative to the largest."""
    within, between = np.zeros((x.shape[1],) * 2), np.zeros((x.shape[1],) * 2)
    for c in np.unique(y):
        g = x[y == c]
        within += np.cov(g.T, bias=True).reshape(within.shape) * len(g)
        between += len(g) * np.outer(g.mean(0) - x.mean(0), g.mean(0) - x.mean(0))
    oracle = linalg.eigh(between, within, eigvals_only=True)[::-1]
    return float(np.max(np.abs(ratios_of(x, y) - oracle)) / max(oracle[0], 1e-12))


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), p=st.integers(1, 6), classes=st.integers(2, 5))
def test_fisher_ratios_agree_with_scipy_and_end_after_one_less_than_the_classes(seed, p, classes):
    rng = generator(seed)
    y = np.repeat(np.arange(classes), 12)
    x = rng.standard_normal((len(y), p)) + rng.standard_normal((classes, p))[y] * 2
    assert against_fisher(lambda x, y: kernel.discriminants(x, y)[0], x, y) < 1e-9
    ratios = kernel.discriminants(x, y)[0]
    assert np.all(np.abs(ratios[classes - 1 :]) < 1e-10 * ratios[0])
    within, between = kernel.scatter(x, y)
    total = (x - x.mean(0)).T @ (x - x.mean(0))
    np.testing.assert_allclose(within + between, total, rtol=1e-10, atol=1e-9)


def test_unweighted_scatter_is_caught_by_the_oracle():
    def unweighted(x, y):
        means = np.stack([x[y == c].mean(0) for c in np.unique(y)])
        between = (means - x.mean(0)).T @ (means - x.mean(0))
        return linalg.eigh(between, kernel.scatter(x, y)[0], eigvals_only=True)[::-1]

    assert against_fisher(unweighted, Z, WINE.labels) > 0.1


def test_discriminant_scores_are_scikit_learns_and_two_classes_have_a_closed_form():
    directions = kernel.discriminants(Z, WINE.labels)[1]
    oracle = discriminant_analysis.LinearDiscriminantAnalysis(n_components=2).fit(Z, WINE.labels).transform(Z)
    for i in (0, 1):
        assert abs(np.corrcoef(Z @ directions[i], oracle[:, i])[0, 1]) == pytest.approx(1, abs=1e-9)
    with pytest.raises(ValueError, match="n_components"):
        discriminant_analysis.LinearDiscriminantAnalysis(n_components=3).fit(Z, WINE.labels)
    two = WINE.labels < 2
    closed = kernel.two_class_direction(Z[two], WINE.labels[two])
    assert abs(closed @ kernel.discriminants(Z[two], WINE.labels[two])[1][0]) == pytest.approx(1, abs=1e-10)


def test_singular_scatter_is_refused_with_a_mend():
    x = np.column_stack([Z[:, 0], np.ones(len(Z))])
    with pytest.raises(ValueError, match="drop constant or duplicate columns"):
        kernel.discriminants(x, WINE.labels)
    with pytest.raises(ValueError, match="two samples"):
        kernel.covariance(np.ones((1, 3)))
    with pytest.raises(ValueError, match="two samples"):
        kernel.principal_components(np.ones((1, 3)))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), k=st.integers(1, 9))
def test_neighbours_agree_with_scikit_learn(seed, k):
    rng = generator(seed)
    x, y, asked = rng.standard_normal((40, 3)), rng.integers(0, 3, 40), rng.standard_normal((15, 3))
    oracle = neighbors.KNeighborsClassifier(k, algorithm="brute").fit(x, y).predict(asked)
    assert kernel.nearest_neighbours(x, y, asked, k).tolist() == oracle.tolist()


def test_kernel_components_number_one_less_than_the_samples():
    ours = kernel.kernel_dimensions(Z[:100], 0.05)
    assert ours == 99 > 13
    oracle = decomposition.KernelPCA(n_components=None, kernel="rbf", gamma=0.05).fit_transform(Z[:100])
    assert oracle.shape[1] >= 99


def test_nearest_mean_accuracy_of_separate_and_of_equal_classes():
    y = np.array([0, 0, 1, 1])
    assert kernel.nearest_mean_accuracy(np.array([[0.0], [1.0], [10.0], [11.0]]), y) == 1.0
    assert kernel.nearest_mean_accuracy(np.array([[0.0], [1.0], [0.0], [1.0]]), y) == 0.5


def test_distance_ratios_are_scipys_and_a_rotation_keeps_them():
    x = cloud(3, 12, 5)
    projection = generator(4).standard_normal((5, 3))
    oracle = distance.pdist(x @ projection, "sqeuclidean") / distance.pdist(x, "sqeuclidean")
    np.testing.assert_allclose(kernel.distance_ratios(x, projection), oracle, rtol=1e-10)
    np.testing.assert_allclose(kernel.distance_ratios(x, kernel.random_directions(generator(1), 5, 5).T), 1, rtol=1e-10)


def test_f_of_constant_columns_is_zero_or_infinite_whatever_the_constant():
    y = np.arange(9) % 3
    x = np.column_stack([np.full(9, 0.1), np.array([0.1, 0.2, 0.3])[y], np.full(9, 1e5 + 0.1), WINE.features[:9, 0]])
    with np.errstate(all="ignore"):
        scipys = [stats.f_oneway(*(column[y == c] for c in range(3))).statistic for column in x.T]
    assert np.isnan([scipys[0], scipys[2]]).all()  # SciPy's convention, where ours is 0
    np.testing.assert_allclose(kernel.anova_f(x, y), [0.0, np.inf, 0.0, scipys[3]], rtol=1e-9)


@pytest.mark.parametrize("added", [np.full(len(Z), 0.1), 3 * Z[:, 0], Z[:, 0] + Z[:, 1]])
def test_a_column_that_is_constant_or_dependent_up_to_rounding_is_refused(added):
    x = np.column_stack([Z[:, :2], added])
    two = WINE.labels < 2
    for refused in (
        lambda: kernel.discriminants(x, WINE.labels),
        lambda: kernel.two_class_direction(x[two], WINE.labels[two]),
    ):
        with pytest.raises(ValueError, match="drop constant or duplicate columns"):
            refused()


def test_columns_of_very_different_scale_are_not_refused():
    x = Z[:, :3] * np.array([1e-9, 1.0, 1e9])
    ratios = kernel.discriminants(x, WINE.labels)[0]
    np.testing.assert_allclose(ratios, kernel.discriminants(Z[:, :3], WINE.labels)[0], rtol=1e-6, atol=1e-9)
