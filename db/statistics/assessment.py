"""From the fitted answer model to estimates of questions and topics, for now and for an exam."""

from __future__ import annotations

from collections.abc import Sequence
from math import log1p

import numpy as np

from db.scheduling.fsrs import Parameters
from db.scheduling.fsrs_arrays import ArrayFsrs, Floats, Ints
from db.statistics import answer_model
from db.statistics.answer_history import History, QuestionPast, TopicPast
from db.statistics.answer_model import Asked, Fit, chances, draw
from db.statistics.estimates import Assessment, Estimate, Forecast, Question, StudyDay
from db.statistics.exam_forecast import Cards, Players, played

SEED = 7
DRAWS, CELLS = (100, 200), 1_000_000
FORECAST_DRAWS, FORECAST_CELLS = (24, 100), 400_000
"""Draws at least and at most; in between, so many that draws times questions stay at this number."""
WIDEST = 0.5
"""An interval that is wider says too little to be called a prediction."""
UNANSWERED = QuestionPast(-1)
OWN = [0, 2, 3, 4]
"""The features that are the question's own; the others are its topic's or everybody's."""


def fitted(history: History, questions: Sequence[Question]) -> Fit:
    """The answer model fitted to the history; topics and kinds of the questions get their numbers first."""
    for question in questions:
        history.topic(question.topic)
        history.kind(question.kind)
    return answer_model.fit(history.rows, len(history.topics), len(history.kinds))


def assessed(
    fit: Fit, history: History, questions: Sequence[Question], day: int, parameters: Parameters, trusted: bool
) -> Assessment:
    """The estimates for a day, without another answer before."""
    rng, cards = np.random.default_rng(SEED), cards_of(questions)
    asked = asked_of(history, questions, cards, day, ArrayFsrs(parameters))
    draws = draw(fit, asked, _enough(DRAWS, CELLS, questions), rng)
    z = rng.standard_normal(draws.own.shape)
    # Questions that are alike get the same number: their own effects are drawn alike. In a mean they are independent.
    *alone, prior = _estimates(chances(draws, asked, z[:, :1]), trusted)
    together = chances(draws, asked, z)[:, :-1]
    begun = {name for name, past in history.topics.items() if past.answers}
    topics = {name: one if name in begun else prior for name, one in _topics(questions, together, trusted).items()}
    return Assessment(
        questions={q.name: one if q.topic in begun else prior for q, one in zip(questions, alone, strict=True)},
        topics=topics,
        overall=_overall(together, np.full(len(questions), 1 / max(1, len(questions))), trusted) if begun else prior,
        prior=prior,
    )


def forecast(
    fit: Fit,
    history: History,
    questions: Sequence[Question],
    first_day: int,
    plan: Sequence[StudyDay],
    parameters: Parameters,
    trusted: bool,
    weights: Sequence[float] | None,
) -> Forecast:
    """The estimates for the day after the plan, which begins on `first_day`; new questions come in the order given."""
    rng, cards, fsrs = np.random.default_rng(SEED), cards_of(questions), ArrayFsrs(parameters)
    asked = asked_of(history, questions, cards, first_day, fsrs).first(len(questions))
    draws = draw(fit, asked, _enough(FORECAST_DRAWS, FORECAST_CELLS, questions), rng)
    practice = np.array([*(past.answers for past in history.topics.values()), 0], dtype=float)
    players = Players(draws, asked, cards, practice, fsrs, rng)
    parts = np.array(weights if weights is not None else [1.0] * len(questions))
    parts = parts / max(1e-9, parts.sum())
    share, course = played(players, first_day, plan, history.cost.means, parts)
    unseen = np.isnan(players.stability).mean(0)
    return Forecast(
        questions={q.name: one for q, one in zip(questions, _estimates(share, trusted), strict=True)},
        topics=_topics(questions, share, trusted),
        overall=_overall(share, parts, trusted),
        unseen={name: float(unseen[at].sum()) for name, at in _by_topic(questions).items()},
        course=course,
    )


def _enough(bounds: tuple[int, int], cells: int, questions: Sequence[Question]) -> int:
    """An even number of draws."""
    low, high = bounds
    return min(max(cells // max(1, len(questions)), low), high) // 2 * 2


def cards_of(questions: Sequence[Question]) -> Cards:
    """FSRS's states as arrays."""
    states = [(q.stability, q.difficulty, q.last_day, q.due_day) for q in questions]
    return Cards(*np.array(states, dtype=float).reshape(-1, 4).T)


def asked_of(history: History, questions: Sequence[Question], cards: Cards, day: int, fsrs: ArrayFsrs) -> Asked:
    """The questions as they stand on a day; and last, one of middle difficulty in a topic that was not begun."""
    pasts = [*(history.questions.get(q.name, UNANSWERED) for q in questions), UNANSWERED]
    begun = list(history.topics.values())
    number = {name: topic.number for name, topic in history.topics.items()}
    topic = np.array([*(number.get(q.topic, len(begun)) for q in questions), len(begun)])
    features = np.array([history.features(UNANSWERED, t) for t in [*begun, TopicPast(len(begun))]], dtype=float)[topic]
    features[:, OWN] = [(past.wrong, log1p(past.days), past.surprise, past.sure) for past in pasts]
    recall = np.append(fsrs.recall(cards.stability, day - cards.last_day), np.nan)
    return Asked(
        question=np.array([past.number for past in pasts]),
        topic=topic,
        kind=np.array([*(history.kinds.get(q.kind, len(history.kinds)) for q in questions), len(history.kinds)]),
        level=np.array([*(q.level for q in questions), 2.0]),
        recall=np.where(np.isnan(recall), -1.0, recall),
        features=features,
    )


def _by_topic(questions: Sequence[Question]) -> dict[str, Ints]:
    found: dict[str, list[int]] = {}
    for at, question in enumerate(questions):
        found.setdefault(question.topic, []).append(at)
    return {name: np.array(places) for name, places in found.items()}


def _topics(questions: Sequence[Question], share: Floats, trusted: bool) -> dict[str, Estimate]:
    places = _by_topic(questions)
    means = [share[:, at].mean(1) for at in places.values()]
    return dict(zip(places, _estimates(np.stack(means, 1), trusted) if means else [], strict=True))


def _overall(share: Floats, parts: Floats, trusted: bool) -> Estimate:
    return _estimates(share @ parts[:, None], trusted)[0] if share.size else Estimate(0.0, 0.0, 1.0, False)


def _estimates(share: Floats, trusted: bool) -> list[Estimate]:
    """Of each column, over the draws. Where a few draws are far off, the mean may be outside of all others."""
    mean, (low, high) = share.mean(0), np.quantile(share, (0.05, 0.95), axis=0)
    columns = zip(mean.tolist(), np.minimum(low, mean).tolist(), np.maximum(high, mean).tolist(), strict=True)
    return [Estimate(middle, a, b, trusted and b - a <= WIDEST) for middle, a, b in columns]
