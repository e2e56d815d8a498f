"""The statistics page and the page of weak topics, on a real database with a week of answers."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from db.interviews import Interviews
from db.types import NewReview, Rating
from engine.text import Language
from tests.tui.screens.conftest import MORNING, Launch, context_in, shown
from tui.app import Backdrill
from tui.context import Context
from tui.screens.statistics import StatisticsScreen
from tui.screens.study import StudyScreen
from tui.screens.weak import WeakScreen
from tui.sessions.progress import progress_of
from tui.sessions.progress_figures import figures
from tui.widgets.result_view import ResultView


def a_week(folder: Path, language: Language = "en") -> Context:
    """Every question answered on eight days, with confidence, the first one always wrongly."""
    context, now = context_in(folder, language), [MORNING]
    context.clock = lambda: now[0]
    for ago in range(8, 0, -1):
        now[0] = MORNING - timedelta(days=ago)
        for number, card in enumerate(context.memory.cards()):
            wrong = number == 0
            review = NewReview(
                rating=Rating.AGAIN if wrong else Rating.GOOD,
                proposed=Rating.GOOD,
                answer="a",
                correctness=0.0 if wrong else 1.0,
                seconds=20.0,
                confidence=4,
            )
            context.memory.answer(card, review)
    now[0] = MORNING
    return context


async def settled(pilot) -> None:
    for _ in range(100):
        await pilot.pause(0.02)
        screen = pilot.app.screen
        if getattr(screen, "_progress", None) is not None or getattr(screen, "_topics", None) is not None:
            break
    await pilot.pause()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_statistics_page_shows_plots(launch: Launch, tmp_path: Path, language: Language, size) -> None:
    async with launch("statistics", language, size=size, context=a_week(tmp_path, language)) as pilot:
        await settled(pilot)
        assert isinstance(pilot.app.screen, StatisticsScreen)
        view = pilot.app.screen.query_one(ResultView)
        assert view.result is not None
        assert len(view.result.views) >= 8
        assert {"en": "at a glance", "zh": "概览"}[language] in shown(pilot)
        await pilot.press("pagedown", "f2", "pagedown")
        await pilot.pause()
        assert isinstance(pilot.app.screen, StatisticsScreen)


async def test_a_learner_without_answers_is_told_so(launch: Launch) -> None:
    async with launch("statistics") as pilot:
        await settled(pilot)
        assert "No answers yet" in shown(pilot)


async def test_the_weakest_topic_is_first_with_its_reasons_and_enter_practises_it(
    launch: Launch, tmp_path: Path
) -> None:
    async with launch("weak", size=(120, 40), context=a_week(tmp_path)) as pilot:
        await settled(pilot)
        assert isinstance(pilot.app.screen, WeakScreen)
        page = shown(pilot)
        assert "Sure but wrong: " in page
        assert "All topics" in page
        assert "ready" in page
        await pilot.press("down", "enter")
        await pilot.pause(0.2)
        screen = pilot.app.screen
        assert isinstance(screen, StudyScreen)
        assert screen.session.mode == "weak"
        await pilot.press("escape")


async def test_home_opens_both_pages_by_key(launch: Launch, tmp_path: Path) -> None:
    async with launch(context=a_week(tmp_path)) as pilot:
        for key, kind in (("t", StatisticsScreen), ("w", WeakScreen)):
            await pilot.press(key)
            await settled(pilot)
            assert isinstance(pilot.app.screen, kind)
            await pilot.press("escape")
            await pilot.pause()
        assert isinstance(pilot.app, Backdrill)


def test_the_figures_hold_what_was_counted(tmp_path: Path) -> None:
    context = a_week(tmp_path)
    found = progress_of(context)
    cards = len(context.memory.cards())
    assert sum(day.answers for day in found.numbers.days) == 8 * cards
    assert found.habits.confidence[3].answers == 8 * cards
    assert found.habits.hours[9] == 8 * cards
    assert len(found.numbers.days) == found.numbers.streak == 8
    assert found.habits.young.answers == 7 * cards
    result = figures(found, {name: info.title for name, info in context.library.topics.items()})
    assert all(view.title.en and view.title.zh for view in result.views)


@pytest.mark.parametrize(("language", "words"), [("en", "Last interview: 72%"), ("zh", "上次面试：72%")])
async def test_home_tells_the_last_interview_and_the_days_to_the_exam(
    launch: Launch, tmp_path: Path, language: Language, words: str
) -> None:
    context = context_in(tmp_path, language)
    interviews = Interviews(context.memory)
    stored = interviews.begin({}, [], MORNING)
    interviews.finish(stored.interview_id, {"score": 0.72}, MORNING)
    context.memory.settings.set("exam_date", (context.memory.today() + timedelta(days=12)).isoformat())
    async with launch(language=language, context=context) as pilot:
        page = shown(pilot)
        assert words in page
        assert {"en": "exam in 12 d", "zh": "距考试 12 天"}[language] in page


def test_intervals_weeks_and_the_exam_are_among_the_figures(tmp_path: Path) -> None:
    context = a_week(tmp_path)
    context.memory.settings.set("exam_date", (MORNING + timedelta(days=20)).date().isoformat())
    found = progress_of(context)
    assert len(found.numbers.intervals) == sum(card.state == 2 for card in context.memory.cards())
    assert all(days > 0 for days in found.numbers.intervals)
    (shares,) = found.numbers.weeks.values()
    assert shares[:-2] == [None] * 11
    assert shares[-1] == pytest.approx(8 / 9)
    titles = {name: info.title for name, info in context.library.topics.items()}
    drawn = {view.title.en for view in figures(found, titles).views}
    assert {"intervals", "right answers by topic and week", "readiness on the day of the exam"} <= drawn
    assert any("if study ended" in title for title in drawn)
    context.memory.settings.set("exam_date", "")
    assert not any("exam" in view.title.en for view in figures(progress_of(context), titles).views)
