"""Mock interviews and their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the two tables; nothing that stands is touched."""
    op.create_table(
        "interviews",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("learner_id", sa.BigInteger, sa.ForeignKey("learners.id"), nullable=False),
        sa.Column("started", sa.BigInteger, nullable=False),
        sa.Column("finished", sa.BigInteger),
        sa.Column("state", sa.String(20), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("plan", "coming", "report")),
    )
    op.create_index("interviews_by_learner", "interviews", ["learner_id", "state", "started"])
    op.create_table(
        "interview_answers",
        sa.Column("interview_id", sa.BigInteger, sa.ForeignKey("interviews.id"), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("question_id", sa.String(200), nullable=False),
        sa.Column("why", sa.String(20), nullable=False),
        *(sa.Column(name, sa.BigInteger, nullable=False) for name in ("variant_seed", "at")),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("correctness", sa.Float),
        sa.Column("proposed", sa.Integer, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("confidence", sa.Integer),
        sqlite_with_rowid=False,
    )
