"""Gathers what the statistics page and the weak page show."""

from __future__ import annotations

from db.exam.plan import exam_plan
from db.statistics.calibration import habits
from db.statistics.present_cards import present_cards
from db.statistics.progress import statistics
from db.statistics.topic_standing import topic_standings
from tui.context import Context
from tui.sessions.progress_figures import ProgressFigures


def progress_of(context: Context) -> ProgressFigures:
    """Everything from the learner's memory. Raises DatabaseTrouble."""
    memory = context.memory
    known, cards = context.knowledge.now(), present_cards(memory)
    topics = topic_standings(memory, known, cards)
    plan = exam_plan(memory, context.knowledge)
    return ProgressFigures(memory.today(), statistics(memory, cards), habits(memory), topics, known.chances, plan)
