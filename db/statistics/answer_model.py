"""The chance of a right answer: one hierarchical logistic regression for each hypothesis about the learner, weighed by
how well they explain her answers.

The logit of the chance is x·b + topic + (topic, while the question was never answered) + (topic, of late) + kind +
question, with x as in `columns`. Priors are Gaussian. The mode is found by Newton's method; the questions' own effects
are eliminated one by one, so that the cost is linear in answers and questions. The spreads of the random effects follow
by EM. The posterior is Laplace's approximation at the mode; the hypotheses are weighed by their marginal likelihood in
the same approximation (Gelman and others, Bayesian Data Analysis, 3rd edition, sections 13.3 and 13.4; MacKay,
Information Theory, Inference and Learning Algorithms, chapters 27 and 28).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

import numpy as np

from db.scheduling.fsrs_arrays import Floats, Ints
from db.statistics.answer_history import Row
from db.statistics.hypotheses import HYPOTHESES, Hypothesis, Spread

HALF = 2000.0
"""An answer counts half after so many later ones. Never after days: waiting must not bring the prior back."""
STEPS = 8
"""Newton steps, the last of which only evaluates."""
LEAP = 2.0
"""The farthest that one step moves an effect, in logits."""
RECENT = 0.93
"""What an answer still says of a topic's effect of late, one answer of the topic later."""
CLIPPED = (0.01, 0.97)
"""FSRS's recall is taken within these. Reviews come at about 0.9: nothing was learnt of what is nearer to 1."""
DUE = float(np.log(9))
"""The logit of a recall of 0.9, at which reviews are due."""
FIXED = 11
RECALL, BEYOND, DIFFICULTY = 2, 9, 10
ONLY_SEEN = [2, 3, 5, 6, 7, 8, 9]
"""Columns that are 0 for a question never answered."""


def logistic(x: Floats) -> Floats:
    """1 / (1 + exp(-x)), without overflow."""
    return np.asarray(0.5 * (1 + np.tanh(0.5 * x)))


def columns(level: Floats, recall: Floats, features: Floats) -> Floats:
    """The fixed effects' columns (..., FIXED) of questions: their difficulty (...), FSRS's recall (...), below 0 where
    never answered, and their features (..., 6)."""
    new = recall < 0
    x = np.empty((*new.shape, FIXED))
    x[..., 0], x[..., 1] = 1, new
    inside = np.clip(recall, *CLIPPED)
    x[..., RECALL] = np.log(inside / (1 - inside))
    x[..., 3:BEYOND] = features
    x[..., BEYOND] = np.minimum(x[..., RECALL] - DUE, 0)
    x[..., DIFFICULTY] = level - 2
    x[..., ONLY_SEEN] *= ~new[..., None]
    return x


@dataclass(frozen=True)
class Asked:
    """Questions at a moment: the numbers of question, topic and kind in the history, and as in `columns`."""

    question: Ints
    topic: Ints
    kind: Ints
    level: Floats
    recall: Floats
    features: Floats

    def first(self, count: int) -> Asked:
        """The first `count` of them."""
        return Asked(*(getattr(self, field.name)[:count] for field in fields(self)))


def asked_in(rows: Sequence[Row]) -> Asked:
    """The questions of the rows as they were before their answers."""
    plain = np.array([row[:6] for row in rows], dtype=float).reshape(-1, 6)
    features = np.array([row.features for row in rows], dtype=float).reshape(-1, 6)
    question, topic, kind = plain[:, :3].astype(np.int64).T
    return Asked(question, topic, kind, plain[:, 3], plain[:, 4], features)


@dataclass(frozen=True)
class Answers:
    """First answers sorted by question: columns `x` (answers, m), outcomes, weights, the place of each answer's
    question among those answered, where each of these starts, and its number in the history. The last topic and the
    last kind have no answers: they stand for all that are not among these."""

    x: Floats
    right: Floats
    weight: Floats
    place: Ints
    starts: Ints
    question: Ints
    topics: int
    kinds: int


def answers_of(rows: Sequence[Row], topics: int, kinds: int) -> Answers:
    """The rows as the regressions take them; with one topic and one kind more."""
    asked, at = asked_in(rows), np.arange(len(rows))
    topics, kinds = topics + 1, kinds + 1
    x = np.zeros((len(rows), FIXED + 3 * topics + kinds))
    x[:, :FIXED] = columns(asked.level, asked.recall, asked.features)
    x[:, BEYOND] = 0  # learnt from the few answers that come late, it made forecasts surer than they were right
    x[at, FIXED + asked.topic] = 1
    x[at, FIXED + topics + asked.topic] = asked.recall < 0
    x[at, FIXED + 2 * topics + asked.topic] = RECENT ** _later(asked.topic)
    x[at, FIXED + 3 * topics + asked.kind] = 1
    right = np.array([row.right for row in rows], dtype=float)
    order = np.argsort(asked.question, kind="stable")
    question, starts, place = np.unique(asked.question[order], return_index=True, return_inverse=True)
    weight = 0.5 ** (at[::-1] / HALF)
    return Answers(x[order], right[order], weight[order], place, starts, question, topics, kinds)


