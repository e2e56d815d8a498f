"""Scalers and the models that care, against scikit-learn, SciPy and closed forms; planted faults are caught."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.datasets import wine
from engine.kernels import scaling as kernel
from engine.kernels import scaling_leakage as leak
from engine.kernels import scaling_models as models
from engine.kernels.moments import skewness
from engine.registry import generator
from tests.late import late

stats = late("scipy.stats")
linear_model = late("sklearn.linear_model")
preprocessing = late("sklearn.preprocessing")
tree = late("sklearn.tree")

ORACLES = {
    "min_max": lambda: preprocessing.MinMaxScaler(),
    "min_max_symmetric": lambda: preprocessing.MinMaxScaler((-1, 1)),
    "z_score": lambda: preprocessing.StandardScaler(),
    "robust": lambda: preprocessing.RobustScaler(),
    "centre": lambda: preprocessing.StandardScaler(with_std=False),
}


def data(seed, n, p):
    rng = generator(seed)
    return rng.normal(0, 1, (n, p)) * 10.0 ** rng.integers(-3, 4, p) + rng.normal(0, 100, p)


def against_scikit(name, fit, train, test):
    oracle = ORACLES[name]().fit(train)
    expected = np.vstack([oracle.transform(train), oracle.transform(test)])
    ours = np.vstack([fit(train)(train), fit(train)(test)])
    return float(np.max(np.abs(ours - expected)) / max(1.0, np.max(np.abs(expected))))


@pytest.mark.parametrize("name", ORACLES)
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 30), p=st.integers(1, 5))
def test_scalers_agree_with_scikit_learn_on_seen_and_unseen_rows(name, seed, n, p):
    assert against_scikit(name, kernel.SCALERS[name], data(seed, n, p), data(seed, 7, p)) < 1e-10


@pytest.mark.parametrize("name", ["min_max", "z_score", "robust"])
def test_a_constant_column_becomes_zero_and_never_nan(name):
    column = np.full((5, 1), 7.0)
    assert np.all(kernel.SCALERS[name](column)(column) == 0)
    assert against_scikit(name, kernel.SCALERS[name], column, column) == 0


def test_the_sample_deviation_and_the_variance_are_caught_by_the_oracle():
    def by_sample(train):
        return kernel.Scaler(train.mean(0), train.std(0, ddof=1))

    def by_variance(train):
        return kernel.Scaler(train.mean(0), train.var(0))

    for wrong in (by_sample, by_variance):
        assert against_scikit("z_score", wrong, data(1, 12, 3), data(2, 5, 3)) > 1e-3


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(3, 40))
def test_skewness_is_scipys_and_survives_scaling(seed, n):
    x = generator(seed).exponential(2, (n, 2))
    np.testing.assert_allclose(skewness(x), stats.skew(x), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(skewness(kernel.z_score(x)(x)), stats.skew(x), rtol=1e-8, atol=1e-10)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), p=st.integers(1, 4))
def test_iterations_are_those_of_a_loop(seed, p):
    rng = generator(seed)
    x = rng.standard_normal((40, p)) + 0.5
    y = x @ rng.standard_normal(p) + 0.1 * rng.standard_normal(40)
    if kernel.condition_number(x) > 200:
        return
    h, b = x.T @ x / 40, x.T @ y / 40
    best, eigen = np.linalg.solve(h, b), np.linalg.eigvalsh(h)
    step, w, count = 2 / (eigen[0] + eigen[-1]), np.zeros(p), 0
    start = best @ h @ best
    while (w - best) @ h @ (w - best) > 1e-6 * start:
        w, count = w - step * (h @ w - b), count + 1
    assert kernel.descent_iterations(x, y) == pytest.approx(max(count, 1), abs=1)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), p=st.integers(1, 5))
def test_condition_number_is_numpys_and_whitening_makes_it_one(seed, p):
    x = generator(seed).standard_normal((60, p)) @ generator(seed + 1).standard_normal((p, p))
    gram = x.T @ x
    if np.linalg.cond(gram) < 1e8:
        assert kernel.condition_number(x) == pytest.approx(np.linalg.cond(gram), rel=1e-6)
        assert np.linalg.cond(kernel.whiten(x).T @ kernel.whiten(x)) == pytest.approx(1, abs=1e-6)
    assert kernel.condition_number(np.column_stack([x, np.zeros(60)])) == np.inf


def test_the_tree_fits_its_rows_and_does_as_well_as_scikit_learns():
    x, y = wine().features, wine().labels
    for seed in range(8):
        order = generator(seed).permutation(len(x))
        train, test = order[:120], order[120:]
        grown = models.grow_tree(x[train], y[train])
        assert np.all(models.tree_labels(grown, x[train]) == y[train])
        oracle = tree.DecisionTreeClassifier(random_state=0).fit(x[train], y[train])
        ours = np.mean(models.tree_labels(grown, x[test]) == y[test])
        assert ours == pytest.approx(oracle.score(x[test], y[test]), abs=0.09)


def test_the_first_split_of_the_tree_is_scikit_learns():
    for seed in range(10):
        rng = generator(seed)
        x = rng.integers(0, 1000, (50, 3)).astype(np.float64)  # exact in scikit-learn's single precision
        y = ((x[:, 1] > 400).astype(int) + (x[:, 0] + rng.integers(0, 300, 50) > 900)).astype(np.int64)
        grown = models.grow_tree(x, y)
        oracle = tree.DecisionTreeClassifier(random_state=0).fit(x, y).tree_
        assert isinstance(grown, models.Split)
        assert grown.column == oracle.feature[0]
        assert grown.threshold == pytest.approx(oracle.threshold[0])


def test_least_squares_and_ridge_scores_are_scikit_learns():
    x, y = kernel.z_score(wine().features)(wine().features), wine().labels
    targets = np.eye(3)[y]
    for penalty, ours in ((0.0, models.least_squares_scores(x, y, x)), (5.0, models.ridge_scores(x, y, x, 5.0))):
        oracle = linear_model.Ridge(alpha=penalty, solver="svd").fit(x, targets).predict(x)
        np.testing.assert_allclose(ours, oracle, atol=1e-9)


def test_logistic_descent_goes_to_scikit_learns_optimum():
    x, y = kernel.z_score(wine().features)(wine().features)[:, :2], wine().labels
    oracle = linear_model.LogisticRegression(C=1e9, tol=1e-10, max_iter=5000).fit(x, y)
    scores = models.logistic_scores(x, y, x, steps=20000)
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    np.testing.assert_allclose(grown / grown.sum(1, keepdims=True), oracle.predict_proba(x), atol=2e-3)


def test_selection_on_the_rows_that_decide_is_the_only_difference():
    rng = generator(5)
    x, y = rng.standard_normal((30, 40)), np.arange(30) % 2
    train, test = np.arange(20), np.arange(20, 30)
    np.testing.assert_allclose(leak.separation(x, y), np.abs(x[y == 0].mean(0) - x[y == 1].mean(0)))
    every = leak.selected_accuracy(x, y, train, test, np.arange(30), 40)
    assert every == leak.selected_accuracy(x, y, train, test, train, 40)  # all columns kept: nothing to select
    oracle = np.stack([x[train][y[train] == c].mean(0) for c in (0, 1)])
    nearest = np.argmin(((x[test][:, None] - oracle) ** 2).sum(-1), 1)
    assert every == np.mean(nearest == y[test])


def test_saturation_counts_flat_units():
    assert models.saturated_share(np.array([[0.0], [10.0]]), np.array([[1.0]])) == 0.5


@pytest.mark.parametrize("value", [0.1, -0.3, 1e5 + 0.1, 1e-12, 0.0])
@pytest.mark.parametrize("name", ["centre", "min_max", "z_score", "robust"])
def test_a_constant_that_binary_fractions_miss_becomes_zero_too(name, value):
    column = np.full((9, 2), value)
    assert np.all(kernel.SCALERS[name](column)(column) == 0)
    # The unseen rows are scaled by 1, as in scikit-learn.
    assert against_scikit(name, kernel.SCALERS[name], column, column + 1) < 1e-10


@pytest.mark.parametrize("value", [0.1, -0.3, 1e5 + 0.1])
def test_a_constant_column_has_no_skewness(value):
    assert skewness(np.full((9, 2), value)).tolist() == [0.0, 0.0]


def test_a_column_of_tiny_numbers_has_its_skewness():
    # Cubes of 1e-120 are 0 in floats.
    x = generator(0).exponential(1.0, (30, 1))
    np.testing.assert_allclose(skewness(1e-120 * x), stats.skew(x), rtol=1e-9)


def test_dependent_columns_have_an_infinite_condition_and_no_whitening():
    x = generator(0).standard_normal((12, 1))
    for dependent in (np.hstack([x, 3 * x]), np.hstack([x, 0.1 * x, x]), generator(1).standard_normal((2, 3))):
        assert kernel.condition_number(dependent) == np.inf
        assert np.linalg.matrix_rank(dependent) < dependent.shape[1]
    for singular in (np.hstack([x, 3 * x]), np.hstack([x, np.full((12, 1), 0.1)])):
        with pytest.raises(ValueError, match="drop constant or duplicate columns"):
            kernel.whiten(singular)


@pytest.mark.parametrize(
    "values",
    [
        [1.0, np.nextafter(1.0, 2)],
        [np.nextafter(1.0, 2), np.nextafter(1.0, 2) + 2**-52],
        [1.0, np.inf],
        [-np.inf, np.inf],
        [1e308, 1.7e308],
    ],
)
def test_a_tree_tells_neighbouring_and_infinite_values_apart(values):
    x = np.array(values)[:, None]
    assert models.tree_labels(models.grow_tree(x, np.array([0, 1])), x).tolist() == [0, 1]
