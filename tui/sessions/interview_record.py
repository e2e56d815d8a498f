"""Handing the answers of an interview to the memory, each once."""

from __future__ import annotations

from collections.abc import Sequence

from db.errors import UnknownCard
from db.interviews import InterviewAnswer
from db.memory import Memory
from db.types import NewReview, Rating

MODE = "interview"


def record(memory: Memory, answers: Sequence[InterviewAnswer]) -> None:
    """Review each graded answer that is not in the log yet. Can be done again after a crash in the middle."""
    for answer in answers:
        if answer.correctness is not None and not _recorded(memory, answer):
            _remember(memory, answer, answer.correctness)


def _recorded(memory: Memory, answer: InterviewAnswer) -> bool:
    try:
        reviews = memory.history(answer.question_id)
    except UnknownCard:
        return True
    return any(review.mode == MODE and review.variant_seed == answer.variant_seed for review in reviews)


def _remember(memory: Memory, answer: InterviewAnswer, correctness: float) -> None:
    review = NewReview(
        rating=answer.proposed,
        proposed=answer.proposed,
        answer=answer.answer,
        correctness=correctness,
        seconds=answer.seconds,
        variant_seed=answer.variant_seed,
        confidence=answer.confidence,
        mode=MODE,
    )
    card = memory.answer(memory.card(answer.question_id), review)
    # Without learning steps a miss would wait until tomorrow; it comes back today.
    if answer.proposed is Rating.AGAIN and card.due_day is not None and card.due_day > memory.today():
        memory.set_due(answer.question_id, memory.today())
