"""One question outside the schedule: asked, judged and explained like any other, and not recorded."""

from __future__ import annotations

from dataclasses import dataclass

from content.variants import make
from db.types import Card, Preview, Rating
from tui.sessions.study import Answered, Asked, StudySession


@dataclass
class OutsideSession(StudySession):
    """Asks the variant of `question_id` that `seed` gives, once; follow-ups come with the same seed."""

    question_id: str = ""
    seed: int = 0

    def next(self) -> Asked | None:
        """The question, then nothing. Raises UnknownItem, and what `content.variants.make` raises."""
        self.current = None
        return None if self.answered else self.follow_up(self.question_id)

    def follow_up(self, question_id: str) -> Asked | None:
        """Another question, outside the schedule too."""
        question = self.library.question(question_id)
        return self.show(self.memory.card(question_id), make(question, self.seed))

    def previews(self) -> dict[Rating, Preview]:
        """No rating changes anything."""
        return {}

    def rate(self, rating: Rating) -> Card | None:
        """Count the answer for this session only."""
        asked = self.current
        if asked is None or asked.question.verdict is None:
            return None
        verdict, seconds = asked.question.verdict, asked.question.seconds
        self.answered.append(Answered(asked.card.question_id, asked.card.topic, verdict.correctness, seconds, rating))
        self.current = None
        return None
