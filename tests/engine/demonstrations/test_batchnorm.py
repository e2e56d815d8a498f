"""BatchNorm's identities, its worked example, and its two modes, against closed forms."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernels.batchnorm import batchnorm_backward, batchnorm_forward
from engine.parameters import ParameterError
from engine.registry import find, generator


def by_hand(seed=0, **parameters):
    return find("batchnorm_by_hand").run(parameters, generator(seed)).measurements


def modes(seed=0, **parameters):
    return find("batchnorm_modes").run(parameters, generator(seed)).measurements


def test_the_worked_example():
    values = by_hand(input=[[1], [2], [3], [6]], eps=0.0)
    np.testing.assert_allclose(values["grad_x"].ravel(), [0.2482, -0.2100, -0.1336, 0.0955], atol=5e-5)
    assert values["constant_error"] == pytest.approx(0.536, abs=0.001)


@pytest.mark.parametrize("seed", range(4))
def test_finite_differences_agree(seed):
    rng = generator(seed)
    x, grad_y, gamma, beta = (
        rng.standard_normal((6, 3)),
        rng.standard_normal((6, 3)),
        rng.standard_normal(3),
        rng.standard_normal(3),
    )
    grad_x, _, _ = batchnorm_backward(grad_y, batchnorm_forward(x, gamma, beta), gamma)
    numeric = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        step = np.zeros_like(x)
        step[index] = 1e-5
        up, down = (batchnorm_forward(x + sign * step, gamma, beta).output for sign in (1, -1))
        numeric[index] = ((up - down) * grad_y).sum() / 2e-5
    np.testing.assert_allclose(grad_x, numeric, rtol=1e-5, atol=1e-8)


@given(st.integers(2, 12), st.integers(1, 5), st.floats(1e-8, 1.0), st.integers(0, 2**31))
@settings(max_examples=100, deadline=None)
def test_identities_hold_for_any_batch(samples, features, eps, seed):
    rng = generator(seed)
    grad_y = rng.standard_normal((samples, features))
    values = by_hand(seed, samples=samples, features=features, eps=eps, grad_output=grad_y)
    size = float(np.abs(grad_y).max() / values["deviation"].min())
    assert values["grad_x_sum"] <= 1e-10 * max(1.0, size) * samples
    assert values["graph_gap"] * float(np.abs(values["grad_x"]).max()) <= 1e-8 * max(1.0, size)
    assert values["grad_x_along_x_hat"] == pytest.approx(values["along_x_hat_theory"], abs=1e-9 * max(1.0, size))
    assert values["bias_gap"] <= 1e-6 * max(1.0, size)


def test_gamma_and_beta_can_undo_the_normalisation():
    assert by_hand(3, samples=6, features=3)["identity_gap"] <= 1e-12


def test_a_constant_feature_needs_eps():
    with pytest.raises(ParameterError, match="eps"):
        by_hand(input=[[2], [2]], eps=0.0)
    with pytest.raises(ParameterError, match="eps"):
        by_hand(input=[[0.1], [0.1], [0.1]], eps=0.0)  # the rounded mean is not 0.1
    assert by_hand(input=[[2], [2]])["y"].tolist() == [[0.0], [0.0]]


def test_a_batch_of_one_gives_beta_and_no_gradient():
    values = modes(batch=1)
    assert values["single_output"] == 0
    assert values["single_gradient"] == 0


def test_a_batch_of_two_keeps_only_the_sign():
    np.testing.assert_allclose(modes(batch=2)["pair_magnitudes"], 1, atol=1e-9)


@pytest.mark.parametrize(("batch", "share"), [(2, 0.4995), (4, 0.7478), (8, 0.8746), (32, 0.9687), (256, 0.9957)])
def test_the_biased_variance_falls_short_by_one_over_the_batch(batch, share):
    values = modes(batch=batch, redraws=4000)
    assert values["biased_theory"] == pytest.approx((batch - 1) / batch)
    assert values["biased_share"] == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize("seed", range(3))
def test_the_jitter_falls_like_one_over_the_root_of_the_batch(seed):
    values = modes(seed, batch=8)
    assert values["noise_slope"] == pytest.approx(-0.5, abs=0.08)
    assert values["coupling_eval"] == 0
    assert values["coupling_train"] > 0.5
