"""What comes next: learning steps that have run out, then what is due, then new cards up to the day's limit.

Topics alternate, siblings of a card answered today wait, and a learning step within the learn-ahead time comes when
nothing else is left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, case, exists, func, or_, select, union_all

from db.scheduling.card_counts import LEARNING, WaitingCounts
from db.storage.compiled_statements import Prepared
from db.tables import CARDS, COUNTERS, EVENTS, REVIEWS
from db.types import CardState, DueCounts, TopicCounts

LOOK_AHEAD = 60
"""How many due cards are looked at to let topics alternate."""
ALL_DAYS = 1_000_000
"""So many days ahead everything known comes due."""
EACH = 8
"""How many new cards of each topic are looked at."""
_MINE = CARDS.c.learner_id == bindparam("learner")
_ACTIVE = (CARDS.c.suspended == 0) & (CARDS.c.buried_day.is_(None) | (CARDS.c.buried_day != bindparam("day")))
_IN_STEPS = or_(*(CARDS.c.state == int(state) for state in LEARNING))
_BRIEF = (CARDS.c.id, CARDS.c.question_id, CARDS.c.topic, CARDS.c.siblings)


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
    repeats: int = 999
    """Answers to one question on this day."""
    weakest_first: bool = False
    """Reviews in order of recall, not of age."""
    new_waits: bool = True
    """Whether new cards wait while reviews are held back."""


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What may come: of these topics, none of the questions in `exclude`; `previous_topic` is the card's before.
    With `days_ahead`, only what has been learnt: reviews of so many days to come, whatever the day's limit."""

    topics: Sequence[str]
    exclude: Collection[str] = ()
    previous_topic: str | None = None
    days_ahead: int = 0
    triage: Mapping[str, float] = field(default_factory=dict)
    """Where there is no time for everything: of the new ones the highest first, those that are missing not at all."""
    sweep: bool = False
    """Whether all that is known is looked at once more when nothing is due or new."""


_CARD = Prepared(select(CARDS).where(CARDS.c.id == bindparam("id")))
_TOPICS = Prepared(select(CARDS.c.topic).where(_MINE).distinct())
_SIBLINGS = Prepared(
    select(CARDS.c.siblings).where(_MINE, CARDS.c.last_day == bindparam("day"), CARDS.c.siblings != "").distinct()
)
_DONE = Prepared(
    select(func.coalesce(func.sum(COUNTERS.c.introduced), 0), func.coalesce(func.sum(COUNTERS.c.reviewed), 0)).where(
        COUNTERS.c.learner_id == bindparam("learner"), COUNTERS.c.day == bindparam("day")
    )
)


_UNDONE = exists(
    select(EVENTS.c.target)
    .where(EVENTS.c.card_id == REVIEWS.c.card_id, EVENTS.c.target == REVIEWS.c.at)
    .group_by(EVENTS.c.target)
    .having(func.sum(case((EVENTS.c.kind == "undo", 1), else_=-1)) > 0)
    .correlate(REVIEWS)
)
_ANSWERS_TODAY = (
    select(func.count())
    .where(REVIEWS.c.card_id == CARDS.c.id, REVIEWS.c.day == bindparam("day"), ~_UNDONE)
    .correlate(CARDS)
    .scalar_subquery()
)
_WORN_OUT = _IN_STEPS & (CARDS.c.last_day == bindparam("day")) & (bindparam("repeats") <= _ANSWERS_TODAY)
"""In the steps, and answered so often today that it waits for tomorrow."""


def _open(topics: Sequence[str]) -> Select[Any]:
    within = or_(*(CARDS.c.topic == topic for topic in topics))
    return select(*_BRIEF).where(_MINE, _ACTIVE, CARDS.c.present == 1, within)


@lru_cache(maxsize=64)
def _learning_query(topics: tuple[str, ...]) -> Prepared:
    waiting = _open(topics).where(_IN_STEPS, CARDS.c.due <= bindparam("until"), ~_WORN_OUT)
    return Prepared(waiting.order_by(CARDS.c.due).limit(EACH))


