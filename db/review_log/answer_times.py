"""How long answers take: the median of the newest ones, which one question left open over night does not move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median

from sqlalchemy import Connection, bindparam, select

from db.storage.compiled_statements import Prepared
from db.tables import CARDS, REVIEWS

USUAL = 40.0
"""Seconds for an answer while too few have been given to know better."""
ENOUGH = 20
"""Answers from which on the learner's own pace is believed."""
SHORTEST = 5.0
NEWEST, WINDOW_DAYS = 500, 180
_TIMES = Prepared(
    select(CARDS.c.topic, REVIEWS.c.seconds)
    .join(CARDS, CARDS.c.id == REVIEWS.c.card_id)
    # The sum keeps SQLite from going through all cards instead of the newest reviews.
    .where(REVIEWS.c.day >= bindparam("since"), CARDS.c.learner_id + 0 == bindparam("learner"))
    .order_by(REVIEWS.c.day.desc())
    .limit(NEWEST)
)


@dataclass(frozen=True, slots=True)
class AnswerTimes:
    """Seconds that an answer takes, and by topic where there are enough answers."""

    usual: float = USUAL
    topics: Mapping[str, float] = field(default_factory=dict)

    def of(self, topic: str) -> float:
        """In this topic."""
        return self.topics.get(topic, self.usual)


def answer_times(connection: Connection, learner_id: int, today: int) -> AnswerTimes:
    """The learner's, up to the study day `today`."""
    times: dict[str, list[float]] = defaultdict(list)
    for topic, seconds in _TIMES(connection, learner=learner_id, since=today - WINDOW_DAYS):
        times[topic].append(seconds)
    every = [seconds for taken in times.values() for seconds in taken]
    topics = {topic: max(SHORTEST, median(taken)) for topic, taken in times.items() if len(taken) >= ENOUGH}
    return AnswerTimes(max(SHORTEST, median(every)) if len(every) >= ENOUGH else USUAL, topics)
