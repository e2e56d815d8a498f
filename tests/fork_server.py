"""Python processes without an interpreter's start: a server imports what takes long once and forks for each of them.

`start` and `run` stand for `subprocess.Popen` and `subprocess.run` of `python -c CODE ARGUMENTS`. Forks share hash seed
and imports with each other: where these are what is tested, start a real interpreter.
"""

from __future__ import annotations

import gc
import json
import locale
import os
import select
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from io import TextIOWrapper
from pathlib import Path
from pkgutil import walk_packages
from typing import IO, Any

ROOT = Path(__file__).parents[1]
OTHERS = ("numpy.random", "sqlalchemy.dialects.sqlite", "alembic.command", "fsrs", "yaml", "pydantic", "simpleeval")
"""What the program imports from elsewhere."""
PROGRAM = ("engine", "content", "db", "tui.commands", "tui.sessions", "tui.line_mode", "tui.command_line")
"""The program without Textual; left to the fork where a plant first changes a part of it."""
PATIENCE = 120.0


# ── in the test ─────────────────────────────────────────────────────────────────────────────────────────────────


class Process:
    """A fork, with as much of `subprocess.Popen` as the tests use."""

    def __init__(self, pid: int, status: IO[bytes], stdin: IO[str], stdout: IO[str], stderr: IO[str]) -> None:
        self.pid, self._status = pid, status
        self.stdin, self.stdout, self.stderr = stdin, stdout, stderr
        self.returncode: int | None = None
        self._one_waits = threading.RLock()

    def wait(self, timeout: float = PATIENCE) -> int:
        """Its exit code, negative for a signal. Raises TimeoutError."""
        with self._one_waits:
            if self.returncode is None:
                if not _readable(self._status, timeout):
                    raise TimeoutError(f"process {self.pid} goes on after {timeout} s")
                with self._status:
                    self.returncode = int(self._status.readline())
            return self.returncode

    def send_signal(self, number: int) -> None:
        """Send nothing to a process that has ended: its number may be another's by now."""
        with suppress(ValueError):  # another thread has just read its exit code
            if self.returncode is None and not _readable(self._status, 0):
                os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def communicate(self, typed: str = "", timeout: float = PATIENCE) -> tuple[str, str]:
        """Type this as the last of its input and read to the end: stdout and stderr, or nothing where that was done."""
        with suppress(BrokenPipeError, ValueError):  # it reads no more, or its input has been closed
            self.stdin.write(typed)
            self.stdin.close()
        with self._one_waits:
            said = [file.read() if not file.closed else "" for file in (self.stdout, self.stderr)]
            self.stdout.close()
            self.stderr.close()
            self.wait(timeout)
            return said[0], said[1]


def _readable(file: IO[bytes], timeout: float) -> bool:
    return bool(select.select([file], [], [], timeout)[0])


class ForkServer:
    """A process that has `modules` imported. `before` stands in front of its command, as `nsenter` does."""

    def __init__(self, modules: Sequence[str], before: Sequence[str] = ()) -> None:
        self._socket, its = socket.socketpair()
        with its:
            command = [*before, sys.executable, "-m", "tests.fork_server", str(its.fileno()), *modules]
            self._process = subprocess.Popen(command, pass_fds=[its.fileno()], cwd=ROOT, stdin=subprocess.DEVNULL)

    def fork(self, request: Mapping[str, Any], files: Sequence[int]) -> tuple[int, IO[bytes]]:
        """Fork for `request`, with these three files; the fork's number, and where its exit code will stand."""
        status, told = os.pipe()
        message = json.dumps(request).encode()
        socket.send_fds(self._socket, [struct.pack("!I", len(message))], [*files, told])
        self._socket.sendall(message)
        os.close(told)
        reader = open(status, "rb", buffering=0)  # noqa: SIM115  # the process closes it
        return int(reader.readline()), reader

    def close(self) -> None:
        self._socket.close()
        self._process.wait(PATIENCE)


@cache
def _servers() -> dict[tuple[tuple[str, ...], tuple[str, ...]], ForkServer]:
    return {}


def _server(before: Sequence[str], modules: tuple[str, ...]) -> ForkServer:
    """The server of this kind, started when it is first asked for."""
    kind = (tuple(before), modules)
    if kind not in _servers():
        _servers()[kind] = ForkServer(modules, before)
    return _servers()[kind]


def close_all() -> None:
    """End the servers, at the end of the run."""
    for server in _servers().values():
        server.close()
    _servers().clear()


def _fork(
    code: str, arguments: Sequence[str], env: Mapping[str, str] | None, before: Sequence[str], plant: str, *files: int
) -> tuple[int, IO[bytes]]:
    server = _server(before, OTHERS if plant else OTHERS + PROGRAM)
    request = {"code": f"{plant}\n{code}", "arguments": list(arguments), "environment": dict(env or os.environ)}
    return server.fork(request, files)


