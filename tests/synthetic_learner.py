"""A learner who forgets by known weights, while the scheduler schedules by its own; her log written as a real one."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta, timezone
from functools import cache

from sqlalchemy import bindparam, insert, select, update

from db.cards import state_values
from db.memory import Memory
from db.review_log import log, replay
from db.scheduling.fsrs import DEFAULT_WEIGHTS, MemoryState, Parameters, retrievability
from db.scheduling.study_days import Moment, micros
from db.tables import CARDS, REVIEWS
from db.types import CardEntry, CardState, Rating

FIRST = date(2026, 1, 5)
ZONE = timezone(timedelta(hours=8))
NEW_A_DAY = 10


def forgetful() -> tuple[float, ...]:
    """Weights unlike the defaults: short first stabilities, slow growth, a steep curve."""
    weights = list(DEFAULT_WEIGHTS)
    weights[0:4], weights[8], weights[11], weights[20] = [0.05, 0.3, 0.8, 3.0], 1.2, 1.0, 0.35
    return tuple(weights)


class Learner:
    """Ten new cards a day, each asked until it is in review; `chance` overrides what the weights say of recall."""

    def __init__(self, weights: tuple[float, ...], seed: int, chance: float | None = None) -> None:
        self._true, self._chance = Parameters(weights=weights), chance
        self._rng = random.Random(seed)
        self.log: list[tuple[int, int, int, int]] = []
        """(card's number, instant, study day, rating), oldest first."""

    def study(self, reviews: int, scheduler: Parameters) -> None:
        """Days of study until the log holds so many reviews."""
        states: dict[int, tuple[MemoryState, MemoryState]] = {}
        day = FIRST.toordinal()
        while len(self.log) < reviews:
            due = [card for card, (shown, _) in states.items() if (shown.due_day or 0) <= day]
            due += range(len(states), len(states) + NEW_A_DAY)
            self._clock = datetime.combine(date.fromordinal(day), datetime.min.time(), ZONE) + timedelta(hours=9)
            for card in due:
                states[card] = self._asked(card, states.get(card, (MemoryState(), MemoryState())), day, scheduler)
            day += 1

    def _asked(self, card: int, states: tuple[MemoryState, MemoryState], day: int, scheduler: Parameters):
        shown, true = states
        while True:
            rating = self._rating(true, day)
            self._clock += timedelta(seconds=20)
            moment = Moment(micros(self._clock), day, 480)
            shown = replay.scheduled(shown, rating, moment, card, scheduler)
            true = replay.scheduled(true, rating, moment, card, self._true)
            self.log.append((card, moment[0], day, int(rating)))
            if shown.state is CardState.REVIEW:
                return shown, true

    def _rating(self, true: MemoryState, day: int) -> Rating:
        if not true.reviews:
            return Rating(self._rng.choice([1, 2, 3, 3, 3, 4]))
        if true.last_day == day:
            return Rating(self._rng.choice([1, 3, 3, 3, 3]))
        chance = retrievability(true, day, self._true) if self._chance is None else self._chance
        recalled = self._rng.random() < chance
        return Rating(self._rng.choice([2, 3, 3, 3, 3, 4])) if recalled else Rating.AGAIN


def lived(memory: Memory, weights: tuple[float, ...], reviews: int, seed: int, chance: float | None = None) -> Memory:
    """The memory with such a learner's log and the states that it gives."""
    learner, scheduler = _studied(weights, reviews, seed, chance), Parameters()
    cards = range(max(row[0] for row in learner.log) + 1)
    memory.sync([CardEntry(f"s{card}", "deck", "pooling") for card in cards])
    with memory.store.writing() as connection:
        mine = select(CARDS).where(CARDS.c.learner_id == memory.learner_id)
        by_name = {row.question_id: row.id for row in connection.execute(mine)}
        ids = tuple(by_name[f"s{card}"] for card in cards)
        key = log.record_parameters(connection, scheduler)
        connection.execute(insert(REVIEWS), [_row(ids[card], *review, key) for card, *review in learner.log])
        states = [{"its": card_id, **values} for card_id, values in zip(ids, _states(learner, ids), strict=True)]
        connection.execute(update(CARDS).where(CARDS.c.id == bindparam("its")), states)
        replay.count_anew(connection, memory.learner_id)
    return memory


@cache
def _studied(weights: tuple[float, ...], reviews: int, seed: int, chance: float | None) -> Learner:
    learner = Learner(weights, seed, chance)
    learner.study(reviews, Parameters())
    return learner


@cache
def _states(learner: Learner, ids: tuple[int, ...]) -> list[dict[str, object]]:
    """What stands in the cards after this log; their ids shift the intervals a little."""
    states, scheduler = [MemoryState() for _ in ids], Parameters()
    for card, at, day, rating in learner.log:
        states[card] = replay.scheduled(states[card], Rating(rating), Moment(at, day, 480), ids[card], scheduler)
    return [state_values(state) for state in states]


def _row(card_id: int, at: int, day: int, rating: int, parameter_set: int) -> dict[str, object]:
    said = {"rating": rating, "proposed": rating, "answer": "a", "correctness": float(rating > 1), "seconds": 20.0}
    made = {"card_id": card_id, "at": at, "day": day, "offset_minutes": 480, "parameter_set": parameter_set}
    return {**made, **said, "hints": 0, "confidence": None, "variant_seed": 1, "mode": "study"}
