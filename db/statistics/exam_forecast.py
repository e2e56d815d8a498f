"""What would be answered right at an exam if study goes on until then.

Every draw of the answer model is one possible learner. All of them study the days before the exam as planned, at the
same time in arrays; each answer is right by that learner's own chance.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from db.scheduling.fsrs_arrays import AGAIN, GOOD, ArrayFsrs, Flags, Floats, Ints
from db.statistics.answer_history import FADE_QUESTION, PRACTICE_SCALE
from db.statistics.answer_model import Asked, Draws, columns, logistic
from db.statistics.estimates import StudyDay

NEVER = np.inf
NEW = 1e7
"""Added to the place of new questions in the queue, so that they come after everything that is due."""
DRIFT = 0.36
"""Learners change: how far the slope on practice may differ from now on, as a standard deviation. Without it, forecasts
for 30 days held the truth in 86 of 100 cases instead of 90."""


@dataclass(frozen=True)
class Cards:
    """FSRS's state of the questions, nan where never answered."""

    stability: Floats
    difficulty: Floats
    last_day: Floats
    due_day: Floats


class Players:
    """Learners (rows) with their questions (columns) while they study; new questions come in the columns' order."""

    def __init__(
        self, draws: Draws, asked: Asked, cards: Cards, practice: Floats, fsrs: ArrayFsrs, rng: np.random.Generator
    ) -> None:
        self.draws, self.asked, self.fsrs, self.rng = draws, asked, fsrs, rng
        self.common = draws.common + draws.own * rng.standard_normal(draws.own.shape)
        self.drift = DRIFT * rng.standard_normal((len(self.common), 1))
        many = (len(self.common), 1)
        self.stability, self.difficulty = np.tile(cards.stability, many), np.tile(cards.difficulty, many)
        self.last, self.due = np.tile(cards.last_day, many), np.tile(cards.due_day, many)
        self.features, self.practice = np.tile(asked.features, (*many, 1)), np.tile(practice, many)

    def chances(self, day: int) -> Floats:
        """(draws, questions): the chance of a right answer on a day."""
        draws, questions = self.common.shape
        return self._chances(*np.divmod(np.arange(draws * questions), questions), day)[0].reshape(draws, questions)

    def _chances(self, row: Ints, at: Ints, day: int) -> tuple[Floats, Floats]:
        """The chance of learners `row` with questions `at`, and FSRS's recall, -1 where never answered."""
        stability = self.stability[row, at]
        new = np.isnan(stability)
        recall = np.where(new, -1.0, self.fsrs.recall(stability, day - self.last[row, at]))
        features = self.features[row, at]
        topic = self.asked.topic[at]
        practised = np.log1p(self.practice[row, topic] / PRACTICE_SCALE)
        drift = self.drift[row, 0] * (practised - features[..., 1])
        features[..., 1] = practised
        x = columns(self.asked.level[at], recall, features)
        eta = np.einsum("...f,...f", x, self.draws.fixed[row]) + self.common[row, at] + self.draws.unseen[row, at] * new
        return logistic(eta + drift), recall

    def study(self, day: int, plan: StudyDay, costs: Floats) -> None:
        """One day: what is due (or all that was seen, the weakest first), then new questions, as far as its answers go.
        `costs` holds the answers that a question takes on a day: [new][right at first]."""
        key = self._turns(day, plan.sweep)
        at = np.argsort(key, axis=1, kind="stable")[:, : plan.answers]
        row = np.broadcast_to(np.arange(len(at))[:, None], at.shape)
        chance, recall = self._chances(row, at, day)
        right, new = self.rng.random(at.shape) < chance, recall < 0
        spent = np.cumsum(costs[new.astype(int), right.astype(int)], axis=1)
        asked = (key[row, at] < NEVER) & (spent <= plan.answers) & (np.cumsum(new, axis=1) <= plan.new)
        self._answered(row[asked], at[asked], day, right[asked], recall[asked])
        self.due[row[asked], at[asked]] = day + self.fsrs.interval(
            self.stability[row[asked], at[asked]], plan.retention
        )

    def _turns(self, day: int, sweep: bool) -> Floats:
        """The place of every question in the day's queue, the least first; NEVER: not on this day."""
        if sweep:
            waiting = np.where(self.last < day, self.fsrs.recall(self.stability, day - self.last), NEVER)
        else:
            waiting = np.where(self.due <= day, self.due, NEVER)
        return np.where(np.isnan(self.stability), NEW + np.arange(self.common.shape[1]), waiting)

    def _answered(self, row: Ints, at: Ints, day: int, right: Flags, recall: Floats) -> None:
        """Take in one answer each of learners `row` to questions `at`, no pair twice."""
        new = recall < 0
        elapsed = np.where(new, 0, day - self.last[row, at])
        self.stability[row, at], self.difficulty[row, at] = self._studied(row, at, elapsed, right)
        self.last[row, at] = day
        features = self.features[row, at]
        features[:, 0] = ~right
        features[:, 2] = np.logaddexp(features[:, 2], 0)  # log(1 + days) with one day more
        features[:, 3] = np.where(new, 0.0, FADE_QUESTION * features[:, 3] + right - recall)
        features[:, 4] = 0
        self.features[row, at] = features
        np.add.at(self.practice, (row, self.asked.topic[at]), 1)

    def _studied(self, row: Ints, at: Ints, elapsed: Floats, right: Flags) -> tuple[Floats, Floats]:
        """Stability and difficulty after an answer and the steps of its day, which are taken as answered right."""
        new, parameters = np.isnan(self.stability[row, at]), self.fsrs.parameters
        state = self.fsrs.review(
            self.stability[row, at], self.difficulty[row, at], elapsed, np.where(right, GOOD, AGAIN)
        )
        relearning = np.where(right, 0, len(parameters.relearning_steps))
        steps = np.where(new, len(parameters.learning_steps) - right, relearning)
        for step in range(int(steps.max(initial=0))):
            after = self.fsrs.review(*state, 0, np.full(len(row), GOOD))
            going = step < steps
            state = np.where(going, after[0], state[0]), np.where(going, after[1], state[1])
        return state


def played(
    players: Players, first_day: int, plan: Sequence[StudyDay], costs: Sequence[Sequence[float]], weights: Floats
) -> tuple[Floats, list[float]]:
    """(draws, questions): the chances on the day after the plan, which begins on `first_day`; and for each day of the
    plan their weighed mean if it were the last one."""
    prices, exam = np.array(costs), first_day + len(plan)
    share, course = players.chances(exam), []
    for ahead, day in enumerate(plan):
        players.study(first_day + ahead, day, prices)
        share = players.chances(exam)
        course.append(float((share @ weights).mean()))
    return share, course
