"""Tasks beside the learner's memory: which question asks a task, and how its card stands."""

from __future__ import annotations

from content.library import Library
from content.model import Question
from db.memory import Memory
from db.types import CardState


def question_of(task: str, library: Library) -> Question | None:
    """The first question that asks the task."""
    found = (q for deck in library.decks for q in deck.questions.values() if q.task == task)
    return next(found, None)


def states(library: Library, memory: Memory) -> dict[str, CardState]:
    """How the card of each task stands, by the task's name; tasks that no deck asks are left out."""
    cards = {card.question_id: card.state for card in memory.cards()}
    asked = {q.task: q.id for deck in library.decks for q in deck.questions.values() if q.task}
    return {task: cards[question] for task, question in asked.items() if question in cards}
