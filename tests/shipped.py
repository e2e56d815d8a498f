"""The shipped deck, read and checked once a process; after that from the cache, as the program itself does."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from content.loader import load_deck, shipped_folder
from content.model import Deck


@cache
def cache_folder() -> Path:
    """A cache that holds it; to be copied, not used: whoever reads a changed deck of this name clears it."""
    folder = Path(tempfile.mkdtemp(prefix="backdrill-cache-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    load_deck(shipped_folder(), folder)
    return folder


def deck() -> Deck:
    return load_deck(shipped_folder(), cache_folder())


def warm(data: Path) -> None:
    """Put the cache into this data folder."""
    shutil.copytree(cache_folder(), data / "cache", dirs_exist_ok=True)
