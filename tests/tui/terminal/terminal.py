"""The real program on a pseudo-terminal: raw bytes in, the screen as a terminal draws it, the modes it leaves behind."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pyte

PATIENCE = 60.0
QUIET = 0.3
"""Seconds without output after which the screen is taken to stand still."""
_UNKNOWN = re.compile(rb"\x1b\[[<>=][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1bP.*?\x1b\\|\x1b_.*?\x1b\\", re.S)
"""Requests that the emulator does not know and would print."""
RESTORED = {
    "the alternate screen": (rb"\x1b\[\?1049h", rb"\x1b\[\?1049l"),
    "the mouse": (rb"\x1b\[\?100[03]h", rb"\x1b\[\?100[03]l"),
    "bracketed paste": (rb"\x1b\[\?2004h", rb"\x1b\[\?2004l"),
    "the cursor": (rb"\x1b\[\?25l", rb"\x1b\[\?25h"),
    "the kitty keys": (rb"\x1b\[>[0-9]+u", rb"\x1b\[<[0-9]*u"),
}
"""What the program turns on, and what turns it off again."""


class Terminal:
    """Backdrill in a terminal of `columns` x `rows`."""

    def __init__(
        self,
        arguments: Sequence[str],
        data: Path,
        columns: int = 120,
        rows: int = 40,
        program: Sequence[str] = (sys.executable, "-m", "tui"),
        **environment: str,
    ) -> None:
        self.master, self.slave = os.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.before = termios.tcgetattr(self.slave)
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self.written = b""
        plain = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "", "BACKDRILL_DATA": str(data)}
        self.process = subprocess.Popen(
            [*program, *arguments],
            stdin=self.slave,
            stdout=self.slave,
            stderr=self.slave,
            env={**os.environ, **plain, **environment},
            start_new_session=True,
        )

    def type(self, text: str | bytes) -> None:
        """Deliver bytes in one write, as a slow link or a paste does."""
        os.write(self.master, text.encode() if isinstance(text, str) else text)

    def read(self, seconds: float) -> bool:
        """Take in what is written within so many seconds; whether anything was."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        try:
            chunk = os.read(self.master, 65536)
        except OSError:
            return False
        self.written += chunk
        self._stream.feed(_UNKNOWN.sub(b"", chunk))
        return bool(chunk)

    def settle(self) -> str:
        """Read until nothing comes for a moment; the screen's text."""
        limit = time.monotonic() + PATIENCE
        while self.read(QUIET) and time.monotonic() < limit:
            pass
        return self.text

    @property
    def text(self) -> str:
        """The screen, line by line."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def until(self, *signs: str) -> str:
        """Read until one of the signs stands on the screen; the screen."""
        limit = time.monotonic() + PATIENCE
        while not any(sign in self.text.replace("\n", " ") for sign in signs):
            assert time.monotonic() < limit, f"{signs} never appeared:\n{self.text}"
            assert self.process.poll() is None or self.read(0.1), f"the program ended:\n{self.text}"
            self.read(0.2)
        return self.text

    def stalled(self, text: str | bytes, pause: float = 0.2) -> None:
        """Type while the process is stopped, then let it go on: a stall of the machine or the link."""
        os.killpg(self.process.pid, signal.SIGSTOP)
        self.type(text)
        time.sleep(pause)
        os.killpg(self.process.pid, signal.SIGCONT)

    def end(self) -> int:
        """Wait for the program to end; its exit code."""
        limit = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < limit:
            self.read(0.1)
        while self.read(0.1):
            pass
        assert self.process.poll() is not None, self.text
        return self.process.returncode

    def left_on(self) -> list[str]:
        """What the program turned on and did not turn off; the line discipline among it."""
        found = []
        for name, (on, off) in RESTORED.items():
            turned_on, turned_off = (list(re.finditer(sign, self.written)) for sign in (on, off))
            if turned_on and (not turned_off or turned_off[-1].start() < turned_on[-1].start()):
                found.append(name)
        if termios.tcgetattr(self.slave)[:4] != self.before[:4]:
            found.append("the line discipline")
        return found

    def close(self) -> None:
        """Give everything back."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self.master)
        os.close(self.slave)