def _later(group: Ints) -> Floats:
    """For each place, how many later ones are of the same group."""
    order = np.argsort(group, kind="stable")
    ends = np.searchsorted(group[order], group[order], side="right")
    later = np.empty(len(group))
    later[order] = ends - 1 - np.arange(len(group))
    return later


@dataclass(frozen=True)
class Posterior:
    """A hypothesis fitted: `mean` and `covariance` of the effects in columns; of each question's own effect the mean,
    the precision and the ratio to the columns' effects; the spread of questions; the log of the marginal likelihood."""

    mean: Floats
    covariance: Floats
    own_mean: Floats
    own_precision: Floats
    ratio: Floats
    question_spread: float
    evidence: float


class Regression:
    """Newton's method and EM in turns, under one hypothesis."""

    def __init__(self, answers: Answers, hypothesis: Hypothesis) -> None:
        self.answers, m = answers, answers.x.shape[1]
        edges = np.cumsum([FIXED, *[answers.topics] * 3, answers.kinds])
        self.groups = [slice(*pair) for pair in pairwise(edges)]
        self.priors = [hypothesis.topic, hypothesis.unseen_topic, hypothesis.recent_topic, hypothesis.kind]
        self.own_prior = hypothesis.question
        self.spreads, self.own_spread = [prior.deviation for prior in self.priors], self.own_prior.deviation
        self.prior, self.precision = np.zeros(m), np.ones(m)
        self.prior[:FIXED] = [normal.mean for normal in hypothesis.fixed]
        self.precision[:FIXED] = [normal.deviation**-2 for normal in hypothesis.fixed]
        self.b: Floats = self.prior.copy()
        self.own: Floats = np.zeros(len(answers.starts))
        right, count = (answers.weight * answers.right).sum() + 1, answers.weight.sum() + 2
        self.b[0] = np.log(right / (count - right))  # Newton's method starts near the learner's rate

    def fitted(self) -> Posterior:
        """The posterior at the mode."""
        for step in range(STEPS):
            self._evaluate()
            if step < STEPS - 1:
                self._newton_step()
            if 0 < step < STEPS - 1:
                self._update_spreads()
        evidence = self._evidence()
        return Posterior(self.b, self.covariance, self.own, self.own_precision, self.ratio, self.own_spread, evidence)

    def _evaluate(self) -> None:
        """Slopes and curvature where we are; `hessian` is that of the columns' effects with the own ones eliminated."""
        a, count = self.answers, len(self.answers.starts)
        for group, spread in zip(self.groups, self.spreads, strict=True):
            self.precision[group] = spread**-2
        self.eta = a.x @ self.b + self.own[a.place]
        p = logistic(self.eta)
        self.residual, curvature = a.weight * (a.right - p), a.weight * p * (1 - p)
        weighed = curvature[:, None] * a.x
        self.own_precision: Floats = np.bincount(a.place, curvature, count).astype(float) + self.own_spread**-2
        self.cross = np.add.reduceat(weighed, a.starts) if count else np.zeros((0, len(self.b)))
        self.ratio = self.cross / self.own_precision[:, None]
        self.hessian = a.x.T @ weighed + np.diag(self.precision) - self.cross.T @ self.ratio
        self.covariance: Floats = np.linalg.inv(self.hessian).astype(np.float64, copy=False)

    def _newton_step(self) -> None:
        a = self.answers
        own_slope = np.bincount(a.place, self.residual, len(a.starts)) - self.own * self.own_spread**-2
        own_step = own_slope / self.own_precision
        slope = a.x.T @ self.residual - self.precision * (self.b - self.prior) - self.cross.T @ own_step
        step = self.covariance @ slope
        own_step -= self.ratio @ step
        scale = min(1.0, LEAP / max(1e-9, np.abs(step).max(), np.abs(own_step).max(initial=0)))
        self.b, self.own = self.b + scale * step, self.own + scale * own_step

    def _update_spreads(self) -> None:
        squares = self.b**2 + np.diag(self.covariance)
        self.spreads = [_spread(prior, squares[g]) for prior, g in zip(self.priors, self.groups, strict=True)]
        own = self.own**2 + 1 / self.own_precision + ((self.ratio @ self.covariance) * self.ratio).sum(1)
        self.own_spread = _spread(self.own_prior, own)

    def _evidence(self) -> float:
        """The log of the marginal likelihood, up to what all hypotheses share."""
        a, squares = self.answers, self.precision * (self.b - self.prior) ** 2
        likelihood = (a.weight * (a.right * self.eta - np.logaddexp(0, self.eta))).sum()
        prior = 0.5 * (np.log(self.precision) - squares).sum()
        prior -= (np.log(self.own_spread) + 0.5 * (self.own / self.own_spread) ** 2).sum()
        curvature = np.linalg.slogdet(self.hessian)[1] + np.log(self.own_precision).sum()
        spreads = zip([*self.priors, self.own_prior], [*self.spreads, self.own_spread], strict=True)
        return float(likelihood + prior - 0.5 * curvature) + sum(_spread_density(*pair) for pair in spreads)


