"""Gathers what the statistics page and the weak page show."""

from __future__ import annotations

from db.habits import habits
from db.mastery import mastery
from db.statistics import statistics
from tui.context import Context
from tui.sessions.figures import Progress


def progress_of(context: Context) -> Progress:
    """Everything from the learner's memory. Raises DatabaseTrouble."""
    memory = context.memory
    recall = [memory.retrievability(card) for card in memory.cards() if card.reviews]
    return Progress(memory.today(), statistics(memory), habits(memory), mastery(memory), recall)
