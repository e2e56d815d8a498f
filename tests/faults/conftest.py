"""Places where faults happen, and the plants that show that a test would notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.mounts import Mounted
from tests.faults.program import Program


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """Backdrill with an ordinary folder."""
    return Program(tmp_path / "data")


@pytest.fixture
def mounted(tmp_path: Path):
    """A small disk of the test's own."""
    disk = Mounted(tmp_path / "disk")
    assert disk.works
    yield disk
    disk.close()
