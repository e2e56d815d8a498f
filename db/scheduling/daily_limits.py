"""Limits that are raised for one study day only; tomorrow the settings rule again."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from db.errors import BadSetting
from db.settings import Settings

MOST = Settings.today.high


class Limits(NamedTuple):
    """How many new cards and reviews a study day may bring."""

    new: int
    reviews: int


class Extra(NamedTuple):
    """How many new cards and reviews beyond the daily limits."""

    new: int = 0
    reviews: int = 0


def extra(settings: Settings, day: date) -> Extra:
    """Additions to the daily limits for this study day."""
    kept = settings.today
    return Extra(kept["new"], kept["reviews"]) if kept.get("day") == day.isoformat() else Extra()


def add(settings: Settings, day: date, new: int = 0, reviews: int = 0) -> Extra:
    """Raise the limits of this study day further. Raises BadSetting beyond 9,999 and DatabaseTrouble."""
    before = extra(settings, day)
    after = Extra(before.new + new, before.reviews + reviews)
    if max(after) > MOST:
        raise BadSetting(
            f"today's limits can be raised by at most {MOST:,} in all, not by {max(after):,}",
            f"今天的上限总共最多提高 {MOST:,}，不能提高 {max(after):,}",
        )
    settings.set("today", {"day": day.isoformat(), **after._asdict()})
    return after
