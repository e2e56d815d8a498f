"""The review log as the estimate of knowledge reads it: answers with what FSRS expected of each, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from math import isnan
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, func, select

from db.memory import Memory
from db.review_log import replay
from db.scheduling.fsrs import Parameters
from db.statistics.answer_history import Answer, History
from db.storage.compiled_statements import Prepared
from db.tables import CARDS, COUNTERS, EVENTS, REVIEWS
from db.types import Rating

SELF_RATED = "recall"
"""The kind whose answers are graded by the learner's own rating alone."""
MARGIN = 2
"""Study days by which a journey may set a later answer back."""
MANY = 500
"""Cards asked for at once: SQLite takes no more than a thousand parameters in some builds."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Up to where a log was read: answers that count, instant and study day of the newest one, and what else the
    reading depends on: topics, levels and kinds of the questions, resets, and the scheduler's weights."""

    answers: int
    at: int
    day: int
    content: str


class _LogRow(NamedTuple):
    """A review, or a reset with rating 0."""

    card_id: int
    at: int
    day: int
    rating: int
    correctness: float
    confidence: int | None


_COUNTED = Prepared(
    select(func.coalesce(func.sum(COUNTERS.c.answers), 0)).where(COUNTERS.c.learner_id == bindparam("learner"))
)
_CARDS = Prepared(
    select(CARDS.c.id, CARDS.c.question_id, CARDS.c.topic, CARDS.c.level, CARDS.c.present).where(
        CARDS.c.learner_id == bindparam("learner")
    )
)
_RESETS = Prepared(
    select(EVENTS.c.card_id, EVENTS.c.at)
    .join(CARDS, CARDS.c.id == EVENTS.c.card_id)
    .where(CARDS.c.learner_id == bindparam("learner"), EVENTS.c.kind == "reset")
    .order_by(EVENTS.c.at)
)
_COLUMNS = [REVIEWS.c[name] for name in ("card_id", "at", "day", "rating", "correctness", "confidence")]
# The sum keeps SQLite from going through all cards instead of the newest reviews.
_MINE = (REVIEWS.c.day >= bindparam("since")) & (CARDS.c.learner_id + 0 == bindparam("learner"))
_REVIEWS = Prepared(select(*_COLUMNS).join(CARDS, CARDS.c.id == REVIEWS.c.card_id).where(_MINE))
_ENDS = Prepared(
    select(func.coalesce(func.max(REVIEWS.c.at), 0), func.coalesce(func.max(REVIEWS.c.day), 0))
    .join(CARDS, CARDS.c.id == REVIEWS.c.card_id)
    .where(_MINE)
)


class _Log:
    """One learner's log, read within one connection."""

    def __init__(self, connection: Connection, memory: Memory, kinds: Mapping[str, str]) -> None:
        self._connection, self._learner, self._kinds = connection, memory.learner_id, kinds
        self._weights = memory.settings.weights_in_force()
        self._cards = _CARDS(connection, learner=self._learner).cursor.fetchall()
        self._undone = replay.taken_back(connection, self._learner)
        self._resets = [tuple(row) for row in _RESETS(connection, learner=self._learner) if row[:2] not in self._undone]

    def mark(self, since: int = 0) -> Mark:
        """Where the log ends; `since` is a study day on or before that of its newest answer."""
        content = repr((sorted((*card, self._kind(card[1])) for card in self._cards), self._resets, self._weights))
        answers = int(_COUNTED(self._connection, learner=self._learner).scalar_one())
        at, day = _ENDS(self._connection, learner=self._learner, since=since).one()
        return Mark(answers, at, day, blake2b(content.encode(), digest_size=8).hexdigest())

    def _kind(self, question: str) -> str:
        return self._kinds.get(question, "")

    def rows(self, since: int = 0, after: int = -1) -> list[_LogRow]:
        """Answers that count, those after an instant, on study days from `since` on."""
        found = map(_LogRow._make, _REVIEWS(self._connection, learner=self._learner, since=since).cursor.fetchall())
        return [row for row in found if row.at > after and (row.card_id, row.at) not in self._undone]

    def answers(self, rows: Sequence[_LogRow], all_of_them: bool) -> Iterator[Answer]:
        """The rows as answers, oldest first. Unless they are all there are, earlier ones of their cards are read."""
        wanted = {(row.card_id, row.at) for row in rows}
        past = rows if all_of_them else self._of_cards({row.card_id for row in rows})
        told = {card: (question, topic, level) for card, question, topic, level, _ in self._cards}
        for row, recall in self._recalled(past):
            if (row.card_id, row.at) in wanted:
                question, topic, level = told[row.card_id]
                kind = self._kind(question)
                right = float(row.rating > Rating.AGAIN) if kind == SELF_RATED else row.correctness
                yield Answer(question, topic, row.day, right, recall, row.confidence, kind, level)

    def _of_cards(self, cards: set[int]) -> list[_LogRow]:
        found: list[_LogRow] = []
        for some in _batches(sorted(cards)):
            query = select(*_COLUMNS).where(REVIEWS.c.card_id.in_(some))
            found += (_LogRow(*row) for row in self._connection.execute(query))
        return [row for row in found if (row.card_id, row.at) not in self._undone]

    def _recalled(self, rows: Sequence[_LogRow]) -> Iterator[tuple[_LogRow, float | None]]:
        """Each answer with FSRS's recall before it, None where the card was new; in order of time."""
        # NumPy takes long to import, and a page that shows what is kept does without it.
        import numpy as np

        from db.scheduling.fsrs_arrays import RESET, ArrayFsrs, replayed

        resets = [_LogRow(card, at, 0, RESET, 0.0, None) for card, at in self._resets]
        ordered = sorted([*rows, *resets], key=lambda row: row.at)
        card, day, rating = (np.array([row[i] for row in ordered], dtype=np.int64) for i in (0, 2, 3))
        recalls = replayed(ArrayFsrs(Parameters(weights=self._weights)), card, day, rating)
        for row, recall in zip(ordered, recalls.tolist(), strict=True):
            if row.rating != RESET:
                yield row, None if isnan(recall) else recall


def _batches(cards: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(cards), MANY):
        yield cards[start : start + MANY]


def mark(memory: Memory, kinds: Mapping[str, str], since: int = 0) -> Mark:
    """Where the log ends now; `since` is a study day on or before that of its newest answer. Raises DatabaseTrouble."""
    with memory.store.reading() as connection:
        return _Log(connection, memory, kinds).mark(since)


def followed(
    memory: Memory, kinds: Mapping[str, str], before: Mark | None, history: History | None
) -> tuple[Mark, History]:
    """The history up to now: `history`, which ended at `before`, with what came after it, or all of the log read again.

    Raises DatabaseTrouble.
    """
    with memory.store.reading() as connection:
        log = _Log(connection, memory, kinds)
        now = log.mark(max(0, before.day - MARGIN) if before is not None else 0)
        if before is not None and history is not None and before.content == now.content:
            rows = log.rows(max(0, before.day - MARGIN), before.at)
            if before.answers + len(rows) == now.answers:
                history.extend(log.answers(rows, all_of_them=False))
                return now, history
        history, rows = History(), log.rows()
        history.extend(log.answers(rows, all_of_them=True))
        return now, history
