"""A fault of the program is told in a sentence that names a log; the terminal comes back and nothing typed is lost."""

from __future__ import annotations

import re
import sys

import pytest

PLANTED = """
import sys
from tui.command_line import main
{plant}
sys.exit(main())
"""
OPENING = """
import content.library
def broken(*_, **__): raise KeyError("planted")
content.library.open_library = broken
"""
HANDLER = """
import tui.widgets.question_pane as pane
def broken(*_, **__): raise ZeroDivisionError("planted")
pane.QuestionPane.reveal = broken
"""
WORKER = """
import tui.sessions.progress as progress
def broken(*_, **__): raise ZeroDivisionError("planted")
progress.progress_of = broken
"""


def told(started, data, fault):
    assert started.end() == 70
    assert started.left_on() == []
    text = started.settle().replace("\n", "")
    assert "Traceback" not in text
    assert f"a fault of the program stopped it ({fault})" in text
    logs = list((data / "log").glob("fault-*.log"))
    assert len(logs) == 1
    assert logs[0].name in re.sub(r"\s", "", text)
    assert "planted" in logs[0].read_text("utf-8")


@pytest.fixture
def planted(terminal, tmp_path, monkeypatch):
    """The program with a fault."""

    def start(plant, *arguments):
        script = tmp_path / "planted.py"
        script.write_text(PLANTED.format(plant=plant), "utf-8")
        return terminal(*arguments, program=[sys.executable, str(script)])

    return start


@pytest.mark.long
def test_at_opening(planted, data):
    told(planted(OPENING), data, "KeyError")


def test_in_a_handler_and_the_draft_stays(planted, only, data):
    started = planted(HANDLER, "study", "--topic", only("pool-number"))
    started.until("Answer")
    started.settle()
    started.type("42\r")
    told(started, data, "ZeroDivisionError")


@pytest.mark.long
def test_in_a_worker(planted, data):
    started = planted(WORKER)
    started.until("Statistics")
    started.settle()
    started.type("t")
    told(started, data, "ZeroDivisionError")
