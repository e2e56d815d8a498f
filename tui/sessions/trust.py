"""Which questions passed the gate, as far as this learner's data folder knows."""

from __future__ import annotations

from content.loader import SHIPPED, digest_of, shipped_folder
from content.trust import read_passed
from content.verification.known import known_of
from tui.context import Context


def passed(context: Context) -> frozenset[str]:
    """The shipped deck is verified before it is shipped: all its questions but the known ones. Of an own deck, what the
    last `verify` let through, if the deck has not been changed since."""
    known = frozenset[str]().union(*known_of(shipped_folder()).values())
    found: set[str] = set()
    folders = {folder.name: folder for folder in context.locations.own_decks()}
    for deck in context.library.decks:
        name = deck.info.id
        if name == SHIPPED:
            found |= set(deck.questions) - known
        elif name in folders:
            found |= read_passed(context.locations.gate, name, digest_of(folders[name]))
    return frozenset(found)
