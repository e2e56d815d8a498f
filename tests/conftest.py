"""Options that make the short test runs long."""

from __future__ import annotations

import pytest

from engine.threads import one_thread
from tests import fork_server
from tests.faults import mounts
from tests.postgresql_server import WITHOUT, homes

one_thread()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="the fault suite in full (tests/faults)")
    parser.addoption("--kills", type=int, help="how many processes are killed while writing (6, with --long 1000)")
    parser.addoption("--mutations", type=int, default=150, help="how many mutated decks are read (10000 in full)")
    parser.addoption("--renew-snapshots", action="store_true", help="keep the screens as they are drawn now")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if "postgresql" not in homes():
        terminalreporter.write_line(WITHOUT)
    if not mounts.may_mount():
        terminalreporter.write_line(mounts.WITHOUT)


def pytest_sessionfinish() -> None:
    fork_server.close_all()


@pytest.fixture
def mutations(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--mutations"))


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--kills") or (1000 if request.config.getoption("--long") else 6))


@pytest.fixture
def in_full(request: pytest.FixtureRequest) -> bool:
    """Whether the fault suite runs in its long form."""
    return bool(request.config.getoption("--long"))
