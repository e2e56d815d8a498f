"""The review log and the events: written once, never changed, replayed to give every card's state."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, select

from db.scheduling.fsrs import ALGORITHM, MemoryState, Parameters, library_version, parameters_from, schedule
from db.scheduling.study_days import as_datetime, instant, micros
from db.storage.compiled_statements import Prepared
from db.storage.store import insert_unless_there
from db.tables import CARDS, EVENTS, REVIEWS, SETS
from db.types import Rating, Review

UNDO, REDO, RESET, DUE = "undo", "redo", "reset", "due"


def record_parameters(connection: Connection, parameters: Parameters) -> int:
    """The key of the parameter set, written when it is new."""
    key = parameters.key
    if connection.execute(select(SETS.c.id).where(SETS.c.id == key)).first() is None:
        made = {"algorithm": ALGORITHM, "version": library_version(), "parameters": parameters.text}
        insert_unless_there(connection, SETS, id=key, **made)
    return key


def scheduled(
    before: MemoryState,
    rating: Rating,
    moment: tuple[int, int, int],
    card_id: int,
    parameters: Parameters,
    interval: int | None = None,
) -> MemoryState:
    """The state after a review at `moment`: (instant, study day, minutes east of UTC). `interval` as it was balanced.

    Answering and replaying both come through here. The clock places a card that is due on the next day at local
    midnight after it; what counts is its `due_day`.
    """
    at, day, offset = moment
    midnight = micros(as_datetime(max(day, before.last_day or day) + 1)) - offset * 60_000_000
    return schedule(before, rating, at, day, midnight, card_id, parameters, interval)


@dataclass(frozen=True, slots=True)
class Happening:
    """A review or an event of one card, at an instant."""

    at: int
    review: Any = None
    event: Any = None


def history(connection: Connection, card_id: int) -> tuple[list[Row[Any]], list[Row[Any]]]:
    """All reviews and all events of a card, oldest first."""
    reviews = connection.execute(select(REVIEWS).where(REVIEWS.c.card_id == card_id).order_by(REVIEWS.c.at)).all()
    events = connection.execute(select(EVENTS).where(EVENTS.c.card_id == card_id).order_by(EVENTS.c.at)).all()
    return list(reviews), list(events)


def undone_instants(events: list[Row[Any]]) -> set[int]:
    """The instants of reviews and events that stand taken back."""
    undone: set[int] = set()
    for event in events:
        if event.kind == UNDO:
            undone.add(event.target)
        elif event.kind == REDO:
            undone.discard(event.target)
    return undone


_BALANCE = func.sum(case((EVENTS.c.kind == UNDO, 1), else_=-1))
UNDONE = (
    select(EVENTS.c.card_id, EVENTS.c.target)
    .join(CARDS, CARDS.c.id == EVENTS.c.card_id)
    .where(CARDS.c.learner_id == bindparam("learner"), (EVENTS.c.kind == UNDO) | (EVENTS.c.kind == REDO))
    .group_by(EVENTS.c.card_id, EVENTS.c.target)
    .having(_BALANCE > 0)
)
"""(card, instant) of a learner's reviews that an undo took back and no redo brought again."""
_TAKEN_BACK = Prepared(UNDONE)


def taken_back(connection: Connection, learner_id: int) -> set[tuple[int, int]]:
    """(card, instant) of the learner's reviews and events that stand taken back."""
    return {(row[0], row[1]) for row in _TAKEN_BACK(connection, learner=learner_id)}


def replay(connection: Connection, card_id: int, sets: dict[int, Parameters]) -> MemoryState:
    """The state that the card's log gives. `sets` caches parameter sets by key."""
    reviews, events = history(connection, card_id)
    undone = undone_instants(events)
    state = MemoryState()
    for happening in _in_order(reviews, events):
        if happening.at in undone:
            continue
        state = _apply(connection, card_id, state, happening, sets)
    return state


def _in_order(reviews: list[Row[Any]], events: list[Row[Any]]) -> Iterator[Happening]:
    things = [Happening(r.at, review=r) for r in reviews]
    things += [Happening(e.at, event=e) for e in events if e.kind in (RESET, DUE)]
    yield from sorted(things, key=lambda thing: thing.at)


def _apply(
    connection: Connection, card_id: int, state: MemoryState, happening: Happening, sets: dict[int, Parameters]
) -> MemoryState:
    if happening.event is not None:
        return apply_event(state, happening.event.kind, happening.event.value)
    review = happening.review
    parameters = _parameters(connection, review.parameter_set, sets)
    moment = (review.at, review.day, review.offset_minutes)
    return scheduled(state, Rating(review.rating), moment, card_id, parameters, review.interval)


def apply_event(state: MemoryState, kind: str, value: str) -> MemoryState:
    """What a reset or a manual due day does to the state."""
    if kind == RESET:
        return MemoryState()
    day = date.fromisoformat(value).toordinal()
    return replace(state, due_day=day, due=micros(as_datetime(day)))


def _parameters(connection: Connection, key: int, sets: dict[int, Parameters]) -> Parameters:
    if key not in sets:
        text = connection.execute(select(SETS.c.parameters).where(SETS.c.id == key)).scalar_one()
        sets[key] = parameters_from(text)
    return sets[key]


def review_of(row: Row[Any], question_id: str, undone: bool) -> Review:
    """A row of the log as plain data."""
    r = row._mapping
    return Review(
        question_id=question_id,
        at=instant(r["at"]),
        day=date.fromordinal(r["day"]),
        offset_minutes=r["offset_minutes"],
        rating=Rating(r["rating"]),
        proposed=Rating(r["proposed"]),
        answer=r["answer"],
        correctness=r["correctness"],
        seconds=r["seconds"],
        hints=r["hints"],
        variant_seed=r["variant_seed"],
        confidence=r["confidence"],
        mode=r["mode"],
        undone=undone,
    )
