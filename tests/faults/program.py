"""The program in processes of its own, seen as a learner sees it; what it acknowledged is counted out here."""

from __future__ import annotations

import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PATIENCE = 90.0
SAVED, REFUSED, RATE = "Saved: next", "is not written yet", "Rate: "
COMMANDS = (
    *(("due",), ("stats",), ("stats", "--json"), ("doctor",), ("doctor", "--json"), ("doctor", "--repair")),
    *(("backup",), ("exam",), ("exam", "2099-03-01"), ("export", "jsonl", "-"), ("export", "csv", "-")),
    *(("interview", "--list"), ("interview", "--questions", "2", "--plain"), ("fit", "--dry-run")),
    *(("weak", "--plain", "--limit", "2"), ("study", "--plain", "--limit", "3")),
)
"""Every command that opens the memory."""
FEW = (*COMMANDS[-2:], *COMMANDS[2:5])


class Program:
    """Backdrill with a data folder. `before` is put in front of the command, `plant` is run before the program is."""

    def __init__(self, folder: Path, before: Sequence[str] = (), plant: str = "") -> None:
        self.folder, self.before, self.plant = folder, list(before), plant

    @property
    def database(self) -> Path:
        return self.folder / "backdrill.db"

    @property
    def _environment(self) -> dict[str, str]:
        plain = {"BACKDRILL_DATA": str(self.folder), "LANG": "C.UTF-8", "LC_ALL": "", "PYTHONUNBUFFERED": "1"}
        return {**os.environ, **plain}

    def _command(self, arguments: Sequence[str]) -> list[str]:
        code = f"import sys\n{self.plant}\nfrom tui.command_line import main\nsys.exit(main())"
        return [*self.before, sys.executable, "-c", code, *arguments]

    def run(self, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
        command = self._command(arguments)
        return subprocess.run(
            command, input=typed, capture_output=True, text=True, env=self._environment, timeout=PATIENCE
        )

    def run_each(self, commands: Sequence[Sequence[str]]) -> list[dict[str, Any]]:
        """What each command came to, each in a process of its own; see `forks`."""
        asked = [json.dumps([list(command) for command in commands]), self.plant]
        made = subprocess.run(
            [*self.before, sys.executable, "-m", "tests.faults.forks", *asked],
            capture_output=True,
            text=True,
            env=self._environment,
            timeout=3 * PATIENCE,
        )
        assert made.returncode == 0, made.stderr
        return list(json.loads(made.stdout))

    def study(self, *arguments: str) -> Session:
        return Session(
            subprocess.Popen(
                self._command(["study", "--plain", *arguments]),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._environment,
            )
        )

    def reviews(self) -> int:
        """How many reviews a sound database holds, as the doctor counts them."""
        found = self.run("doctor", "--json")
        assert found.returncode == 0, found.stdout + found.stderr
        return int(json.loads(found.stdout)["reviews"])


class Session:
    """`backdrill study --plain` while it runs. `acknowledged` counts what it said was saved."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.process, self.said, self.acknowledged = process, "", 0
        self.until("q = stop", RATE)

    def until(self, *signs: str) -> str:
        """Read on until one of the signs is said; which one."""
        assert self.process.stdout is not None
        out, limit, new = self.process.stdout.fileno(), time.monotonic() + PATIENCE, ""
        while not (found := [sign for sign in signs if sign in new]):
            ready = select.select([out], [], [], max(0.0, limit - time.monotonic()))[0]
            chunk = os.read(out, 65536).decode(errors="replace") if ready else ""
            assert chunk, f"{signs} were never said, but:\n{self.said[-2000:]}{self._errors()}"
            new, self.said = new + chunk, self.said + chunk
        return found[0]

    def _errors(self) -> str:
        self.process.kill()
        return self.process.communicate()[1].decode(errors="replace")

    def type(self, line: str = "") -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

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
        self.said += out.decode()
        return self.process.returncode, errors.decode()

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
    for command, result in zip(commands, program.run_each(commands), strict=True):
        said = f"{command}: {result}"
        assert "Traceback" not in str(result), said
        assert result["code"] in ((0, 1, 2) if command[0] == "doctor" else (0, 2)), said
        if result["code"] == 2:
            one_sentence((2, result["errors"]))
            told[tuple(command)] = result["errors"]
    return told
