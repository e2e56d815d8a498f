"""Depth, chains and three ways to differentiate: against closed forms, mean field and the fact-check's tables."""

from __future__ import annotations

import math

import numpy as np
import pytest

from engine.kernels.activations import ACTIVATIONS
from engine.kernels.gradient_flow import critical_scale
from engine.registry import find, generator


def depth(seed=0, **parameters):
    return find("gradient_depth").run(parameters, generator(seed)).measurements


@pytest.mark.parametrize(
    ("name", "scale", "factor"),
    [
        ("sigmoid", 1.0, 0.236),
        ("tanh", 1.0, 0.971),
        ("relu", 1.0, 0.707),
        ("relu", 2.0, 1.0),
        ("relu", 1 / 3, 0.408),
        ("elu", 1.0, 0.952),
        ("selu", 1.0, 1.035),
        ("gelu", 1.0, 0.501),
        ("tanh", 9.0, 1.364),
        ("relu", 9.0, 2.121),
        ("silu", 2.0, 0.719),
    ],
)
def test_factors_are_those_of_the_table_and_of_mean_field(name, scale, factor):
    values = depth(activation=name, scale=scale, width=256, batch=64)
    # The table leaves out the first layers, where the variance settles; the mean over all of them differs a little.
    assert values["predicted_factor"] == pytest.approx(factor, abs=0.025)
    assert values["prediction_gap"] <= 0.02


def test_relu_at_one_over_n_loses_eight_decades_in_fifty_layers():
    assert depth(activation="relu", scale=1.0, width=128)["ratio"] == pytest.approx(2.3e-8, rel=1.5)
    assert abs(math.log10(depth(activation="relu", scale=2.0, width=128)["ratio"])) <= 1


def test_sigmoid_decays_in_a_straight_line():
    assert depth(activation="sigmoid", width=128)["straightness"] >= 0.999


@pytest.mark.parametrize("scale", [0.0128, 2.0, 100.0])
def test_batchnorm_without_a_skip_connection_explodes_whatever_the_weights(scale):
    values = depth(activation="relu", scale=scale, width=256, batch=128, batchnorm=True)
    assert values["predicted_factor"] == pytest.approx(1.2112, abs=1e-4)
    assert values["prediction_gap"] <= 0.03
    assert values["ratio"] > 1000


def test_residual_alone_explodes_and_both_together_stay_tame():
    common = {"activation": "relu", "scale": 2.0, "width": 128, "batch": 128, "residual": True}
    assert depth(**common)["ratio"] > 1e9
    assert depth(**common, batchnorm=True)["ratio"] < 100


@pytest.mark.parametrize(("name", "scale"), [("relu", 2.0), ("identity", 1.0), ("leaky_relu", 2 / (1 + 0.01**2))])
def test_critical_scales_match_closed_forms(name, scale):
    assert critical_scale(ACTIVATIONS[name]) == pytest.approx(scale, abs=1e-9)


def chain(**parameters):
    return find("scalar_chain").run(parameters, generator(0)).measurements


def test_a_sigmoid_chain_explodes_and_a_steep_linear_one_vanishes():
    values = chain(kind="sigmoid", weight=8.0, depth=30)
    assert values["layer_slope"] == 0.25
    assert values["gradient"] / 2**30 == 1
    values = chain(kind="linear", slope=2.0, weight=0.25, depth=30)
    assert values["gradient"] * 2**30 == 1


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ["sigmoid", "tanh"])
def test_three_methods_give_one_number(seed, name):
    values = find("three_derivatives").run({"activation": name}, generator(seed)).measurements
    assert values["forward_gap"] <= 1e-10
    assert values["complex_gap"] <= 1e-10


def test_twenty_sigmoid_layers_leave_almost_nothing():
    assert find("three_derivatives").run({}, generator(0)).measurements["gradient_norm"] < 1e-10


def test_the_hidden_error_by_hand():
    values = (
        find("three_derivatives")
        .run({"outer_weights": [[1, 2], [3, 4]], "hidden": [1, -1], "delta": [1, 1]}, generator(0))
        .measurements
    )
    np.testing.assert_array_equal(values["hidden_delta"], [4, 0])
