"""How many cards each topic has, kept between looks: counting 100,000 of them takes longer than everything else."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, literal, or_, select, union_all

from db.scheduling.fsrs import MemoryState
from db.storage.compiled_statements import Prepared
from db.tables import CARDS
from db.types import CardState

LEARNING = (CardState.LEARNING, CardState.RELEARNING)


@dataclass(frozen=True, slots=True)
class Totals:
    """The present cards of a topic: all, suspended, seen at least once, and new ones not suspended."""

    total: int = 0
    suspended: int = 0
    seen: int = 0
    new: int = 0


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


_NEW = CARDS.c.state == int(CardState.NEW)
_PRESENT = (CARDS.c.learner_id == bindparam("learner")) & (CARDS.c.present == 1)
_TOTALS = Prepared(
    select(
        CARDS.c.topic,
        func.count(),
        _sum(CARDS.c.suspended != 0),
        _sum(~_NEW),
        _sum(_NEW & (CARDS.c.suspended == 0)),
    )
    .where(_PRESENT)
    .group_by(CARDS.c.topic)
)
_ACTIVE = _PRESENT & (CARDS.c.suspended == 0)
_IN_STEPS = or_(*(CARDS.c.state == int(state) for state in LEARNING))
_WAITING = Prepared(
    union_all(
        select(CARDS.c.topic, literal(1).label("learning"), func.count().label("cards"))
        .where(_ACTIVE, _IN_STEPS)
        .group_by(CARDS.c.topic),
        select(CARDS.c.topic, literal(0), func.count())
        .where(_ACTIVE, CARDS.c.state == int(CardState.REVIEW), CARDS.c.due_day <= bindparam("day"))
        .group_by(CARDS.c.topic),
    )
)


@dataclass(slots=True)
class WaitingCounts:
    """What was counted: totals by topic, and by topic how many reviews are due on the day and cards are in steps."""

    totals: dict[str, Totals]
    due: Counter[str]
    learning: Counter[str]

    def move(self, topic: str, before: MemoryState, after: MemoryState, day: int) -> None:
        """A card of the topic, neither suspended nor gone, went from one state to another."""
        self.due[topic] += _is_due(after, day) - _is_due(before, day)
        self.learning[topic] += (after.state in LEARNING) - (before.state in LEARNING)
        new = (after.state is CardState.NEW) - (before.state is CardState.NEW)
        held = self.totals[topic]
        self.totals[topic] = replace(held, seen=held.seen - new, new=held.new + new)


def _is_due(state: MemoryState, day: int) -> bool:
    return state.state is CardState.REVIEW and state.due_day is not None and state.due_day <= day


class TotalsKept:
    """One learner's counts, made again when the day has turned, or when anything was written that did not say what it
    moved.

    A version is (writes through this store, the database's mark of other programs' writes).
    """

    def __init__(self, learner_id: int) -> None:
        self._learner_id = learner_id
        self._known = WaitingCounts({}, Counter(), Counter())
        self._at: tuple[tuple[int, int], int] | None = None

    def of(self, connection: Connection, version: tuple[int, int] | None, day: int) -> WaitingCounts:
        """The counts of a study day. `version` None: what others wrote cannot be known, so all is counted again."""
        if version is None or self._at != (version, day):
            self._known = self._read(connection, day)
            self._at = None if version is None else (version, day)
        return self._known

    def _read(self, connection: Connection, day: int) -> WaitingCounts:
        rows = _TOTALS(connection, learner=self._learner_id)
        found = WaitingCounts({topic: Totals(*map(int, numbers)) for topic, *numbers in rows}, Counter(), Counter())
        for topic, in_steps, cards in _WAITING(connection, learner=self._learner_id, day=day):
            (found.learning if in_steps else found.due)[topic] += cards
        return found

    def moved(self, version: tuple[int, int] | None, topic: str, before: MemoryState, after: MemoryState) -> None:
        """The write that made `version` moved this one card, which is neither suspended nor gone, and nothing else."""
        if version is None or self._at is None:
            return
        known, day = self._at
        if known == (version[0] - 1, version[1]):
            self._known.move(topic, before, after, day)
            self._at = (version, day)
