"""Places where faults happen, and the plants that show that a test would notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.mounts import Mounted
from tests.faults.program import Program
from tests.postgresql_server import Server, homes


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Backdrill with an ordinary folder."""
    return Program(tmp_path / "data")


@pytest.fixture
def mounted(tmp_path: Path):
    """A small disk of the test's own."""
    disk = Mounted(tmp_path / "disk")
    yield disk
    disk.close()


@pytest.fixture(scope="session")
def server():
    """PostgreSQL, for the tests that run in both homes."""
    server = Server()
    yield server
    server.close()


@pytest.fixture(params=homes())
def home(request, tmp_path: Path) -> str:
    """The address of an empty database."""
    return request.getfixturevalue("server").database() if request.param == "postgresql" else str(tmp_path / "home.db")
