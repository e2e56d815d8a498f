"""The answer model against SciPy, which finds the same posterior the plain way, in all effects at once."""

from __future__ import annotations

import random

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.special import expit, log_expit
from scipy.stats import norm

from db.statistics.answer_history import Answer, History
from db.statistics.answer_model import (
    BEYOND,
    FIXED,
    RECALL,
    RECENT,
    Fit,
    Regression,
    answers_of,
    asked_in,
    columns,
    draw,
    fit,
)
from db.statistics.hypotheses import HYPOTHESES, Hypothesis, Normal, Spread

DAY = 738_000
SURE = 1e9
"""A strength at which the spreads stay what they are, so that the posterior is that of a plain regression."""
PLAIN = Hypothesis(
    "plain",
    level=Normal(0.2, 1.2),
    unseen=Normal(-0.5, 0.8),
    recall=Normal(0.9, 0.5),
    wrong=Normal(-0.4, 0.5),
    topic=Spread(0.8, SURE),
    unseen_topic=Spread(0.6, SURE),
    recent_topic=Spread(0.5, SURE),
    kind=Spread(0.4, SURE),
    question=Spread(0.7, SURE),
)


def history(seed=3, answers=150):
    rng, found, seen = random.Random(seed), History(), set()
    for number in range(answers):
        i = rng.randrange(12)
        recall = rng.uniform(0.5, 0.99) if i in seen else None
        found.add(
            Answer(f"q{i}", f"t{i % 3}", number, rng.random() < 0.3 + 0.05 * i, recall, None, f"k{i % 2}", 1 + i % 3)
        )
        seen.add(i)
    return found


@pytest.fixture(scope="module")
def answers():
    past = history()
    return answers_of(past.rows, len(past.topics), len(past.kinds))


@pytest.fixture(scope="module")
def whole(answers):
    """(design, prior mean, prior precision) of all effects at once, each question's own effect a column."""
    own = np.eye(len(answers.starts))[answers.place]
    groups = (answers.topics, answers.topics, answers.topics, answers.kinds, len(answers.starts))
    deviations = [prior.deviation for prior in PLAIN.fixed]
    deviations += np.repeat([0.8, 0.6, 0.5, 0.4, 0.7], groups).tolist()
    mean = [prior.mean for prior in PLAIN.fixed] + [0.0] * sum(groups)
    return np.hstack([answers.x, own]), np.array(mean), np.array(deviations) ** -2


@pytest.fixture(scope="module")
def posterior(answers):
    return Regression(answers, PLAIN).fitted()


def minus_log_posterior(b, answers, whole):
    x, mean, precision = whole
    eta = x @ b
    likelihood = answers.weight * (answers.right * log_expit(eta) + (1 - answers.right) * log_expit(-eta))
    return -likelihood.sum() - norm.logpdf(b, mean, precision**-0.5).sum()


def hessian(b, answers, whole):
    x, _, precision = whole
    p = expit(x @ b)
    return x.T @ ((answers.weight * p * (1 - p))[:, None] * x) + np.diag(precision)


def test_the_mode_is_scipys(answers, whole, posterior):
    found = minimize(minus_log_posterior, whole[1], (answers, whole), method="BFGS", options={"gtol": 1e-7})
    np.testing.assert_allclose(np.concatenate([posterior.mean, posterior.own_mean]), found.x, atol=2e-4)


def test_the_covariance_is_the_inverse_of_the_whole_hessian(answers, whole, posterior):
    b, m = np.concatenate([posterior.mean, posterior.own_mean]), len(posterior.mean)
    covariance = np.linalg.inv(hessian(b, answers, whole))
    np.testing.assert_allclose(posterior.covariance, covariance[:m, :m], atol=1e-9)
    own = 1 / posterior.own_precision + np.einsum("qi,ij,qj->q", posterior.ratio, posterior.covariance, posterior.ratio)
    np.testing.assert_allclose(own, np.diag(covariance)[m:], atol=1e-9)


def test_the_evidence_is_laplaces_for_all_effects_at_once(answers, whole, posterior):
    """Up to constants that are the same for every hypothesis: 2 pi to the dimension, cancelled by the priors'."""
    b = np.concatenate([posterior.mean, posterior.own_mean])
    curvature = np.linalg.slogdet(hessian(b, answers, whole))[1]
    laplace = -minus_log_posterior(b, answers, whole) + 0.5 * (len(b) * np.log(2 * np.pi) - curvature)
    assert posterior.evidence == pytest.approx(laplace, abs=1e-6)


