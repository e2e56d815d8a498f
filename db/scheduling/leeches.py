"""Questions that keep slipping: many lapses in review. They are pointed out, never put away unasked."""

from __future__ import annotations

from math import ceil

from db.memory import Memory
from db.types import Card


def slips(lapses: int, threshold: int) -> bool:
    """Whether so many lapses make a leech."""
    return lapses >= threshold


def reached(before: int, after: int, threshold: int) -> bool:
    """Whether the lapse just counted is one to speak of: the threshold's, and every half threshold after it."""
    again = max(1, ceil(threshold / 2))
    return after > before and after >= threshold and (after - threshold) % again == 0


def leeches(memory: Memory) -> list[Card]:
    """The learner's leeches that are not suspended, most lapses first. Raises DatabaseTrouble."""
    threshold = memory.settings.leech_threshold
    found = [card for card in memory.cards() if slips(card.lapses, threshold) and not card.suspended]
    return sorted(found, key=lambda card: (-card.lapses, card.question_id))
