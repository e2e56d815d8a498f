"""The estimate of knowledge says no more than the answers do, and never more for waiting."""

from __future__ import annotations

import copy
import itertools
import json
import random
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.scheduling.fsrs import MemoryState, Parameters, retrievability, schedule
from db.statistics import assessment
from db.statistics.knowledge import (
    Answer,
    Estimate,
    History,
    Question,
    StudyDay,
    assess,
    fit,
    forecast,
    history_from,
    surely_worse,
)
from db.types import Rating

P = Parameters()
DAY = 738_000


class World:
    """Answers given to a few questions, with the states that FSRS has of them."""

    def __init__(self, topics=3, each=5):
        self.history, self.day, self.answers = History(), DAY, []
        self.topic = {f"q{i}": f"t{i % topics}" for i in range(topics * each)}
        self.states = dict.fromkeys(self.topic, MemoryState())

    def answer(self, name, right, confidence=None):
        state = self.states[name]
        recall = None if state.stability is None else retrievability(state, self.day, P)
        self.answers.append(Answer(name, self.topic[name], self.day, float(right), recall, confidence))
        self.history.add(self.answers[-1])
        rating = Rating.GOOD if right else Rating.AGAIN
        self.states[name] = schedule(state, rating, 0, self.day, 0, 1, P)

    def questions(self):
        states = self.states.items()
        return [
            Question(name, self.topic[name], "", 2, s.stability, s.difficulty, s.last_day, s.due_day)
            for name, s in states
        ]

    def fit(self):
        return fit(self.history, self.questions())

    def known(self, ahead=1, **options):
        return assess(self.fit(), self.history, self.questions(), self.day + ahead, P, **options)


def lived(seed, answers=80, last=None):
    """A world after some days of study at random; `last` says whether the last answer is right."""
    rng, world = random.Random(seed), World()
    skill = [rng.random() for _ in range(3)]
    for number in range(answers):
        world.day += rng.choice([0] * 9 + [1, 1, 2, 30])
        i = rng.randrange(len(world.topic))
        right = rng.random() < skill[i % 3]
        world.answer(f"q{i}", last if last is not None and number == answers - 1 else right, rng.choice([None, 1, 4]))
    return world


def ends(estimate):
    return estimate.low, estimate.mean, estimate.high


def test_sixteen_wrong_of_sixteen_is_known_badly_and_not_for_certain():
    world = World(topics=1, each=16)
    for name in world.topic:
        world.answer(name, False)
    topic = world.known().topics["t0"]
    assert topic.mean < 0.35
    assert topic.low < 0.05
    assert topic.high > 0.5
    assert not topic.predictable


def test_sixteen_right_of_sixteen_is_known_well():
    world = World(topics=1, each=16)
    for name in world.topic:
        world.answer(name, True)
    assert world.known().topics["t0"].mean > 0.65


def test_without_answers_everything_is_the_same_prior_and_not_predictable():
    known = World().known()
    everything = {*known.questions.values(), *known.topics.values(), known.overall, known.prior}
    assert len(everything) == 1
    prior = known.prior
    assert 0.2 < prior.mean < 0.6
    assert prior.high - prior.low > 0.8
    assert not prior.predictable


def test_a_topic_without_answers_has_the_learners_own_prior():
    bad, good = World(), World()
    for day in range(6):
        for i in range(5):
            for world, right in ((bad, False), (good, True)):
                world.day = DAY + day
                world.answer(f"q{3 * i}", right)
    for world in (bad, good):
        known = world.known()
        assert known.topics["t1"] == known.topics["t2"] == known.questions["q1"] == known.prior
        assert known.topics["t0"] != known.prior
    assert bad.known().prior.mean < good.known().prior.mean


def test_questions_that_are_alike_have_the_same_number():
    world = World(topics=1, each=8)
    world.answer("q0", True)
    known = world.known()
    assert len({known.questions[f"q{i}"] for i in range(1, 8)}) == 1


@settings(deadline=None, max_examples=25)
@given(
    seed=st.integers(0, 10_000), answers=st.integers(0, 120), days=st.lists(st.integers(1, 400), min_size=2, max_size=4)
)
def test_nothing_rises_without_an_answer(seed, answers, days):
    world = lived(seed, answers)
    fitted, questions = world.fit(), world.questions()
    found = [assess(fitted, world.history, questions, world.day + ahead, P) for ahead in sorted(days)]
    for earlier, later in itertools.pairwise(found):
        for name, estimate in [*earlier.questions.items(), *earlier.topics.items(), ("", earlier.overall)]:
            after = later.questions.get(name) or later.topics.get(name) or later.overall
            assert all(b <= a + 1e-12 for a, b in zip(ends(estimate), ends(after), strict=True)), name
        assert later.prior == earlier.prior


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 10_000), answers=st.integers(1, 120))
def test_a_right_answer_never_says_less_than_a_wrong_one(seed, answers):
    wrong, right = (lived(seed, answers, last) for last in (False, True))
    name = wrong.answers[-1].question
    without, with_ = wrong.known(), right.known()
    assert without.questions[name].mean <= with_.questions[name].mean
    assert without.topics[wrong.topic[name]].mean <= with_.topics[wrong.topic[name]].mean + 1e-12


