"""The tables. Instants are whole microseconds since 1970 UTC, study days are ordinals as `date.toordinal` gives.

Core tables, without the object-relational half of SQLAlchemy: rows become `db.types` in few places, and what is
not imported does not keep a learner waiting for her first question.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

METADATA = MetaData()

LEARNERS = Table(
    "learners",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", String(200), unique=True, nullable=False),
)
"""Whose cards these are. The id is a hash of the name, so that two machines make the same one."""

CARDS = Table(
    "cards",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("learner_id", ForeignKey("learners.id"), nullable=False),
    Column("question_id", String(200), nullable=False),
    Column("deck", String(200), nullable=False),
    Column("topic", String(200), nullable=False),
    Column("level", Integer, default=2, nullable=False),
    Column("siblings", String(200), default="", nullable=False),
    Column("position", Integer, default=0, nullable=False),
    Column("present", Integer, default=1, nullable=False),
    Column("state", Integer, default=0, nullable=False),
    Column("step", Integer, default=0, nullable=False),
    Column("stability", Float),
    Column("difficulty", Float),
    Column("due", BigInteger),
    Column("due_day", Integer),
    Column("last_review", BigInteger),
    Column("last_day", Integer),
    Column("reviews", Integer, default=0, nullable=False),
    Column("lapses", Integer, default=0, nullable=False),
    Column("suspended", Integer, default=0, nullable=False),
    Column("buried_day", Integer),
    Column("flagged", Integer, default=0, nullable=False),
    Column("note", Text, default="", nullable=False),
    UniqueConstraint("learner_id", "question_id"),
    Index("cards_waiting", "learner_id", "state", "suspended", "present", "due_day", "topic"),
    Index("cards_of_topic", "learner_id", "topic", "state", "position", "suspended", "present"),
    Index("cards_of_day", "learner_id", "last_day", "siblings"),
    Index(
        "cards_buried",
        "learner_id",
        "buried_day",
        sqlite_where=text("buried_day IS NOT NULL"),
        postgresql_where=text("buried_day IS NOT NULL"),
    ),
)
"""A card's present state: what replaying its reviews and events gives."""

SETS = Table(
    "parameter_sets",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("algorithm", String(40), nullable=False),
    Column("version", String(40), nullable=False),
    Column("parameters", Text, nullable=False),
)
"""The scheduler a review was made with: algorithm, version and every parameter, so that replay is exact."""

REVIEWS = Table(
    "reviews",
    METADATA,
    Column("card_id", ForeignKey("cards.id"), primary_key=True, autoincrement=False),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Integer, nullable=False),
    Column("offset_minutes", Integer, nullable=False),
    Column("rating", Integer, nullable=False),
    Column("proposed", Integer, nullable=False),
    Column("answer", Text, nullable=False),
    Column("correctness", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("hints", Integer, nullable=False),
    Column("confidence", Integer),
    Column("variant_seed", BigInteger, nullable=False),
    Column("mode", String(20), nullable=False),
    Column("parameter_set", ForeignKey("parameter_sets.id"), nullable=False),
    Column("interval", Integer),
    Index("reviews_of_day", "day"),
    sqlite_with_rowid=False,
)
"""One graded answer. Rows are only ever added."""

EVENTS = Table(
    "events",
    METADATA,
    Column("card_id", ForeignKey("cards.id"), primary_key=True, autoincrement=False),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("value", Text, default="", nullable=False),
    Column("target", BigInteger),
    sqlite_with_rowid=False,
)
"""What else happened to a card: bury, suspend, reset ..., and `undo` or `redo` of a review (its instant) or
of an event (its instant). Rows are only ever added."""

COUNTERS = Table(
    "counters",
    METADATA,
    Column("learner_id", ForeignKey("learners.id"), primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("topic", String(200), primary_key=True),
    *(Column(name, Float, default=0.0, nullable=False) for name in ("correct", "seconds", "first_correct", "squares")),
    *(Column(name, Integer, default=0, nullable=False) for name in ("answers", "introduced", "reviewed", "recalled")),
    *(Column(name, Integer, default=0, nullable=False) for name in ("young", "young_recalled", "mature")),
    *(Column(name, Integer, default=0, nullable=False) for name in ("mature_recalled", "right_answers", "sure_wrong")),
    *(Column(f"said_{step}", Integer, default=0, nullable=False) for step in (1, 2, 3, 4)),
    *(Column(f"correct_{step}", Float, default=0.0, nullable=False) for step in (1, 2, 3, 4)),
    sqlite_with_rowid=False,
)
"""Sums of a study day and topic, kept in the review's own transaction so that statistics never scan the log: answers
given, wholly right and summed correctness; cards `introduced` and how right their first answers were; `reviewed` and
`recalled` of the reviews that were due; recall after less than three weeks (young) and more (mature); answers and
summed correctness by step of confidence, squared correctness over them, and those sure but wrong."""

HOURS = Table(
    "hours",
    METADATA,
    Column("learner_id", ForeignKey("learners.id"), primary_key=True, autoincrement=False),
    Column("hour", Integer, primary_key=True, autoincrement=False),
    Column("answers", Integer, default=0, nullable=False),
    Column("correct", Float, default=0.0, nullable=False),
    sqlite_with_rowid=False,
)
"""Answers and their summed correctness by local hour of the day."""

SETTINGS = Table(
    "settings",
    METADATA,
    Column("learner_id", ForeignKey("learners.id"), primary_key=True, autoincrement=False),
    Column("name", String(100), primary_key=True),
    Column("value", Text, nullable=False),
)
"""A learner's setting that differs from its default."""

INTERVIEWS = Table(
    "interviews",
    METADATA,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("learner_id", ForeignKey("learners.id"), nullable=False),
    Column("started", BigInteger, nullable=False),
    Column("finished", BigInteger),
    Column("state", String(20), nullable=False),
    Column("plan", Text, nullable=False),
    Column("coming", Text, nullable=False),
    Column("report", Text, default="", nullable=False),
    Index("interviews_by_learner", "learner_id", "state", "started"),
)
"""A mock interview: its plan, what is still to be asked, and once it is over its report."""

ANSWERS = Table(
    "interview_answers",
    METADATA,
    Column("interview_id", ForeignKey("interviews.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("question_id", String(200), nullable=False),
    Column("why", String(20), nullable=False),
    Column("variant_seed", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("answer", Text, nullable=False),
    Column("correctness", Float),
    Column("proposed", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("confidence", Integer),
    sqlite_with_rowid=False,
)
"""One answer of an interview. An open one has no correctness until its key points are ticked."""
