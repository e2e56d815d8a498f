"""The proof of the stored states: replaying each card's log gives them, bit for bit."""

from __future__ import annotations

from sqlalchemy import Connection, select

from db import cards
from db.review_log import log
from db.scheduling.fsrs import Parameters
from db.tables import CARDS
from db.types import Mismatch


def mismatches(connection: Connection, learner_id: int) -> list[Mismatch]:
    """Every stored value that replaying the log does not give."""
    found: list[Mismatch] = []
    sets: dict[int, Parameters] = {}
    for row in connection.execute(select(CARDS).where(CARDS.c.learner_id == learner_id)).all():
        stored, replayed = cards.state_of(row), log.replay(connection, row.id, sets)
        found += [
            Mismatch(row.question_id, name, getattr(stored, name), getattr(replayed, name))
            for name in cards.STATE_FIELDS
            if getattr(stored, name) != getattr(replayed, name)
        ]
    return found
