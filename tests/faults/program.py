"""The program in processes of its own, seen as a learner sees it; what it acknowledged is counted out here."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tests import fork_server
from tests.shipped import cache_folder

PATIENCE = 90.0
MAIN = "import sys\nfrom tui.command_line import main\nsys.exit(main())"
SAVED, REFUSED, RATE = "Saved: next", "is not written yet", "Rate: "
SOON = (date.today() + timedelta(days=9)).isoformat()
COMMANDS = (
    *(("due",), ("stats",), ("stats", "--json"), ("doctor",), ("doctor", "--json"), ("doctor", "--repair")),
    *(("backup",), ("exam",), ("exam", SOON), ("export", "jsonl", "-"), ("export", "csv", "-")),
    *(("interview", "--list"), ("interview", "--questions", "2", "--plain"), ("fit", "--dry-run")),
    *(("weak", "--plain", "--limit", "2"), ("study", "--plain", "--limit", "3")),
)
"""Every command that opens the memory."""
FEW = (*COMMANDS[-2:], *COMMANDS[2:5])


class Program:
    """Backdrill with a data folder. `before` is put in front of the command, `plant` is run before the program is."""

    def __init__(self, folder: Path, before: Sequence[str] = (), plant: str = "") -> None:
        self.folder, self.before, self.plant = folder, list(before), plant
        self._warm = False

    @property
    def database(self) -> Path:
        return self.folder / "backdrill.db"

    @property
    def _surroundings(self) -> dict[str, Any]:
        plain = {"BACKDRILL_DATA": str(self.folder), "LANG": "C.UTF-8", "LC_ALL": "", "PYTHONUNBUFFERED": "1"}
        return {"env": {**os.environ, **plain}, "before": self.before, "plant": self.plant}

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        return fork_server.run(MAIN, *arguments, typed=typed, **self._surroundings)

    def study(self, *arguments: str) -> Session:
        if not self._warm:  # the deck is checked once and not in every folder
            copied = ["import shutil, sys; shutil.copytree(*sys.argv[1:])", str(cache_folder()), f"{self.folder}/cache"]
            assert fork_server.run(*copied, before=self.before).returncode == 0
            self._warm = True
        return Session(fork_server.start(MAIN, "study", "--plain", *arguments, **self._surroundings))

    def reviews(self) -> int:
        """How many reviews a sound database holds, as the doctor counts them."""
        found = self.run("doctor", "--json")
        assert found.returncode == 0, found.stdout + found.stderr
        return int(json.loads(found.stdout)["reviews"])


class Session:
    """`backdrill study --plain` while it runs. `acknowledged` counts what it said was saved."""

    def __init__(self, process: fork_server.Process) -> None:
        self.process, self.said, self.acknowledged = process, "", 0
        self.until("q = stop", RATE)

    def until(self, *signs: str) -> str:
        """Read on until one of the signs is said; which one."""
        out, limit, new = self.process.stdout.fileno(), time.monotonic() + PATIENCE, ""
        while not (found := [sign for sign in signs if sign in new]):
            ready = select.select([out], [], [], max(0.0, limit - time.monotonic()))[0]
            chunk = os.read(out, 65536).decode(errors="replace") if ready else ""
            assert chunk, f"{signs} were never said, but:\n{self.said[-2000:]}{self._errors()}"
            new, self.said = new + chunk, self.said + chunk
        return found[0]

    def _errors(self) -> str:
        self.process.kill()
        return self.process.communicate()[1]

    def type(self, line: str = "") -> None:
        self.process.stdin.write(f"{line}\n")

    def rate(self) -> str:
        """Answer the question (not known) and rate it as proposed: SAVED or REFUSED."""
        self.type()
        self.until(RATE)
        return self.insist()

    def insist(self) -> str:
        """Enter, and what becomes of the answer."""
        self.type()
        told = self.until(SAVED, REFUSED)
        self.acknowledged += told == SAVED
        return told

    def answer(self, times: int = 1) -> None:
        for _ in range(times):
            assert self.rate() == SAVED, self.said[-500:]

    def stop(self) -> tuple[int, str]:
        """Type q; exit code and what was said on stderr."""
        self.type("q")
        out, errors = self.process.communicate(timeout=PATIENCE)
        self.said += out
        return self.process.wait(), errors

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.communicate()


def study(program: Program, answers: int) -> int:
    """A session that ends well; how many answers it acknowledged."""
    session = program.study()
    session.answer(answers)
    assert session.stop() == (0, "")
    return session.acknowledged


def one_sentence(result: subprocess.CompletedProcess[str] | tuple[int, str], *words: str) -> None:
    code, errors = result if isinstance(result, tuple) else (result.returncode, result.stderr)
    assert code == 2, (code, errors)
    assert errors.count("\n") == 1, errors
    assert re.match(r"backdrill: .+\n", errors), errors
    for word in words:
        assert word in errors, errors


def no_traceback(program: Program, commands: Sequence[Sequence[str]] = COMMANDS) -> dict[tuple[str, ...], str]:
    """Run the commands: each ends well, or with one sentence (the doctor may also report). The sentences by command."""
    told = {}
    for command in commands:
        result = program.run(*command, typed="\n" * 12)
        assert "Traceback" not in str(result), result
        assert result.returncode in ((0, 1, 2) if command[0] == "doctor" else (0, 2)), result
        if result.returncode == 2:
            one_sentence(result)
            told[tuple(command)] = result.stderr
    return told