@lru_cache(maxsize=64)
def _due_query(topics: tuple[str, ...], weakest_first: bool) -> Prepared:
    waiting = _open(topics).where(CARDS.c.state == int(CardState.REVIEW), CARDS.c.due_day <= bindparam("until"))
    # A card studied ahead of its due day today does not come again today.
    waiting = waiting.where(or_(CARDS.c.due_day <= bindparam("day"), CARDS.c.last_day < bindparam("day")))
    # FSRS's recall falls with the days gone over the stability, for all cards alike.
    gone = (CARDS.c.last_day - bindparam("day")) / CARDS.c.stability
    return Prepared(waiting.order_by(gone if weakest_first else CARDS.c.due_day, CARDS.c.id).limit(LOOK_AHEAD))


@lru_cache(maxsize=64)
def _new_query(topics: tuple[str, ...]) -> Prepared:
    """The first few of every topic, so that a long topic at the front does not hide the others."""
    each = [
        _open((topic,))
        .add_columns(CARDS.c.position)
        .where(CARDS.c.state == int(CardState.NEW))
        .order_by(CARDS.c.position)
        .limit(EACH)
        .subquery()
        for topic in topics
    ]
    return Prepared(union_all(*(select(part) for part in each)))


def topics_of(connection: Connection, learner_id: int) -> tuple[str, ...]:
    """All topics that the learner has cards of."""
    return tuple(sorted(_TOPICS(connection, learner=learner_id).scalars()))


def next_row(connection: Connection, moment: Moment, wish: QueueFilter) -> Row[Any] | None:
    """The row of the card to show next, or None."""
    if not wish.topics:
        return None
    found = (
        _learning(connection, moment, wish, 0)
        or _due(connection, moment, wish)
        or (None if wish.days_ahead else _apart(connection, moment, wish, _new(connection, moment, wish)))
        or (_last_look(connection, moment, wish) if wish.sweep else None)
        or _learning(connection, moment, wish, moment.learn_ahead)
    )
    return _CARD(connection, id=found.id).one() if found is not None else None


def _fresh(rows: Sequence[Row[Any]], wish: QueueFilter) -> list[Row[Any]]:
    return [row for row in rows if row.question_id not in wish.exclude]


def _learning(connection: Connection, moment: Moment, wish: QueueFilter, ahead: int) -> Row[Any] | None:
    until, query = moment.now + ahead * 60_000_000, _learning_query(tuple(wish.topics))
    rows = query(connection, learner=moment.learner_id, day=moment.day, until=until, repeats=moment.repeats).all()
    return next(iter(_fresh(rows, wish)), None)


def _due(connection: Connection, moment: Moment, wish: QueueFilter) -> Row[Any] | None:
    if not wish.days_ahead and done_today(connection, moment).reviewed >= moment.reviews_per_day:
        return None
    return _apart(connection, moment, wish, _fresh(_waiting(connection, moment, wish, wish.days_ahead), wish))


def _waiting(connection: Connection, moment: Moment, wish: QueueFilter, days_ahead: int) -> Sequence[Row[Any]]:
    query, until = _due_query(tuple(wish.topics), moment.weakest_first), moment.day + days_ahead
    return query(connection, learner=moment.learner_id, day=moment.day, until=until).all()


def _last_look(connection: Connection, moment: Moment, wish: QueueFilter) -> Row[Any] | None:
    """Learned cards not asked today, the weakest first."""
    return next(iter(_fresh(_waiting(connection, moment, wish, ALL_DAYS), wish)), None)


def _best(rows: Sequence[Row[Any]], wish: QueueFilter) -> list[Row[Any]]:
    found = [row for row in rows if row.question_id in wish.triage]
    best = max((wish.triage[row.question_id] for row in found), default=0.0)
    return [row for row in found if wish.triage[row.question_id] == best]


