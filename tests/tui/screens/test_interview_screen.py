"""The interview screen, driven by keys on a frozen clock and a real database, in both languages."""

from __future__ import annotations

from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.library import Library
from content.loader import load_deck
from db.interviews import Interviews
from tui.app import Backdrill
from tui.context import Context, frozen
from tui.locations import Locations
from tui.screens.interview import InterviewScreen
from tui.screens.interview_answer import AnswerScreen
from tui.screens.interview_questions import NOTE_EVERY
from tui.sessions.interview_plan import InterviewRequest, draw, fitting

DECK = Path(__file__).parent / "deck"
MORNING = datetime(2027, 3, 1, 9, tzinfo=UTC)
LANGUAGES = ("en", "zh")


@pytest.fixture
def launch(tmp_path):
    @asynccontextmanager
    async def started(start="interview", language="en", size=(80, 24), **options):
        context = Context(Locations(tmp_path), language=language, clock=frozen(MORNING))
        context.__dict__["library"] = Library((load_deck(DECK),))
        context.memory.settings.set("welcomed", True)
        app = Backdrill(context, start=start, **options)
        async with app.run_test(size=size, notifications=True) as pilot:
            for _ in range(400):
                await pilot.pause(0.02)
                if app.ready:
                    break
            await pilot.pause()
            yield pilot
        context.close()

    return started


def shown(pilot):
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


def screen(pilot):
    assert isinstance(pilot.app.screen, InterviewScreen)
    return pilot.app.screen


def with_open_question(questions=2):
    library = Library((load_deck(DECK),))
    for seed in range(500):
        wish = InterviewRequest(seed=seed, questions=questions)
        if "pool-open" in draw(library, wish).questions:
            return wish
    raise AssertionError


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_home_opens_the_set_up_and_its_rows_can_be_turned(launch, language):
    async with launch("home", language) as pilot:
        await press(pilot, "i")
        page = shown(pilot)
        assert {"en": "Surprise me", "zh": "随便来一场"}[language] in page
        assert {"en": "Questions: 8", "zh": "题数：8"}[language] in page
        await press(pilot, "down", "down", "down", "right", "right", "down", "right")
        assert {"en": "Questions: 10", "zh": "题数：10"}[language] in shown(pilot)
        assert {"en": "Minutes: 5", "zh": "时长（分钟）：5"}[language] in shown(pilot)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_interview_from_first_question_to_report_and_export(launch, tmp_path, language, size):
    async with launch(language=language, size=size, wish=InterviewRequest(seed=3, questions=2, levels=(1, 2))) as pilot:
        assert {"en": "Question 1 of 2", "zh": "第 1 题，共 2 题"}[language] in shown(pilot)
        assert {"en": "left", "zh": "剩余"}[language] in shown(pilot)
        await press(pilot, "f4")
        assert {"en": "Question 2 of 2", "zh": "第 2 题，共 2 题"}[language] in shown(pilot)
        assert "✗" not in shown(pilot)
        await press(pilot, "f4")
        assert screen(pilot).stage == "report"
        assert {"en": "Score 0%", "zh": "得分 0%"}[language] in shown(pilot)
        await press(pilot, "x")
        (path,) = (tmp_path / "interviews").glob("*.md")
        assert {"en": "Evidence", "zh": "依据"}[language] in path.read_text(encoding="utf-8")
        await press(pilot, "escape")
        assert screen(pilot).stage == "setup"
        await press(pilot, "down", "down", "enter")
        assert {"en": "2 questions", "zh": "2 题"}[language] in shown(pilot)
        await press(pilot, "enter")
        assert screen(pilot).stage == "report"


async def test_an_open_answer_is_typed_and_ticked_only_at_the_end(launch):
    async with launch(wish=with_open_question()) as pilot:
        while screen(pilot).stage == "asking":
            session = screen(pilot).session
            if session.current.variant.question.id == "pool-open":
                await press(pilot, *"because", "enter")
            else:
                await press(pilot, "f4")
        assert screen(pilot).stage == "ticking"
        assert "because" in shown(pilot)
        assert screen(pilot)._ticked[1].variant.prompt.en.split()[0] in shown(pilot)
        await press(pilot, "a", "enter")
        assert screen(pilot).stage == "report"
        item = next(item for item in screen(pilot)._report.items if item.question == "pool-open")
        assert 0 < item.correctness <= 1
        assert item.confidence is None


async def test_a_pause_covers_the_question_and_stops_the_clock(launch):
    async with launch(wish=InterviewRequest(seed=3, questions=2)) as pilot:
        prompt = screen(pilot).session.current.variant.prompt.en.split()[0]
        assert prompt in shown(pilot)
        await press(pilot, "f5")
        assert "clock stands still" in shown(pilot)
        before = screen(pilot).session.left
        await press(pilot, "a", "enter", "f4")
        assert screen(pilot).session.left == before
        assert screen(pilot).session.answers == []
        await press(pilot, "f5")
        assert "clock stands still" not in shown(pilot)
        await press(pilot, "f4")
        assert len(screen(pilot).session.answers) == 1


async def test_leaving_keeps_the_interview_and_the_set_up_offers_it(launch):
    async with launch(wish=InterviewRequest(seed=3, questions=3)) as pilot:
        await press(pilot, "f4")
        asked = screen(pilot).session.current.variant
        await press(pilot, "escape", "i")
        assert "Go on with the open interview (1 of 3 answered)" in shown(pilot)
        await press(pilot, "enter")
        again = screen(pilot).session.current.variant
        assert (again.question.id, again.seed) == (asked.question.id, asked.seed)


