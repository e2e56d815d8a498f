"""The judge's side of the channel: starts the learner's process, asks it, and ends it.

Nothing that comes back is trusted: types by an allow-list, sizes counted, texts cleaned.
"""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from engine.judging import sentences
from engine.judging.outcome import Outcome
from engine.judging.replies import outcome_of
from engine.judging.worker.frames import Garbled, packed, unpacked
from engine.judging.worker.source import FILE
from engine.task import PLAIN, Arguments, Expression, Task
from engine.text import NOTHING, Text

START, CALL, WHOLE = 10.0, 1.0, 3.0
"""Seconds to start, for one call, and for all calls of a judgement."""
CPU, MEMORY = 4, 512 << 20
"""Seconds of processor time and bytes of address space; the platform's own limits where it has them."""
_NOISE = 8_000
_PLACES = [str(Path(__file__).resolve().parents[2]), str(Path(np.__file__).resolve().parents[1])]
_START = "import sys; sys.path[:0] = sys.argv[1:]; from engine.judging.worker.main import main; main(sys.argv[1:])"
_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
_KEPT = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH")
Frame: TypeAlias = "tuple[dict[str, Any], bytes]"


class Ended(Exception):
    """The learner's process has ended or was ended; `said` is the sentence for her. Caught in this file."""

    def __init__(self, said: Text) -> None:
        super().__init__(said)
        self.said = said


class Process:
    """One process for one submission. Start it when the question is shown: NumPy is then loaded when it is needed."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="backdrill-")
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        environment |= dict.fromkeys(_THREADS, "1")  # each thread of a BLAS maps memory, which the limit counts
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", "-E", "-B", "-X", "utf8", "-c", _START, *_PLACES],
            cwd=self._folder, env=environment, bufsize=0, start_new_session=os.name != "nt",
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        self._frames: queue.Queue[Frame | Text | None] = queue.Queue()
        self._noise = bytearray()
        self._number = 0
        self._ready = False
        self._deadline = float("inf")
        self._ended: Text | None = None
        self.limits: tuple[str, ...] = ()
        for target in (self._read, self._drain):
            threading.Thread(target=target, daemon=True).start()

    def load(self, source: str, task: Task) -> Outcome:
        """Run the source, and look for the task's function. The outcome has no values; `trouble` and the like tell."""
        if not self._ready and self._ended is None:
            try:
                self._next(START, sentences.START)
                self._ready = True
            except Ended as ended:
                self._ended = ended.said
        self._deadline = time.monotonic() + WHOLE
        names = [quantity.name for quantity in task.arguments]
        asked = {"source": source, "function": task.name, "parameters": names, "forbidden": list(task.forbidden)}
        limits = {"cpu": CPU, "memory": MEMORY, "alarm": 3 * WHOLE}
        outcome, reply = self._ask({**asked, **limits}, (), CALL, sentences.FILE)
        self.limits = tuple(map(str, reply.get("limits", ())))
        return outcome

    def call(
        self,
        arguments: Arguments,
        layout: str = PLAIN,
        *,
        readonly: bool = False,
        repeats: int = 1,
        most: float = CALL,
    ) -> Outcome:
        """Call the learner's function."""
        items: list[dict[str, Any]] = []
        buffers = []
        for value in arguments:
            if isinstance(value, np.ndarray):
                form = {"dtype": value.dtype.str, "shape": list(value.shape), "layout": layout, "readonly": readonly}
                items.append(form)
                buffers.append(np.ascontiguousarray(value).tobytes())
            elif isinstance(value, Expression):
                items.append({"parameter": value.parameter, "expression": value.source})
            else:
                items.append({"json": value})
        return self._ask({"arguments": items, "repeats": repeats}, buffers, most, sentences.IT)[0]

    def extend(self, seconds: float) -> None:
        """Allow more time from now on; after a right judgement for its timing."""
        self._deadline = time.monotonic() + seconds

    def close(self) -> None:
        """End it and whatever it managed to start."""
        try:
            if os.name != "nt":
                os.killpg(self._process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            pass
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            if pipe:
                pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _ask(
        self, header: dict[str, Any], buffers: Iterable[bytes], limit: float, what: Text
    ) -> tuple[Outcome, dict[str, Any]]:
        """One question and its answer. Once the process has ended, every answer is that it has."""
        if self._ended is None:
            try:
                self._number += 1
                self._send(packed({"id": self._number, **header}, buffers))
                reply, body = self._next(limit, what)
                if reply.get("id") != self._number:
                    raise Ended(sentences.CHANNEL)
                return outcome_of(reply, body, header), reply
            except Ended as ended:
                self._ended = ended.said
            except (Garbled, ValueError, KeyError, TypeError, AttributeError):
                self._ended = sentences.CHANNEL
        return Outcome(ended=self._ended), {}

    def _send(self, data: bytes) -> None:
        view = memoryview(data)
        try:
            while view and self._process.stdin:
                view = view[self._process.stdin.write(view) :]
        except (OSError, ValueError):
            pass  # it has ended, which the answer tells

    def _next(self, limit: float, what: Text) -> Frame:
        left = self._deadline - time.monotonic()
        try:
            frame = self._frames.get(timeout=max(0.0, min(limit, left)))
        except queue.Empty:
            said = sentences.LONG.format(seconds=f"{WHOLE:g}") if left < limit else sentences.slow(what, limit)
            raise Ended(sentences.stopped(said, self._line())) from None
        if frame is None:
            raise Ended(self._how_it_ended())
        if isinstance(frame, Text):
            raise Ended(frame)
        return frame

    def _read(self) -> None:
        try:
            while True:
                self._frames.put(unpacked(self._exactly))
        except Garbled:
            self._frames.put(sentences.CHANNEL)
        except (EOFError, OSError, ValueError):
            self._frames.put(None)

    def _exactly(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            part = self._process.stdout.read(min(size - len(data), 1 << 20)) if self._process.stdout else b""
            if not part:
                raise EOFError
            data += part
        return bytes(data)

    def _drain(self) -> None:
        """Read what it writes to stderr, so that megabytes neither block nor fill anything."""
        try:
            while self._process.stderr and (part := self._process.stderr.read(1 << 16)):
                self._noise += part[: max(0, _NOISE - len(self._noise))]
        except (OSError, ValueError):
            pass

    def _line(self) -> int:
        """The line in which it hangs, or 0. faulthandler answers even from within a loop in C."""
        if not hasattr(signal, "SIGUSR1"):
            return 0
        self._noise.clear()
        try:
            self._process.send_signal(signal.SIGUSR1)
        except OSError:
            return 0
        for _ in range(20):
            time.sleep(0.005)
            for row in self._noise.decode("utf-8", "replace").splitlines():
                if f'"{FILE}", line ' in row:
                    number = row.partition(f'"{FILE}", line ')[2].partition(" ")[0]
                    return int(number) if number.isdecimal() else 0
        return 0

    def _how_it_ended(self) -> Text:
        try:
            code = self._process.wait(1)
        except subprocess.TimeoutExpired:
            return sentences.CHANNEL  # it closed the channel and lives on
        if code in (-9, -24):
            return sentences.SPENT
        return sentences.SIGNAL.format(signal=signal_name(-code)) if code < 0 else sentences.EXIT.format(code=code)


def signal_name(number: int) -> str:
    """SIGSEGV for 11."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return str(number)


def limits_missing(limits: tuple[str, ...]) -> Text:
    """What the platform does not limit, as a sentence; nothing where all limits hold."""
    return NOTHING if "AS" in limits and "CPU" in limits else sentences.TIME_ALONE
