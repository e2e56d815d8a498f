"""The study screen, driven by keys on a frozen clock and a real database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.tui.screens.conftest import Launch, shown
from tui.app import Backdrill
from tui.screens.study import StudyScreen
from tui.sessions.question import AskedQuestion, Phase
from tui.widgets.demonstration_pane import DemonstrationPane
from tui.widgets.result_view import ResultView

RIGHT = {
    "pool-multiple": ["space"],
    "pool-truth": ["b", "b"],
    "pool-matrix": ["0", "enter", "0", "enter", "0", "enter", "5", "enter"],
    "pool-error": ["2", "2"],
}
"""Keys of the right answer, read off the deck by hand, where the order of options does not vary."""


def question(pilot: Pilot[None]) -> AskedQuestion:
    screen = pilot.app.screen
    assert isinstance(screen, StudyScreen)
    assert screen.question is not None
    return screen.question


def app(pilot: Pilot[None]) -> Backdrill:
    assert isinstance(pilot.app, Backdrill)
    return pilot.app


async def ask(pilot: Pilot[None], question_id: str) -> None:
    app(pilot).go("study", topics=["pooling"])
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, StudyScreen)
    screen.session.follow_up(question_id)
    await screen._begin()
    await pilot.pause()


async def answer_right(pilot: Pilot[None]) -> None:
    variant = question(pilot).variant
    name = variant.question.id
    if name in ("pool-single", "pool-multiple"):
        right = [i for i, option in enumerate(variant.options) if option.text.en.split()[0] in ("They", "It", "No")]
        await pilot.press(*[str(i + 1) for i in right], "enter")
    elif name == "pool-number":
        side = int(variant.scene.parameters["size"])  # type: ignore[arg-type]
        await pilot.press(*str((side // 2) ** 2), "enter")
    elif name == "pool-order":
        await order_right(pilot, [item.en.split()[0] for item in variant.items])
    elif name in ("pool-open", "pool-recall"):
        await pilot.press(*"none", "enter")
    else:
        await pilot.press(*RIGHT[name])
    await pilot.pause()


async def order_right(pilot: Pilot[None], names: list[str]) -> None:
    order = list(range(3))
    for place, wanted in enumerate(("trainable", "output", "cells")):
        at = next(i for i, item in enumerate(order) if names[item] == wanted)
        await pilot.press("up", "up", "up", *["down"] * at, str(place + 1))
        order.insert(place, order.pop(at))
    await pilot.press("enter")


KINDS = [
    *("pool-single", "pool-multiple", "pool-truth", "pool-number", "pool-matrix"),
    *("pool-order", "pool-error", "pool-open", "pool-recall"),
]


@pytest.mark.parametrize("question_id", KINDS)
async def test_every_kind_can_be_answered_rightly_by_keys_alone(launch: Launch, question_id: str) -> None:
    async with launch() as pilot:
        await ask(pilot, question_id)
        await answer_right(pilot)
        if question(pilot).phase is Phase.ASKING:
            assert "How sure are you?" in shown(pilot)
            await pilot.press("4")
            await pilot.pause()
        if question(pilot).phase is Phase.TICKING:
            await pilot.press("a", "b", "enter")
            await pilot.pause()
        verdict = question(pilot).verdict
        assert verdict is not None
        assert verdict.correct
        assert question_id == "pool-recall" or "✓ correct" in shown(pilot)


async def test_a_wrong_choice_is_told_with_the_reason_of_every_option(launch: Launch) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-single")
        variant = question(pilot).variant
        wrong = next(i for i, option in enumerate(variant.options) if option.text.en != "They are equal.")
        await pilot.press(str(wrong + 1), "enter", "3")
        await pilot.pause()
        page = shown(pilot)
        assert "✗ wrong" in page
        assert all(word in page for word in ("Both are", "Four times would be", "A quarter would be", "your choice"))


@pytest.mark.parametrize("digit", ["１", "1", "a"])
async def test_digits_letters_and_full_width_digits_choose(launch: Launch, digit: str) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-truth")
        await pilot.press(digit, "enter", "2")
        assert question(pilot).answer == frozenset({0})
        assert question(pilot).confidence == 2


async def test_a_rating_is_on_disk_before_the_next_question_is_shown(launch: Launch, tmp_path: Path) -> None:
    async with launch("study") as pilot:
        before = question(pilot)
        await pilot.press("f4", "1")
        await pilot.pause()
        assert question(pilot) is not before
        with sqlite3.connect(tmp_path / "backdrill.db") as other:
            assert other.execute("SELECT count(*) FROM reviews").fetchone() == (1,)


async def test_the_named_mistake_behind_a_wrong_number_is_told(launch: Launch) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-number")
        side = int(question(pilot).variant.scene.parameters["size"])  # type: ignore[arg-type]
        await pilot.press(*str(side * side), "enter", "3")
        await pilot.pause()
        assert "That counts the inputs." in shown(pilot)


async def test_a_number_is_shown_as_it_was_read(launch: Launch) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-number")
        await pilot.press("1", "slash", "4")
        await pilot.pause()
        assert "1/4 = 0.25" in shown(pilot)


async def test_what_cannot_be_read_is_never_graded(launch: Launch) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-number")
        await pilot.press(*"abc", "enter")
        await pilot.pause()
        assert question(pilot).phase is Phase.ASKING
        assert "not a number" in shown(pilot)


async def test_undo_restores_the_card_exactly_and_redo_does_it_again(launch: Launch) -> None:
    async with launch("study") as pilot:
        memory = app(pilot).context.memory
        name = question(pilot).variant.question.id
        before = memory.card(name)
        await pilot.press("f4", "2")
        await pilot.pause()
        after = memory.card(name)
        assert after != before
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert memory.card(name) == before
        assert question(pilot).variant.question.id == name
        await pilot.press("ctrl+y")
        await pilot.pause()
        assert memory.card(name) == after
        assert memory.replay_check() == []


async def test_bury_suspend_flag_and_note_reach_the_memory(launch: Launch) -> None:
    async with launch("study") as pilot:
        memory = app(pilot).context.memory
        first = question(pilot).variant.question.id
        await pilot.press("f9", "f5", *"look", "enter", "f6")
        await pilot.pause()
        card = memory.card(first)
        assert (card.flagged, card.note) == (True, "look")
        assert card.buried_day == memory.today()
        second = question(pilot).variant.question.id
        assert second != first
        await pilot.press("f7")
        await pilot.pause()
        assert memory.card(second).suspended


async def test_letters_are_answers_while_asked_and_commands_afterwards(launch: Launch) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-single")
        await pilot.press("f")
        assert question(pilot).phase is Phase.ASKING
        await pilot.press("f4")
        await pilot.pause()
        await pilot.press("f")
        await pilot.pause()
        assert question(pilot).variant.question.id == "pool-number"


async def test_switching_the_language_keeps_what_was_chosen(launch: Launch) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-truth")
        await pilot.press("2", "f2")
        await pilot.pause()
        page = shown(pilot)
        assert "池化层有可训练的权重" in page
        assert "● b) 错误" in page
        assert app(pilot).context.memory.settings.language == "zh"


async def test_hints_come_one_by_one_and_are_counted(launch: Launch) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-single")
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Follow one output back." in shown(pilot)
        assert "How many cells" not in shown(pilot)
        await pilot.press("f3", "f3")
        await pilot.pause()
        assert question(pilot).hints_shown == 2


async def test_escape_in_the_confidence_step_goes_back_to_the_answer(launch: Launch) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-truth")
        await pilot.press("1", "enter", "escape", "2", "enter", "4")
        await pilot.pause()
        assert question(pilot).answer == frozenset({1})


async def test_the_confidence_step_can_be_turned_off(launch: Launch) -> None:
    async with launch() as pilot:
        app(pilot).keep("confidence", False)
        await ask(pilot, "pool-truth")
        await pilot.press("2", "enter")
        await pilot.pause()
        assert question(pilot).phase is Phase.JUDGED
        assert question(pilot).confidence is None


async def test_a_session_ends_with_a_summary_that_counts_right(launch: Launch) -> None:
    async with launch("study", limit=2) as pilot:
        await pilot.press("f4", "1")
        await pilot.pause()
        await pilot.press("f4", "1")
        await pilot.pause()
        assert "2 answered, 0 right (0%)" in shown(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "HomeScreen"


async def test_a_question_asked_outside_the_schedule_leaves_no_trace(launch: Launch, tmp_path: Path) -> None:
    async with launch("ask", question_id="pool-truth", seed=3) as pilot:
        await pilot.press("2", "enter", "3", "enter")
        await pilot.pause()
        with sqlite3.connect(tmp_path / "backdrill.db") as other:
            assert other.execute("SELECT count(*) FROM reviews").fetchone() == (0,)


async def test_an_unknown_question_is_told_in_a_sentence(launch: Launch) -> None:
    async with launch("ask", question_id="pool-truht") as pilot:
        await pilot.pause(0.2)
        assert "Did you mean 'pool-truth'?" in " ".join(shown(pilot).replace("│", " ").split())


async def test_a_weak_session_compares_what_is_known_before_and_after(launch: Launch) -> None:
    async with launch("study", limit=1) as pilot:
        await pilot.press("f4", "1")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        app(pilot).push_screen(StudyScreen(mode="weak", limit=1))
        await pilot.pause(0.2)
        await pilot.press("f4", "1")
        for _ in range(50):
            await pilot.pause(0.02)
            if "known: " in shown(pilot):
                break
        assert "known: cannot be predicted yet" in shown(pilot)


async def test_a_click_on_a_step_rates_and_a_click_on_a_key_presses_it(launch: Launch) -> None:
    async with launch("study", limit=1) as pilot:
        await pilot.press("f4")
        await pilot.pause()
        rows = shown(pilot).split("\n")
        bar = next(i for i, row in enumerate(rows) if "2 Hard" in row)
        await pilot.click(offset=(rows[bar].index("2 Hard"), bar))
        await pilot.pause()
        assert "Hard 1" in shown(pilot)
        last = shown(pilot).split("\n")[-1]
        await pilot.click(offset=(last.index("Back"), 23))
        await pilot.pause()
        assert type(pilot.app.screen).__name__ == "HomeScreen"


async def test_a_knob_turned_beside_the_question_runs_the_demonstration_again(launch: Launch) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-single")
        await pilot.press("f4")
        await pilot.pause()
        await pilot.press("p")
        await pilot.pause()
        view = pilot.app.screen.query_one(DemonstrationPane).query_one(ResultView)
        before = view.result
        await pilot.press("right")
        for _ in range(100):
            await pilot.pause(0.05)
            if view.result is not before:
                break
        assert view.result is not before
        assert view.result is not None