def start(
    code: str,
    *arguments: str,
    env: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
    plant: str = "",
) -> Process:
    """`python -c code arguments` with pipes to and from it. `plant` runs before `code`, where nothing
    of the program is imported yet."""
    (typed, stdin), (stdout, said), (stderr, told) = os.pipe(), os.pipe(), os.pipe()
    pid, status = _fork(code, arguments, env, before, plant, typed, said, told)
    for theirs in (typed, said, told):
        os.close(theirs)
    ours = open(stdin, "w", encoding="utf-8", buffering=1)  # noqa: SIM115  # `communicate` closes all three
    return Process(pid, status, ours, *(open(file, encoding="utf-8", errors="replace") for file in (stdout, stderr)))


def run(
    code: str,
    *arguments: str,
    typed: str = "",
    encoding: str = "utf-8",
    env: Mapping[str, str] | None = None,
    before: Sequence[str] = (),
    plant: str = "",
) -> subprocess.CompletedProcess[str]:
    """`python -c code arguments`, to its end, with `typed` as its input."""
    with tempfile.TemporaryFile() as stdin, tempfile.TemporaryFile() as stdout, tempfile.TemporaryFile() as stderr:
        stdin.write(typed.encode(encoding))
        stdin.seek(0)
        files = [file.fileno() for file in (stdin, stdout, stderr)]
        pid, status = _fork(code, arguments, env, before, plant, *files)
        process = Process(pid, status, sys.stdin, sys.stdout, sys.stderr)
        try:
            process.wait()
        finally:
            process.kill()
        stdout.seek(0)
        stderr.seek(0)
        said, told = (file.read().decode(encoding).replace("\r\n", "\n") for file in (stdout, stderr))
    return subprocess.CompletedProcess([code, *arguments], process.wait(), said, told)


# ── in the server ───────────────────────────────────────────────────────────────────────────────────────────────


def serve(connection: socket.socket) -> dict[str, Any] | None:
    """Fork for each request. Returns in the forks, with what to do, and in the server when nobody asks any more."""
    running: dict[int, int] = {}
    ended, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    while True:
        ready = select.select([connection, ended], [], [])[0]
        if ended in ready:
            os.read(ended, 1024)
            _tell_of_the_ended(running)
        if connection in ready:
            request, files = _receive(connection)
            if request is None:
                return None
            pid = os.fork()
            if not pid:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                # Ignored where the tests run in the background of a shell.
                signal.signal(signal.SIGINT, signal.default_int_handler)
                _take(files[:3])
                return request
            running[pid] = files.pop()
            os.write(running[pid], b"%d\n" % pid)
            for file in files:
                os.close(file)


def _tell_of_the_ended(running: dict[int, int]) -> None:
    for pid, status in list(running.items()):
        ended, code = os.waitpid(pid, os.WNOHANG)
        if ended:
            with suppress(BrokenPipeError):  # nobody waited for it
                os.write(status, b"%d\n" % os.waitstatus_to_exitcode(code))
            os.close(running.pop(pid))


def _receive(connection: socket.socket) -> tuple[dict[str, Any] | None, list[int]]:
    head, files, _, _ = socket.recv_fds(connection, 4, 4)
    if not head:
        return None, []
    message, length = b"", struct.unpack("!I", head)[0]
    while len(message) < length:
        message += connection.recv(length - len(message))
    return json.loads(message), list(files)


def _take(files: Sequence[int]) -> None:
    """Make these stdin, stdout and stderr; nothing else stays open."""
    for number, file in enumerate(files):
        os.dup2(file, number)
    os.closerange(3, 1024)


def become(request: Mapping[str, Any]) -> int:
    """Run the code as an interpreter would that starts in this environment; its exit code."""
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.path[1:1] = filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))
    with suppress(locale.Error):  # it is not installed: an interpreter stays with C as well
        locale.setlocale(locale.LC_CTYPE, "")
    encoding, at_once = os.environ.get("PYTHONIOENCODING", "utf-8"), bool(os.environ.get("PYTHONUNBUFFERED"))
    sys.stdin = open(0, encoding=encoding, closefd=False)  # noqa: SIM115
    sys.stdout = TextIOWrapper(open(1, "wb", closefd=False), encoding, write_through=at_once)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding=encoding, errors="backslashreplace", buffering=1, closefd=False)  # noqa: SIM115
    sys.argv = ["-c", *request["arguments"]]
    code = _run(request["code"])
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    with suppress(BrokenPipeError):
        sys.stdout.flush()
    sys.stderr.flush()
    return code


def _run(code: str) -> int:
    try:
        exec(compile(code, "<string>", "exec"), vars(sys.modules["__main__"]))
    except SystemExit as stop:
        if stop.code is None or isinstance(stop.code, int):
            return stop.code or 0
        print(stop.code, file=sys.stderr)
        return 1
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _import(name: str) -> None:
    """A module; of the program's packages all that is in them. (Alembic alone can import a migration.)"""
    module = import_module(name)
    if name in PROGRAM and hasattr(module, "__path__"):
        for found in walk_packages(module.__path__, f"{name}."):
            if ".migrations." not in found.name:
                import_module(found.name)


def main() -> None:
    for name in sys.argv[2:]:
        _import(name)
    gc.freeze()  # a collection in a fork would copy every page
    request = serve(socket.socket(fileno=int(sys.argv[1])))
    if request is not None:
        os._exit(become(request))  # without taking the modules down, which takes as long as many a command


if __name__ == "__main__":
    main()
