"""What waits, as it is counted on every page: today's part, of all where that is more."""

from __future__ import annotations

from db.types import DueCounts
from engine.text import Language
from tui.locale import home as words


def of_all(today: int, all_of_them: int, language: Language) -> str:
    """A count; with all of them where today's limits let in fewer."""
    return words.OF.said(language).format(today=today, all=all_of_them) if today < all_of_them else str(today)


def due_of(counts: DueCounts, language: Language) -> str:
    """Reviews."""
    return of_all(counts.due, counts.waiting, language)


def new_of(counts: DueCounts, language: Language) -> str:
    """New questions."""
    return of_all(counts.new, counts.unseen, language)


def why_new_wait(counts: DueCounts, catching_up: bool, language: Language) -> str:
    """Why no new question comes although there are some; empty where that needs no reason."""
    if counts.new or not counts.unseen or counts.due >= counts.waiting:
        return ""
    return (words.CATCHING_UP if catching_up else words.HELD_BACK).said(language)
