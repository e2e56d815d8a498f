"""Options that make the short test runs long."""

from __future__ import annotations

import pytest

from engine.threads import one_thread
from tests.postgresql_server import WITHOUT, homes

one_thread()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--kills", type=int, default=6, help="how many processes are killed while writing (1000 in full)")
    parser.addoption("--mutations", type=int, default=150, help="how many mutated decks are read (10000 in full)")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if "postgresql" not in homes():
        terminalreporter.write_line(WITHOUT)


@pytest.fixture
def mutations(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--mutations"))


@pytest.fixture
def kills(request: pytest.FixtureRequest) -> int:
    return int(request.config.getoption("--kills"))