def _new(connection: Connection, moment: Moment, wish: QueueFilter) -> list[Row[Any]]:
    """New cards in the order of their turn: the first of every topic, then the second of every topic, and so on."""
    done = done_today(connection, moment)
    held_back = done.reviewed >= moment.reviews_per_day and bool(_waiting(connection, moment, wish, 0))
    if done.introduced >= moment.new_per_day or (held_back and moment.new_waits):
        return []
    rows = _fresh(_new_query(tuple(wish.topics))(connection, learner=moment.learner_id, day=moment.day).all(), wish)
    places: dict[str, int] = {}
    ranked = []
    for row in sorted(rows, key=lambda row: row.position):
        places[row.topic] = places.get(row.topic, 0) + 1
        ranked.append((places[row.topic], row.position, row))
    in_turn = [row for *_, row in sorted(ranked, key=lambda entry: entry[:2])]
    return _best(in_turn, wish) if wish.triage else in_turn


def _apart(connection: Connection, moment: Moment, wish: QueueFilter, rows: Sequence[Row[Any]]) -> Row[Any] | None:
    """Another topic than before and no sibling of today, as far as there is one."""
    if not rows:
        return None
    today = set(_SIBLINGS(connection, learner=moment.learner_id, day=moment.day).scalars())
    return min(rows, key=lambda row: (row.siblings in today, row.topic == wish.previous_topic))


@dataclass(frozen=True, slots=True)
class Done:
    """How many new cards and reviews a day has seen."""

    introduced: int
    reviewed: int


_NEXT = Prepared(
    select(func.min(CARDS.c.due_day)).where(
        _MINE,
        CARDS.c.state == int(CardState.REVIEW),
        CARDS.c.suspended == 0,
        CARDS.c.present == 1,
        CARDS.c.due_day > bindparam("day"),
        CARDS.c.last_day < bindparam("day"),
    )
)


def next_due_day(connection: Connection, moment: Moment) -> int | None:
    """The first study day to come with a review of what was not studied today; None without any."""
    day = _NEXT(connection, learner=moment.learner_id, day=moment.day).scalar()
    return None if day is None else int(day)


def done_today(connection: Connection, moment: Moment) -> Done:
    """Today's new cards and reviews, from the counters."""
    introduced, reviewed = tuple(_DONE(connection, learner=moment.learner_id, day=moment.day).one())
    return Done(int(introduced), int(reviewed))


_BURIED = Prepared(
    select(CARDS.c.topic, CARDS.c.state, CARDS.c.due_day).where(
        _MINE, CARDS.c.buried_day == bindparam("day"), CARDS.c.suspended == 0, CARDS.c.present == 1
    )
)


_WORN_OUT_COUNTS = Prepared(
    select(CARDS.c.topic, func.count()).where(_MINE, _ACTIVE, CARDS.c.present == 1, _WORN_OUT).group_by(CARDS.c.topic)
)


def _worn_out(connection: Connection, moment: Moment) -> dict[str, int]:
    """By topic, how many cards in their steps wait for tomorrow."""
    values = {"learner": moment.learner_id, "day": moment.day, "repeats": moment.repeats}
    return dict(_WORN_OUT_COUNTS(connection, **values).cursor.fetchall())


def due_counts(connection: Connection, moment: Moment, counted: WaitingCounts) -> DueCounts:
    """What waits, by topic in alphabetical order; new cards within today's limit."""
    due, learning, totals = counted.due.copy(), counted.learning.copy(), counted.totals
    new = Counter({name: all_.new for name, all_ in totals.items()})
    for topic, state, due_day in _BURIED(connection, learner=moment.learner_id, day=moment.day):
        if state == CardState.NEW:
            new[topic] -= 1
        elif state in LEARNING:
            learning[topic] -= 1
        elif due_day is not None and due_day <= moment.day:
            due[topic] -= 1
    if learning.total():
        learning.subtract(_worn_out(connection, moment))
    topics = {
        name: TopicCounts(due[name], learning[name], new[name], all_.total, all_.suspended, all_.seen)
        for name, all_ in sorted(totals.items())
    }
    done = done_today(connection, moment)
    left_new, left = moment.new_per_day - done.introduced, moment.reviews_per_day - done.reviewed
    today, waits = min(due.total(), max(0, left)), moment.new_waits and due.total() > max(0, left)
    new_today = 0 if waits else min(max(0, left_new), new.total())
    return DueCounts(today, new_today, learning.total(), topics, due.total(), new.total())
