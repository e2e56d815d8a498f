"""In a real terminal: every row of a Chinese page is as wide as it should be, to the cell."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.tui.screens.conftest import DECK, context_in

EDGES = "│╮╯"


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Callable[..., str]]:
    """`terminal("F4")`: press keys in a Chinese session at 80x24, and read the screen."""
    assert shutil.which("tmux"), "this test drives a real terminal: install tmux"
    context = context_in(tmp_path / "data")
    context.memory.settings.set("welcomed", True)
    context.close()
    shutil.copytree(DECK, tmp_path / "data" / "decks" / "nine")
    socket = str(tmp_path / "tmux")
    data = tmp_path / "data"
    command = f"{sys.executable} -m tui.command_line study --topic pooling --data {data} --lang zh"
    tmux = ["tmux", "-u", "-S", socket, "-f", "/dev/null"]
    subprocess.run([*tmux, "new-session", "-d", "-x", "80", "-y", "24", command], check=True)

    def read(*keys: str, until: str) -> str:
        for pressed in keys:
            subprocess.run([*tmux, "send-keys", pressed], check=True)
        for _ in range(150):
            time.sleep(0.1)
            page = subprocess.run([*tmux, "capture-pane", "-p"], check=True, capture_output=True, text=True).stdout
            if until in page:
                return page
        raise AssertionError(f"'{until}' did not appear:\n{page}")

    yield read
    subprocess.run([*tmux, "kill-server"], check=False)


def test_every_framed_row_of_a_chinese_page_ends_in_the_same_column(terminal: Callable[..., str]) -> None:
    asked = terminal(until="难度")
    judged = terminal("F4", until="未作答")
    for page in (asked, judged):
        framed = [row for row in page.split("\n") if row.startswith(("│", "╭", "╰"))]
        assert len(framed) > 10
        # A scroll bar may stand to the right of the frame; without it the frame is as wide as the terminal.
        ends = {cell_len(row.rstrip()[: max(row.rfind(edge) for edge in EDGES) + 1]) for row in framed}
        assert len(ends) == 1
        assert ends <= {79, 80}
