"""Replaying a card's log: reviews and events in the order of time, without what was undone.

The log is the truth. The card's state, its marks and the daily counters are what `trace` gives; answering, importing,
repairing and the doctor all come through here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, bindparam, case, delete, func, select

from db.cards import MARK_FIELDS, STATE_FIELDS, marks_of, state_of
from db.review_log import counters
from db.review_log.events import Event, Marks, Redo, Undo, applied, parsed
from db.scheduling.fsrs import MemoryState, Parameters, parameters_from, schedule
from db.scheduling.study_days import Moment, as_datetime, micros
from db.storage.compiled_statements import Prepared
from db.tables import CARDS, COUNTERS, EVENTS, HOURS, REVIEWS, SETS
from db.types import Mismatch, Rating

LogRow = Mapping[str, Any]
"""A row of `reviews` or of `events` by column."""
PROVEN = ("answers", "correct", "seconds", "right_answers", "sure_wrong", "squares")
"""Counters that the answers alone give; the others also depend on what was known when they were counted."""
COUNTERS_OF_ALL = ""
"""Stands for the question in a mismatch of the daily counters, which belong to no single one."""
CLOSE = 1e-6
"""Sums of fractions that were added and taken away again differ in their last digits."""


def scheduled(
    before: MemoryState,
    rating: Rating,
    moment: Moment,
    card_id: int,
    parameters: Parameters,
    interval: int | None = None,
) -> MemoryState:
    """The state after a review at `moment`. `interval` as it was balanced.

    The clock places a card that is due on the next day at local midnight after it; what counts is its `due_day`.
    """
    at, day, offset = moment
    midnight = micros(as_datetime(max(day, before.last_day or day) + 1)) - offset * 60_000_000
    return schedule(before, rating, at, day, midnight, card_id, parameters, interval)


@dataclass
class Trace:
    """What a log gives: `sums` go by (study day, counter's column), `hours` by (local hour, column)."""

    state: MemoryState = field(default_factory=MemoryState)
    marks: Marks = field(default_factory=Marks)
    sums: dict[tuple[int, str], float] = field(default_factory=lambda: defaultdict(float))
    hours: dict[tuple[int, str], float] = field(default_factory=lambda: defaultdict(float))


class History(NamedTuple):
    """A card's log, oldest first."""

    reviews: list[LogRow]
    events: list[LogRow]


def history(connection: Connection, card_id: int) -> History:
    """All reviews and all events of a card."""
    reviews = connection.execute(select(REVIEWS).where(REVIEWS.c.card_id == card_id).order_by(REVIEWS.c.at)).all()
    events = connection.execute(select(EVENTS).where(EVENTS.c.card_id == card_id).order_by(EVENTS.c.at)).all()
    return History([dict(row._mapping) for row in reviews], [dict(row._mapping) for row in events])


def event_of(row: LogRow) -> Event:
    """A row of `events` as what happened. Raises ValueError."""
    return parsed(row["kind"], row["value"], row["target"])


def undone_instants(events: Iterable[LogRow]) -> set[int]:
    """The instants of reviews and events that are undone."""
    undone: set[int] = set()
    for row in sorted(events, key=_instant):
        match event_of(row):
            case Undo(_, target):
                undone.add(target)
            case Redo(_, target):
                undone.discard(target)
    return undone


def trace(reviews: Sequence[LogRow], events: Sequence[LogRow], card_id: int, sets: Mapping[int, Parameters]) -> Trace:
    """Follow a card's log. `sets` holds its parameter sets by key. Raises ValueError for a row that says nothing."""
    undone, found = undone_instants(events), Trace()
    for row in sorted([*reviews, *events], key=_instant):
        if row["at"] in undone:
            continue
        if "rating" in row:
            _review(found, row, card_id, sets[row["parameter_set"]])
        else:
            event = event_of(row)
            if not isinstance(event, Undo | Redo):
                found.state, found.marks = applied(event, found.state, found.marks)
    return found


def _instant(row: LogRow) -> int:
    return int(row["at"])


def _review(found: Trace, row: LogRow, card_id: int, parameters: Parameters) -> None:
    before, rating, day = found.state, Rating(row["rating"]), int(row["day"])
    moment = Moment(row["at"], day, row["offset_minutes"])
    found.state = scheduled(before, rating, moment, card_id, parameters, row.get("interval"))
    sums = counters.sums(before, day, rating, row["correctness"], row["seconds"], row.get("confidence"))
    for name, value in sums.items():
        found.sums[day, name] += value
    hour = counters.hour(row["at"], row["offset_minutes"])
    for name in ("answers", "correct"):
        found.hours[hour, name] += sums[name]


class ParameterSets(dict[int, Parameters]):
    """Parameter sets by key, read from the database when they are first asked for."""

    def __init__(self, connection: Connection) -> None:
        super().__init__()
        self._connection = connection

    def __missing__(self, key: int) -> Parameters:
        text = self._connection.execute(select(SETS.c.parameters).where(SETS.c.id == key)).scalar_one()
        self[key] = parameters_from(text)
        return self[key]


def replay(connection: Connection, card_id: int, sets: ParameterSets) -> Trace:
    """The state of a card after replaying its log."""
    return trace(*history(connection, card_id), card_id, sets)


_BALANCE = func.sum(case((EVENTS.c.kind == "undo", 1), else_=-1))
UNDONE = (
    select(EVENTS.c.card_id, EVENTS.c.target)
    .join(CARDS, CARDS.c.id == EVENTS.c.card_id)
    .where(CARDS.c.learner_id == bindparam("learner"), (EVENTS.c.kind == "undo") | (EVENTS.c.kind == "redo"))
    .group_by(EVENTS.c.card_id, EVENTS.c.target)
    .having(_BALANCE > 0)
)
"""(card, instant) of a learner's reviews and events that an undo took back and no redo brought again."""
_TAKEN_BACK = Prepared(UNDONE)


def taken_back(connection: Connection, learner_id: int) -> set[tuple[int, int]]:
    """(card, instant) of the learner's undone reviews and events."""
    return {(row[0], row[1]) for row in _TAKEN_BACK(connection, learner=learner_id)}


# ── proof ───────────────────────────────────────────────────────────────────────────────────────────────────


def mismatches(connection: Connection, learner_id: int) -> list[Mismatch]:
    """Every stored state, mark and counter that replaying the learner's log does not give."""
    found: list[Mismatch] = []
    sums: dict[tuple[int, str], float] = defaultdict(float)
    sets = ParameterSets(connection)
    for row in connection.execute(select(CARDS).where(CARDS.c.learner_id == learner_id)).all():
        replayed = replay(connection, row.id, sets)
        found += _of_card(row, replayed)
        for key, value in replayed.sums.items():
            sums[key] += value
    return [*found, *_of_counters(connection, learner_id, sums)]


def _of_card(row: Row[Any], replayed: Trace) -> Iterator[Mismatch]:
    for names, stored, given in (
        (STATE_FIELDS, state_of(row), replayed.state),
        (MARK_FIELDS, marks_of(row), replayed.marks),
    ):
        for name in names:
            if getattr(stored, name) != getattr(given, name):
                yield Mismatch(row.question_id, name, getattr(stored, name), getattr(given, name))


def _of_counters(connection: Connection, learner_id: int, sums: Mapping[tuple[int, str], float]) -> Iterator[Mismatch]:
    """By study day over all topics: a question may have moved to another topic since it was answered."""
    columns = [func.sum(COUNTERS.c[name]).label(name) for name in PROVEN]
    query = select(COUNTERS.c.day, *columns).where(COUNTERS.c.learner_id == learner_id).group_by(COUNTERS.c.day)
    stored = {(row.day, name): float(row._mapping[name]) for row in connection.execute(query) for name in PROVEN}
    wanted = {key: value for key, value in sums.items() if key[1] in PROVEN}
    for day, name in sorted({*stored, *wanted}):
        have, should = stored.get((day, name), 0.0), wanted.get((day, name), 0.0)
        if abs(have - should) > CLOSE * max(1.0, abs(should)):
            yield Mismatch(COUNTERS_OF_ALL, f"{name} of study day {as_datetime(day):%Y-%m-%d}", have, should)


def count_anew(connection: Connection, learner_id: int) -> None:
    """Write the learner's counters as her log gives them, each answer under its question's present topic."""
    sets = ParameterSets(connection)
    for table in (COUNTERS, HOURS):
        connection.execute(delete(table).where(table.c.learner_id == learner_id))
    for row in connection.execute(select(CARDS.c.id, CARDS.c.topic).where(CARDS.c.learner_id == learner_id)).all():
        count(connection, learner_id, row.topic, Trace(), replay(connection, row.id, sets))


def count(connection: Connection, learner_id: int, topic: str, before: Trace, after: Trace) -> None:
    """Add to the counters what a card's log gained between two traces of it."""
    for day, sums in _more(before.sums, after.sums).items():
        counters.add_to_day(connection, learner_id, day, topic, sums)
    for hour, sums in _more(before.hours, after.hours).items():
        counters.add_to_hour(connection, learner_id, hour, int(sums["answers"]), sums["correct"])


def _more(
    before: Mapping[tuple[int, str], float], after: Mapping[tuple[int, str], float]
) -> dict[int, dict[str, float]]:
    """The sums that were added, by day or hour and column."""
    added: dict[int, dict[str, float]] = defaultdict(dict)
    for of, name in sorted({*before, *after}):
        added[of][name] = after.get((of, name), 0) - before.get((of, name), 0)
    return added
