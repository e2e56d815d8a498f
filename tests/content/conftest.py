"""The shipped deck, read once, and one topic of it to be changed."""

from __future__ import annotations

import re
import shutil

import pytest

from content.loader import shipped_folder
from tests import shipped


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
