"""Catching up after a break: what waits is spread over some days, and new cards come again when it is done.

Nothing is stored: the day on which study was taken up again is the first one with answers after a gap, or today; what
waits is what is due.
"""

from __future__ import annotations

from itertools import pairwise
from math import ceil

from sqlalchemy import Connection, bindparam, func, select

from db.storage.compiled_statements import Prepared
from db.tables import COUNTERS

BREAK_DAYS = 4
"""So many days without an answer are a break."""
FEWEST = 10
"""Reviews a day at least: what is less is no backlog."""
_MINE = (COUNTERS.c.learner_id == bindparam("learner")) & (COUNTERS.c.answers > 0)
_ACTIVE = Prepared(
    select(COUNTERS.c.day).where(_MINE, COUNTERS.c.day.between(bindparam("since"), bindparam("today"))).distinct()
)
_BEFORE = Prepared(select(func.max(COUNTERS.c.day)).where(_MINE, COUNTERS.c.day < bindparam("since")))


def quota(connection: Connection, learner_id: int, today: int, waiting: int, days: int) -> int | None:
    """How many of the `waiting` reviews, as the study day began, belong to today, if they are caught up in `days`; None
    where there is nothing to catch up."""
    if not days or waiting <= FEWEST:
        return None
    left = days - (today - _resumed(connection, learner_id, today, days))
    return max(FEWEST, ceil(waiting / left)) if left > 0 else None


def _resumed(connection: Connection, learner_id: int, today: int, days: int) -> int:
    """The study day on which study was taken up after the last break; long ago where there was none of late."""
    since = today - days - BREAK_DAYS
    active = sorted(_ACTIVE(connection, learner=learner_id, since=since, today=today - 1).scalars())
    before = _BEFORE(connection, learner=learner_id, since=since).scalar()
    known = [*([before] if before is not None else []), *active, today]
    found = [later for earlier, later in pairwise(known) if later - earlier > BREAK_DAYS]
    return max(found, default=today - days)
