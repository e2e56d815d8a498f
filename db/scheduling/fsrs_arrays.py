"""FSRS-6 over study days for many cards at once: the formulas of the fsrs library on NumPy arrays.

Stability in days, difficulty from 1 to 10, rating from 1 (again) to 4 (easy). A card never answered has stability nan.
Scheduling itself is `db.scheduling.fsrs`; this is for replaying logs and for simulating thousands of learners.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from db.scheduling.fsrs import Parameters, forgetting

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4
STABILITY_MIN = 0.001
RESET = 0
"""In place of a rating: the card is new again."""


class ArrayFsrs:
    """The formulas with one set of parameters. Every method broadcasts."""

    def __init__(self, parameters: Parameters) -> None:
        self.parameters, self.weights = parameters, np.array(parameters.weights)
        self.factor, self.decay = forgetting(parameters)

    def recall(self, stability: Floats, elapsed: ArrayLike) -> Floats:
        """(1 + factor t / S)^decay, t days after the last answer; nan for a card never answered."""
        found: Floats = (1 + self.factor * np.maximum(elapsed, 0) / stability) ** self.decay
        return found

    def interval(self, stability: Floats, retention: float) -> Floats:
        """Whole days until recall has fallen to `retention`, at least 1, at most the maximum."""
        days: Floats = np.round(stability / self.factor * (retention ** (1 / self.decay) - 1))
        return days.clip(1, self.parameters.maximum_interval)

    def review(self, stability: Floats, difficulty: Floats, elapsed: ArrayLike, rating: Ints) -> tuple[Floats, Floats]:
        """Stability and difficulty after an answer; with 0 days elapsed, one in the steps of the same day."""
        new, same_day = np.isnan(stability), np.asarray(elapsed) <= 0
        s, d = np.where(new, 1.0, stability), np.where(new, 5.0, difficulty)
        later = np.where(same_day, self._same_day(s, rating), self._later_day(s, d, self.recall(s, elapsed), rating))
        after = np.where(new, self.weights[rating - 1], later)
        harder = np.where(new, np.clip(self._first_difficulty(rating), 1, 10), self._difficulty(d, rating))
        return np.maximum(after, STABILITY_MIN), harder

    def _same_day(self, s: Floats, rating: Ints) -> Floats:
        w = self.weights
        growth = np.exp(w[17] * (rating - GOOD + w[18])) * s ** -w[19]
        found: Floats = s * np.where(rating == AGAIN, growth, np.maximum(growth, 1))
        return found

    def _later_day(self, s: Floats, d: Floats, recall: Floats, rating: Ints) -> Floats:
        w = self.weights
        forgotten = w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1) * np.exp(w[14] * (1 - recall))
        forgotten = np.minimum(forgotten, s / np.exp(w[17] * w[18]))
        growth = np.exp(w[8]) * (11 - d) * s ** -w[9] * np.expm1(w[10] * (1 - recall))
        scale = np.select([rating == HARD, rating == EASY], [w[15], w[16]], 1.0)
        found: Floats = np.where(rating == AGAIN, forgotten, s * (1 + growth * scale))
        return found

    def _first_difficulty(self, rating: ArrayLike) -> Floats:
        w = self.weights
        return np.asarray(w[4] - np.exp(w[5] * (np.asarray(rating) - 1)) + 1)

    def _difficulty(self, d: Floats, rating: Ints) -> Floats:
        w = self.weights
        moved = d - w[6] * (rating - GOOD) * (10 - d) / 9
        found: Floats = np.clip(w[7] * self._first_difficulty(EASY) + (1 - w[7]) * moved, 1, 10)
        return found


def replayed(fsrs: ArrayFsrs, card: Ints, day: Ints, rating: Ints) -> Floats:
    """The retrievability just before each review of a log in order of time; nan before a card's first and after RESET.

    The first reviews of all cards are taken together, then their second ones, and so on: 100,000 reviews take some
    50 ms. A day before that of the card's last review counts as the same day, as in scheduling.
    """
    found = np.full(len(card), np.nan)
    _, place, counts = np.unique(card, return_inverse=True, return_counts=True)
    stability, difficulty, last = (np.full(len(counts), np.nan) for _ in range(3))
    for at in _rounds(place, counts):
        cards, elapsed = place[at], np.fmax(day[at] - last[place[at]], 0)
        found[at] = fsrs.recall(stability[cards], elapsed)
        reset = rating[at] == RESET
        after = fsrs.review(stability[cards], difficulty[cards], elapsed, np.maximum(rating[at], AGAIN))
        stability[cards], difficulty[cards] = (np.where(reset, np.nan, values) for values in after)
        last[cards] = np.where(reset, np.nan, np.fmax(last[cards], day[at]))
    return found


def _rounds(place: Ints, counts: Ints) -> list[Ints]:
    """The indices of every card's first review, of every card's second, and so on."""
    order = np.argsort(place, kind="stable")
    starts = np.cumsum(counts) - counts
    rank = np.empty(len(place), dtype=np.int64)
    rank[order] = np.arange(len(place)) - np.repeat(starts, counts)
    by_rank = np.argsort(rank, kind="stable")
    return np.split(by_rank, np.cumsum(np.bincount(rank))[:-1]) if len(place) else []
