"""Where every card stands today, read in one go and without what only its own page shows."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from sqlalchemy import bindparam, select

from db.memory import Memory
from db.scheduling.fsrs import forgetting
from db.storage.compiled_statements import Prepared
from db.tables import CARDS

_COLUMNS = (
    *(CARDS.c.id, CARDS.c.question_id, CARDS.c.topic, CARDS.c.state, CARDS.c.suspended, CARDS.c.buried_day),
    *(CARDS.c.reviews, CARDS.c.lapses, CARDS.c.stability, CARDS.c.difficulty, CARDS.c.last_day, CARDS.c.due_day),
)
_CARDS = Prepared(select(*_COLUMNS).where(CARDS.c.learner_id == bindparam("learner"), CARDS.c.present == 1))


class CardRecall(NamedTuple):
    """A card of the present content. `recall` is the chance of recall today; None for a card never reviewed."""

    card_id: int
    question_id: str
    topic: str
    state: int
    suspended: int
    buried_day: int | None
    reviews: int
    lapses: int
    stability: float | None
    difficulty: float | None
    last_day: int | None
    due_day: int | None
    recall: float | None


def standings(memory: Memory) -> list[CardRecall]:
    """Every card, in no order. Raises DatabaseTrouble."""
    today = memory.today().toordinal()
    curve = cache(lambda topic: forgetting(memory.parameters(topic)))
    with memory.store.reading() as connection:
        # Bare tuples: making SQLAlchemy's rows of them takes longer than reading them.
        rows = _CARDS(connection, learner=memory.learner_id).cursor.fetchall()
    return [CardRecall._make((*row, _recall(row[8], row[10], today, *curve(row[2])))) for row in rows]


def _recall(stability: float | None, last_day: int | None, today: int, factor: float, decay: float) -> float | None:
    if stability is None or last_day is None:
        return None
    gone = today - last_day
    return float((1 + factor * gone / stability) ** decay) if gone > 0 else 1.0


def recall_by_topic(cards: list[CardRecall]) -> dict[str, float]:
    """The mean chance of recall over the cards seen, for each topic that has any."""
    chances: dict[str, list[float]] = defaultdict(list)
    for card in cards:
        if card.recall is not None:
            chances[card.topic].append(card.recall)
    return {topic: sum(found) / len(found) for topic, found in chances.items()}
