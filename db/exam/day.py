"""Where a learner stands on the way to an exam today: cards seen and not, the time of an answer, minutes spent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

from sqlalchemy import Connection, bindparam, case, func, or_, select

from db.exam.pace import NEW_COST
from db.review_log.answer_times import answer_times
from db.scheduling.card_counts import LEARNING
from db.scheduling.daily_limits import Limits
from db.storage.compiled_statements import Prepared
from db.tables import CARDS, COUNTERS
from db.types import CardState

_MINE = (CARDS.c.learner_id == bindparam("learner")) & (CARDS.c.present == 1) & (CARDS.c.suspended == 0)
_NEW = CARDS.c.state == int(CardState.NEW)
_CARDS = Prepared(
    select(
        func.coalesce(func.sum(case((_NEW, 1), else_=0)), 0), func.coalesce(func.sum(case((_NEW, 0), else_=1)), 0)
    ).where(_MINE)
)
_IN_STEPS = Prepared(select(func.count()).where(_MINE, or_(*(CARDS.c.state == int(state) for state in LEARNING))))
_TODAY = Prepared(
    select(
        *(func.coalesce(func.sum(COUNTERS.c[name]), 0) for name in ("introduced", "reviewed", "answers", "seconds")),
    ).where(COUNTERS.c.learner_id == bindparam("learner"), COUNTERS.c.day == bindparam("day"))
)


@dataclass(frozen=True, slots=True)
class DayStart:
    """As the day began: cards unseen and known, and the seconds that an answer takes."""

    unseen: int
    known: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Spent:
    """Of today: new cards, reviews of those due, answers, seconds; and how many cards are in their steps."""

    introduced: int
    reviewed: int
    answers: int
    seconds: float
    in_steps: int


def day_start(connection: Connection, learner_id: int, today: date) -> DayStart:
    """From the present cards and what today has brought so far."""
    unseen, known = map(int, _CARDS(connection, learner=learner_id).one())
    begun = spent(connection, learner_id, today).introduced
    usual = answer_times(connection, learner_id, today.toordinal()).usual
    return DayStart(unseen + begun, max(0, known - begun), usual)


def spent(connection: Connection, learner_id: int, today: date) -> Spent:
    """Today until now."""
    row = _TODAY(connection, learner=learner_id, day=today.toordinal()).one()
    in_steps = int(_IN_STEPS(connection, learner=learner_id).scalar_one())
    return Spent(int(row[0]), int(row[1]), int(row[2]), float(row[3]), in_steps)


def limits(start: DayStart, now: Spent, new_per_day: int, minutes: int) -> Limits:
    """What today's minutes still allow: nothing due or new is held back while there are some. The pace holds after
    that."""
    fits = ceil(max(0.0, 60 * minutes - now.seconds) / start.seconds)
    new = ceil(max(0, fits - now.in_steps) / NEW_COST)
    return Limits(max(new_per_day, now.introduced + new), now.reviewed + fits)