@settings(deadline=None, max_examples=20)
@given(seed=st.integers(0, 10_000), answers=st.integers(0, 120))
def test_every_estimate_is_a_chance_within_its_interval(seed, answers):
    known = lived(seed, answers).known()
    for estimate in (*known.questions.values(), *known.topics.values(), known.overall, known.prior):
        assert 0 <= estimate.low <= estimate.mean <= estimate.high <= 1
        assert estimate.predictable == (estimate.high - estimate.low <= 0.5)


def test_the_mean_is_within_the_interval_even_if_one_draw_is_far_off():
    draws = np.zeros((200, 1))
    draws[7] = 1
    estimate = assessment._estimates(draws, True)[0]
    assert (estimate.low, estimate.mean, estimate.high) == (0, 0.005, 0.005)


def test_answer_by_answer_all_at_once_and_out_of_storage_give_the_same_numbers():
    world = lived(5)
    at_once = History()
    at_once.extend(world.answers)
    stored = history_from(json.loads(json.dumps(world.history.to_json())))
    expected = world.known()
    for history in (at_once, stored):
        assert history == world.history
        assert assess(fit(history, world.questions()), history, world.questions(), world.day + 1, P) == expected


def test_a_stored_history_goes_on_like_the_kept_one():
    world = lived(6)
    stored = history_from(json.loads(json.dumps(world.history.to_json())))
    world.answer("q1", True)
    stored.add(world.answers[-1])
    assert stored == world.history


def test_a_history_of_another_version_is_not_read():
    with pytest.raises(ValueError, match="version 0"):
        history_from({**History().to_json(), "version": 0})


def test_a_further_answer_of_the_same_day_counts_for_the_cost_alone():
    world = lived(7)
    name = world.answers[-1].question
    before, costs = world.known(), world.history.cost.means
    for _ in range(3):
        world.history.add(replace(world.answers[-1], right=0.0))
    assert world.known() == before
    assert sum(map(sum, world.history.cost.means)) > sum(map(sum, costs))
    assert world.history.questions[name].day == world.day


def test_more_answers_narrow_the_interval():
    widths = []
    for answers in (15, 60, 240):
        known = lived(8, answers).known()
        widths.append(known.overall.high - known.overall.low)
    assert widths == sorted(widths, reverse=True)


def test_confidence_says_something_about_right_answers():
    sure, unsure = World(), World()
    for day in range(8):
        for i in range(15):
            for world, confidence in ((sure, 4), (unsure, 1)):
                world.day = DAY + day
                world.answer(f"q{i}", (i + day) % 4 > 0, confidence if i == 5 else None)
    assert sure.known().questions["q5"].mean > unsure.known().questions["q5"].mean


def test_harder_questions_are_expected_to_be_harder():
    world = lived(9)
    easy, hard = (Question("new", "t0", "", level) for level in (1, 3))
    fitted = fit(world.history, [easy])
    means = [assess(fitted, world.history, [q], world.day + 1, P).questions["new"].mean for q in (easy, hard)]
    assert means[0] > means[1]


def test_an_older_fit_serves_newer_answers_and_questions():
    world = lived(10)
    fitted = world.fit()
    world.topic["q99"], world.states["q99"] = "another topic", MemoryState()
    known = assess(fitted, world.history, world.questions(), world.day + 1, P)
    assert known.questions["q99"] == known.topics["another topic"] == known.prior
    world.day += 30
    other = copy.deepcopy(world)
    other.answer("q0", True)
    world.answer("q0", False)
    wrong, right = (assess(fitted, w.history, w.questions(), w.day + 1, P).questions["q0"] for w in (world, other))
    assert wrong.mean < right.mean
    exam = forecast(fitted, world.history, world.questions(), world.day + 1, [StudyDay(5, 2)], P)
    assert set(exam.topics) == {"t0", "t1", "t2", "another topic"}


def test_nothing_is_predictable_of_a_learner_whom_the_model_does_not_describe():
    known = lived(11, 300).known(trusted=False)
    assert not any(
        e.predictable for e in (*known.questions.values(), *known.topics.values(), known.overall, known.prior)
    )
    assert lived(11, 300).known().overall.predictable


def recalled(answers, turned=10**9):
    """A history of recalls that go as FSRS expects, 0.95 or 0.5, and from the answer `turned` on the other way round."""
    rng, history = random.Random(1), History()
    for number in range(answers):
        recall = rng.choice([0.5, 0.95])
        right = rng.random() < (recall if number < turned else 1.45 - recall)
        history.add(Answer(f"q{number % 40}", "t", DAY + number, float(right), None if number < 40 else recall))
    return history


