"""The cards of the present content, read in one go and without what only its own page shows."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import bindparam, select

from db.memory import Memory
from db.storage.compiled_statements import Prepared
from db.tables import CARDS


class PresentCard(NamedTuple):
    """A card of the present content."""

    card_id: int
    question_id: str
    topic: str
    state: int
    suspended: int
    buried_day: int | None
    level: int
    reviews: int
    lapses: int
    stability: float | None
    difficulty: float | None
    last_day: int | None
    due_day: int | None
    position: int


_MINE = (CARDS.c.learner_id == bindparam("learner")) & (CARDS.c.present == 1)
_COLUMNS = [CARDS.c["id" if name == "card_id" else name] for name in PresentCard._fields]
_CARDS = Prepared(select(*_COLUMNS).where(_MINE))


def present_cards(memory: Memory) -> list[PresentCard]:
    """Every card, in no order. Raises DatabaseTrouble."""
    with memory.store.reading() as connection:
        # Bare tuples: making SQLAlchemy's rows of them takes longer than reading them.
        return list(map(PresentCard._make, _CARDS(connection, learner=memory.learner_id).cursor.fetchall()))