def test_draws_have_the_mean_and_the_covariance_of_the_posterior(answers, whole, posterior):
    past = history()
    asked = asked_in(list(past.rows)[-12:])
    drawn = draw(Fit((posterior,), np.ones(1), answers), asked, 40_000, np.random.default_rng(0))
    b = np.concatenate([posterior.mean, posterior.own_mean])
    covariance = np.linalg.inv(hessian(b, answers, whole))
    free = [i for i in range(FIXED) if i not in (RECALL, BEYOND)]  # these are held where recall never helps to forget
    np.testing.assert_allclose(drawn.fixed.mean(0)[free], posterior.mean[free], atol=1e-9)
    np.testing.assert_allclose(np.cov(drawn.fixed[:, free].T), posterior.covariance[np.ix_(free, free)], atol=0.03)
    number = asked.question[0]
    place = int(np.searchsorted(answers.question, number))
    topic, kind, t = asked.topic[0], asked.kind[0], answers.topics
    columns = [FIXED + topic, FIXED + 2 * t + topic, FIXED + 3 * t + kind, len(posterior.mean) + place]
    one = np.zeros(len(b))
    one[columns] = 1
    spread = drawn.common[:, 0].var() + (drawn.own[:, 0] ** 2).mean()
    assert drawn.common[:, 0].mean() == pytest.approx(one @ b, abs=1e-9)
    assert spread == pytest.approx(one @ covariance @ one, rel=0.03)


def test_without_answers_the_posterior_is_the_prior():
    empty = fit([], 2, 1)
    np.testing.assert_allclose(empty.shares, 1 / len(HYPOTHESES), atol=1e-12)
    for hypothesis, found in zip(HYPOTHESES, empty.posteriors, strict=True):
        np.testing.assert_allclose(found.mean[:FIXED], [prior.mean for prior in hypothesis.fixed], atol=1e-9)
        np.testing.assert_allclose(np.diag(found.covariance)[FIXED], hypothesis.topic.deviation**2, rtol=1e-9)


def test_an_answer_counts_half_two_thousand_answers_later():
    past = History()
    for number in range(2001):
        past.add(Answer(f"q{number:04}", "t", DAY, 1.0))
    weight = answers_of(past.rows, 1, 1).weight
    assert weight[-1] == 1
    assert weight[0] == pytest.approx(0.5)


def test_the_slope_on_recall_is_never_drawn_below_0():
    past = History()
    for number in range(200):  # somebody who is right when FSRS expects it least
        past.add(Answer(f"q{number % 20}", "t", number, number % 2, None if number < 20 else 0.95 - 0.5 * (number % 2)))
    drawn = draw(fit(past.rows, 1, 1), asked_in(past.rows), 200, np.random.default_rng(0))
    assert drawn.fixed[:, RECALL].min() == 0
    assert (drawn.fixed[:, RECALL] + drawn.fixed[:, BEYOND]).min() >= 0


def test_answers_at_a_low_recall_do_not_make_sure_of_what_comes_long_after():
    past = History()
    for number in range(200):
        past.add(Answer(f"q{number % 10}", "t", DAY + number, 1.0, None if number < 10 else 0.3))
    fitted, (prior, *_) = fit(past.rows, 1, 1), HYPOTHESES
    assert fitted.posteriors[0].covariance[BEYOND, BEYOND] == pytest.approx(prior.beyond.deviation**2)
    assert columns(*(np.array([v]) for v in (2.0, 0.3)), np.zeros((1, 6)))[0, BEYOND] < -1
    assert columns(*(np.array([v]) for v in (2.0, 0.95)), np.zeros((1, 6)))[0, BEYOND] == 0


def test_the_newest_answers_of_a_topic_say_most_of_how_it_goes_of_late():
    past = History()
    for number in range(6):
        past.add(Answer(f"q{number}", f"t{number % 2}", DAY, 1.0))
    answers = answers_of(past.rows, 2, 1)
    late = answers.x[:, FIXED + 2 * answers.topics :][:, :2].max(1)
    np.testing.assert_allclose(late, RECENT ** np.array([2, 2, 1, 1, 0, 0]))


def test_belief_goes_to_the_hypothesis_that_made_the_answers():
    rng, past = random.Random(0), History()
    for number in range(600):
        past.add(Answer(f"q{number % 60}", f"t{number % 6}", number, rng.random() < 0.5, None if number < 60 else 0.97))
    belief = dict(zip((h.name for h in HYPOTHESES), fit(past.rows, 6, 1).shares, strict=True))
    assert belief["one chance for all"] > 0.9
    assert belief["FSRS describes her"] < 0.01
