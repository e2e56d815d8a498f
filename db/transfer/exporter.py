"""The learner's progress, line by line. The same progress gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, select

from db.memory import Memory
from db.review_log import replay
from db.tables import ANSWERS, CARDS, INTERVIEWS, REVIEWS, SETS, SETTINGS
from db.transfer.format import FORMAT, digest, fields


def progress(memory: Memory) -> Iterator[bytes]:
    """Every line of the file, each with its end. Raises DatabaseTrouble."""
    made, count = digest(), 0
    for line in _lines(memory):
        made.update(line)
        count += 1
        yield line
    yield _line({"is": "end", "lines": count, "digest": made.hexdigest()})


def _lines(memory: Memory) -> Iterator[bytes]:
    yield _line({"is": "backdrill", "format": FORMAT, "learner": memory.learner})
    with memory.store.reading() as connection:
        for kind, row in _rows(connection, memory.learner_id):
            yield _line({"is": kind, **{name: row[name] for name in fields(kind)}})


def _rows(connection: Connection, learner: int) -> Iterator[tuple[str, dict[str, Any]]]:
    mine = select(CARDS.c.id).where(CARDS.c.learner_id == learner)
    used = select(REVIEWS.c.parameter_set).where(REVIEWS.c.card_id.in_(mine)).distinct()
    yield from _all(connection, "parameters", select(SETS).where(SETS.c.id.in_(used)).order_by(SETS.c.id))
    settings = select(SETTINGS).where(SETTINGS.c.learner_id == learner)
    yield from _all(connection, "setting", settings.order_by(SETTINGS.c.name))
    cards = select(CARDS).where(CARDS.c.learner_id == learner).order_by(CARDS.c.position, CARDS.c.question_id)
    for card in connection.execute(cards).all():
        yield "card", dict(card._mapping)
        for kind, rows in zip(("review", "event"), replay.history(connection, card.id), strict=True):
            for entry in rows:
                yield kind, {**entry, "question_id": card.question_id}
    interviews = select(INTERVIEWS).where(INTERVIEWS.c.learner_id == learner).order_by(INTERVIEWS.c.started)
    for row in connection.execute(interviews).all():
        yield "interview", dict(row._mapping)
        answers = select(ANSWERS).where(ANSWERS.c.interview_id == row.id).order_by(ANSWERS.c.number)
        yield from _all(connection, "interview_answer", answers)


def _all(connection: Connection, kind: str, query: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    rows: list[Row[Any]] = list(connection.execute(query))
    yield from ((kind, dict(row._mapping)) for row in rows)


def _line(record: dict[str, Any]) -> bytes:
    return (json.dumps(record, ensure_ascii=False, allow_nan=False) + "\n").encode()
