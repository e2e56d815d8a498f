"""The browser is optional in the README's test command and required where BACKDRILL_BROWSER is set, as in `.ci/run`."""

from __future__ import annotations

import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.tui.terminal import conftest as terminal

HERE = all(find_spec(name) for name in ("playwright", "textual_serve"))
if os.environ.get("BACKDRILL_BROWSER") and not HERE:
    raise RuntimeError("the browser tests need playwright and the extra 'web'")
collect_ignore = [] if HERE else ["test_browser.py"]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PATIENCE = 30.0
data, only = terminal.data, terminal.only
DIRECT = (
    "import sys; from pathlib import Path; from tui.cli.web.server import serve; "
    "port, language, folder, most = sys.argv[1:5]; "
    "sys.exit(serve(sys.argv[5:], int(port), language, Path(folder), int(most)))"
)
"""A server whose tabs open another place than home, and which takes fewer of them."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Server:
    """A server in a process of its own."""

    def __init__(self, command: Sequence[str], port: int) -> None:
        self.port, self.address = port, f"127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, *command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "LANG": "C.UTF-8"},
            start_new_session=True,
        )
        self.said = ""
        self.link = self.next_link()

    def next_link(self) -> str:
        """The link that is printed next."""
        before = self.said.count("?token=")
        limit = time.monotonic() + PATIENCE
        while self.said.count("?token=") == before or not self.said.endswith("\n"):
            self.read(0.2)
            assert time.monotonic() < limit, self.said
            assert self.process.poll() is None, self.said
        return "http://" + self.said.split("http://")[-1].split()[0]

    def read(self, seconds: float) -> str:
        """Take in what it says."""
        assert self.process.stdout is not None
        while select.select([self.process.stdout], [], [], seconds)[0]:
            some = os.read(self.process.stdout.fileno(), 65536)
            if not some:
                break
            self.said += some.decode()
        return self.said

    def end(self, number: int = signal.SIGINT) -> int:
        """End it by a signal, as Ctrl+C does; the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(20)
        self.read(0.1)
        return code


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    """As a learner starts it, in Chinese."""
    port = free_port()
    started = Server(["-m", "tui", "serve", "--port", str(port), "--data", str(home), "--lang", "zh"], port)
    yield started
    started.end()


@pytest.fixture
def direct(data: Path) -> Iterator[Callable[..., Server]]:
    """Servers whose tabs open a place at once."""
    started: list[Server] = []

    def start(*arguments: str, language: str = "en", most: int = 4) -> Server:
        port = free_port()
        given = [*arguments, "--lang", language, "--data", str(data)]
        started.append(Server(["-c", DIRECT, str(port), language, str(data), str(most), *given], port))
        return started[-1]

    yield start
    for one in started:
        one.end()


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright  # where it is installed

    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()