def test_a_learner_whom_the_model_describes_is_not_called_unpredictable():
    assert not surely_worse(recalled(800))


def test_a_learner_who_turned_against_what_was_learnt_of_her_is_called_unpredictable():
    assert surely_worse(recalled(800, turned=600))


def test_recalls_are_predicted_from_those_before_them_alone():
    assert surely_worse(recalled(400, turned=200))  # with the newest in the fit, both patterns would cancel


def test_few_recalls_say_nothing_against_the_model():
    assert not surely_worse(recalled(89, turned=0))


def test_a_forecast_without_study_is_the_assessment_of_that_day():
    world = lived(12, 200)
    fitted, questions = world.fit(), world.questions()
    exam = forecast(fitted, world.history, questions, world.day + 1, [], P)
    known = assess(fitted, world.history, questions, world.day + 1, P)
    for topic, estimate in exam.topics.items():
        assert estimate.mean == pytest.approx(known.topics[topic].mean, abs=0.03)
    assert exam.unseen == {
        t: sum(world.states[q].reviews == 0 for q in world.topic if world.topic[q] == t) for t in exam.topics
    }


def test_study_shows_new_questions_and_no_more_than_planned():
    world = World(topics=2, each=30)
    world.answer("q0", True)
    plan = [StudyDay(answers=40, new=6)] * 4
    exam = forecast(world.fit(), world.history, world.questions(), world.day + 1, plan, P)
    assert sum(exam.unseen.values()) == pytest.approx(59 - 24, abs=1)
    lazy = forecast(world.fit(), world.history, world.questions(), world.day + 1, [StudyDay(0, 6)] * 4, P)
    assert sum(lazy.unseen.values()) == 59
    short = forecast(world.fit(), world.history, world.questions(), world.day + 1, [StudyDay(10, 10)], P)
    assert sum(short.unseen.values()) >= 59 - 5  # a new question takes two answers at least


def test_the_longer_somebody_studies_the_less_is_sure_of_what_becomes_of_her():
    world, rng = World(topics=1, each=30), random.Random(4)
    for _ in range(40):
        world.day += 1
        for i in rng.sample(range(30), 8):
            world.answer(f"q{i}", rng.random() < 0.5)
    fitted, questions, widths = world.fit(), world.questions(), []
    for days in (0, 10, 40):
        after = forecast(fitted, world.history, questions, world.day + 1, [StudyDay(30, 5)] * days, P).overall
        widths.append(after.high - after.low)
    assert 1.2 * widths[0] < widths[1] < widths[2]
    assert 2 * widths[0] < widths[2]


def test_a_sweep_looks_at_everything_seen_the_weakest_first():
    world = World(topics=1, each=10)
    questions = [
        Question(q.name, q.topic, stability=1.0 + 3 * i, difficulty=5.0, last_day=DAY - 20, due_day=DAY + 40)
        for i, q in enumerate(world.questions())
    ]
    for question in questions:
        world.history.add(Answer(question.name, question.topic, DAY - 20, 1.0))
    fitted = fit(world.history, questions)
    plans = {
        "none": StudyDay(0, 0),
        "due": StudyDay(50, 0),
        "three": StudyDay(3, 0, sweep=True),
        "all": StudyDay(50, 0, sweep=True),
    }
    exams = {name: forecast(fitted, world.history, questions, DAY, [day], P) for name, day in plans.items()}
    assert exams["due"] == exams["none"]
    assert exams["all"].overall.mean > exams["none"].overall.mean
    gains = {q.name: exams["three"].questions[q.name].mean - exams["none"].questions[q.name].mean for q in questions}
    assert max(gains, key=gains.__getitem__) == "q0"
    assert gains["q9"] < gains["q0"] / 5


def test_nothing_studied_nothing_asked():
    assert forecast(fit(History(), []), History(), [], DAY, [StudyDay(10, 5)], P).topics == {}


def test_the_same_history_gives_the_same_numbers_in_another_process():
    code = "from tests.db.statistics.test_knowledge import lived; k = lived(3).known(); print(repr(k.overall), repr(k.topics))"
    known = lived(3).known()
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout.strip() == f"{known.overall!r} {known.topics!r}"


def test_numpy_is_not_imported_before_it_is_needed():
    code = "import sys, db.statistics.knowledge as k; k.History().add(k.Answer('q', 't', 1, 1.0)); print('numpy' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert result.stdout.strip() == "False"


def test_estimates_are_plain_data():
    assert Estimate(0.5, 0.2, 0.8) == Estimate(0.5, 0.2, 0.8, True)
    assert isinstance(lived(1).known().overall.mean, float)
    assert not isinstance(lived(1).known().overall.mean, np.floating)
