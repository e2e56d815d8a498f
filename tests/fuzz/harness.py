"""Cases at random, one after the other in a process of their own, each within bounds.

A case is decided by the fuzzer's name and its number alone, so that any of them can be run again. The process ends by a
signal when a case takes too long, whatever it is doing; the next one goes on with the case after.
"""

from __future__ import annotations

import json
import os
import random
import re
import resource
import signal
import sys
import tempfile
import traceback
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

from engine.threads import one_thread
from tui.command_line import main, warn_nobody
from tui.output import CLEAR

SECONDS = 2.0
"""Of processor time that a case may take."""
MEGABYTES = 600
"""That the process may come to hold."""
ADDRESSES = 8 * 2**30
"""Bytes of addresses: a bomb ends there, and not the machine."""
CODES = {0, 1, 2, 130}
_WARNING = re.compile(r"^\S+:\d+: \w*Warning: ", re.M)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass(frozen=True)
class Fault:
    """What a case brought to light."""

    number: int
    what: str
    case: str


class Fuzzer(ABC):
    """Makes cases and runs them. `folder` is its own."""

    name: str

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @abstractmethod
    def case(self, rng: random.Random) -> Any:
        """An input."""

    @abstractmethod
    def run(self, case: Any) -> str:
        """Give it to the program; what the learner is shown. Any exception is a fault."""


class Terminal(TextIOWrapper):
    """Takes what is written, and is a terminal to who asks."""

    def __init__(self) -> None:
        super().__init__(BytesIO(), encoding="utf-8", newline="")

    def isatty(self) -> bool:
        return True


class BadCode(Exception):
    """An exit code that says the program is at fault."""


def shown(arguments: list[str], typed: str = "") -> tuple[str, int]:
    """Run a command line; what is shown, and the exit code. Raises BadCode where that blames the program."""
    before = sys.stdin, sys.stdout, sys.stderr
    terminal = Terminal()
    piped = TextIOWrapper(BytesIO(typed.encode("utf-8", "surrogatepass")), encoding="utf-8")
    sys.stdin, sys.stdout, sys.stderr = piped, terminal, terminal
    try:
        code = main(arguments)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 0
    finally:
        sys.stdin, sys.stdout, sys.stderr = before
    terminal.flush()
    text = terminal.buffer.getvalue().decode()
    if code not in CODES:
        raise BadCode(f"exit code {code}: {text[-600:]}{_newest_log(text)}")
    return text, code


def _newest_log(text: str) -> str:
    named = re.search(r"\S+/fault-[\d-]+\.log", text)
    return Path(named[0]).read_text("utf-8")[-3000:] if named else ""


def hunt(fuzzer: Fuzzer, numbers: Iterable[int]) -> Iterator[Fault]:
    """Run the cases with these numbers; the faults."""
    left = list(numbers)
    while left:
        reading, writing = os.pipe()
        pid = os.fork()
        if not pid:
            os.close(reading)
            _work(fuzzer, left, os.fdopen(writing, "w"))
        os.close(writing)
        done = 0
        try:
            with os.fdopen(reading) as lines:
                for line in lines:
                    if line.startswith("{"):
                        yield Fault(**json.loads(line))
                    else:
                        done += 1
        except GeneratorExit:
            os.kill(pid, signal.SIGKILL)
            raise
        finally:
            status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        if status:
            number = left[done]
            what = f"takes over {SECONDS} s" if status == -signal.SIGPROF else f"ended by {status}"
            yield Fault(number, what, repr(fuzzer.case(_rng(fuzzer, number)))[:2000])
            done += 1
        left = left[done:]


def _rng(fuzzer: Fuzzer, number: int) -> random.Random:
    return random.Random(f"{fuzzer.name} {number}")


def _work(fuzzer: Fuzzer, numbers: list[int], told: Any) -> None:
    """In the child: all cases, a line for each, a line of JSON for a fault."""
    try:
        resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        one_thread()
        warn_nobody()
        for number in numbers:
            case = fuzzer.case(_rng(fuzzer, number))
            signal.setitimer(signal.ITIMER_PROF, SECONDS)
            what = _outcome(fuzzer, case)
            signal.setitimer(signal.ITIMER_PROF, 0)
            if what:
                told.write(json.dumps(asdict(Fault(number, what, repr(case)[:2000]))) + "\n")
            told.write(f"{number}\n")
            told.flush()
            if _megabytes() > MEGABYTES:  # the next process begins small again
                break
        os._exit(0)
    finally:
        traceback.print_exc()
        os._exit(99)


def _outcome(fuzzer: Fuzzer, case: Any) -> str:
    """What is wrong; empty for nothing."""
    try:
        text = fuzzer.run(case)
    except BaseException:
        return traceback.format_exc()[-4000:]
    found = _CONTROL.search(text.replace(CLEAR, ""))
    if found:
        return f"control character {found[0]!r} on the terminal: …{text[max(0, found.start() - 80) : found.end()]!r}"
    if _WARNING.search(text):
        return f"a warning of Python on the terminal: {text[-300:]!r}"
    return f"{_megabytes()} MB of memory" if _megabytes() > MEGABYTES else ""


def _megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder for a fuzzer."""
    with tempfile.TemporaryDirectory(prefix="backdrill-fuzz-") as folder:
        yield Path(folder)
