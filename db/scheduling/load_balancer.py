"""Spreading reviews over the coming days: within the range that fuzz allows, the day with the least to do."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, func, select

from db.scheduling.fsrs import MemoryState, Parameters, interval_range
from db.storage.compiled_statements import Prepared
from db.tables import CARDS
from db.types import CardState, Rating

_LOADS = Prepared(
    select(CARDS.c.due_day, func.count())
    .where(
        CARDS.c.learner_id == bindparam("learner"),
        CARDS.c.state == int(CardState.REVIEW),
        CARDS.c.suspended == 0,
        CARDS.c.present == 1,
        CARDS.c.due_day.between(bindparam("first"), bindparam("last")),
    )
    .group_by(CARDS.c.due_day)
)


def intervals(
    connection: Connection, learner_id: int, card_id: int, before: MemoryState, day: int, parameters: Parameters
) -> dict[Rating, int]:
    """The balanced interval in days of each rating that leads to a review; none without fuzz."""
    if not parameters.fuzz:
        return {}
    today, seed, found = max(day, before.last_day or day), f"{card_id}/{before.reviews}", {}
    for rating in Rating:
        low, high = interval_range(before, rating, day, card_id, parameters) or (0, 0)
        if low < high:
            # A query per rating: one over all intervals, from the shortest to the longest, would count far more cards.
            loads = _LOADS(connection, learner=learner_id, first=today + low, last=today + high)
            found[rating] = lightest({row[0]: row[1] for row in loads}, today, low, high, seed)
    return found


def lightest(loads: Mapping[int, int], today: int, low: int, high: int, seed: str) -> int:
    """The interval from `low` to `high` that ends on the day with the fewest cards; `seed` decides between equals."""

    def order(days: int) -> tuple[int, bytes]:
        return loads.get(today + days, 0), hashlib.blake2b(f"{seed}/{days}".encode(), digest_size=8).digest()

    return min(range(low, high + 1), key=order)
