"""What the memory's counters and cards say of today's course towards an exam."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from db.exam.simulator import SECONDS, Course, course
from db.tables import CARDS, COUNTERS
from db.types import CardState

if TYPE_CHECKING:
    from db.memory import Memory

ENOUGH = 20
"""Answers from which on the learner's own pace is believed."""


def charted(memory: Memory, exam: date, today: date) -> Course:
    """The course of today, from the cards that were unseen as the day began. Raises DatabaseTrouble."""
    mine = CARDS.c.learner_id == memory.learner_id
    unseen = select(func.count()).where(
        mine, CARDS.c.present == 1, CARDS.c.suspended == 0, CARDS.c.state == int(CardState.NEW)
    )
    begun = select(func.coalesce(func.sum(COUNTERS.c.introduced), 0)).where(
        COUNTERS.c.learner_id == memory.learner_id, COUNTERS.c.day == today.toordinal()
    )
    with memory.store.reading() as connection:
        cards = int(connection.execute(unseen).scalar_one()) + int(connection.execute(begun).scalar_one())
    get = memory.settings.get
    answers = max(1, int(get("exam_minutes") * 60 / seconds_per_answer(memory)))
    return course((exam - today).days, cards, answers, get("desired_retention"))


def seconds_per_answer(memory: Memory) -> float:
    """The learner's mean, once some answers say something about it; until then a usual value."""
    sums = select(func.sum(COUNTERS.c.seconds), func.sum(COUNTERS.c.answers))
    with memory.store.reading() as connection:
        seconds, answers = connection.execute(sums.where(COUNTERS.c.learner_id == memory.learner_id)).one()
    return max(5.0, float(seconds) / float(answers)) if answers and answers >= ENOUGH else SECONDS
