"""Wilson's interval, against SciPy's."""

from __future__ import annotations

import pytest
from scipy import stats

from db.statistics.wilson import wilson


@pytest.mark.parametrize(("right", "answers"), [(16, 20), (0, 3), (5, 5), (1, 400)])
def test_wilson_agrees_with_scipy(right, answers):
    expected = stats.binomtest(right, answers).proportion_ci(0.9, method="wilson")
    assert wilson(right / answers, answers) == pytest.approx((expected.low, expected.high), abs=2e-4)


def test_nothing_answered_says_nothing():
    assert wilson(0.0, 0) == (0.0, 1.0)
