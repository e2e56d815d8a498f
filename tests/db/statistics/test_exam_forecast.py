"""A learner in the forecast who is always right, or always wrong, gets the states that the scheduler gives."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from db.scheduling.fsrs import MemoryState, Parameters, retrievability, schedule
from db.scheduling.fsrs_arrays import ArrayFsrs
from db.statistics.answer_history import Answer, History
from db.statistics.answer_model import FIXED, Draws
from db.statistics.assessment import asked_of, cards_of
from db.statistics.estimates import Question, StudyDay
from db.statistics.exam_forecast import Players
from db.types import Rating

P = replace(Parameters(), fuzz=False)
DAY = 738_000
OWN_FEATURES = [0, 2, 3, 4]


def after(state, ratings, day):
    for rating in ratings:
        state = schedule(state, Rating(rating), 0, day, 0, 1, P)
    return state


@pytest.fixture
def history():
    history = History()
    history.add(Answer("old", "t", DAY - 9, 1.0, None))
    return history


@pytest.fixture
def old():
    return after(MemoryState(), (3, 3), DAY - 9)


def played(history, old, logit):
    """Both questions after a day's study of a learner with this chance, and the learner."""
    questions = [Question("old", "t", "", 2, old.stability, old.difficulty, old.last_day, DAY), Question("new", "t")]
    history.topic("t")
    asked = asked_of(history, questions, cards_of(questions), DAY, ArrayFsrs(P)).first(2)
    draws = Draws(np.zeros((1, FIXED)), np.full((1, 2), logit), np.zeros((1, 2)), np.zeros((1, 2)))
    players = Players(draws, asked, cards_of(questions), np.array([1.0]), ArrayFsrs(P), np.random.default_rng(0))
    players.drift[:] = 0
    players.study(DAY, StudyDay(20, 5), np.ones((2, 2)))
    return players


@pytest.mark.parametrize(
    ("logit", "of_old", "of_new"), [(50.0, (3,), (3, 3)), (-50.0, (1, 3), (1, 3, 3))], ids=["right", "wrong"]
)
def test_states_are_the_schedulers(history, old, logit, of_old, of_new):
    players = played(history, old, logit)
    expected = [after(old, of_old, DAY), after(MemoryState(), of_new, DAY)]
    np.testing.assert_allclose(players.stability[0], [s.stability for s in expected], rtol=1e-9)
    np.testing.assert_allclose(players.difficulty[0], [s.difficulty for s in expected], rtol=1e-9)
    assert players.due[0].tolist() == [s.due_day for s in expected]


@pytest.mark.parametrize(("logit", "right"), [(50.0, 1.0), (-50.0, 0.0)], ids=["right", "wrong"])
def test_what_is_known_of_the_questions_is_what_the_history_would_know(history, old, logit, right):
    players = played(history, old, logit)
    history.add(Answer("old", "t", DAY, right, retrievability(old, DAY, P)))
    history.add(Answer("new", "t", DAY, right, None))
    known = [history.features(history.questions[name], history.topics["t"]) for name in ("old", "new")]
    np.testing.assert_allclose(players.features[0][:, OWN_FEATURES], np.array(known)[:, OWN_FEATURES], atol=1e-9)
    assert players.practice.tolist() == [[history.topics["t"].answers]]
