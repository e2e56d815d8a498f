"""However the program ends, the draft is on disk, the database is whole, the terminal as it was, the code right."""

from __future__ import annotations

import signal
import sqlite3
import time
from datetime import UTC, datetime

import pytest

from db.memory import Memory
from tests.tui.terminal.conftest import answers

ASKED = "Explain how max pooling"
ENDING = [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT]
TYPED = "the winner takes all"
WITHIN = 0.95
"""Seconds in which what is typed is on disk."""


def typed(terminal, only, text=TYPED):
    started = terminal("study", "--topic", only("pool-open"))
    started.until(ASKED)
    started.settle()
    started.type(text)
    started.until(text)
    return started


def pause(terminal):
    """As long as a draft may take to be written, while the screen is read."""
    limit = time.monotonic() + WITHIN
    while time.monotonic() < limit:
        terminal.read(0.05)


def comes_back(terminal, data, text=TYPED):
    again = terminal("study", "--topic", "one")
    again.until("your draft is back")
    assert text in again.text
    return again


def whole(data):
    with sqlite3.connect(data / "backdrill.db") as connection:
        return connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("number", [ENDING[0], *(pytest.param(n, marks=pytest.mark.long) for n in ENDING[1:])])
def test_a_signal_ends_the_app_in_order(terminal, only, data, number):
    started = typed(terminal, only)
    started.process.send_signal(number)
    before = time.monotonic()
    assert started.end() == 128 + number
    assert time.monotonic() - before < 5
    assert started.left_on() == []
    assert "Traceback" not in started.written.decode("utf-8", "replace")
    assert whole(data)
    assert answers(data) == []
    comes_back(terminal, data)


@pytest.mark.long
def test_a_signal_ends_an_app_whose_terminal_takes_nothing_more(terminal, only, data):
    started = typed(terminal, only)
    for _ in range(200):
        started.process.send_signal(signal.SIGWINCH)  # each repaints: the pseudo-terminal's buffer is full soon
        time.sleep(0.005)
    started.process.send_signal(signal.SIGTERM)
    started.process.wait(10)
    assert started.process.returncode == 128 + signal.SIGTERM


def test_kill_9_loses_less_than_a_second_and_the_answer_ends_the_draft(terminal, only, data):
    started = typed(terminal, only)
    pause(started)
    started.process.kill()
    started.end()
    assert whole(data)
    again = comes_back(terminal, data)
    again.settle()
    again.type(" of it\r")
    again.until("The winner receives")
    again.settle()
    again.type("\r")
    again.until("Again")
    again.settle()
    again.type("\r")
    limit = time.monotonic() + 30
    while not answers(data) and time.monotonic() < limit:
        again.read(0.1)
    assert answers(data) == [f"{TYPED} of it"]
    again.settle()
    assert list((data / "drafts").glob("*")) == []


def test_esc_keeps_the_draft_and_coming_back_restores_it(terminal, only, data):
    started = typed(terminal, only)
    started.type("\x1b")
    started.until("Due")
    started.settle()
    started.type("s")
    started.until("your draft is back")
    assert TYPED in started.settle()


@pytest.mark.long
def test_a_question_asked_outside_the_schedule_keeps_its_draft_too(terminal, only, data):
    only("pool-open")
    for text in (TYPED, ""):
        started = terminal("ask", "pool-open", "--seed", "3")
        started.until(ASKED)
        started.settle()
        assert (TYPED in started.text) == (not text)
        started.type(text)
        pause(started)
        started.process.kill()
        started.end()
    started = terminal("ask", "pool-open", "--seed", "3")
    started.until("your draft is back")
    started.settle()
    started.type("\r")
    started.until("The winner receives")
    started.settle()
    started.type("\r")
    started.until("Again")
    assert list((data / "drafts").glob("*")) == []


@pytest.mark.parametrize("number", [ENDING[0], *(pytest.param(n, marks=pytest.mark.long) for n in ENDING[1:])])
def test_a_signal_ends_the_line_mode_in_order(terminal, only, data, number):
    started = terminal("study", "--plain", "--topic", only("pool-number"))
    started.until("q = stop")
    started.settle()
    started.process.send_signal(number)
    assert started.end() == 128 + number
    assert started.left_on() == []
    assert "Traceback" not in started.text
    assert whole(data)


@pytest.mark.long
def test_ctrl_c_in_the_line_mode_is_130(terminal, only):
    started = terminal("study", "--plain", "--topic", only("pool-number"))
    started.until("q = stop")
    started.settle()
    started.process.send_signal(signal.SIGINT)
    assert started.end() == 130
    assert "Traceback" not in started.text


@pytest.mark.long
def test_a_terminal_that_cannot_draw_gets_the_line_mode(terminal, only):
    started = terminal("study", "--topic", only("pool-number"), TERM="dumb")
    started.until("q = stop")
    assert b"\x1b" not in started.written


@pytest.mark.long
def test_an_interview_keeps_its_draft_within_a_second(terminal, only, data):
    only("pool-open")
    started = terminal("interview", "--topics", "one", "--questions", "1")
    started.until(ASKED)
    started.settle()
    started.type(TYPED)
    limit = time.monotonic() + 2 * WITHIN
    while time.monotonic() < limit:
        started.read(0.05)
    started.process.kill()
    started.end()
    again = terminal("interview", "--resume")
    again.until(TYPED)


@pytest.mark.long
def test_plain_signs_are_drawn_everywhere(terminal, data):
    memory = Memory.open(str(data / "backdrill.db"), clock=lambda: datetime.now(UTC))
    memory.settings.set("plain_signs", True)
    memory.close()
    started = terminal()
    started.until("+--")
    text = started.settle()
    assert not any("\u2500" <= sign < "\u25a0" for sign in text)


def test_drafts_that_cannot_be_written_are_told_once_and_the_answer_goes_on(terminal, only, data):
    (data / "drafts").write_text("a file where the folder should be")
    started = terminal("study", "--topic", only("pool-open"))
    started.until(ASKED)
    started.settle()
    started.type(TYPED)
    started.until("Drafts cannot be kept")
    started.type("\r")
    started.until("The winner receives")
    started.settle()
    started.type("\r")
    started.until("Again")
    started.settle()
    started.type("\r")
    limit = time.monotonic() + 30
    while not answers(data) and time.monotonic() < limit:
        started.read(0.1)
    assert answers(data) == [TYPED]
    while "Drafts cannot be kept" in started.text and time.monotonic() < limit:
        started.read(0.1)
    started.type(TYPED)
    pause(started)
    assert TYPED in started.text
    assert "Drafts cannot be kept" not in started.text
