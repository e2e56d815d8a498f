"""D80 to D85 against scikit-learn, SciPy and closed forms."""

from __future__ import annotations

import numpy as np
import pytest

from engine.parameters import ParameterError
from engine.registry import find, generator
from tests.late import late

stats, preprocessing = late("scipy.stats"), late("sklearn.preprocessing")
linear, neighbours = late("sklearn.linear_model"), late("sklearn.neighbors")


def run(name, seed=0, **parameters):
    return find(name).run(parameters, generator(seed)).measurements


@pytest.mark.parametrize("seed", range(3))
def test_a_pixel_comes_out_as_torch_computes_it(seed):
    torch = pytest.importorskip("torch")
    pixel = generator(seed).integers(0, 256, 3).astype(float)
    values = run("image_statistics", pixel_values=pixel)
    mean, deviation = (torch.tensor(values[name]) for name in ("means", "deviations"))
    expected = torch.tensor(pixel).div(255).sub(mean).div(deviation)
    np.testing.assert_allclose(values["expected"], expected.numpy(), rtol=1e-12)
    np.testing.assert_allclose(values["swapped"][1], expected[1], rtol=1e-12)
    np.testing.assert_allclose(values["undivided"] - values["expected"], pixel * 254 / 255 / values["deviations"])
    assert values["restored_gap"] < 1e-10


@pytest.mark.parametrize("seed", range(5))
def test_the_nearest_candidate_is_that_of_scikit_learn(seed):
    rng = generator(seed)
    points, spreads = rng.integers(-20, 20, (3, 2)).astype(float), np.array([10.0, 0.5])
    values = run("unit_distances", query=points[0], first=points[1], second=points[2], spreads=spreads, factor=0.01)
    for name, scale in (("raw", [1, 1]), ("changed", [0.01, 1]), ("scaled", 1 / spreads)):
        tree = neighbours.NearestNeighbors(n_neighbors=2).fit(points[1:] * scale)
        distances, order = tree.kneighbors((points[0] * scale)[None])
        found = np.array([values[f"{name}_a"], values[f"{name}_b"]])
        np.testing.assert_allclose(found[order[0]], distances[0] ** 2, rtol=1e-9, atol=1e-12)
    assert values["scaled_changed_a"] == pytest.approx(values["scaled_a"])


@pytest.mark.parametrize("seed", range(3))
def test_weights_of_standardised_features_turn_into_those_of_a_raw_fit(seed):
    rng = generator(seed)
    x = rng.standard_normal((50, 3)) * [1.0, 20.0, 0.1] + [3.0, -50.0, 2.0]
    y = x @ [2.0, -0.1, 30.0] + rng.standard_normal(50)
    scaler = preprocessing.StandardScaler().fit(x)
    scaled, raw = linear.LinearRegression().fit(scaler.transform(x), y), linear.LinearRegression().fit(x, y)
    values = run(
        "raw_weights", weights=scaled.coef_, intercept=scaled.intercept_, means=scaler.mean_, spreads=scaler.scale_
    )
    np.testing.assert_allclose(values["raw_weight"], raw.coef_, rtol=1e-9)
    assert values["raw_intercept"] == pytest.approx(raw.intercept_, rel=1e-9)
    assert values["prediction_gap"] < 1e-9


def test_means_of_another_number_of_features_are_refused():
    with pytest.raises(ParameterError, match="means"):
        run("raw_weights", weights=[1.0, 2.0, 3.0])


@pytest.mark.parametrize("seed", range(3))
def test_later_values_are_scaled_as_scikit_learn_scales_them(seed):
    rng = generator(seed)
    train, later = rng.standard_normal(8) * 3 + 1, rng.standard_normal(5) + 4
    values = run("serving_statistics", train=train, later=later)
    fitted = preprocessing.StandardScaler().fit(train[:, None])
    np.testing.assert_allclose(values["by_training"], fitted.transform(later[:, None])[:, 0], rtol=1e-10)
    np.testing.assert_allclose(values["by_themselves"], preprocessing.scale(later), rtol=1e-9, atol=1e-12)
    both = preprocessing.StandardScaler().fit(np.concatenate([train, later])[:, None])
    np.testing.assert_allclose(values["by_all"], both.transform(later[:, None])[:, 0], rtol=1e-10)
    ranged = preprocessing.MinMaxScaler().fit(train[:, None])
    np.testing.assert_allclose(values["min_max_by_training"], ranged.transform(later[:, None])[:, 0], rtol=1e-10)
    assert values["drift"] == pytest.approx(values["by_training"].mean())
    assert abs(values["drift_left"]) < 1e-12
    assert values["alone"] == 0


@pytest.mark.parametrize("seed", range(3))
def test_rows_and_columns_agree_with_scikit_learn(seed):
    table = generator(seed).standard_normal((4, 3)) * 5
    values = run("rows_or_columns", seed, table=table, rows=100, density=0.1)
    for name, norm in (("unit", "l2"), ("sum", "l1"), ("max", "max")):
        np.testing.assert_allclose(values[f"{name}_rows"], preprocessing.normalize(table, norm), rtol=1e-10)
    np.testing.assert_allclose(values["standard_columns"], preprocessing.scale(table), atol=1e-10)
    assert values["unit_distance"] == pytest.approx(2 - 2 * values["cosine"])
    assert values["cosine"] == pytest.approx(values["product"] / (values["lengths"][0] * values["lengths"][1]))
    assert [values["filled"], values["filled_scaled"], values["filled_centred"]] == [50, 50, 500]


@pytest.mark.parametrize("sigma", [0.3, 0.8])
def test_only_transforms_change_the_skewness(sigma):
    values = run("shape_transforms", sigma=sigma, samples=20000)
    assert values["skewness_theory"] == pytest.approx(float(stats.lognorm(sigma).stats("s")), rel=1e-9)
    for name in ("z", "min_max", "robust"):
        assert values[f"skewness_{name}"] == pytest.approx(values["skewness_raw"], rel=1e-9)
    half = float(stats.lognorm(sigma / 2).stats("s"))
    assert values["skewness_root"] == pytest.approx(half, rel=0.15)
    assert values["skewness_square"] > values["skewness_raw"]
    assert abs(values["skewness_log"]) < 0.06
    assert abs(values["skewness_rank"]) < 1e-9
    assert values["order_kept"] is True
