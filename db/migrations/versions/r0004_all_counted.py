"""Everything that the statistics show is counted by day and topic, and answers by hour, so that no page reads the log.

What was answered before is counted from the log; a card that was reset in between counts as seen before.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STEPS = (1, 2, 3, 4)
WHOLE = (
    *("young", "young_recalled", "mature", "mature_recalled", "right_answers", "sure_wrong"),
    *(f"said_{step}" for step in STEPS),
)
PARTS = ("first_correct", "squares", *(f"correct_{step}" for step in STEPS))

_KEPT = """
WITH taken AS (
    SELECT card_id, target FROM events WHERE kind IN ('undo', 'redo') GROUP BY card_id, target
    HAVING sum(CASE kind WHEN 'undo' THEN 1 ELSE -1 END) > 0
), kept AS (
    SELECT c.learner_id, c.topic, r.day, r.at, r.offset_minutes, r.rating, r.correctness, r.confidence,
        r.day - lag(r.day) OVER (PARTITION BY r.card_id ORDER BY r.at) AS gap,
        row_number() OVER (PARTITION BY r.card_id ORDER BY r.at) AS number
    FROM reviews r JOIN cards c ON c.id = r.card_id
    LEFT JOIN taken t ON t.card_id = r.card_id AND t.target = r.at
    WHERE t.card_id IS NULL
)
"""


def _sum(condition: str, value: str = "1") -> str:
    return f"sum(CASE WHEN {condition} THEN {value} ELSE 0 END)"


COUNTED = {
    "young": _sum("gap BETWEEN 1 AND 20"),
    "young_recalled": _sum("gap BETWEEN 1 AND 20 AND rating > 1"),
    "mature": _sum("gap >= 21"),
    "mature_recalled": _sum("gap >= 21 AND rating > 1"),
    "right_answers": _sum("correctness >= 1"),
    "sure_wrong": _sum("confidence >= 3 AND correctness < 1"),
    "first_correct": _sum("number = 1", "correctness"),
    "squares": _sum("confidence IS NOT NULL", "correctness * correctness"),
    **{f"said_{step}": _sum(f"confidence = {step}") for step in STEPS},
    **{f"correct_{step}": _sum(f"confidence = {step}", "correctness") for step in STEPS},
}


def upgrade() -> None:
    """Add the columns and the table, then count."""
    for names, kind in ((WHOLE, sa.Integer), (PARTS, sa.Float)):
        for name in names:
            op.add_column("counters", sa.Column(name, kind, nullable=False, server_default="0"))
    op.create_table(
        "hours",
        sa.Column("learner_id", sa.BigInteger, sa.ForeignKey("learners.id"), primary_key=True, autoincrement=False),
        sa.Column("hour", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("answers", sa.Integer, nullable=False),
        sa.Column("correct", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
    before = ("answers", "correct", "introduced", "reviewed", "recalled", "seconds")
    op.execute(
        f"INSERT INTO counters (learner_id, day, topic, {', '.join(before)}, {', '.join(COUNTED)}) {_KEPT} "
        f"SELECT learner_id, day, topic, 0, 0, 0, 0, 0, 0, {', '.join(COUNTED.values())} FROM kept "
        "WHERE true GROUP BY learner_id, day, topic ON CONFLICT (learner_id, day, topic) DO UPDATE SET "
        + ", ".join(f"{name} = excluded.{name}" for name in COUNTED)
    )
    op.execute(
        f"INSERT INTO hours (learner_id, hour, answers, correct) {_KEPT} SELECT learner_id, "
        "(at / 60000000 + offset_minutes) / 60 % 24, count(*), sum(correctness) FROM kept GROUP BY 1, 2"
    )
