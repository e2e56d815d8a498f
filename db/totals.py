"""How many cards each topic has, kept between looks: counting 100,000 of them takes longer than everything else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, case, func, select

from db.models import CARDS
from db.prepared import Prepared
from db.types import CardState


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
_ALL = select(
    CARDS.c.topic,
    func.count(),
    _sum(CARDS.c.suspended != 0),
    _sum(~_NEW),
    _sum(_NEW & (CARDS.c.suspended == 0)),
).where(CARDS.c.learner_id == bindparam("learner"), CARDS.c.present == 1)
_EVERY = Prepared(_ALL.group_by(CARDS.c.topic))
_ONE = Prepared(_ALL.where(CARDS.c.topic == bindparam("topic")).group_by(CARDS.c.topic))


class TotalsKept:
    """One learner's totals, counted again when anything was written that did not say what it moved.

    A version is (writes through this store, the database's mark of other programs' writes).
    """

    def __init__(self, learner_id: int) -> None:
        self._learner_id = learner_id
        self._known: dict[str, Totals] = {}
        self.version: tuple[int, int] | None = None

    def of(self, connection: Connection, version: tuple[int, int] | None) -> dict[str, Totals]:
        """Totals by topic. `version` None: what others wrote cannot be known, so they are counted again."""
        if version is None or version != self.version:
            self._known = _read(_EVERY(connection, learner=self._learner_id))
            self.version = version
        return self._known

    def precede(self, version: tuple[int, int]) -> bool:
        """Whether what is known was true just before the write that made `version`."""
        return self.version == (version[0] - 1, version[1])

    def recount(self, connection: Connection, topic: str) -> None:
        """Count one topic again."""
        self._known |= _read(_ONE(connection, learner=self._learner_id, topic=topic))


def _read(rows: Iterable[Any]) -> dict[str, Totals]:
    return {topic: Totals(*(int(number) for number in numbers)) for topic, *numbers in rows}
