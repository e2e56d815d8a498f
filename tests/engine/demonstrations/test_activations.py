"""Activation tables, linear collapse, XOR, conditioning: against closed forms and the fact-check."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernels.activations import ACTIVATIONS
from engine.kernels.normal import gaussian_mean
from engine.kernels.softmax import softmax, softmax_jacobian
from engine.registry import find, generator

TABLE = {
    "sigmoid": (0.5, 0.2083, 0.2066, 0.0448, 0.25),
    "tanh": (0.0, 0.6279, 0.6057, 0.4644, 1.0),
    "relu": (0.3989, 0.5838, 0.5, 0.5, 1.0),
    "leaky_relu": (0.3950, 0.5866, 0.505, 0.5, 1.0),
    "prelu": (0.2992, 0.6646, 0.625, 0.5312, 1.0),
    "elu": (0.1605, 0.7869, 0.7616, 0.6681, 1.0),
    "selu": (0.0, 1.0, 0.9852, 1.0716, 1.7581),
    "gelu": (0.2821, 0.5879, 0.5, 0.4559, 1.1289),
    "silu": (0.2066, 0.5595, 0.5, 0.3795, 1.0998),
    "softplus": (0.8061, 0.5211, 0.5, 0.2934, 1.0),
    "mish": (0.2404, 0.6281, 0.5637, 0.4791, 1.0885),
    "softsign": (0.0, 0.4278, 0.4128, 0.2277, 1.0),
}


def explore(**parameters):
    return find("activation_explorer").run(parameters, generator(0)).measurements


@pytest.mark.parametrize("name", list(TABLE))
def test_the_table_of_moments_is_reproduced(name):
    values = explore(activation=name)
    names = ("mean", "spread", "mean_slope", "mean_square_slope", "largest_slope")
    np.testing.assert_allclose([values[n] for n in names], TABLE[name], atol=6e-5)


@pytest.mark.parametrize(
    ("name", "deviation", "share"),
    [("sigmoid", 3, 0.337), ("tanh", 10, 0.827), ("elu", 3, 0.160), ("selu", 10, 0.360), ("relu", 3, 0.5)],
)
def test_the_saturated_shares_are_reproduced(name, deviation, share):
    assert explore(activation=name, deviation=float(deviation))["saturated_share"] == pytest.approx(share, abs=2e-3)


def test_gaussian_means_match_closed_forms():
    assert gaussian_mean(ACTIVATIONS["relu"].value) == pytest.approx(1 / math.sqrt(2 * math.pi), abs=1e-9)
    assert gaussian_mean(ACTIVATIONS["gelu"].value) == pytest.approx(1 / (2 * math.sqrt(math.pi)), abs=1e-9)
    assert gaussian_mean(np.ones_like) == pytest.approx(1, abs=1e-12)
    assert gaussian_mean(lambda z: z**4) == pytest.approx(3, abs=1e-9)


def test_a_rule_across_the_kink_would_be_caught():
    nodes, weights = np.polynomial.hermite_e.hermegauss(81)
    blurred = float(weights @ ACTIVATIONS["relu"].value(nodes)) / math.sqrt(2 * math.pi)
    assert abs(blurred - 1 / math.sqrt(2 * math.pi)) > 1e-4


@pytest.mark.parametrize("name", list(ACTIVATIONS))
@pytest.mark.parametrize("point", [-2.0, 0.7, 3.1])
def test_central_differences_agree(name, point):
    values = explore(activation=name, point=point)
    assert values["derivative"] == pytest.approx(values["difference_quotient"], abs=1e-7)


@pytest.mark.parametrize(
    ("name", "at", "low"), [("gelu", -0.75, -0.17), ("silu", -1.28, -0.2785), ("mish", -1.19, -0.3088)]
)
def test_the_smooth_ones_dip_and_are_not_monotone(name, at, low):
    values = explore(activation=name)
    assert values["smallest_value"] == pytest.approx(low, abs=1e-4)
    assert values["smallest_value_at"] == pytest.approx(at, abs=0.01)
    assert not values["monotone"]


def test_relu_has_two_slopes_at_zero():
    values = explore(activation="relu")
    assert (values["right_slope"], values["left_slope"]) == (1.0, 0.0)


@given(st.lists(st.floats(-40, 40), min_size=2, max_size=6))
@settings(max_examples=100, deadline=None)
def test_the_softmax_jacobian_sums_to_zero_and_stays_below_a_half(logits):
    x = np.array(logits)
    jacobian = softmax_jacobian(x)
    assert np.abs(jacobian.sum(axis=0)).max() <= 1e-12
    assert np.linalg.norm(jacobian, 2) <= 0.5 + 1e-12
    assert softmax(x).sum() == pytest.approx(1)


@pytest.mark.parametrize("layers", [1, 2, 8, 20])
def test_linear_layers_collapse_and_rectified_ones_do_not(layers):
    demonstration = find("linear_collapse")
    assert demonstration.run({"layers": layers}, generator(1)).measurements["relative_gap"] <= 1e-12
    if layers > 1:
        assert demonstration.run({"layers": layers, "rectify": True}, generator(1)).measurements["relative_gap"] > 0.1


def test_xor_is_beyond_a_line_and_within_two_relus():
    values = find("linear_collapse").run({}, generator(0)).measurements
    assert values["linear_accuracy"] == 0.75
    assert values["affine_gap"] <= 1e-12
    assert values["relu_error"] == 0


def fit(**parameters):
    return find("any_nonlinearity").run(parameters, generator(0)).measurements


@pytest.mark.parametrize("width", [5, 50, 400])
def test_squares_stay_at_the_best_parabola_whatever_the_width(width):
    values = fit(activation="square", width=width)
    assert values["error"] == pytest.approx(values["quadratic_error"], abs=1e-6)
    assert values["error"] == pytest.approx(1.2185, abs=1e-3)


def test_relu_and_tanh_go_on_improving():
    assert fit(activation="relu", width=400)["error"] < 0.01 * 1.2185
    assert fit(activation="tanh", width=400)["error"] < 1e-6


@pytest.mark.parametrize(
    ("name", "condition"), [("sigmoid", 116.3), ("relu", 10.3), ("silu", 3.73), ("tanh", 1.0), ("selu", 1.0)]
)
def test_conditioning_follows_the_rank_one_formula(name, condition):
    values = find("mean_and_conditioning").run({"activation": name, "samples": 20_000}, generator(0)).measurements
    assert values["predicted"] == pytest.approx(condition, rel=0.01)
    assert values["condition"] == pytest.approx(values["predicted"], rel=0.2)
    assert values["centred_condition"] < 1.3
