"""The options: the test run is short without `--all`, and in full with it."""

from __future__ import annotations

import os

import pytest

from engine.threads import one_thread
from tests import fork_server
from tests.faults import mounts
from tests.postgresql_server import WITHOUT, homes

one_thread()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all", action="store_true", help="every test, each in full: more faults, draws, keys, larger nets"
    )
    parser.addoption("--kills", type=int, help="how many processes are killed while writing (4, with --all 1000)")
    parser.addoption("--mutations", type=int, help="how many mutated decks are read (50, with --all 500)")
    parser.addoption("--kernel-inputs", type=int, help="inputs each kernel is compared at (25, with --all 500)")
    parser.addoption("--renew-snapshots", action="store_true", help="keep the screens as they are drawn now")


def pytest_xdist_auto_num_workers() -> int | None:
    """Two more than there are cores: the tests of the app wait more than half of the time until it is idle."""
    return None if os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS") else (os.cpu_count() or 1) + 2


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if "postgresql" not in homes():
        terminalreporter.write_line(WITHOUT)
    if not mounts.may_mount():
        terminalreporter.write_line(mounts.WITHOUT)


def pytest_sessionfinish() -> None:
    fork_server.close_all()


@pytest.fixture
def kernel_inputs(request: pytest.FixtureRequest, in_full: bool) -> int:
    return int(request.config.getoption("--kernel-inputs") or (500 if in_full else 25))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if not config.getoption("--all"):
        long = [item for item in items if item.get_closest_marker("long")]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item.get_closest_marker("long") is None]


@pytest.fixture(scope="session")
def in_full(request: pytest.FixtureRequest) -> bool:
    """Whether each test is to do all that it can, or a sample of it."""
    return bool(request.config.getoption("--all"))


@pytest.fixture
def mutations(request: pytest.FixtureRequest, in_full: bool) -> int:
    return int(request.config.getoption("--mutations") or (500 if in_full else 50))


@pytest.fixture
def kills(request: pytest.FixtureRequest, in_full: bool) -> int:
    return int(request.config.getoption("--kills") or (1000 if in_full else 4))
