"""The loop of the learner's process: load a source, then call its function as often as the judge asks."""

from __future__ import annotations

import faulthandler
import io
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, TextIO

import numpy as np

from engine.judging.worker.frames import packed, unpacked
from engine.judging.worker.guard import DANGEROUS, Guard, limit
from engine.judging.worker.source import FILE, compiled, described, unfit
from engine.judging.worker.values import decoded, encoded

TEXT_CAP, MOST_WARNINGS = 4_000, 5
_ARRAY = np.ndarray
_LAZY = ("fft", "linalg", "polynomial", "random", "lib.stride_tricks")
"""Parts of NumPy that it would import later, when files may no longer be opened."""


class Capped(io.TextIOBase):
    """Stands for stdout and stderr: keeps the first characters, and forgets the rest."""

    def __init__(self) -> None:
        super().__init__()
        self._kept: list[str] = []
        self._room = TEXT_CAP

    def writable(self) -> bool:
        """Whether print may write."""
        return True

    def write(self, text: str, /) -> int:
        """Keep what there is room for."""
        self._kept.append(text[: max(0, self._room)])
        self._room -= len(text)
        return len(text)

    def take(self) -> str:
        """What was written since the last time."""
        text = "".join(self._kept) + ("…" if self._room < 0 else "")
        self._kept, self._room = [], TEXT_CAP
        return text


def main(places: list[str]) -> None:
    """Serve until the judge is gone. `places` are the folders of NumPy and of this package; they leave the path."""
    inbox, outbox = _channel()
    for part in _LAZY:
        import_module(f"numpy.{part}")
    if hasattr(signal, "SIGUSR1"):  # the judge asks "in which line?" before it kills
        faulthandler.register(signal.SIGUSR1, all_threads=False)
    guard = Guard([os.path.dirname(os.__file__), os.path.dirname(np.__file__)])
    guard.install()
    session = _Session(guard)
    sys.path[:] = [path for path in sys.path if path not in places]
    for name in [name for name in sys.modules if name.partition(".")[0] in DANGEROUS]:
        del sys.modules[name]  # else an import of it would raise no event
    session.serve(inbox, outbox)


def _channel() -> tuple[int, int]:
    """Duplicates of stdin and stdout, which then lead elsewhere: neither print nor C code reaches the channel."""
    inbox, outbox = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.close(null)
    os.dup2(2, 1)
    return inbox, outbox


class _Session:
    """One source and its function."""

    def __init__(self, guard: Guard) -> None:
        self._guard, self._printed = guard, Capped()
        self._write, self._clock, self._exit = os.write, time.perf_counter, os._exit
        self._function: Callable[..., Any] | None = None
        self._caught: list[list[Any]] = []

    def serve(self, inbox: int, outbox: int) -> None:
        """Answer frame by frame."""
        self._send(outbox, {"ready": True})
        while True:
            asked, body = unpacked(lambda size: _exactly(inbox, size, self._exit))
            reply: dict[str, Any] = {"id": asked["id"]}
            buffers: list[bytes] = []
            self._caught.clear()
            warnings.showwarning = self._warned
            try:
                if "source" in asked:
                    reply.update(self._load(asked))
                else:
                    found, buffers = self._call(asked, body)
                    reply.update(found)
            except BaseException as error:
                reply["trouble"] = described(error)
            reply.update(refused=self._guard.refused, printed=self._printed.take())
            reply["warnings"] = self._caught
            self._send(outbox, reply, buffers)

    def _load(self, asked: dict[str, Any]) -> dict[str, Any]:
        reply: dict[str, Any] = {"limits": limit(asked["cpu"], asked["memory"])}
        if hasattr(signal, "setitimer"):  # if the judge dies, a sleeping process does not outlive it for long
            signal.setitimer(signal.ITIMER_REAL, asked["alarm"])
        sys.stdout = sys.stderr = self._printed
        warnings.simplefilter("always")
        code = compiled(asked["source"], asked["forbidden"])
        if isinstance(code, dict):
            return {**reply, "trouble": code}
        scope: dict[str, Any] = {"__name__": "answer"}
        self._guard.armed = True
        exec(code, scope)
        self._function = scope.get(asked["function"])
        if not callable(self._function):
            defined = [name for name, value in scope.items() if callable(value) and not name.startswith("_")]
            kind = "other" if defined else "missing"
            return {**reply, "trouble": {"kind": kind, "text": ", ".join(defined)[:200], "line": 0}}
        return {**reply, "trouble": unfit(self._function, asked["parameters"])}

    def _call(self, asked: dict[str, Any], body: bytes) -> tuple[dict[str, Any], list[bytes]]:
        function = self._function
        assert function is not None
        arguments = decoded(asked["arguments"], body)
        before = [_frozen(value) for value in arguments]
        best = float("inf")
        for _ in range(asked["repeats"]):
            start = self._clock()
            value = function(*arguments)
            best = min(best, self._clock() - start)
        found, buffers = encoded(value)
        changed = [i for i, value in enumerate(arguments) if _frozen(value) != before[i]]
        return {**found, "seconds": best, "changed": changed}, buffers

    def _warned(
        self, message: Warning | str, category: type[Warning], filename: str, lineno: int,
        file: TextIO | None = None, line: str | None = None,
    ) -> None:  # fmt: skip
        if len(self._caught) < MOST_WARNINGS:
            self._caught.append([category.__name__[:60], str(message)[:200], lineno if filename == FILE else 0])

    def _send(self, outbox: int, header: dict[str, Any], buffers: Iterable[bytes] = ()) -> None:
        view = memoryview(packed(header, buffers))
        while view:
            view = view[self._write(outbox, view) :]


def _frozen(value: Any) -> Any:
    """What tells whether an argument was changed. Lists are compared by how they print."""
    return value.tobytes() if isinstance(value, _ARRAY) else repr(value)


def _exactly(inbox: int, size: int, end: Callable[[int], Any]) -> bytes:
    parts = []
    while size:
        part = os.read(inbox, min(size, 1 << 20))
        if not part:
            end(0)  # the judge is gone
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
