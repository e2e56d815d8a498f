"""Which folder a deck's name means."""

from __future__ import annotations

from pathlib import Path

from content.loader import SHIPPED, shipped_folder
from tui.locations import Locations
from tui.usage import Usage


def folder_of(name: str | None, locations: Locations) -> Path:
    """The shipped deck without a name, else a folder, or one of the learner's own decks. Raises Usage."""
    if name is None or name == SHIPPED:
        return shipped_folder()
    for folder in (Path(name), locations.decks / name):
        if (folder / "deck.yaml").is_file():
            return folder
    raise Usage(f"there is no deck '{name}': neither a folder with a deck.yaml nor a deck of yours")
