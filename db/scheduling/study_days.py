"""Study days: the learner's local day, which turns at the rollover hour and not at midnight.

A day is what the wall clock says, so daylight saving and journeys never split or double one.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Moment(NamedTuple):
    """When something was answered: microseconds since 1970 UTC, the study day's ordinal, minutes east of UTC."""

    at: int
    day: int
    offset_minutes: int


def micros(at: datetime) -> int:
    """Whole microseconds since 1970 UTC."""
    return (at - EPOCH) // timedelta(microseconds=1)


def instant(value: int) -> datetime:
    """The aware UTC datetime of `micros`."""
    return EPOCH + timedelta(microseconds=value)


def study_day(at: datetime, rollover: int) -> date:
    """The study day of an aware local time; `rollover` is the hour from 0 to 23 at which a day begins."""
    return (at.replace(tzinfo=None) - timedelta(hours=rollover)).date()


def offset_minutes(at: datetime) -> int:
    """Minutes east of UTC."""
    offset = at.utcoffset()
    return int(offset.total_seconds() // 60) if offset is not None else 0


def as_datetime(day: int) -> datetime:
    """Midnight UTC of a study day's ordinal. The scheduler gets this time, so that it counts study days."""
    return datetime.combine(date.fromordinal(day), datetime.min.time(), tzinfo=UTC)
