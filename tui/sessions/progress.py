"""Gathers what the statistics page and the weak page show."""

from __future__ import annotations

from datetime import date

from db.statistics.calibration import habits
from db.statistics.card_recall import standings
from db.statistics.mastery import mastery
from db.statistics.progress import statistics
from tui.context import Context
from tui.sessions.progress_figures import ProgressFigures


def progress_of(context: Context) -> ProgressFigures:
    """Everything from the learner's memory. Raises DatabaseTrouble."""
    memory = context.memory
    cards = standings(memory)
    recall = [card.recall for card in cards if card.recall is not None]
    day, minutes = memory.settings.exam_date, memory.settings.exam_minutes
    plan = memory.exam_plan(date.fromisoformat(day), minutes) if memory.exam_course() is not None else None
    return ProgressFigures(
        memory.today(), statistics(memory, cards), habits(memory), mastery(memory, cards), recall, plan
    )
