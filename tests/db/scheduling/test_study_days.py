"""Study days over daylight saving, journeys and clocks set back: none is split, doubled or lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.scheduling.study_days import offset_minutes, study_day
from db.types import Rating

ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "Asia/Shanghai", "Asia/Kathmandu"]
YEAR = 366 * 24 * 4
"""Quarters of an hour."""


@pytest.mark.parametrize("rollover", [0, 2, 4, 12])
@pytest.mark.parametrize("zone", ZONES)
def test_every_day_of_a_year_comes_once_and_has_its_hours(zone: str, rollover: int) -> None:
    began = datetime(2011, 6, 1, tzinfo=UTC)  # Apia leaves out 30 December 2011
    hours: dict[date, float] = {}
    last = date.min
    for quarter in range(YEAR):
        day = study_day((began + timedelta(minutes=15 * quarter)).astimezone(ZoneInfo(zone)), rollover)
        # At rollover 2 the hour that comes twice in autumn turns the day back for its second coming, as clocks do.
        assert day >= last or (rollover == 2 and (last - day).days == 1)
        hours[day] = hours.get(day, 0) + 0.25
        last = max(last, day)
    days = sorted(hours)[1:-1]
    missing = {days[0] + timedelta(days=n) for n in range((days[-1] - days[0]).days)} - set(days)
    left_out = date(2011, 12, 30) if zone == "Pacific/Apia" else None
    assert missing == ({left_out} if left_out and rollover == 0 else set())
    odd = {left_out, left_out - timedelta(days=1)} if left_out else set()
    if left_out and rollover:
        assert hours[left_out] == rollover  # its small hours are those of the 31st
    assert all(22 < hours[day] < 26 for day in days if day not in odd)


@given(st.datetimes(datetime(1975, 1, 1), datetime(2100, 1, 1)), st.sampled_from(ZONES), st.integers(0, 12))
def test_a_day_begins_at_its_rollover_hour(naive: datetime, zone: str, rollover: int) -> None:
    at = naive.replace(tzinfo=UTC).astimezone(ZoneInfo(zone))
    start = datetime.combine(study_day(at, rollover), time(rollover))
    assert timedelta(0) <= at.replace(tzinfo=None) - start < timedelta(days=1)


@pytest.mark.parametrize("switch", [datetime(2027, 3, 27, 20, 0), datetime(2027, 10, 30, 20, 0)])
def test_a_card_learnt_before_the_clocks_change_is_due_on_its_day(memory, clock, answer, switch) -> None:
    clock.at = switch.replace(tzinfo=ZoneInfo("Europe/Berlin"))
    card = answer(memory, memory.card("q0"), Rating.EASY)
    shown = (card.due_day - card.last_day).days
    clock.at = (clock.at.replace(tzinfo=None) + timedelta(days=shown - 1)).replace(tzinfo=ZoneInfo("Europe/Berlin"))
    assert memory.due_counts().due == 0
    clock.at = datetime.combine(card.due_day, datetime.min.time()).replace(hour=4, tzinfo=ZoneInfo("Europe/Berlin"))
    assert memory.due_counts().due == 1
    assert offset_minutes(clock.at) != offset_minutes(switch.replace(tzinfo=ZoneInfo("Europe/Berlin")))
    answer(memory, memory.card("q0"), Rating.GOOD)
    assert memory.replay_check() == []


def test_a_journey_against_the_sun_loses_and_reorders_nothing(memory, clock, answer) -> None:
    """Shanghai in the morning, then the small hours in Los Angeles, where it is still the day before."""
    clock.at = datetime(2027, 5, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    first = answer(memory, memory.card("q0"), Rating.EASY)
    clock.at = (clock.at + timedelta(hours=8)).astimezone(ZoneInfo("America/Los_Angeles"))
    assert memory.today() == first.last_day - timedelta(days=1)
    second = answer(memory, memory.card("q0"), Rating.GOOD)
    assert second.stability >= first.stability
    assert second.due_day > second.last_day >= first.last_day
    assert memory.retrievability(second) == 1
    answer(memory, memory.card("q1"), Rating.AGAIN)
    clock.at = (clock.at + timedelta(days=40)).astimezone(ZoneInfo("Asia/Shanghai"))
    assert memory.due_counts().due == 1
    history = memory.history("q0")
    assert [review.at for review in history] == sorted(review.at for review in history)
    assert memory.replay_check() == []


def test_a_journey_with_the_sun_makes_tomorrow_today(memory, clock, answer) -> None:
    clock.at = datetime(2027, 5, 1, 20, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
    card = answer(memory, memory.card("q0"), Rating.EASY)
    clock.at = (clock.at + timedelta(hours=18)).astimezone(ZoneInfo("Asia/Shanghai"))
    assert (memory.today() - card.last_day).days == 2
    after = answer(memory, memory.card("q0"), Rating.GOOD)
    assert after.last_day == date(2027, 5, 3)
    assert memory.replay_check() == []