def _spread(prior: Spread, squares: Floats) -> float:
    """EM's deviation of effects with these expected squares, held by its prior."""
    total = float(squares.sum()) + prior.strength * prior.deviation**2
    return float((total / (len(squares) + prior.strength)) ** 0.5)


def _spread_density(prior: Spread, spread: float) -> float:
    """The log density, up to a constant, of the scaled inverse chi-square prior of `_spread`."""
    ratio = prior.deviation / spread
    return prior.strength * (float(np.log(ratio)) - 0.5 * (ratio**2 - 1))


@dataclass(frozen=True)
class Fit:
    """All hypotheses fitted to the same answers, and the share of belief in each."""

    posteriors: tuple[Posterior, ...]
    shares: Floats
    answers: Answers


def fit(rows: Sequence[Row], topics: int, kinds: int, hypotheses: Sequence[Hypothesis] = HYPOTHESES) -> Fit:
    """Fit to first answers, oldest first, whose topics and kinds are numbered below `topics` and `kinds`."""
    answers = answers_of(rows, topics, kinds)
    posteriors = tuple(Regression(answers, hypothesis).fitted() for hypothesis in hypotheses)
    evidence = np.array([posterior.evidence for posterior in posteriors])
    shares = np.exp(evidence - evidence.max())
    return Fit(posteriors, shares / shares.sum(), answers)


@dataclass(frozen=True)
class Draws:
    """Draws of the effects from the posterior, for given questions: `fixed` (draws, FIXED); and (draws, questions)
    each: `common`, of topic, kind and what is known of the question's own effect; `unseen`, added while the question
    was never answered; `own`, the deviation that is left in the question's own effect."""

    fixed: Floats
    common: Floats
    unseen: Floats
    own: Floats


def draw(fitted: Fit, asked: Asked, count: int, rng: np.random.Generator) -> Draws:
    """Antithetic draws, shared out over the hypotheses. What came after the fit is as its priors have it."""
    half = rng.standard_normal((count // 2, fitted.answers.x.shape[1]))
    edges = np.round(np.cumsum([0, *fitted.shares]) * len(half)).astype(int)
    parts = [half[start:end] for start, end in pairwise(edges)]
    drawn = [
        _drawn(fitted.answers, posterior, asked, np.concatenate([part, -part]))
        for posterior, part in zip(fitted.posteriors, parts, strict=True)
    ]
    return Draws(*map(np.concatenate, zip(*drawn, strict=True)))


def _drawn(answers: Answers, posterior: Posterior, asked: Asked, normal: Floats) -> tuple[Floats, ...]:
    shift = normal @ np.linalg.cholesky(posterior.covariance).T
    b = posterior.mean + shift
    # Nobody knows better for having waited.
    b[:, RECALL] = np.maximum(b[:, RECALL], 0.0)
    b[:, BEYOND] = np.maximum(b[:, BEYOND], -b[:, RECALL])
    t = answers.topics
    topic, kind = np.minimum(asked.topic, t - 1), np.minimum(asked.kind, answers.kinds - 1)
    common = b[:, FIXED + topic] + b[:, FIXED + 2 * t + topic] + b[:, FIXED + 3 * t + kind]
    own = np.full(common.shape, posterior.question_spread)
    known = np.flatnonzero(np.isin(asked.question, answers.question))
    place = np.searchsorted(answers.question, asked.question[known])
    common[:, known] += posterior.own_mean[place] - shift @ posterior.ratio[place].T
    own[:, known] = posterior.own_precision[place] ** -0.5
    return b[:, :FIXED], common, b[:, FIXED + t + topic], own


def chances(draws: Draws, asked: Asked, z: Floats) -> Floats:
    """(draws, questions): the chance of a right answer, each question's own effect `z` deviations from its mean."""
    x = columns(asked.level, asked.recall, asked.features)
    return logistic(draws.fixed @ x.T + draws.common + draws.own * z + draws.unseen * (asked.recall < 0))
