"""Tasks beside the learner's memory: which question asks a task, and how its card stands."""

from __future__ import annotations

from content.library import Library
from db.memory import Memory
from db.types import CardState
from engine.task_registry import find


def written_beside(demonstration: str, library: Library) -> list[str]:
    """The code questions whose tasks belong to a demonstration, by their ids."""
    asked = (question for question in library.questions.values() if question.task)
    return [question.id for question in asked if demonstration in find(question.task).demonstrations]


def states(library: Library, memory: Memory) -> dict[str, CardState]:
    """How the card of each task stands, by the task's name; tasks that no deck asks are left out."""
    cards = {card.question_id: card.state for card in memory.cards()}
    asked = {q.task: q.id for deck in library.decks for q in deck.questions.values() if q.task}
    return {task: cards[question] for task, question in asked.items() if question in cards}
