"""What comes next: learning steps that have run out, then what is due, then new cards up to the day's limit.

Topics alternate, siblings of a card answered today wait, and a learning step within the learn-ahead time comes when
nothing else is left.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from db.models import CARDS, COUNTERS
from db.types import CardState, DueCounts, TopicCounts

LOOK_AHEAD = 60
"""How many due cards are looked at to let topics alternate."""
LEARNING = (int(CardState.LEARNING), int(CardState.RELEARNING))


@dataclass(frozen=True, slots=True)
class Moment:
    """When and for whom the queue is asked: instant in microseconds, study day as ordinal, limits."""

    learner_id: int
    now: int
    day: int
    new_per_day: int
    reviews_per_day: int
    learn_ahead: int
    """Minutes."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What may come: `topics` None for all, question ids that must not, the topic of the card before."""

    topics: Sequence[str] | None = None
    exclude: Collection[str] = ()
    limit_new: bool = True
    previous_topic: str | None = None


def _open(moment: Moment, wish: Wish) -> Select[Any]:
    query = select(CARDS).where(
        CARDS.c.learner_id == moment.learner_id,
        CARDS.c.suspended == 0,
        CARDS.c.present == 1,
        (CARDS.c.buried_day.is_(None)) | (CARDS.c.buried_day != moment.day),
    )
    if wish.topics is not None:
        query = query.where(CARDS.c.topic.in_(list(wish.topics)))
    if wish.exclude:
        query = query.where(CARDS.c.question_id.not_in(list(wish.exclude)))
    return query


def next_row(connection: Connection, moment: Moment, wish: Wish) -> Row[Any] | None:
    """The row of the card to show next, or None."""
    return (
        _learning(connection, moment, wish, 0)
        or _due(connection, moment, wish)
        or _new(connection, moment, wish)
        or _learning(connection, moment, wish, moment.learn_ahead)
    )


def _learning(connection: Connection, moment: Moment, wish: Wish, ahead: int) -> Row[Any] | None:
    until = moment.now + ahead * 60_000_000
    query = _open(moment, wish).where(CARDS.c.state.in_(LEARNING), CARDS.c.due <= until)
    return connection.execute(query.order_by(CARDS.c.due).limit(1)).first()


def _due(connection: Connection, moment: Moment, wish: Wish) -> Row[Any] | None:
    if done_today(connection, moment).reviewed >= moment.reviews_per_day:
        return None
    query = _open(moment, wish).where(CARDS.c.state == int(CardState.REVIEW), CARDS.c.due_day <= moment.day)
    rows = connection.execute(query.order_by(CARDS.c.due_day, CARDS.c.id).limit(LOOK_AHEAD)).all()
    return _apart(connection, moment, wish, rows)


def _new(connection: Connection, moment: Moment, wish: Wish) -> Row[Any] | None:
    if wish.limit_new and done_today(connection, moment).introduced >= moment.new_per_day:
        return None
    query = _open(moment, wish).where(CARDS.c.state == int(CardState.NEW))
    # The first few of every topic, so that a long topic at the front does not hide the others.
    place = func.row_number().over(partition_by=CARDS.c.topic, order_by=CARDS.c.position).label("place")
    ranked = query.add_columns(place).subquery()
    first = select(ranked).where(ranked.c.place <= 4).order_by(ranked.c.place, ranked.c.position)
    return _apart(connection, moment, wish, connection.execute(first).all())


def _apart(connection: Connection, moment: Moment, wish: Wish, rows: Sequence[Row[Any]]) -> Row[Any] | None:
    """Another topic than before and no sibling of today, as far as there is one."""
    if not rows:
        return None
    today = _siblings_today(connection, moment)
    return min(rows, key=lambda row: (row.siblings in today, row.topic == wish.previous_topic, rows.index(row)))


def _siblings_today(connection: Connection, moment: Moment) -> set[str]:
    query = select(CARDS.c.siblings).where(
        CARDS.c.learner_id == moment.learner_id, CARDS.c.last_day == moment.day, CARDS.c.siblings != ""
    )
    return set(connection.execute(query).scalars())


@dataclass(frozen=True, slots=True)
class Done:
    """How many new cards and reviews a day has seen."""

    introduced: int
    reviewed: int


def done_today(connection: Connection, moment: Moment) -> Done:
    """Today's new cards and reviews, from the counters."""
    query = select(func.coalesce(func.sum(COUNTERS.c.introduced), 0), func.coalesce(func.sum(COUNTERS.c.reviewed), 0))
    mine = (COUNTERS.c.learner_id == moment.learner_id) & (COUNTERS.c.day == moment.day)
    introduced, reviewed = connection.execute(query.where(mine)).one()
    return Done(int(introduced), int(reviewed))


def due_counts(connection: Connection, moment: Moment) -> DueCounts:
    """What waits, by topic in alphabetical order; new cards within today's limit."""
    active = (CARDS.c.suspended == 0) & ((CARDS.c.buried_day.is_(None)) | (CARDS.c.buried_day != moment.day))
    rows = connection.execute(
        select(
            CARDS.c.topic,
            _count(active & (CARDS.c.state == int(CardState.REVIEW)) & (CARDS.c.due_day <= moment.day)),
            _count(active & CARDS.c.state.in_(LEARNING)),
            _count(active & (CARDS.c.state == int(CardState.NEW))),
            func.count(),
            _count(CARDS.c.suspended == 1),
            _count(CARDS.c.reviews > 0),
        )
        .where(CARDS.c.learner_id == moment.learner_id, CARDS.c.present == 1)
        .group_by(CARDS.c.topic)
        .order_by(CARDS.c.topic)
    )
    topics = {topic: TopicCounts(*(int(n) for n in counts)) for topic, *counts in rows}
    done = done_today(connection, moment)
    left = max(0, moment.new_per_day - done.introduced)
    due = min(sum(t.due for t in topics.values()), max(0, moment.reviews_per_day - done.reviewed))
    new = min(left, sum(t.new for t in topics.values()))
    return DueCounts(due, new, sum(t.learning for t in topics.values()), topics)


def _count(condition: Any) -> Any:
    return func.count().filter(condition)
