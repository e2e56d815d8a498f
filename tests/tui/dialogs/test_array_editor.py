"""An array parameter filled in cell by cell."""

from __future__ import annotations

import numpy as np
import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from engine.parameters import Array
from engine.text import same
from tests.tui.screens.laboratory_app import LaboratoryApp
from tui.dialogs.array_editor import ArrayEditor, ArrayGrid


async def opened(pilot: Pilot[None], parameter: Array, value: object) -> tuple[ArrayEditor, list[object]]:
    given: list[object] = []
    editor = ArrayEditor(parameter, parameter.accept(value))
    pilot.app.push_screen(editor, given.append)
    await pilot.pause()
    return editor, given


MATRIX = Array("m", same("matrix"), (), 2, -100, 100, longest=3)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_numbers_are_typed_cell_by_cell(language: str) -> None:
    app = LaboratoryApp(language)  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        editor, given = await opened(pilot, MATRIX, ())
        await pilot.press("1", "c", "right", *"-2.5", "r", "down", *"1/4", "left", *"３", "enter")
        await pilot.pause()
        assert app.screen is not editor
        np.testing.assert_array_equal(given[0], [[1, -2.5], [3, 0.25]])  # type: ignore[arg-type]


async def test_what_is_wrong_is_said_and_the_editor_stays() -> None:
    app = LaboratoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        editor, given = await opened(pilot, MATRIX, [[1, 2], [3, 4]])
        told = editor.query_one("#told", Static)
        await pilot.press("down", "right", *"1-", "enter")
        await pilot.pause()
        assert (editor.cells.row, editor.cells.column) == (1, 1)
        await pilot.press("backspace", *"000", "enter")
        await pilot.pause()
        assert "-100" in str(told.render()) or "−100" in str(told.render())
        await pilot.press("C", "C", "C", "r", "r", "r")
        assert (editor.cells.rows, editor.cells.columns) == (3, 1)
        await pilot.press("escape")
        await pilot.pause()
        assert given == [None]


async def test_an_empty_array_lets_the_demonstration_draw() -> None:
    app = LaboratoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        _, given = await opened(pilot, Array("v", same("list"), (), 1, -9, 9, longest=5), [1, 2, 3])
        await pilot.press("r", "x", "enter")
        await pilot.pause()
        assert np.asarray(given[0]).shape == (0,)


async def test_a_list_comes_back_exactly_as_it_was() -> None:
    app = LaboratoryApp()
    values = [0.1234567891, -3e-7, 5.0]
    async with app.run_test(size=(80, 24)) as pilot:
        _, given = await opened(pilot, Array("v", same("list"), (), 1, -9, 9, longest=5), values)
        await pilot.press("enter")
        await pilot.pause()
        np.testing.assert_array_equal(given[0], values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["[[0.5, -2], [3, 4]]", "0.5\t-2\r\n3\t4\r\n", "array([[ 0.5, -2. ],\n       [ 3. ,  4. ]])"]
)
async def test_a_pasted_matrix_fills_the_cells_and_the_grid_grows(text: str) -> None:
    app = LaboratoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        editor, given = await opened(pilot, MATRIX, ())
        editor.query_one(ArrayGrid).post_message(events.Paste(text))
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        np.testing.assert_array_equal(given[0], [[0.5, -2], [3, 4]])  # type: ignore[arg-type]


async def test_a_paste_that_is_too_large_or_no_numbers_is_told_and_changes_nothing() -> None:
    app = LaboratoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        editor, _ = await opened(pilot, MATRIX, [[1, 2], [3, 4]])
        for text in ("[[1, 2, 3, 4]]", "nothing to read"):
            editor.query_one(ArrayGrid).post_message(events.Paste(text))
            await pilot.pause()
            assert editor.cells.texts == [["1", "2"], ["3", "4"]]
            assert "-100" not in str(editor.query_one("#told", Static).render())


async def test_a_pasted_list_fills_a_list() -> None:
    app = LaboratoryApp()
    async with app.run_test(size=(80, 24)) as pilot:
        editor, given = await opened(pilot, Array("v", same("list"), (), 1, -9, 9, longest=5), [1])
        editor.query_one(ArrayGrid).post_message(events.Paste("[1, 2, 3]"))
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        np.testing.assert_array_equal(given[0], [1, 2, 3])  # type: ignore[arg-type]
