"""How much a day towards an exam: new cards, the least retention to aim at, and when the last look begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

from sqlalchemy import Connection, func, select

from db.tables import CARDS, COUNTERS
from db.types import CardState

SWEEP_DAYS = 3
"""In the last days nothing new comes; everything known is looked at again, the weakest first."""
RAMP_DAYS = 14
"""Over these days before the exam the desired retention rises to `PEAK`."""
PEAK = 0.97
NEW_COST = 2
"""Answers that a new card takes on its first day."""
SECONDS = 40.0
"""Time for an answer while too few have been given to know better."""
ENOUGH = 20
"""Answers from which on the learner's own pace is believed."""


@dataclass(frozen=True, slots=True)
class ExamPace:
    """What holds today: new cards, the least retention to aim at, and whether it is time for the last look."""

    days_left: int
    new_per_day: int
    retention: float
    sweep: bool


def course(days_left: int, unseen: int, answers_a_day: int, wished_retention: float) -> ExamPace:
    """The pace that shows every card before the last look, as far as half of the day's answers allow."""
    sweep = 0 <= days_left <= SWEEP_DAYS
    open_days = max(1, days_left - SWEEP_DAYS)
    pace = 0 if sweep else min(ceil(unseen / open_days), max(1, answers_a_day // (2 * NEW_COST)))
    risen = max(0.0, 1 - max(0, days_left) / RAMP_DAYS)
    retention = wished_retention + max(0.0, PEAK - wished_retention) * min(1.0, risen)
    return ExamPace(days_left, pace, round(retention, 4), sweep)


def pace(
    connection: Connection, learner_id: int, today: date, exam: date, minutes_a_day: int, retention: float
) -> ExamPace:
    """The course of today, from the cards that were unseen as the day began."""
    answers = max(1, int(minutes_a_day * 60 / seconds_per_answer(connection, learner_id)))
    return course((exam - today).days, _unseen_at_start(connection, learner_id, today), answers, retention)


def _unseen_at_start(connection: Connection, learner_id: int, today: date) -> int:
    unseen = select(func.count()).where(
        CARDS.c.learner_id == learner_id,
        CARDS.c.present == 1,
        CARDS.c.suspended == 0,
        CARDS.c.state == int(CardState.NEW),
    )
    begun = select(func.coalesce(func.sum(COUNTERS.c.introduced), 0)).where(
        COUNTERS.c.learner_id == learner_id, COUNTERS.c.day == today.toordinal()
    )
    return int(connection.execute(unseen).scalar_one()) + int(connection.execute(begun).scalar_one())


def seconds_per_answer(connection: Connection, learner_id: int) -> float:
    """The learner's mean, once some answers say something about it; until then a usual value."""
    sums = select(func.sum(COUNTERS.c.seconds), func.sum(COUNTERS.c.answers))
    seconds, answers = connection.execute(sums.where(COUNTERS.c.learner_id == learner_id)).one()
    return max(5.0, float(seconds) / float(answers)) if answers and answers >= ENOUGH else SECONDS
