"""Studying beyond the day's limits, ahead of the dates, and dates of one's own choice."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from db.types import NewReview, Rating
from tests.tui.screens.conftest import MORNING, Launch, context_in, shown
from tui.screens.study import StudyScreen
from tui.screens.summary import SummaryScreen
from tui.sessions.search import day_of

EASY = NewReview(Rating.EASY, Rating.EASY, "", 1.0, 4.0)
TODAY = date(2027, 3, 1)


def learnt(pilot, count):
    memory = pilot.app.context.memory
    for card in memory.cards()[:count]:
        memory.answer(card, EASY)
    return memory


async def test_when_the_days_new_questions_are_done_a_key_brings_more(launch: Launch) -> None:
    async with launch() as pilot:
        memory = learnt(pilot, 2)
        memory.settings.set("new_per_day", 2)
        await pilot.press("s")
        await pilot.pause()
        assert isinstance(pilot.app.screen, SummaryScreen)
        assert "7 more new questions" in shown(pilot)
        await pilot.press("n")
        await pilot.pause()
        assert isinstance(pilot.app.screen, StudyScreen)
        assert memory.due_counts().new == 7
        assert memory.settings.new_per_day == 2


async def test_what_is_due_later_can_be_reviewed_now(launch: Launch, tmp_path: Path) -> None:
    context = context_in(tmp_path)
    context.clock = lambda: now[0]
    now = [MORNING - timedelta(days=1)]
    async with launch(context=context) as pilot:
        memory = learnt(pilot, 9)
        now[0] = MORNING
        await pilot.press("s")
        await pilot.pause()
        days = (memory.next_due_day() - memory.today()).days
        assert f"what is due in {days} d, already now" in shown(pilot)
        assert "more new" not in shown(pilot)
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(pilot.app.screen, StudyScreen)
        await pilot.press("f4", "3")
        await pilot.pause()
        assert sum(card.reviews for card in memory.cards()) == 10


async def test_a_weak_session_offers_nothing_beyond_it(launch: Launch) -> None:
    async with launch() as pilot:
        learnt(pilot, 9)
        pilot.app.push_screen(StudyScreen(mode="weak", limit=1))
        await pilot.pause(0.2)
        await pilot.press("f4", "1")
        await pilot.pause()
        await pilot.press("n", "r", "a")
        await pilot.pause()
        assert isinstance(pilot.app.screen, SummaryScreen)
        assert "already now" not in shown(pilot)


async def test_a_card_is_due_on_the_day_typed_and_undo_takes_it_back(launch: Launch) -> None:
    async with launch() as pilot:
        memory = learnt(pilot, 1)
        first = memory.cards()[0]
        await pilot.press("b")
        await pilot.pause()
        await pilot.press("d", "ctrl+u", *"yesterday", "enter")
        await pilot.pause()
        assert "no day from today on" in " ".join(shown(pilot).split())
        await pilot.press("ctrl+u", *"１２", "enter")
        await pilot.pause()
        assert memory.card(first.question_id).due_day == memory.today() + timedelta(days=12)
        assert "next on 2027-03-13" in shown(pilot)
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert memory.card(first.question_id) == first
        assert memory.replay_check() == []


async def test_a_new_card_has_no_date_to_change(launch: Launch) -> None:
    async with launch("browse") as pilot:
        await pilot.press("d")
        await pilot.pause()
        assert any("study it first" in told.message for told in pilot.app._notifications)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("0", TODAY), ("3", date(2027, 3, 4)), (" +3 ", date(2027, 3, 4)), ("2027-12-24", date(2027, 12, 24)),
        ("2027-02-28", None), ("99999999999999", None), ("3651", None), ("-1", None), ("", None), ("24.12.", None),
    ],
)  # fmt: skip
def test_days_are_read_as_numbers_or_dates_within_ten_years(typed, day):
    assert day_of(typed, TODAY) == day
