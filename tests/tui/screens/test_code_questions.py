"""Code questions in the app: written, run, judged, tried again, given up, kept as a draft."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from content.library import Library
from db.types import Rating
from engine.keys.code import CodeKey
from engine.task_source import solution
from tests import shipped
from tests.tui.screens.conftest import Launch, context_in, shown
from tests.tui.screens.test_study_screen import question
from tui.context import Context
from tui.locale import code as words
from tui.sessions import interview_plan
from tui.sessions.question import Phase
from tui.widgets.answers.code import CodeArea, ResultPane
from tui.widgets.code_editor import CodeEditor, spans

QUESTION = "code-max-pool-backward"


def surroundings(folder: Path) -> Context:
    """The shipped deck."""
    context = context_in(folder)
    context.__dict__["library"] = Library((shipped.deck(),))
    return context


async def begun(pilot: Pilot[None]) -> CodeKey:
    pilot.app.go("ask", question_id=QUESTION, seed=2)
    await pilot.pause()
    await pilot.pause()
    key = question(pilot).variant.key
    assert isinstance(key, CodeKey)
    return key


async def run(pilot: Pilot[None], source: str) -> None:
    """Type a source and wait for its judgement."""
    pilot.app.screen.query_one(CodeEditor).text = source
    await pilot.press("ctrl+r")
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


def result(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one(ResultPane).query_one("Static").render())


async def test_a_wrong_function_is_told_and_tried_again_until_it_is_right(launch: Launch, tmp_path: Path) -> None:
    async with launch(size=(140, 44), context=surroundings(tmp_path)) as pilot:
        key = await begun(pilot)
        right = solution(key.task, key.options)
        await run(pilot, right.replace("+= top", "= top"))
        assert key.task.wrong["overwrites"].reason.en in result(pilot)
        assert question(pilot).phase is Phase.ASKING
        assert question(pilot).tries == 1
        await run(pilot, right)
        assert question(pilot).phase is Phase.JUDGED
        assert question(pilot).proposed in (Rating.GOOD, Rating.EASY)
        assert "Right:" in result(pilot)
        assert "✓ correct" in shown(pilot)


async def test_many_tries_and_hints_lower_the_proposed_rating(launch: Launch, tmp_path: Path) -> None:
    async with launch(size=(140, 44), context=surroundings(tmp_path)) as pilot:
        key = await begun(pilot)
        for i in range(2):
            await run(pilot, f"# {i}\n")
        await run(pilot, solution(key.task, key.options))
        assert question(pilot).proposed is Rating.HARD


async def test_given_up_the_reference_stands_beside_the_learner_s_own(launch: Launch, tmp_path: Path) -> None:
    async with launch(size=(140, 44), context=surroundings(tmp_path)) as pilot:
        key = await begun(pilot)
        pilot.app.screen.query_one(CodeEditor).text = "mine = 1"
        await pilot.press("f4")
        await pilot.pause()
        assert question(pilot).proposed is Rating.AGAIN
        assert words.REFERENCE.en in result(pilot)
        assert "dx[rows, columns] += top * share" in result(pilot)
        assert "mine = 1" in shown(pilot)
        assert key.task.explanation.en.split(",")[0] in shown(pilot)


async def test_an_endless_loop_ends_with_a_sentence_and_the_app_goes_on(launch: Launch, tmp_path: Path) -> None:
    async with launch(size=(140, 44), context=surroundings(tmp_path)) as pilot:
        await begun(pilot)
        pilot.app.screen.query_one(CodeEditor).text = "while True: pass"
        await pilot.press("ctrl+r")
        await pilot.press("f2")
        assert words.RUNNING.zh in result(pilot)
        await pilot.app.workers.wait_for_complete()
        await pilot.pause()
        assert "运行超过 1 秒" in result(pilot)
        await pilot.press("f2")
        assert "still running after 1 s" in result(pilot)
        assert question(pilot).phase is Phase.ASKING


async def test_a_source_is_kept_as_a_draft(launch: Launch, tmp_path: Path) -> None:
    async with launch(size=(80, 24), context=surroundings(tmp_path)) as pilot:
        await begun(pilot)
        pilot.app.screen.query_one(CodeEditor).text = "# half done"
        await pilot.press("escape")
        assert not isinstance(pilot.app.focused, CodeEditor)
        await pilot.press("escape")
        await begun(pilot)
        assert pilot.app.screen.query_one(CodeEditor).text == "# half done"


async def test_without_a_terminal_of_its_own_another_editor_cannot_be_opened(launch: Launch, tmp_path: Path) -> None:
    async with launch(size=(140, 44), context=surroundings(tmp_path)) as pilot:
        await begun(pilot)
        await pilot.press("escape", "e")
        await pilot.pause()
        assert words.NO_EDITOR_HERE.en in shown(pilot)


async def test_in_the_browser_no_code_is_run_until_the_learner_allows_it(
    launch: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.app.Backdrill.is_web", property(lambda app: True))
    context = surroundings(tmp_path)
    async with launch(size=(140, 44), context=context) as pilot:
        await begun(pilot)
        await run(pilot, "")
        assert question(pilot).tries == 0
        assert "until you allow it" in shown(pilot)
        context.memory.settings.set("web_code", True)
        await run(pilot, "")
        assert question(pilot).tries == 1


async def test_the_result_stands_beside_the_editor_or_below_it(launch: Launch, tmp_path: Path) -> None:
    for size, beside in (((140, 44), True), ((80, 24), False)):
        async with launch(size=size, context=surroundings(tmp_path)) as pilot:
            await begun(pilot)
            assert pilot.app.screen.query_one(CodeArea).has_class("-beside") is beside


async def test_the_laboratory_offers_to_write_what_it_shows(launch: Launch, tmp_path: Path) -> None:
    async with launch(size=(140, 44), context=surroundings(tmp_path)) as pilot:
        pilot.app.go("laboratory", demonstration="pooling_router", parameters={"size": 6})
        await pilot.pause()
        await pilot.pause()
        await pilot.press("w")
        await pilot.pause()
        await pilot.pause()
        assert question(pilot).variant.question.id == QUESTION


@pytest.mark.parametrize(
    ("source", "line", "span"),
    [
        ("def f(x):\n    return 1  # one", 0, (0, 3, "keyword")),
        ("def f(x):\n    return 1  # one", 0, (4, 5, "definition")),
        ("def f(x):\n    return 1  # one", 1, (11, 12, "number")),
        ("def f(x):\n    return 1  # one", 1, (14, 19, "comment")),
        ('"""a\nb"""', 1, (0, 4, "string")),
        ("x = '中文'", 0, (4, 8, "string")),
        ("import a\nx = (", 0, (0, 6, "keyword")),
    ],
)
def test_python_is_coloured_even_while_it_is_not_whole(source: str, line: int, span: tuple[int, int, str]) -> None:
    assert span in spans(source)[line]


async def test_in_an_interview_a_wrong_function_may_be_mended_within_its_time(
    launch: Launch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = (QUESTION, "code-stable-softmax")
    monkeypatch.setattr(interview_plan, "fitting", lambda library, *_: [library.question(name) for name in names])
    monkeypatch.setattr(interview_plan, "_threads", lambda *_: [])
    monkeypatch.setattr(interview_plan, "QUESTIONS_A_TASK", 1)
    async with launch("interview", size=(140, 44), context=surroundings(tmp_path)) as pilot:
        await pilot.press("enter")
        await pilot.pause(0.3)
        session = pilot.app.screen.session
        asked = session.current
        right = solution(asked.variant.key.task, asked.variant.key.options)
        await run(pilot, "x = 1")
        assert session.current is asked
        assert "does not define" in result(pilot)
        await run(pilot, right)
        await pilot.pause(0.2)
        assert session.current is not asked
        assert [answer.correctness for answer in session.answers] == [1.0]
