"""Learners of a class: the line mode in processes, and the app on a terminal."""

from __future__ import annotations

import os
import random
import threading
import time
from contextlib import suppress
from pathlib import Path

from tests import fork_server
from tests.tui.commands.conftest import MAIN
from tests.tui.terminal.terminal import Terminal
from tui.locale import line_mode as words
from tui.locale.study import AWAY, BACK

SAVED = words.NEXT_DUE.en.split("{")[0]


class Learner:
    """Answers question after question, with a pause before each line."""

    def __init__(self, name: str, database: str, data: Path, answers: int, pause: float, plant: str = "") -> None:
        self.name, self.said = name, ""
        self._pause, self._answers = pause, answers
        options = [
            "--database",
            database,
            "--learner",
            name,
            "--data",
            str(data),
            "--lang",
            "en",
            "--limit",
            str(answers),
        ]
        env = {**os.environ, "LANG": "C.UTF-8", "PYTHONUNBUFFERED": "1"}
        self._process = fork_server.start(MAIN, "study", "--plain", *options, env=env, plant=plant)
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._type, self._read)]
        for thread in self._threads:
            thread.start()

    def _type(self) -> None:
        """Don't know, and the proposed rating; more lines than needed end nothing."""
        rng = random.Random(self.name)
        with suppress(OSError, ValueError):
            for _ in range(3 * self._answers):
                self._process.stdin.write("\n")
                self._process.stdin.flush()
                time.sleep(rng.uniform(0.5, 1.5) * self._pause)

    def _read(self) -> None:
        for line in self._process.stdout:
            self.said += line

    @property
    def acknowledged(self) -> int:
        return self.said.count(SAVED)

    @property
    def waited(self) -> bool:
        """Whether it said that the server was away, and that it is back."""
        return AWAY.en in self.said and BACK.en in self.said

    def end(self, seconds: float) -> int:
        """The exit code."""
        self._process.wait(seconds)
        self._threads[1].join(5)
        return int(self._process.returncode or 0)

    def trouble(self) -> str:
        return self._process.stderr.read() + self.said[-500:]


def rated_while_away(database: str, data: Path, kill) -> list[str]:
    """The app: a question is judged, the leader dies, the rating is given; what went wrong."""
    app = Terminal(["study", "--database", database, "--learner", "app", "--lang", "en"], data)
    try:
        app.until("Don't know")
        app.settle()
        app.type("\x1bOS")  # F4
        app.until("Again")
        app.settle()
        kill()
        app.type("1")
        app.until("cannot be reached")
        app.until("The server is back")
        app.until("Don't know")
        app.type("\x1b")
        return []
    except AssertionError as error:
        return [f"the app: {error}"]
    finally:
        app.close()
