"""Indexes from which the next card, the counts and the last months are read without looking at everything;
the interval that a review gave, where it was balanced over the coming days."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Replace one index by five, add one column; what the rows hold stays."""
    op.drop_index("cards_by_state", "cards")
    op.create_index("cards_waiting", "cards", ["learner_id", "state", "suspended", "present", "due_day", "topic"])
    op.create_index("cards_of_topic", "cards", ["learner_id", "topic", "state", "position", "suspended", "present"])
    op.create_index("cards_of_day", "cards", ["learner_id", "last_day", "siblings"])
    op.create_index("reviews_of_day", "reviews", ["day"])
    op.add_column("reviews", sa.Column("interval", sa.Integer))
    buried = sa.text("buried_day IS NOT NULL")
    op.create_index("cards_buried", "cards", ["learner_id", "buried_day"], sqlite_where=buried, postgresql_where=buried)
