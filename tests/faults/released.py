"""Databases as earlier releases left them: each revision's schema with a learner's data in it.

Rows are written past the program, by the columns that the revision has; of the states only what migrations look at holds.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, MetaData, create_engine, insert, select, text
from sqlalchemy.pool import NullPool

from db.migrations.run import upgrade

REVISIONS = ("0001", "0002", "0003", "0004")
CARDS, REVIEWS_EACH, FIRST_DAY = 40, 5, 739_000
"""Enough rows for a migration to be caught at work."""


def engine_of(home: str) -> Engine:
    if "://" in home:
        return create_engine(home, poolclass=NullPool)
    return create_engine(f"sqlite:///{home}", isolation_level="AUTOCOMMIT", connect_args={"isolation_level": None})


def make(home: str, revision: str, cards: int = CARDS) -> None:
    """A database of this revision with a learner, her cards, reviews (one of them taken back), and an interview."""
    engine = engine_of(home)
    with engine.connect() as connection:
        upgrade(connection, revision)
        tables = MetaData()
        tables.reflect(connection)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN")
        for name, rows in _rows(cards).items():
            if name in tables.tables:
                table = tables.tables[name]
                known = [{key: value for key, value in row.items() if key in table.c} for row in rows]
                connection.execute(insert(table), known)
        connection.exec_driver_sql("COMMIT")
        connection.commit()
    engine.dispose()


def _rows(cards: int) -> dict[str, list[dict[str, object]]]:
    card_ids = range(1, cards + 1)
    card = {"learner_id": 7, "deck": "deck", "level": 1, "siblings": "", "present": 1, "state": 2, "step": 0}
    card |= {"stability": 9.5, "difficulty": 5.25, "lapses": 1, "suspended": 0, "flagged": 0, "note": "mine"}
    days = [FIRST_DAY + 30 * n for n in range(REVIEWS_EACH)]
    review = {"offset_minutes": 60, "proposed": 3, "answer": "a, b", "seconds": 12.5, "hints": 1, "confidence": 3}
    review |= {"variant_seed": 11, "mode": "study", "parameter_set": 5}
    interview = {"learner_id": 7, "started": 10, "finished": 20, "state": "finished", "report": "{}"}
    said = {"interview_id": 3, "question_id": "q1", "why": "planned", "variant_seed": 1, "at": 12, "answer": "c"}
    return {
        "learners": [{"id": 7, "name": "anna"}],
        "parameter_sets": [{"id": 5, "algorithm": "FSRS-6", "version": "6", "parameters": "{}"}],
        "cards": [
            {**card, "id": n, "question_id": f"q{n}", "topic": f"t{n % 3}", "position": n, "reviews": REVIEWS_EACH}
            | {"due": 99, "due_day": days[-1] + 9, "last_review": 98, "last_day": days[-1]}
            for n in card_ids
        ],
        "reviews": [
            {**review, "card_id": n, "at": day * 1000 + n, "day": day, "rating": 1 + (n + k) % 4}
            | {"correctness": float((n + k) % 4 > 0)}
            for n in card_ids
            for k, day in enumerate(days)
        ],
        "events": [{"card_id": 1, "at": 1, "kind": "undo", "value": "answer", "target": days[0] * 1000 + 1}],
        "counters": [
            {"learner_id": 7, "day": day, "topic": f"t{topic}", "answers": 1, "introduced": 0, "reviewed": 1}
            | {"recalled": 1, "correct": 0.5, "seconds": 12.5}
            for day in days
            for topic in range(3)
        ],
        "settings": [{"learner_id": 7, "name": "new_per_day", "value": "33"}],
        "interviews": [{**interview, "id": 3, "plan": "{}", "coming": "[]"}],
        "interview_answers": [{**said, "number": 1, "correctness": 1.0, "proposed": 3, "seconds": 2.0}],
    }


def content(home: str) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables that hold what was acknowledged, by the columns that the first revision that had them had;
    counters apart, which later revisions count anew."""
    engine = engine_of(home)
    with engine.connect() as connection:
        held = _content(connection)
    engine.dispose()
    return held


def _content(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    tables, held = MetaData(), {}
    tables.reflect(connection)
    for name, rows in _rows(1).items():
        if name in tables.tables and name != "counters":
            columns = [tables.tables[name].c[key] for key in sorted(rows[0]) if key in tables.tables[name].c]
            held[name] = sorted((tuple(row) for row in connection.execute(select(*columns))), key=repr)
    return held


def revision(home: str) -> str:
    engine = engine_of(home)
    with engine.connect() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    engine.dispose()
    return str(found)
