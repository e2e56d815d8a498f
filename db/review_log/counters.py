"""What one answer adds to the sums of its study day and topic, and of its hour. Counting is defined here alone."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, text

from db.scheduling.fsrs import MemoryState
from db.storage.compiled_statements import Prepared
from db.types import CardState, Column, Rating

MATURE_DAYS = 21
"""A card is mature when it was last seen this many study days ago or more."""
SURE = 3
"""From this confidence (of 4) on the learner was sure."""
STEPS = (1, 2, 3, 4)
"""The steps of confidence."""
SUMS = (
    *("answers", "correct", "introduced", "reviewed", "recalled", "seconds", "right_answers", "first_correct"),
    *("young", "young_recalled", "mature", "mature_recalled", "sure_wrong", "squares"),
    *(f"said_{step}" for step in STEPS),
    *(f"correct_{step}" for step in STEPS),
)
"""The summed columns of `counters`."""


def sums(
    before: MemoryState, day: int, rating: Rating, correctness: float, seconds: float, sure: int | None
) -> dict[str, float]:
    """What an answer on study day `day` to a card in the state `before` adds; what is not named adds nothing."""
    recalled = int(rating is not Rating.AGAIN)
    added: dict[str, float] = {"answers": 1, "correct": correctness, "seconds": seconds}
    added["right_answers"] = int(correctness >= 1)
    if before.state is CardState.NEW:
        added |= {"introduced": 1, "first_correct": correctness}
    if before.state is CardState.REVIEW:
        added |= {"reviewed": 1, "recalled": recalled}
    gap = 0 if before.last_day is None else day - before.last_day
    if gap > 0:
        age = "mature" if gap >= MATURE_DAYS else "young"
        added |= {age: 1, f"{age}_recalled": recalled}
    if sure is not None:
        added |= {f"said_{sure}": 1, f"correct_{sure}": correctness, "squares": correctness**2}
        added["sure_wrong"] = int(sure >= SURE and correctness < 1)
    return added


def hour(at: int, offset_minutes: int) -> int:
    """The local hour, 0 to 23, of an instant in microseconds."""
    return (at // 60_000_000 + offset_minutes) // 60 % 24


_DAY = Prepared(
    text(
        f"INSERT INTO counters (learner_id, day, topic, {', '.join(SUMS)}) "
        f"VALUES (:learner_id, :day, :topic, {', '.join(f':{name}' for name in SUMS)}) "
        "ON CONFLICT (learner_id, day, topic) DO UPDATE SET "
        + ", ".join(f"{name} = counters.{name} + excluded.{name}" for name in SUMS)
    )
)
_HOUR = Prepared(
    text(
        "INSERT INTO hours (learner_id, hour, answers, correct) VALUES (:learner_id, :hour, :answers, :correct) "
        "ON CONFLICT (learner_id, hour) DO UPDATE SET "
        "answers = hours.answers + excluded.answers, correct = hours.correct + excluded.correct"
    )
)
_NOTHING = dict.fromkeys(SUMS, 0)


def add_to_day(connection: Connection, learner_id: int, day: int, topic: str, added: Mapping[str, Column]) -> None:
    """Add to the sums of a study day and topic; what is negative is taken away."""
    _DAY(connection, learner_id=learner_id, day=day, topic=topic, **{**_NOTHING, **added})


def add_to_hour(connection: Connection, learner_id: int, of: int, answers: int, correct: float) -> None:
    """Add to the sums of an hour of the day."""
    _HOUR(connection, learner_id=learner_id, hour=of, answers=answers, correct=correct)
