"""What is stored is what the screen showed when Enter was pressed, however the keys arrive."""

from __future__ import annotations

import time

import pytest

from tests.tui.terminal.conftest import answers

ASKED = "Explain how max pooling"


def rated(terminal, data) -> list[str]:
    """Go on from the key points to the next question; the stored answers."""
    terminal.type("\r")
    terminal.until("Again")
    terminal.type("\r")
    limit = time.monotonic() + 30
    while not answers(data) and time.monotonic() < limit:
        terminal.read(0.1)
    return answers(data)


def open_question(terminal, only):
    started = terminal("study", "--topic", only("pool-open"))
    started.until(ASKED)
    started.settle()
    return started


def in_one_write(terminal, text):
    terminal.type(f"{text}\r")


def in_two_writes(terminal, text):
    terminal.type(text[:5])
    terminal.settle()
    terminal.type(f"{text[5:]}\r")


def under_a_stall(terminal, text):
    for letter in text[:-5]:
        terminal.type(letter)
        terminal.read(0.02)
    terminal.stalled(f"{text[-5:]}\r")


@pytest.mark.parametrize("delivered", [in_one_write, in_two_writes, under_a_stall])
@pytest.mark.parametrize("text", ["whole answer in one chunk", "梯度只回传给最大值所在的位置"])
def test_an_open_answer_is_stored_whole(terminal, only, data, delivered, text):
    started = open_question(terminal, only)
    delivered(started, text)
    started.until("The winner receives")
    assert text in started.settle().replace("\n", "")
    assert rated(started, data) == [text]


def test_a_number_is_edited_in_the_order_of_the_keys(terminal, only, data):
    started = terminal("study", "--topic", only("pool-number"))
    started.until("Answer")
    started.settle()
    started.type("1\x7f2\x7f3\r")
    started.until("Again")
    started.settle()
    started.type("\r")
    limit = time.monotonic() + 30
    while not answers(data) and time.monotonic() < limit:
        started.read(0.1)
    assert answers(data) == ["3"]


def test_cells_are_filled_in_the_order_of_the_keys(terminal, only, data):
    started = terminal("study", "--topic", only("pool-matrix"))
    started.until("Answer")
    started.settle()
    started.type("1 2 3 4")
    shown = started.settle()
    assert "1234" not in shown
    for number in "1234":
        assert f" {number} " in shown


def test_keys_typed_while_the_memory_opens_are_kept_and_act(terminal, data):
    started = terminal()
    started.type("b")
    started.until("Browse", "questions")
