"""FSRS on arrays gives what the fsrs library gives card by card."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from fsrs import Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from db.scheduling.fsrs import DEFAULT_WEIGHTS, MemoryState, Parameters, retrievability, schedule
from db.scheduling.fsrs_arrays import RESET, ArrayFsrs, replayed
from db.types import Rating

OTHER = Parameters(weights=(0.4, 1.1, 3.0, 12.0, *DEFAULT_WEIGHTS[4:8], 1.4, *DEFAULT_WEIGHTS[9:20], 0.4), fuzz=False)
LOGS = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([0, 0, 1, 2, 9, 60]), st.sampled_from([RESET, 1, 2, 3, 3, 4])),
    min_size=1,
    max_size=40,
)


def by_the_library(parameters, cards, days, ratings):
    """The recall before each review, and the states at the end."""
    states, found = {}, []
    for card, day, rating in zip(cards, days, ratings, strict=True):
        state = states.get(card, MemoryState())
        found.append(np.nan if state.stability is None else retrievability(state, day, parameters))
        reset = rating == RESET
        states[card] = MemoryState() if reset else schedule(state, Rating(rating), 0, day, 0, card, parameters)
    return np.array(found), states


@pytest.mark.parametrize("parameters", [Parameters(fuzz=False), OTHER], ids=["default", "other"])
@settings(deadline=None, max_examples=60)
@given(log=LOGS)
def test_a_replayed_log_has_the_recalls_of_the_library(parameters, log):
    cards = np.array([card for card, _, _ in log])
    days = 738_000 + np.cumsum([gap for _, gap, _ in log])
    ratings = np.array([rating for _, _, rating in log])
    expected, _ = by_the_library(parameters, cards.tolist(), days.tolist(), ratings.tolist())
    np.testing.assert_allclose(replayed(ArrayFsrs(parameters), cards, days, ratings), expected, rtol=1e-9)


def test_a_day_before_the_last_review_counts_as_the_same_day():
    cards, days, ratings = np.zeros(3, int), np.array([738_010, 738_005, 738_012]), np.array([3, 3, 3])
    expected, _ = by_the_library(Parameters(), [0] * 3, days.tolist(), [3] * 3)
    np.testing.assert_allclose(replayed(ArrayFsrs(Parameters()), cards, days, ratings), expected, rtol=1e-9)


def test_an_empty_log_has_no_recalls():
    none = np.array([], dtype=int)
    assert len(replayed(ArrayFsrs(Parameters()), none, none, none)) == 0


@pytest.mark.parametrize("retention", [0.7, 0.9, 0.97])
def test_intervals_are_those_of_the_library(retention):
    parameters = replace(Parameters(), desired_retention=retention, maximum_interval=300)
    library = Scheduler(desired_retention=retention, maximum_interval=300, enable_fuzzing=False)
    stability = np.array([0.001, 0.5, 3.2, 17.5, 210.0, 5000.0])
    expected = [library._next_interval(stability=float(s)) for s in stability]
    assert ArrayFsrs(parameters).interval(stability, retention).tolist() == expected
