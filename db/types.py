"""The memory's words as plain data. No SQLAlchemy here, so that screens can import it cheaply."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import TypeAlias

Column: TypeAlias = bool | int | float | str | None
"""The value of a column."""
Json: TypeAlias = "Column | Sequence[Json] | Mapping[str, Json]"
"""A value that JSON can hold."""


class Rating(IntEnum):
    """How well the answer came, as the learner judges."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


class CardState(IntEnum):
    """Where a card stands."""

    NEW = 0
    LEARNING = 1
    REVIEW = 2
    RELEARNING = 3


class Reason(StrEnum):
    """Why a topic is weak."""

    UNSEEN = "unseen"
    LAPSES = "lapses"
    SLOW = "slow"
    SURE_BUT_WRONG = "sure_but_wrong"


@dataclass(frozen=True, slots=True)
class CardEntry:
    """What the content says of a question; `siblings` groups cards that should not come on the same day."""

    question_id: str
    deck: str
    topic: str
    level: int = 2
    siblings: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A question together with one learner's memory of it.

    `stability` is in days, `difficulty` from 1 to 10; `due` is an aware UTC instant, `due_day` the study day from
    which a card in review is due. Both are None while the card is new.
    """

    card_id: int
    question_id: str
    deck: str
    topic: str
    level: int
    siblings: str
    state: CardState
    step: int
    stability: float | None
    difficulty: float | None
    due: datetime | None
    due_day: date | None
    last_review: datetime | None
    last_day: date | None
    reviews: int
    lapses: int
    suspended: bool
    buried_day: date | None
    flagged: bool
    note: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rating would do: the coming interval in days (a fraction for minutes) and the instant."""

    rating: Rating
    interval_days: float
    due: datetime


@dataclass(frozen=True, slots=True)
class NewReview:
    """One graded answer, ready to be written. `correctness` runs from 0 to 1, `confidence` from 1 to 4."""

    rating: Rating
    proposed: Rating
    answer: str
    correctness: float
    seconds: float
    hints: int = 0
    variant_seed: int = 0
    confidence: int | None = None
    mode: str = "study"


@dataclass(frozen=True, slots=True)
class Review:
    """One graded answer as it stands in the log, never changed or deleted; `undone` when an undo took it back."""

    question_id: str
    at: datetime
    day: date
    offset_minutes: int
    rating: Rating
    proposed: Rating
    answer: str
    correctness: float
    seconds: float
    hints: int
    variant_seed: int
    confidence: int | None
    mode: str
    undone: bool


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back or done again: `what` is answer, bury, suspend, unsuspend, flag, note, due or reset."""

    what: str
    question_id: str
    card: Card


@dataclass(frozen=True, slots=True)
class TopicCounts:
    """Cards of one topic, whatever today's limits: due for review, in learning steps, new, all, suspended, seen."""

    due: int = 0
    learning: int = 0
    new: int = 0
    total: int = 0
    suspended: int = 0
    seen: int = 0


@dataclass(frozen=True, slots=True)
class DueCounts:
    """What waits now: `due` and `new` as far as today's limits go, `waiting` and `unseen` without them. The topics' due
    and new cards add up to these two."""

    due: int
    new: int
    learning: int
    topics: dict[str, TopicCounts] = field(default_factory=dict)
    waiting: int = 0
    unseen: int = 0


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A stored value that replaying the reviews does not give."""

    question_id: str
    field: str
    stored: object
    replayed: object


SURENESS = (0.25, 0.5, 0.75, 0.95)
"""The chance of being right that the four steps of confidence stand for, from a guess to certain."""
