"""Cards that can still be studied today after the daily limits are reached."""

from __future__ import annotations

from typing import NamedTuple

from db.memory import Memory

PORTION = 10
"""New questions that one key press adds."""


class Further(NamedTuple):
    """New questions that the day's limit holds back (at most a portion), reviews that it holds back, and in how many
    days the next reviews come (None for never)."""

    new: int
    reviews: int
    days_ahead: int | None


def further(memory: Memory) -> Further:
    """The present state. Raises DatabaseTrouble."""
    counts = memory.due_counts()
    unseen = sum(topic.new for topic in counts.topics.values())
    waiting = sum(topic.due for topic in counts.topics.values())
    coming = memory.next_due_day()
    days = None if coming is None else (coming - memory.today()).days
    return Further(min(PORTION, unseen) if not counts.new else 0, waiting if not counts.due else 0, days)