async def test_ending_early_needs_the_key_twice_and_reports_what_was_answered(launch):
    async with launch(wish=InterviewRequest(seed=3, questions=3)) as pilot:
        await press(pilot, "f4", "f7")
        assert screen(pilot).stage == "asking"
        await press(pilot, "f7")
        assert screen(pilot).stage == "report"
        assert screen(pilot)._report.questions == 1


async def test_the_language_changes_in_the_midst_of_a_question(launch):
    async with launch(wish=InterviewRequest(seed=3, questions=2)) as pilot:
        await press(pilot, "f2")
        assert "第 1 题，共 2 题" in shown(pilot)


def wish_beginning_with_open():
    library = Library((load_deck(DECK),))
    for seed in range(500):
        wish = InterviewRequest(seed=seed, questions=1)
        if draw(library, wish).questions == ("pool-open",):
            return wish
    raise AssertionError


async def test_the_interview_can_be_ended_while_a_text_field_has_the_keys(launch):
    async with launch(wish=wish_beginning_with_open()) as pilot:
        await press(pilot, "h", "f7", "f7")
        assert screen(pilot).stage == "report"


@pytest.mark.parametrize("keys", [("f7", "f7"), ("escape", "i", "enter")])
async def test_an_answer_that_waits_for_its_confidence_is_not_lost(launch, keys):
    async with launch(wish=wish_beginning_with_open()) as pilot:
        await press(pilot, *"why", "enter", *keys)
        assert screen(pilot).stage == "ticking"
        assert "why" in shown(pilot)


async def test_what_is_typed_and_the_time_outlive_a_crash(launch, tmp_path):
    async with launch(wish=wish_beginning_with_open()) as pilot:
        await press(pilot, *"half")
        screen(pilot).session.current.carry(30)
        for _ in range(NOTE_EVERY):
            screen(pilot)._tick_clock()
        await pilot.app.workers.wait_for_complete()
        left = screen(pilot).session.left
        pilot.app.context.memory.store._connection.close()  # nothing is said or written any more
    async with launch(resume=True) as pilot:
        assert "half" in shown(pilot)
        assert screen(pilot).session.left == pytest.approx(left, abs=1)
        await press(pilot, *" more", "enter", "3")
        assert screen(pilot).session.answers[0].answer == "half more"


async def test_the_clock_stands_still_below_a_dialog(launch, monkeypatch):
    now = [MORNING]
    async with launch(wish=InterviewRequest(seed=3, questions=2)) as pilot:
        session = screen(pilot).session
        session.current.clock = lambda: now[0]
        await press(pilot, "f1")
        now[0] += timedelta(minutes=3)
        before = session.left
        await press(pilot, "escape")
        assert session.left == before
        now[0] += timedelta(seconds=10)
        assert session.left == before - 10


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_open_interview_is_abandoned_only_when_that_is_confirmed(launch, language):
    async with launch(language=language, wish=InterviewRequest(seed=3, questions=3)) as pilot:
        await press(pilot, "f4", "escape", "i", "f8")
        assert {"en": "Abandon the interview?", "zh": "放弃这场面试？"}[language] in shown(pilot)
        await press(pilot, "escape")
        assert {"en": "Go on with", "zh": "继续未完成"}[language] in shown(pilot)
        await press(pilot, "f8", "enter")
        assert {"en": "Go on with", "zh": "继续未完成"}[language] not in shown(pilot)
        await press(pilot, "down", "down", "enter")
        assert {"en": "abandoned, 1 answered", "zh": "已放弃，答了 1 题"}[language] in shown(pilot)
        await press(pilot, "enter")
        assert screen(pilot).stage == "report"
        await press(pilot, "escape")
        assert screen(pilot).stage == "past"


async def test_only_an_open_interview_can_be_abandoned(launch):
    async with launch() as pilot:
        await press(pilot, "f8")
        assert screen(pilot).stage == "setup"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_answer_of_the_report_opens_with_its_model_answer_and_demonstration(launch, size):
    async with launch(wish=InterviewRequest(seed=3, questions=2), size=size) as pilot:
        await press(pilot, "f4", "f4")
        assert "Answers" in shown(pilot)
        await press(pilot, *["down"] * 2, "enter")
        assert isinstance(pilot.app.screen, AnswerScreen)
        assert "Answer 1 of 2" in shown(pilot)
        assert "Answer: " in shown(pilot)
        first = shown(pilot)
        await press(pilot, "left")
        assert "Answer 1 of 2" in shown(pilot)
        await press(pilot, "right")
        assert "Answer 2 of 2" in shown(pilot)
        assert shown(pilot) != first
        await press(pilot, "f2")
        assert "第 2 题，共 2 题" in shown(pilot)
        await press(pilot, "escape")
        assert screen(pilot).stage == "report"


async def test_the_set_up_says_how_many_questions_fit(launch):
    async with launch() as pilot:
        assert "8 of 8 questions that fit" in shown(pilot)
        await press(pilot, "down", "down", "down", "down", "down", "right")
        count = len(fitting(Library((load_deck(DECK),)), (), (2, 2)))
        assert f"of {count} questions that fit" in shown(pilot)


async def test_another_window_that_ends_the_interview_is_told(launch):
    async with launch(wish=InterviewRequest(seed=3, questions=3)) as pilot:
        session = screen(pilot).session
        Interviews(session.memory).drop(session.stored.interview_id, {}, MORNING)
        await press(pilot, "f4")
        assert screen(pilot).stage == "setup"
        assert any("another window" in told.message for told in pilot.app._notifications)
