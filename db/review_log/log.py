"""The review log and the events: written once, never changed, replayed to give every card's state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, select

from db.scheduling.fsrs import ALGORITHM, Parameters, library_version
from db.scheduling.study_days import instant
from db.storage.store import insert_unless_there
from db.tables import SETS
from db.types import Rating, Review


def record_parameters(connection: Connection, parameters: Parameters) -> int:
    """The key of the parameter set, written when it is new."""
    key = parameters.key
    if connection.execute(select(SETS.c.id).where(SETS.c.id == key)).first() is None:
        made = {"algorithm": ALGORITHM, "version": library_version(), "parameters": parameters.text}
        insert_unless_there(connection, SETS, id=key, **made)
    return key


def review_of(r: Mapping[str, Any], question_id: str, undone: bool) -> Review:
    """A row of the log as plain data."""
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
