"""Numbers and matrices typed and pasted into the app: how they are read is shown, and what does not fit is said."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot

from tests.tui.screens.conftest import Launch, shown
from tests.tui.screens.test_study_screen import ask, question
from tui.sessions.question import Phase


async def paste(pilot: Pilot[None], text: str) -> None:
    pilot.app.post_message(events.Paste(text))
    await pilot.pause()


@pytest.mark.parametrize(
    "text",
    [
        *("[[0, 0], [0, 5]]", "array([[0., 0.],\n       [0., 5.]])", "0\t0\n0\t5\n", "[0 0; 0 5]", "0 0; 0 5"),
        *(r"\begin{pmatrix} 0 & 0 \\ 0 & 5 \end{pmatrix}", "tensor([[0., 0.],\n        [0., 5.]])", "0,0 0,0; 0,0 5,0"),
    ],
)
async def test_a_pasted_matrix_fills_the_cells(launch: Launch, text: str) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-matrix")
        await paste(pilot, text)
        await pilot.press("enter", "3")
        await pilot.pause()
        assert question(pilot).answer_text() == "0 0; 0 5"
        assert "✓ correct" in shown(pilot)


async def test_a_paste_fills_from_the_cell_under_the_cursor(launch: Launch) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-matrix")
        await pilot.press("1", "right")
        await paste(pilot, "1/4")
        await pilot.press("right")
        await paste(pilot, "[3, 1.2345]")
        await pilot.press("enter", "3")
        await pilot.pause()
        assert question(pilot).answer_text() == "1 0.25; 3 1.2345"


@pytest.mark.parametrize(("language", "said"), [("en", "there are 1 x 2 cells"), ("zh", "只有 1 行 2 列")])
async def test_a_paste_that_does_not_fit_says_so_and_changes_nothing(launch: Launch, language: str, said: str) -> None:
    async with launch(language=language, size=(120, 40)) as pilot:
        await ask(pilot, "pool-matrix")
        await pilot.press("1", "down")
        await paste(pilot, "[[1, 2], [3, 4]]")
        assert said in shown(pilot)
        await pilot.press("up", "enter")
        await paste(pilot, "7")
        await pilot.press("enter", "8", "enter", "9", "enter", "3")
        await pilot.pause()
        assert question(pilot).answer_text() == "1 7; 8 9"


@pytest.mark.parametrize("text", ["not a matrix", "1 2 3", "[[1, 2], [3", "nan", "0,4", "\x1b[31m\x00", ""])
async def test_a_paste_that_cannot_be_read_leaves_the_cells_empty(launch: Launch, text: str) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-matrix")
        await paste(pilot, text)
        await pilot.press("down", "right", "enter")
        await pilot.pause()
        assert "4 cells are still empty" in shown(pilot)
        assert question(pilot).phase is Phase.ASKING


async def test_how_the_cells_are_read_is_shown_before_the_answer_and_with_the_verdict(launch: Launch) -> None:
    async with launch(size=(120, 40)) as pilot:
        await ask(pilot, "pool-matrix")
        await pilot.press(*"0,5", "enter", *"sqrt(4)/8", "enter", *"10^-3", "enter", *"2-", "enter")
        assert "Read as" not in shown(pilot)
        await pilot.press("backspace", *"½")
        await pilot.pause()
        assert "'2½' is" not in shown(pilot)
        assert "Read as 0.5 0.25; 0.001 2.5" in shown(pilot)
        await pilot.press("enter", "3")
        await pilot.pause()
        assert question(pilot).answer_text() == "0.5 0.25; 0.001 2.5"
        assert "Read as 0.5 0.25; 0.001 2.5" in shown(pilot)


async def test_plain_cells_say_nothing_more(launch: Launch) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-matrix")
        await pilot.press("0", "enter", "0", "enter", "0", "enter", "5")
        await pilot.pause()
        assert "Read as" not in shown(pilot)


async def test_a_number_is_shown_as_it_will_be_stored(launch: Launch) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-number")
        await pilot.press(*"sqrt(2)/3")
        await pilot.pause()
        assert "sqrt(2)/3 = 0.4714045208" in shown(pilot)
        await pilot.press("enter", "3")
        await pilot.pause()
        assert question(pilot).answer_text() == "0.4714045208"


async def test_an_ambiguous_number_is_asked_again_in_both_places(launch: Launch) -> None:
    async with launch(size=(120, 40)) as pilot:
        await ask(pilot, "pool-number")
        await pilot.press(*"1,234", "enter")
        await pilot.pause()
        assert shown(pilot).count("'1,234' can be read as 1234 or as 1.234") == 2
        assert question(pilot).phase is Phase.ASKING


async def test_the_unit_of_the_question_may_stand_behind_the_number(launch: Launch) -> None:
    async with launch() as pilot:
        await ask(pilot, "pool-number")
        await pilot.press(*"7 outputs", "enter", "3")
        await pilot.pause()
        assert question(pilot).answer_text() == "7"
