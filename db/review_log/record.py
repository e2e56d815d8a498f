"""What an answer writes: the review, the card's new state, and the day's counters."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, bindparam, func, insert, select, update

from db.cards import STATE_FIELDS
from db.review_log import counters
from db.review_log.events import Event, stored
from db.scheduling.fsrs import MemoryState, Parameters
from db.scheduling.study_days import Moment
from db.storage.compiled_statements import Prepared
from db.tables import CARDS, EVENTS, REVIEWS
from db.types import Column, NewReview

_MINE = (CARDS.c.learner_id == bindparam("learner")) & (CARDS.c.question_id == bindparam("question"))
CARD = Prepared(select(CARDS).where(_MINE))
CARD_AND_LAST = Prepared(
    select(
        CARDS,
        *(
            select(func.max(entries.c.at)).where(entries.c.card_id == CARDS.c.id).scalar_subquery().label(name)
            for entries, name in ((REVIEWS, "last_review_at"), (EVENTS, "last_event_at"))
        ),
    ).where(_MINE)
)
REVIEW = Prepared(insert(REVIEWS))
STATE = Prepared(
    update(CARDS).where(CARDS.c.id == bindparam("card")).values({name: bindparam(name) for name in STATE_FIELDS})
)


def review_values(
    card_id: int, review: NewReview, moment: Moment, parameters: Parameters, interval: int | None
) -> dict[str, Column]:
    """A row of `reviews`."""
    at, day, offset = moment
    return {
        "card_id": card_id,
        "at": at,
        "day": day,
        "offset_minutes": offset,
        "rating": int(review.rating),
        "proposed": int(review.proposed),
        "answer": review.answer[:10_000],
        "correctness": float(review.correctness),
        "seconds": float(review.seconds),
        "hints": review.hints,
        "confidence": review.confidence,
        "variant_seed": review.variant_seed,
        "mode": review.mode,
        "parameter_set": parameters.key,
        "interval": interval,
    }


@dataclass(frozen=True, slots=True)
class CounterDelta:
    """What an answer adds to the sums of its study day and topic, and of its local hour."""

    day: int
    topic: str
    hour: int
    sums: dict[str, float]


def counted(topic: str, before: MemoryState, review: NewReview, moment: Moment) -> CounterDelta:
    """The counts that the answer given at `moment` adds."""
    at, day, offset = moment
    sums = counters.sums(before, day, review.rating, review.correctness, review.seconds, review.confidence)
    return CounterDelta(day, topic, counters.hour(at, offset), sums)


def count(connection: Connection, learner_id: int, added: CounterDelta, sign: int) -> None:
    """Add it, or take it away again with `sign` -1."""
    sums = {name: sign * value for name, value in added.sums.items()}
    counters.add_to_day(connection, learner_id, added.day, added.topic, sums)
    counters.add_to_hour(connection, learner_id, added.hour, sign, sums["correct"])


def free_instant(connection: Connection, card_id: int, at: int) -> int:
    """`at`, or the first microsecond after all the log holds of the card: a clock set back reorders nothing."""
    for entries in (REVIEWS, EVENTS):
        last = connection.execute(
            select(entries.c.at).where(entries.c.card_id == card_id).order_by(entries.c.at.desc()).limit(1)
        ).scalar()
        at = max(at, (last or 0) + 1)
    return at


def record_event(connection: Connection, card_id: int, at: int, event: Event) -> None:
    """Write an event of a card."""
    connection.execute(insert(EVENTS).values(asdict(stored(card_id, at, event))))
