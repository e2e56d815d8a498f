"""Cards: identity, rows to plain data, and bringing them in line with the content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from db.review_log.events import Marks
from db.scheduling.fsrs import MemoryState
from db.scheduling.study_days import instant, micros
from db.tables import CARDS
from db.types import Card, CardEntry, CardState, Column

STATE_FIELDS = tuple(MemoryState.__dataclass_fields__)
MARK_FIELDS = tuple(Marks.__dataclass_fields__)


def stable_id(*parts: str) -> int:
    """A 63-bit id that two machines make alike from the same parts."""
    digest = hashlib.blake2b("\0".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1


def card_of(row: Row[Any] | Mapping[str, Any]) -> Card:
    """A row of `cards` as plain data."""
    r = row if isinstance(row, Mapping) else row._mapping
    return Card(
        card_id=r["id"],
        question_id=r["question_id"],
        deck=r["deck"],
        topic=r["topic"],
        level=r["level"],
        siblings=r["siblings"],
        state=CardState(r["state"]),
        step=r["step"],
        stability=r["stability"],
        difficulty=r["difficulty"],
        due=_maybe(instant, r["due"]),
        due_day=_maybe(date.fromordinal, r["due_day"]),
        last_review=_maybe(instant, r["last_review"]),
        last_day=_maybe(date.fromordinal, r["last_day"]),
        reviews=r["reviews"],
        lapses=r["lapses"],
        suspended=bool(r["suspended"]),
        buried_day=_maybe(date.fromordinal, r["buried_day"]),
        flagged=bool(r["flagged"]),
        note=r["note"],
    )


def _maybe(convert: Any, value: Any) -> Any:
    return None if value is None else convert(value)


def state_of(row: Row[Any]) -> MemoryState:
    """The scheduler's part of a row."""
    values = {name: row._mapping[name] for name in STATE_FIELDS}
    return MemoryState(**{**values, "state": CardState(values["state"])})


def state_values(state: MemoryState) -> dict[str, Column]:
    """The scheduler's part as column values."""
    return {**{name: getattr(state, name) for name in STATE_FIELDS}, "state": int(state.state)}


def marks_of(row: Row[Any]) -> Marks:
    """The learner's marks on the card."""
    return Marks(**{name: row._mapping[name] for name in MARK_FIELDS})


def mark_values(marks: Marks) -> dict[str, Column]:
    """The marks as column values."""
    return {name: getattr(marks, name) for name in MARK_FIELDS}


def sync(
    connection: Connection, learner_id: int, learner: str, entries: Iterable[CardEntry], aliases: Mapping[str, str]
) -> None:
    """A card for every entry; cards whose question vanished stay, with their history, but are not asked.

    `aliases` maps an earlier question id to its present one: the earlier card keeps its id and takes the new name,
    unless a card of the new name has been made already.
    """
    rows = connection.execute(select(CARDS).where(CARDS.c.learner_id == learner_id))
    known: dict[str, Any] = {row.question_id: row._mapping for row in rows}
    for old, new in aliases.items():
        if old in known and new not in known:
            connection.execute(update(CARDS).where(CARDS.c.id == known[old]["id"]).values(question_id=new))
            known[new] = {**known.pop(old), "question_id": new}
    fresh, seen = [], set()
    for position, entry in enumerate(entries):
        seen.add(entry.question_id)
        values = _entry_values(entry, position)
        if entry.question_id not in known:
            card_id = stable_id(learner, entry.question_id)
            fresh.append(
                {**NEW_CARD, **values, "id": card_id, "learner_id": learner_id, "question_id": entry.question_id}
            )
        elif any(known[entry.question_id][name] != value for name, value in values.items()):
            connection.execute(update(CARDS).where(CARDS.c.id == known[entry.question_id]["id"]).values(values))
    if fresh:
        connection.execute(insert(CARDS), fresh)
    for question_id in set(known) - seen:
        if known[question_id]["present"]:
            connection.execute(update(CARDS).where(CARDS.c.id == known[question_id]["id"]).values(present=0))


def needs_sync(rows: Iterable[Row[Any]], entries: Iterable[CardEntry], aliases: Mapping[str, str]) -> bool:
    """Whether `sync` would write anything: starting up must not take the write lock for nothing."""
    known = {row.question_id: row._mapping for row in rows}
    wanted = {entry.question_id: _entry_values(entry, i) for i, entry in enumerate(entries)}
    if any(old in known and new not in known for old, new in aliases.items()):
        return True
    if any(question not in known for question in wanted):
        return True
    if any(row["present"] and question not in wanted for question, row in known.items()):
        return True
    return any(known[q][name] != value for q, values in wanted.items() for name, value in values.items())


def _entry_values(entry: CardEntry, position: int) -> dict[str, Column]:
    return {
        "deck": entry.deck,
        "topic": entry.topic,
        "level": entry.level,
        "siblings": entry.siblings,
        "position": position,
        "present": 1,
    }


NEW_CARD = {**state_values(MemoryState()), **mark_values(Marks())}
"""The columns of a card that nothing has happened to."""


def held_state(card: Card) -> MemoryState:
    """The scheduler's state that a card was read with."""
    return MemoryState(
        state=card.state,
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due=_or_none(card.due),
        due_day=card.due_day.toordinal() if card.due_day else None,
        last_review=_or_none(card.last_review),
        last_day=card.last_day.toordinal() if card.last_day else None,
        reviews=card.reviews,
        lapses=card.lapses,
    )


def _or_none(at: datetime | None) -> int | None:
    return None if at is None else micros(at)
