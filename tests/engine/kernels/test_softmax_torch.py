"""Softmax with cross-entropy against PyTorch in float64, and against closed forms where PyTorch rounds to 0."""

from __future__ import annotations

from decimal import Decimal, getcontext

import numpy as np
import pytest

from engine.kernels.softmax import softmax_cross_entropy
from engine.registry import generator

torch = pytest.importorskip("torch")


def oracle(scores, labels):
    given = torch.tensor(np.ascontiguousarray(scores), requires_grad=True)
    loss = torch.nn.functional.cross_entropy(given, torch.tensor(labels))
    loss.backward()
    return loss.item(), given.grad.numpy()


@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("classes", [2, 10, 300])
def test_the_memory_order_of_the_scores_does_not_matter(order, classes):
    rng = generator(classes)
    scores = np.array(30 * rng.standard_normal((120, classes)), order=order)
    labels = rng.integers(0, classes, 120)
    loss, gradient = softmax_cross_entropy(scores, labels)
    expected, expected_gradient = oracle(scores, labels)
    assert loss == pytest.approx(expected, rel=1e-12)
    np.testing.assert_allclose(gradient, expected_gradient, atol=1e-15)


def test_two_rows_in_fortran_order():
    scores = np.array([[2.0, 0.0], [0.0, 1.0]], order="F")
    assert softmax_cross_entropy(scores, np.array([0, 0]))[0] == pytest.approx(0.720, abs=5e-4)


def test_a_sure_sample_keeps_its_digits():
    getcontext().prec = 50
    loss, gradient = softmax_cross_entropy(np.array([[40.0, 0.0]]), np.array([0]))
    rest = Decimal(-40).exp()
    assert loss == pytest.approx(float((1 + rest).ln()), rel=1e-13, abs=0)
    np.testing.assert_allclose(gradient, float(rest / (1 + rest)) * np.array([[-1.0, 1.0]]), rtol=1e-13)
    assert oracle(np.array([[40.0, 0.0]]), np.array([0]))[0] == 0  # what is documented of PyTorch
