"""What the learner's code may not do: an audit hook, which cannot be removed, and the limits of the platform.

It protects from accidents, not from an attacker.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import Any

REFUSED = {
    "use the network": ("socket.", "urllib.", "http.", "ssl.", "ftplib.", "smtplib."),
    "start a process": (
        "subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile",
        "pty.", "_winapi.",
    ),
    "stop a process": ("os.kill", "signal.pthread_kill"),
    "start a thread": ("_thread.start",),
    "call C code": ("ctypes.",),
    "map memory": ("mmap.",),
    "change its limits": ("resource.",),
    "unpickle": ("pickle.",),
    "touch files": (
        "shutil.", "tempfile.", "sqlite3.", "msvcrt.", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link",
        "os.symlink", "os.chmod", "os.chown", "os.truncate", "os.utime", "os.chdir", "winreg.",
    ),
    "change the environment": ("os.putenv", "os.unsetenv"),
    "search the interpreter": ("gc.get_", "sys._current_"),
    "read the keyboard": ("builtins.input",),
}  # fmt: skip
"""Audit events, by their beginnings, under the words for them that `engine.judging.sentences` translates."""
DANGEROUS = frozenset(
    "socket _socket subprocess _posixsubprocess ctypes _ctypes multiprocessing _multiprocessing posixshmem _posixshmem "
    "concurrent asyncio cffi pty _testcapi _testinternalcapi _xxsubinterpreters _interpreters mmap ssl _ssl readline "
    "engine".split()
)
"""Modules that may not be imported, not even by way of others."""
_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Refused(BaseException):
    """Not an Exception, so that a bare `except Exception` of the learner does not hide it."""


class Guard:
    """Refuses events while it is armed; the first refusal is kept. Reading below `folders` is allowed: lazy imports."""

    def __init__(self, folders: Iterable[str]) -> None:
        self._folders = tuple(folders)
        self._words = {prefix: words for words, prefixes in REFUSED.items() for prefix in prefixes}
        self._prefixes = tuple(self._words)
        self.armed = False
        self.refused: list[str] = []

    def install(self) -> None:
        """From now on every audit event is looked at."""
        sys.addaudithook(self._look)

    def _look(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.armed:
            return
        if event == "open":
            path, _, flags = arguments
            if not (self._inside(path) and not (flags or 0) & _WRITE):
                self._refuse("open a file", str(path))
        elif event in ("os.listdir", "os.scandir"):
            if not self._inside(arguments[0]):
                self._refuse("look into a folder", str(arguments[0]))
        elif event == "import":
            if arguments[0].partition(".")[0] in DANGEROUS:
                self._refuse("import", arguments[0])
        elif event.startswith(self._prefixes):
            self._refuse(next(words for prefix, words in self._words.items() if event.startswith(prefix)), event)

    def _inside(self, path: object) -> bool:
        text = os.fsdecode(path) if isinstance(path, bytes) else path
        return isinstance(text, str) and text.startswith(self._folders) and ".." not in text

    def _refuse(self, words: str, detail: str) -> None:
        if not self.refused:
            self.refused += [words, detail[:80]]
        raise Refused(words)


def limit(cpu: int, memory: int) -> list[str]:
    """Set the limits that the platform has; returns the names of those that hold."""
    try:
        import resource  # not on Windows
    except ImportError:
        return []
    held = []
    wanted = {"CPU": cpu, "AS": memory, "FSIZE": 0, "NPROC": 0, "NOFILE": 24, "CORE": 0}
    for name, value in wanted.items():
        try:
            resource.setrlimit(getattr(resource, f"RLIMIT_{name}"), (value, value))
            held.append(name)
        except (AttributeError, ValueError, OSError):
            pass  # macOS refuses RLIMIT_AS; the judge says so
    return held
