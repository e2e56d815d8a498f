"""The memory's entry for each question of the content."""

from __future__ import annotations

from content.library import Library
from db.types import CardEntry


def entries(library: Library) -> list[CardEntry]:
    """One card entry for each question; questions on the same first claim are siblings."""
    return [
        CardEntry(
            question_id=question.id,
            deck=library.deck_of(question.id).info.id,
            topic=library.topic_of(question.id).id,
            level=question.level,
            siblings=question.claims[0] if question.claims else question.id,
        )
        for question in library.questions.values()
    ]
