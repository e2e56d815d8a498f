"""The tables. Instants are whole microseconds since 1970 UTC, study days are ordinals as `date.toordinal` gives."""

from __future__ import annotations

from typing import cast

from sqlalchemy import BigInteger, Float, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


def table(model: type[Base]) -> Table:
    """The table of a model, for statements on the hot path that need no objects."""
    return cast(Table, model.__table__)


class Base(DeclarativeBase):
    """Holds the tables' metadata."""


class Learner(Base):
    """Whose cards these are. The id is a hash of the name, so that two machines make the same one."""

    __tablename__ = "learners"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class CardRow(Base):
    """A card's present state: what replaying its reviews and events gives."""

    __tablename__ = "cards"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"))
    question_id: Mapped[str] = mapped_column(String(200))
    deck: Mapped[str] = mapped_column(String(200))
    topic: Mapped[str] = mapped_column(String(200))
    level: Mapped[int] = mapped_column(Integer, default=2)
    siblings: Mapped[str] = mapped_column(String(200), default="")
    position: Mapped[int] = mapped_column(Integer, default=0)
    present: Mapped[int] = mapped_column(Integer, default=1)
    state: Mapped[int] = mapped_column(Integer, default=0)
    step: Mapped[int] = mapped_column(Integer, default=0)
    stability: Mapped[float | None] = mapped_column(Float)
    difficulty: Mapped[float | None] = mapped_column(Float)
    due: Mapped[int | None] = mapped_column(BigInteger)
    due_day: Mapped[int | None] = mapped_column(Integer)
    last_review: Mapped[int | None] = mapped_column(BigInteger)
    last_day: Mapped[int | None] = mapped_column(Integer)
    reviews: Mapped[int] = mapped_column(Integer, default=0)
    lapses: Mapped[int] = mapped_column(Integer, default=0)
    suspended: Mapped[int] = mapped_column(Integer, default=0)
    buried_day: Mapped[int | None] = mapped_column(Integer)
    flagged: Mapped[int] = mapped_column(Integer, default=0)
    note: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (
        UniqueConstraint("learner_id", "question_id"),
        Index("cards_by_state", "learner_id", "state", "suspended", "present", "due_day"),
    )


class ParameterSet(Base):
    """The scheduler a review was made with: algorithm, version and every parameter, so that replay is exact."""

    __tablename__ = "parameter_sets"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    algorithm: Mapped[str] = mapped_column(String(40))
    version: Mapped[str] = mapped_column(String(40))
    parameters: Mapped[str] = mapped_column(Text)


class ReviewRow(Base):
    """One graded answer. Rows are only ever added."""

    __tablename__ = "reviews"
    card_id: Mapped[int] = mapped_column(ForeignKey("cards.id"), primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    day: Mapped[int] = mapped_column(Integer)
    offset_minutes: Mapped[int] = mapped_column(Integer)
    rating: Mapped[int] = mapped_column(Integer)
    proposed: Mapped[int] = mapped_column(Integer)
    answer: Mapped[str] = mapped_column(Text)
    correctness: Mapped[float] = mapped_column(Float)
    seconds: Mapped[float] = mapped_column(Float)
    hints: Mapped[int] = mapped_column(Integer)
    confidence: Mapped[int | None] = mapped_column(Integer)
    variant_seed: Mapped[int] = mapped_column(BigInteger)
    mode: Mapped[str] = mapped_column(String(20))
    parameter_set: Mapped[int] = mapped_column(ForeignKey("parameter_sets.id"))
    __table_args__ = {"sqlite_with_rowid": False}


class EventRow(Base):
    """What else happened to a card: bury, suspend, reset ..., and `undo` or `redo` of a review (its instant) or
    of an event (its instant). Rows are only ever added."""

    __tablename__ = "events"
    card_id: Mapped[int] = mapped_column(ForeignKey("cards.id"), primary_key=True, autoincrement=False)
    at: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(20))
    value: Mapped[str] = mapped_column(Text, default="")
    target: Mapped[int | None] = mapped_column(BigInteger)
    __table_args__ = {"sqlite_with_rowid": False}


class CounterRow(Base):
    """Sums of a study day and topic, kept in the review's own transaction so that statistics never scan the log."""

    __tablename__ = "counters"
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"), primary_key=True, autoincrement=False)
    day: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    topic: Mapped[str] = mapped_column(String(200), primary_key=True)
    answers: Mapped[int] = mapped_column(Integer, default=0)
    correct: Mapped[float] = mapped_column(Float, default=0.0)
    introduced: Mapped[int] = mapped_column(Integer, default=0)
    reviewed: Mapped[int] = mapped_column(Integer, default=0)
    recalled: Mapped[int] = mapped_column(Integer, default=0)
    seconds: Mapped[float] = mapped_column(Float, default=0.0)
    __table_args__ = {"sqlite_with_rowid": False}


class SettingRow(Base):
    """A learner's setting that differs from its default."""

    __tablename__ = "settings"
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class InterviewRow(Base):
    """A mock interview: its plan, what is still to be asked, and once it is over its report."""

    __tablename__ = "interviews"
    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"))
    started: Mapped[int] = mapped_column(BigInteger)
    finished: Mapped[int | None] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(String(20))
    plan: Mapped[str] = mapped_column(Text)
    coming: Mapped[str] = mapped_column(Text)
    report: Mapped[str] = mapped_column(Text, default="")
    __table_args__ = (Index("interviews_by_learner", "learner_id", "state", "started"),)


class InterviewAnswerRow(Base):
    """One answer of an interview. An open one has no correctness until its key points are ticked."""

    __tablename__ = "interview_answers"
    interview_id: Mapped[int] = mapped_column(ForeignKey("interviews.id"), primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    question_id: Mapped[str] = mapped_column(String(200))
    why: Mapped[str] = mapped_column(String(20))
    variant_seed: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[int] = mapped_column(BigInteger)
    answer: Mapped[str] = mapped_column(Text)
    correctness: Mapped[float | None] = mapped_column(Float)
    proposed: Mapped[int] = mapped_column(Integer)
    seconds: Mapped[float] = mapped_column(Float)
    confidence: Mapped[int | None] = mapped_column(Integer)
    __table_args__ = {"sqlite_with_rowid": False}
