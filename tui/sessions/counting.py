"""Gathers what the statistics page and the weak page show."""

from __future__ import annotations

from db.habits import habits
from db.mastery import mastery
from db.standing import standings
from db.statistics import statistics
from tui.context import Context
from tui.sessions.figures import Progress


def progress_of(context: Context) -> Progress:
    """Everything from the learner's memory. Raises DatabaseTrouble."""
    memory = context.memory
    cards = standings(memory)
    recall = [card.recall for card in cards if card.recall is not None]
    return Progress(memory.today(), statistics(memory, cards), habits(memory), mastery(memory, cards), recall)
