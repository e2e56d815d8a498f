"""The kernels for size give what their plain twins give, and SciPy where there is no twin."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.kernels import descent, fast_descent, fast_layers, fast_pooling, pooling
from engine.registry import generator
from tests.late import late

special = late("scipy.special")

PLACES = st.tuples(st.integers(1, 3), st.integers(1, 3), st.integers(0, 1)).filter(lambda p: p[2] <= p[0] // 2)


def batch(seed, ties):
    rng = generator(seed)
    shape = (2, 3, int(rng.integers(4, 9)), int(rng.integers(4, 9)))
    return rng.integers(0, 3, shape).astype(float) if ties else rng.standard_normal(shape)


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**6), place=PLACES, ties=st.booleans())
def test_max_pooling_of_a_batch_is_that_of_its_planes_with_ties_and_overlap(seed, place, ties):
    x = batch(seed, ties)
    y, code = fast_pooling.max_pool(x, *place)
    grad = generator(seed + 1).standard_normal(y.shape)
    back = fast_pooling.max_pool_gradient(grad, code, x.shape, *place)
    for i, j in np.ndindex(x.shape[:2]):
        plain, winner = pooling.max_pool_forward(x[i, j], *place)
        np.testing.assert_array_equal(y[i, j], plain)
        expected = pooling.max_pool_backward(grad[i, j], winner, x.shape[2:])
        np.testing.assert_allclose(back[i, j], expected, rtol=1e-12, atol=1e-12)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6), place=PLACES)
def test_mean_pooling_of_a_batch_is_that_of_its_planes(seed, place):
    x = batch(seed, ties=False)
    y = fast_pooling.mean_pool(x, *place)
    grad = generator(seed + 1).standard_normal(y.shape)
    back = fast_pooling.mean_pool_gradient(grad, x.shape, *place)
    for i, j in np.ndindex(x.shape[:2]):
        np.testing.assert_allclose(y[i, j], pooling.mean_pool_forward(x[i, j], *place), rtol=1e-12, atol=1e-12)
        expected = pooling.mean_pool_backward(grad[i, j], x.shape[2:], *place)
        np.testing.assert_allclose(back[i, j], expected, rtol=1e-12, atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), offset=st.sampled_from([0.0, 1e4]))
def test_batchnorm_is_the_formula_and_its_gradient_a_finite_difference(seed, offset):
    rng = generator(seed)
    x = rng.standard_normal((3, 2, 4, 3)) + offset
    gamma, beta, grad = rng.standard_normal(2), rng.standard_normal(2), rng.standard_normal(x.shape)
    y, kept = fast_layers.batchnorm(x, gamma, beta)
    mean, variance = x.mean((0, 2, 3), keepdims=True), x.var((0, 2, 3), keepdims=True)
    plain = gamma[:, None, None] * (x - mean) / np.sqrt(variance + 1e-5) + beta[:, None, None]
    np.testing.assert_allclose(y, plain, rtol=1e-9, atol=1e-9)
    dx, dgamma, dbeta = fast_layers.batchnorm_gradient(grad, x, gamma, kept)
    np.testing.assert_allclose(dbeta, grad.sum((0, 2, 3)), rtol=1e-10)
    np.testing.assert_allclose(dgamma, (grad * (x - mean) / np.sqrt(variance + 1e-5)).sum((0, 2, 3)), atol=1e-7)
    if not offset:
        nudge, h = rng.standard_normal(x.shape), 1e-6

        def loss(at):
            return float(np.sum(grad * fast_layers.batchnorm(at, gamma, beta)[0]))

        assert np.sum(dx * nudge) == pytest.approx((loss(x + h * nudge) - loss(x - h * nudge)) / (2 * h), abs=1e-4)


@pytest.mark.parametrize("classes", [2, 10, 48, 49, 300])
def test_cross_entropy_is_scipys(classes):
    rng = generator(classes)
    scores, labels = 30 * rng.standard_normal((1200, classes)), rng.integers(0, classes, 1200)
    loss, gradient = fast_layers.softmax_cross_entropy(scores, labels)
    logs = special.log_softmax(scores, axis=1)
    assert loss == pytest.approx(-logs[np.arange(1200), labels].mean(), rel=1e-12)
    np.testing.assert_allclose(gradient, (np.exp(logs) - np.eye(classes)[labels]) / 1200, atol=1e-15)


@pytest.mark.parametrize("shape", [(3, 2, 5, 7), (2, 300, 20, 20), (1, 1, 1, 1)])
def test_cross_entropy_of_pixels_is_that_of_rows(shape):
    rng = generator(shape[1])
    scores = 30 * rng.standard_normal(shape)
    labels = rng.integers(0, shape[1], (shape[0], *shape[2:]))
    loss, gradient = fast_layers.pixel_cross_entropy(scores, labels)
    rows = np.moveaxis(scores, 1, -1).reshape(-1, shape[1])
    plain_loss, plain_gradient = fast_layers.softmax_cross_entropy(rows, labels.reshape(-1))
    assert loss == pytest.approx(plain_loss, rel=1e-12)
    back = np.moveaxis(plain_gradient.reshape(shape[0], *shape[2:], shape[1]), -1, 1)
    np.testing.assert_allclose(gradient, back, atol=1e-15)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), n=st.integers(1, 200), d=st.integers(1, 6))
def test_blocks_of_sgd_are_the_plain_loop(seed, n, d):
    rng = generator(seed)
    x, y = rng.standard_normal((n, d)), rng.standard_normal(n)
    problem = descent.Problem(x, y, np.eye(d), np.zeros(d), 1.0)
    plain = descent.sgd_pass(problem, np.arange(n), 0.05)
    np.testing.assert_allclose(fast_descent.sgd_pass(x, y, 0.05), plain, rtol=1e-10, atol=1e-12)


def test_planted_faults_are_seen_by_the_twins():
    x = np.zeros((1, 1, 3, 3))  # all equal: every window ties
    _, code = fast_pooling.max_pool(x, 2, 1)
    grad = np.ones((1, 1, 2, 2))
    right = fast_pooling.max_pool_gradient(grad, code, x.shape, 2, 1)
    last = fast_pooling.max_pool_gradient(grad, np.full_like(code, 3), x.shape, 2, 1)
    plain = pooling.max_pool_backward(grad[0, 0], pooling.max_pool_forward(x[0, 0], 2, 1)[1], (3, 3))
    assert np.array_equal(right[0, 0], plain)
    assert not np.array_equal(last[0, 0], plain)
