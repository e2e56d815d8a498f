"""Replaying a card's log: its reviews and events, in order, without what was taken back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, select

from db import cards
from db.review_log import counters
from db.review_log.log import DUE, REDO, RESET, UNDO
from db.scheduling.fsrs import MemoryState, Parameters, parameters_from, schedule
from db.scheduling.study_days import as_datetime, micros
from db.storage.compiled_statements import Prepared
from db.tables import CARDS, EVENTS, REVIEWS, SETS
from db.types import Mismatch, Rating


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


def mismatches(connection: Connection, learner_id: int) -> list[Mismatch]:
    """Every stored value that replaying the log does not give."""
    found: list[Mismatch] = []
    sets: dict[int, Parameters] = {}
    for row in connection.execute(select(CARDS).where(CARDS.c.learner_id == learner_id)).all():
        stored, replayed = cards.state_of(row), replay(connection, row.id, sets)
        found += [
            Mismatch(row.question_id, name, getattr(stored, name), getattr(replayed, name))
            for name in cards.STATE_FIELDS
            if getattr(stored, name) != getattr(replayed, name)
        ]
    return found


@dataclass
class Trace:
    """`marks` are the card's columns beside its state; `sums` go by (study day, counter's column), `hours` by (local
    hour, column)."""

    state: MemoryState = field(default_factory=MemoryState)
    marks: dict[str, Any] = field(default_factory=dict)
    sums: dict[tuple[int, str], float] = field(default_factory=lambda: defaultdict(float))
    hours: dict[tuple[int, str], float] = field(default_factory=lambda: defaultdict(float))


def retrace(
    reviews: Sequence[Mapping[str, Any]],
    events: Sequence[Mapping[str, Any]],
    card_id: int,
    sets: Mapping[int, Parameters],
) -> Trace:
    """Follow the log in the order of time, without what was taken back."""
    ordered = sorted(events, key=lambda row: int(row["at"]))
    undone = undone_instants([SimpleNamespace(**row) for row in ordered])  # type: ignore[misc]
    trace = Trace()
    for row in sorted([*reviews, *events], key=lambda row: int(row["at"])):
        if row["at"] in undone:
            continue
        if "rating" in row:
            _review(trace, row, card_id, sets[row["parameter_set"]])
        else:
            _event(trace, row)
    return trace


def _review(trace: Trace, row: Mapping[str, Any], card_id: int, parameters: Parameters) -> None:
    before, rating, day = trace.state, Rating(row["rating"]), int(row["day"])
    moment = (row["at"], day, row["offset_minutes"])
    trace.state = scheduled(before, rating, moment, card_id, parameters, row.get("interval"))
    sums = counters.sums(before, day, rating, row["correctness"], row["seconds"], row.get("confidence"))
    for name, value in sums.items():
        trace.sums[day, name] += value
    hour = counters.hour(row["at"], row["offset_minutes"])
    for name in ("answers", "correct"):
        trace.hours[hour, name] += sums[name]


def _event(trace: Trace, row: Mapping[str, Any]) -> None:
    match row["kind"]:
        case "reset" | "due":
            trace.state = apply_event(trace.state, row["kind"], row["value"])
        case "bury":
            trace.marks["buried_day"] = date.fromisoformat(row["value"]).toordinal()
        case "suspend":
            trace.marks["suspended"] = 1
        case "unsuspend":
            trace.marks |= {"suspended": 0, "buried_day": None}
        case "flag":
            trace.marks["flagged"] = int(row["value"])
        case "note":
            trace.marks["note"] = row["value"]
