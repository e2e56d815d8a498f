"""What only the single answers tell: when they were given, how sure the learner was, and how mature the cards were."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from sqlalchemy import select

from db.mastery import taken_back
from db.memory import Memory
from db.models import CARDS, REVIEWS

SURENESS = (0.25, 0.5, 0.75, 0.95)
"""The chance of being right that the four steps of confidence stand for, from a guess to certain."""
MATURE_DAYS = 21
"""A card is mature when it was last seen this many study days ago or more."""


@dataclass(slots=True)
class Tally:
    """Answers counted, and how many of them were right (partly right ones in part) or recalled."""

    answers: int = 0
    right: float = 0.0

    @property
    def share(self) -> float | None:
        """Right over all; None without answers."""
        return self.right / self.answers if self.answers else None

    def add(self, right: float) -> None:
        """One more answer."""
        self.answers += 1
        self.right += right


@dataclass(frozen=True, slots=True)
class Habits:
    """Answers by local hour (24), by confidence step (4), recall of young and mature cards, and the Brier score: the
    mean squared gap between how sure the learner was and how it went (0 best, 0.25 for always saying one half)."""

    hours: list[int] = field(default_factory=lambda: [0] * 24)
    confidence: list[Tally] = field(default_factory=lambda: [Tally() for _ in SURENESS])
    young: Tally = field(default_factory=Tally)
    mature: Tally = field(default_factory=Tally)
    brier: float | None = None

    def to_json(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return {**asdict(self), "sureness": list(SURENESS)}


def habits(memory: Memory) -> Habits:
    """One pass over the learner's reviews, without those taken back. Raises DatabaseTrouble."""
    columns = ("card_id", "at", "day", "offset_minutes", "rating", "correctness", "confidence")
    query = (
        select(*(REVIEWS.c[name] for name in columns))
        .join(CARDS, CARDS.c.id == REVIEWS.c.card_id)
        .where(CARDS.c.learner_id == memory.learner_id)
        .order_by(REVIEWS.c.card_id, REVIEWS.c.at)
    )
    with memory.store.reading() as connection:
        rows = connection.execute(query).all()
        undone = taken_back(connection, memory.learner_id)
    hours, sure, young, mature = [0] * 24, [Tally() for _ in SURENESS], Tally(), Tally()
    squares, last_card, last_day = 0.0, None, 0
    for card, at, day, offset, rating, correctness, confidence in rows:
        if (card, at) in undone:
            continue
        hours[(at // 60_000_000 + offset) // 60 % 24] += 1
        if confidence:
            sure[confidence - 1].add(correctness)
            squares += (SURENESS[confidence - 1] - correctness) ** 2
        if card == last_card and day > last_day:
            (mature if day - last_day >= MATURE_DAYS else young).add(float(rating > 1))
        last_card, last_day = card, day
    said = sum(step.answers for step in sure)
    return Habits(hours, sure, young, mature, squares / said if said else None)
