"""A matrix pasted by a terminal, with brackets of its own around the paste: the cells show it and the log holds it."""

from __future__ import annotations

import pytest

from tests.tui.terminal.conftest import answers

PASTES = {
    "a NumPy print": "[[0. 0.]\r\n [0. 5.]]",
    "tabs and lines, as spreadsheets copy": "0\t0\r0\t5\r",
    "a tensor": "tensor([[0., 0.],\n        [0., 5.]], dtype=torch.float64)",
}


@pytest.mark.parametrize("text", PASTES.values(), ids=PASTES)
def test_a_bracketed_paste_fills_the_grid(terminal, only, data, text):
    app = terminal("study", "--topic", only("pool-matrix"))
    app.until("The input is")
    app.settle()
    app.type(f"\x1b[200~{text}\x1b[201~\r")
    app.until("correct")
    app.type("3")
    app.settle()
    assert answers(data) == ["0 0; 0 5"]


def test_a_paste_that_does_not_fit_is_told_and_nothing_is_given(terminal, only, data):
    app = terminal("study", "--topic", only("pool-matrix"))
    app.until("The input is")
    app.settle()
    app.type("\x1b[200~[[1, 2, 3], [4, 5, 6]]\x1b[201~")
    app.until("from this cell on")
    assert answers(data) == []


def test_lines_pasted_into_the_line_mode_are_one_answer(terminal, only, data):
    line_mode = terminal("study", "--plain", "--topic", only("pool-matrix"))
    line_mode.until("q = stop")
    line_mode.type("[[0. 0.]\n [0. 5.]]\n")
    line_mode.until("Read as 0 0; 0 5")
    line_mode.type("3\n")
    line_mode.until("Saved: next")
    assert answers(data) == ["0 0; 0 5"]
