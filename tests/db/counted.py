"""The rows of sums as they stand, for comparing two databases."""

from __future__ import annotations

from sqlalchemy import select

from db.tables import COUNTERS, HOURS


def counted(memory):
    """(rows of the counters, rows of the hours) of a learner, without those whose answers were all taken back."""
    with memory.store.reading() as connection:
        return tuple(
            sorted(
                tuple(round(value, 6) if isinstance(value, float) else value for value in row[1:])
                for row in connection.execute(select(table.c.learner_id, *_in_order(table)))
                if row[0] == memory.learner_id and row._mapping["answers"]
            )
            for table in (COUNTERS, HOURS)
        )


def _in_order(table):
    first = ("day", "topic", "answers") if table is COUNTERS else ("hour", "answers")
    names = [column.name for column in table.columns if column.name not in ("learner_id", *first)]
    return [table.c[name] for name in (*first, *names)]
