"""The decks of these tests, each read once, and one topic of the shipped deck to be changed."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from content.loader import read_deck, shipped_folder
from tests import shipped

TWELVE = Path(__file__).parent / "decks" / "twelve"


@pytest.fixture(scope="session")
def deck():
    return shipped.deck()


@pytest.fixture
def copy(tmp_path):
    """The shipped deck without its other topics, which would take most of the time to read."""
    folder = tmp_path / "deck"
    left_out = [path.parent.name for path in shipped_folder().glob("*/questions.yaml") if path.parent.name != "pooling"]
    shutil.copytree(shipped_folder(), folder, ignore=shutil.ignore_patterns(*left_out))
    text = (folder / "deck.yaml").read_text(encoding="utf-8")
    topics = text.partition("topics:\n")[2]
    pooling = re.search(r"  - id: pooling\n(    .*\n)*", topics)
    (folder / "deck.yaml").write_text(text.replace(topics, pooling[0]), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def twelve():
    deck, faults = read_deck(TWELVE)
    assert [str(fault) for fault in faults] == []
    return deck
