"""Cards, the review log, events, counters and settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the first tables."""
    op.create_table(
        "learners",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(200), nullable=False, unique=True),
    )
    op.create_table(
        "parameter_sets",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("algorithm", sa.String(40), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("parameters", sa.Text, nullable=False),
    )
    _cards()
    _reviews()
    _events()
    _counters()
    op.create_table(
        "settings",
        sa.Column("learner_id", sa.BigInteger, sa.ForeignKey("learners.id"), primary_key=True, autoincrement=False),
        sa.Column("name", sa.String(100), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )


def _cards() -> None:
    op.create_table(
        "cards",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("learner_id", sa.BigInteger, sa.ForeignKey("learners.id"), nullable=False),
        *(sa.Column(name, sa.String(200), nullable=False) for name in ("question_id", "deck", "topic")),
        sa.Column("level", sa.Integer, nullable=False),
        sa.Column("siblings", sa.String(200), nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("position", "present", "state", "step")),
        *(sa.Column(name, sa.Float) for name in ("stability", "difficulty")),
        sa.Column("due", sa.BigInteger),
        sa.Column("due_day", sa.Integer),
        sa.Column("last_review", sa.BigInteger),
        sa.Column("last_day", sa.Integer),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("reviews", "lapses", "suspended")),
        sa.Column("buried_day", sa.Integer),
        sa.Column("flagged", sa.Integer, nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.UniqueConstraint("learner_id", "question_id"),
    )
    op.create_index("cards_by_state", "cards", ["learner_id", "state", "suspended", "present", "due_day"])


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("card_id", sa.BigInteger, sa.ForeignKey("cards.id"), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("day", "offset_minutes", "rating", "proposed")),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("correctness", sa.Float, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("hints", sa.Integer, nullable=False),
        sa.Column("confidence", sa.Integer),
        sa.Column("variant_seed", sa.BigInteger, nullable=False),
        sa.Column("mode", sa.String(20), nullable=False),
        sa.Column("parameter_set", sa.BigInteger, sa.ForeignKey("parameter_sets.id"), nullable=False),
        sqlite_with_rowid=False,
    )


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("card_id", sa.BigInteger, sa.ForeignKey("cards.id"), primary_key=True, autoincrement=False),
        sa.Column("at", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("value", sa.Text, nullable=False),
        sa.Column("target", sa.BigInteger),
        sqlite_with_rowid=False,
    )


def _counters() -> None:
    op.create_table(
        "counters",
        sa.Column("learner_id", sa.BigInteger, sa.ForeignKey("learners.id"), primary_key=True, autoincrement=False),
        sa.Column("day", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("topic", sa.String(200), primary_key=True),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("answers", "introduced", "reviewed", "recalled")),
        sa.Column("correct", sa.Float, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sqlite_with_rowid=False,
    )
