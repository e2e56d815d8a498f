"""Statistics at random inputs of every memory order and float type, constant columns included; see `fuzzing`."""

from __future__ import annotations

import numpy as np
import pytest

from engine.kernels import feature_scores, moments, regularization, scaling, selection_reduction
from tests.engine.kernels.fuzz_statistics import STATISTICS


@pytest.mark.parametrize("name", STATISTICS)
def test_statistics_agree_with_scipy_and_scikit_learn(name, kernel_inputs):
    STATISTICS[name].over(kernel_inputs)


def exact_zero(x):
    """The deviation without its allowance for the rounding of the mean."""
    return x.std(axis=0)


@pytest.mark.parametrize(
    ("comparison", "where", "name", "fault"),
    [
        ("scalers", scaling, "deviation", exact_zero),
        ("shape_of_columns", moments, "deviation", exact_zero),
        ("f_statistic", selection_reduction, "deviation", exact_zero),
        ("thresholds", regularization, "hard_threshold", lambda b, p: np.where(np.abs(b) > p, b, 0.0)),
        ("inflation", feature_scores, "centred", lambda x: x),
        ("searches", feature_scores, "residual_error", lambda x, y: float(np.abs(x.T @ y).sum())),
        ("whitening_from_the_svd", feature_scores, "centred", lambda x: x),
    ],
)
def test_a_planted_fault_is_found(monkeypatch, comparison, where, name, fault):
    monkeypatch.setattr(where, name, fault)
    with pytest.raises(AssertionError):
        STATISTICS[comparison].over(200)
