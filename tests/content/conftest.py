"""The shipped deck, read once."""

from __future__ import annotations

import pytest

from content.loader import read_deck, shipped_folder


@pytest.fixture(scope="session")
def deck():
    deck, faults = read_deck(shipped_folder())
    assert [str(fault) for fault in faults] == []
    return deck
