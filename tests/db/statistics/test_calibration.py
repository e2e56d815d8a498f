"""Hours, confidence and maturity, against loops over what was answered and the closed form of the Brier score."""

from __future__ import annotations

import random

import pytest

from db.statistics.calibration import habits
from db.types import SURENESS, Rating


def test_no_answers(memory):
    found = habits(memory)
    assert found.brier is None
    assert sum(found.hours) == 0
    assert found.young.share is None


def test_each_answer_is_counted_where_it_belongs(memory, clock, answer):
    rng = random.Random(4)
    given, last = [], {}
    for _ in range(60):
        name = f"q{rng.randrange(12)}"
        rating = Rating(rng.randrange(1, 5))
        sure, right = rng.choice([None, 1, 2, 3, 4]), rng.choice([0.0, 0.5, 1.0])
        answer(memory, memory.card(name), rating, confidence=sure, correctness=right)
        day = memory.today().toordinal()
        given.append((clock.at.hour, sure, right, rating, day - last[name] if name in last else None))
        last[name] = day
        clock.pass_(hours=rng.choice([1, 5, 30, 24 * 25]))
    found = habits(memory)
    for hour in range(24):
        assert found.hours[hour] == sum(g[0] == hour for g in given)
    for step in (1, 2, 3, 4):
        mine = [g[2] for g in given if g[1] == step]
        assert (found.confidence[step - 1].answers, found.confidence[step - 1].right) == (len(mine), sum(mine))
    gaps = [(SURENESS[g[1] - 1] - g[2]) ** 2 for g in given if g[1]]
    assert found.brier == pytest.approx(sum(gaps) / len(gaps))
    for tally, holds in ((found.young, lambda lag: 0 < lag < 21), (found.mature, lambda lag: lag >= 21)):
        mine = [g[3] > Rating.AGAIN for g in given if g[4] is not None and holds(g[4])]
        assert (tally.answers, tally.right) == (len(mine), sum(mine))
    assert found.mature.answers > 3


def test_an_answer_taken_back_does_not_count_and_a_redo_brings_it_again(memory, answer):
    answer(memory, memory.card("q1"), confidence=4, correctness=0.0)
    assert habits(memory).brier == pytest.approx(0.95**2)
    memory.undo()
    assert habits(memory).brier is None
    memory.redo()
    assert habits(memory).confidence[3].answers == 1


def test_saying_the_truth_has_the_best_score(memory, clock, answer):
    for i in range(12):
        answer(memory, memory.card(f"q{i}"), confidence=4 if i % 2 else 1, correctness=float(i % 2))
        clock.pass_(minutes=1)
    assert habits(memory).brier == pytest.approx((0.05**2 + 0.25**2) / 2)
