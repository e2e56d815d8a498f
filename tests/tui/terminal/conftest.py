"""A data folder with one question of its own, and the program on a pseudo-terminal."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.memory import Memory
from tests.tui.terminal.terminal import Terminal

NINE = Path(__file__).parents[1] / "screens" / "deck"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A learner who has seen the tour and is not asked how sure she is."""
    folder = tmp_path / "data"
    folder.mkdir()
    memory = Memory.open(str(folder / "backdrill.db"), clock=lambda: datetime.now(UTC))
    memory.settings.set("welcomed", True)
    memory.settings.set("confidence", False)
    memory.settings.set("timer", False)
    memory.close()
    return folder


@pytest.fixture
def only(data: Path) -> Callable[[str], str]:
    """Put the question `name` of the nine alone into a deck of one's own; the topic to study."""

    def put(name: str) -> str:
        deck = data / "decks" / "mine"
        (deck / "one").mkdir(parents=True)
        info = (NINE / "deck.yaml").read_text("utf-8").replace("nine-kinds", "mine").replace("id: pooling", "id: one")
        (deck / "deck.yaml").write_text(info, "utf-8")
        questions = (NINE / "pooling" / "questions.yaml").read_text("utf-8")
        found = re.search(rf"- id: {name}\n.*?(?=\n- id: |\Z)", questions, re.S)
        assert found is not None
        # A question follows up on another; here there is only one more of the same.
        mine = re.sub(r"followups: .*", "followups: [the-other]", found[0])
        other = mine.replace(f"id: {name}", "id: the-other").replace("[the-other]", f"[{name}]")
        (deck / "one" / "questions.yaml").write_text(f"{mine}\n{other}\n", "utf-8")
        (deck / "one" / "claims.yaml").write_text((NINE / "pooling" / "claims.yaml").read_text("utf-8"), "utf-8")
        return "one"

    return put


@pytest.fixture
def terminal(data: Path) -> Iterator[Callable[..., Terminal]]:
    """Start the program with arguments; every terminal is closed at the end."""
    opened: list[Terminal] = []

    def start(*arguments: str, **options: object) -> Terminal:
        opened.append(Terminal([*arguments, "--lang", "en"], data, **options))
        return opened[-1]

    yield start
    for one in opened:
        one.close()


def answers(data: Path) -> list[str]:
    """What stands in the log, oldest first."""
    with sqlite3.connect(data / "backdrill.db") as connection:
        return [row[0] for row in connection.execute("SELECT answer FROM reviews ORDER BY at")]
