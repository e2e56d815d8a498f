"""What the program reads of its surroundings before anything is shown."""

from __future__ import annotations

import os

import pytest

from tui.cli.options import can_draw
from tui.command_line import _set_escape_delay


@pytest.mark.parametrize(
    ("given", "delay"),
    [
        ({}, "20"),
        ({"SSH_CONNECTION": "1 2 3 4"}, "100"),
        ({"MOSH": "1"}, "100"),
        ({"ESCDELAY": "7", "SSH_CONNECTION": "1 2 3 4"}, "7"),
    ],
)
def test_esc_waits_longer_over_a_network(monkeypatch, given, delay):
    for name in ("ESCDELAY", "SSH_CONNECTION", "SSH_TTY", "MOSH"):
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    _set_escape_delay()
    assert os.environ["ESCDELAY"] == delay


class Drawing:
    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.mark.parametrize(("term", "draws"), [("xterm-256color", True), ("dumb", False)])
def test_a_dumb_terminal_gets_lines(monkeypatch, term, draws):
    monkeypatch.setattr("sys.stdin", Drawing())
    monkeypatch.setattr("sys.stdout", Drawing())
    monkeypatch.setenv("TERM", term)
    assert can_draw() == draws
