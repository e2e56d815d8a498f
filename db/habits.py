"""What only the single answers tell: when they were given, how sure the learner was, and how mature the cards were."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import bindparam, case, func, select

from db import log
from db.memory import Memory
from db.models import CARDS, REVIEWS
from db.prepared import Prepared

SURENESS = (0.25, 0.5, 0.75, 0.95)
"""The chance of being right that the four steps of confidence stand for, from a guess to certain."""
MATURE_DAYS = 21
"""A card is mature when it was last seen this many study days ago or more."""


@dataclass(slots=True)
class Tally:
    """Answers counted, and how many of them were right (partly right ones in part) or recalled."""

    answers: int = 0
    right: float = 0.0

    @property
    def share(self) -> float | None:
        """Right over all; None without answers."""
        return self.right / self.answers if self.answers else None


@dataclass(frozen=True, slots=True)
class Habits:
    """Answers by local hour (24), by confidence step (4), recall of young and mature cards, and the Brier score: the
    mean squared gap between how sure the learner was and how it went (0 best, 0.25 for always saying one half)."""

    hours: list[int] = field(default_factory=lambda: [0] * 24)
    confidence: list[Tally] = field(default_factory=lambda: [Tally() for _ in SURENESS])
    young: Tally = field(default_factory=Tally)
    mature: Tally = field(default_factory=Tally)
    brier: float | None = None

    def to_json(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {**asdict(self), "sureness": list(SURENESS)}


_UNDONE = log.UNDONE.subquery()
_KEPT = (
    select(REVIEWS)
    .join(CARDS, CARDS.c.id == REVIEWS.c.card_id)
    .outerjoin(_UNDONE, (_UNDONE.c.card_id == REVIEWS.c.card_id) & (_UNDONE.c.target == REVIEWS.c.at))
    .where(CARDS.c.learner_id == bindparam("learner"), _UNDONE.c.card_id.is_(None))
    .cte("kept")
)
_HOUR = ((_KEPT.c.at // 60_000_000 + _KEPT.c.offset_minutes) // 60 % 24).label("hour")
_HOURS = Prepared(select(_HOUR, func.count()).group_by(_HOUR))
_RIGHT = func.sum(_KEPT.c.correctness)
_SURE = Prepared(
    select(_KEPT.c.confidence, func.count(), _RIGHT, func.sum(_KEPT.c.correctness * _KEPT.c.correctness))
    .where(_KEPT.c.confidence.is_not(None))
    .group_by(_KEPT.c.confidence)
)
_GAPS = select(
    _KEPT.c.rating,
    (_KEPT.c.day - func.lag(_KEPT.c.day).over(partition_by=_KEPT.c.card_id, order_by=_KEPT.c.at)).label("gap"),
).subquery()
_MATURE = case((_GAPS.c.gap >= MATURE_DAYS, 1), else_=0).label("mature")
_RECALL = Prepared(
    select(_MATURE, func.count(), func.sum(case((_GAPS.c.rating > 1, 1), else_=0)))
    .where(_GAPS.c.gap > 0)
    .group_by(_MATURE)
)


def habits(memory: Memory) -> Habits:
    """Sums over the learner's reviews, without those taken back. Raises DatabaseTrouble."""
    hours, sure, recall = [0] * 24, [Tally() for _ in SURENESS], {0: Tally(), 1: Tally()}
    squares = 0.0
    with memory.store.reading() as connection:
        for hour, count in _HOURS(connection, learner=memory.learner_id):
            hours[hour] = count
        for step, count, right, squared in _SURE(connection, learner=memory.learner_id):
            said = SURENESS[step - 1]
            sure[step - 1] = Tally(count, right)
            squares += count * said**2 - 2 * said * right + squared
        for mature, count, recalled in _RECALL(connection, learner=memory.learner_id):
            recall[mature] = Tally(count, float(recalled))
    answers = sum(step.answers for step in sure)
    return Habits(hours, sure, recall[0], recall[1], squares / answers if answers else None)
