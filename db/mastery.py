"""How well each topic is known: an estimate with an interval, its trend, and what pulls it down.

The estimate is the share of the topic's questions that would be answered rightly today: the predicted recall of every
card that has been seen, and the rate of right first answers for those that have not. The interval is Wilson's, over
as many answers as there were: few answers, wide interval.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import bindparam, select

from db import log
from db.memory import Memory
from db.models import CARDS, REVIEWS
from db.prepared import Prepared
from db.standing import Standing, standings
from db.types import Card, Rating, Reason

RECENT_DAYS = 7
WINDOW_DAYS = 90
READY_DAYS = 3
"""Right answers on so many different days before a topic counts as ready."""
READY_LEVEL = 0.75
"""And the lower end of the interval must be at least this."""
SURE = 3
"""From this confidence (of 4) on the learner was sure."""


class Answer(NamedTuple):
    """What mastery looks at in one review."""

    card_id: int
    at: int
    rating: int
    day: int
    correctness: float
    seconds: float
    confidence: int | None


_RECENT = Prepared(
    select(*(REVIEWS.c[name] for name in Answer._fields))
    .join(CARDS, CARDS.c.id == REVIEWS.c.card_id)
    .where(REVIEWS.c.day >= bindparam("since"), CARDS.c.learner_id == bindparam("learner"))
    .order_by(REVIEWS.c.at)
)


@dataclass(frozen=True, slots=True)
class Mastery:
    """One topic: `estimate` within `low` to `high` (90 %), `trend` of the last week against the time before (None
    with too few answers), reasons with their counts, and whether it is ready."""

    topic: str
    estimate: float
    low: float
    high: float
    answers: int
    seen: int
    total: int
    trend: float | None
    days_right: int
    ready: bool
    reasons: dict[Reason, int] = field(default_factory=dict)


def mastery(memory: Memory, cards: list[Standing] | None = None) -> list[Mastery]:
    """Every topic, the weakest first; `cards` as they stand, if read already. Raises DatabaseTrouble."""
    held: dict[str, list[Standing]] = defaultdict(list)
    for card in standings(memory) if cards is None else cards:
        held[card.topic].append(card)
    rows = _answers(memory, held)
    made = [_topic(memory, topic, own, rows.get(topic, [])) for topic, own in held.items()]
    return sorted(made, key=lambda m: (m.estimate, m.topic))


def _answers(memory: Memory, held: Mapping[str, Iterable[Standing]]) -> dict[str, list[Answer]]:
    """The answers of the last months by topic, without those taken back, oldest first."""
    topics = {card.card_id: topic for topic, cards in held.items() for card in cards}
    with memory.store.reading() as connection:
        rows = _RECENT(connection, learner=memory.learner_id, since=memory.today().toordinal() - WINDOW_DAYS).all()
        undone = log.taken_back(connection, memory.learner_id)
    found: dict[str, list[Answer]] = defaultdict(list)
    for row in rows:
        if row[0] in topics and (row[0], row[1]) not in undone:
            found[topics[row[0]]].append(Answer(*row))
    return found


def _topic(memory: Memory, topic: str, held: list[Standing], rows: list[Answer]) -> Mastery:
    seen = [card for card in held if card.reviews]
    first = _first_answers(rows)
    fresh = (sum(first) + 1) / (len(first) + 2)
    expected = sum(card.recall or 0.0 for card in seen) + fresh * (len(held) - len(seen))
    estimate = expected / len(held)
    low, high = wilson(estimate, len(rows))
    days_right = len({row.day for row in rows if row.correctness >= 1})
    return Mastery(
        topic=topic,
        estimate=estimate,
        low=low,
        high=high,
        answers=len(rows),
        seen=len(seen),
        total=len(held),
        trend=_trend(rows, memory.today().toordinal()),
        days_right=days_right,
        ready=days_right >= READY_DAYS and low >= READY_LEVEL,
        reasons=_reasons(held, seen, rows),
    )


def _first_answers(rows: list[Answer]) -> list[float]:
    first: dict[int, float] = {}
    for row in rows:
        first.setdefault(row.card_id, row.correctness)
    return list(first.values())


def wilson(share: float, answers: int, z: float = 1.645) -> tuple[float, float]:
    """Wilson's score interval for a share seen in `answers` answers (90 % by default); all of 0 to 1 for none."""
    if answers == 0:
        return 0.0, 1.0
    centre = (share + z * z / (2 * answers)) / (1 + z * z / answers)
    half = z / (1 + z * z / answers) * math.sqrt(share * (1 - share) / answers + z * z / (4 * answers**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def _trend(rows: list[Answer], today: int) -> float | None:
    late = [row.correctness for row in rows if row.day > today - RECENT_DAYS]
    early = [row.correctness for row in rows if row.day <= today - RECENT_DAYS]
    if len(late) < 5 or len(early) < 5:
        return None
    return sum(late) / len(late) - sum(early) / len(early)


def _reasons(held: list[Standing], seen: list[Standing], rows: list[Answer]) -> dict[Reason, int]:
    times = sorted(row.seconds for row in rows if row.correctness >= 1)
    usual = times[len(times) // 2] if times else 0.0
    counts = {
        Reason.UNSEEN: len(held) - len(seen),
        Reason.LAPSES: sum(card.lapses for card in seen),
        Reason.SLOW: sum(row.seconds > 3 * usual > 0 for row in rows),
        Reason.SURE_BUT_WRONG: sum((row.confidence or 0) >= SURE and row.correctness < 1 for row in rows),
    }
    return {reason: count for reason, count in counts.items() if count}


def weakest_card(memory: Memory, exclude: Iterable[str] = (), previous_topic: str | None = None) -> Card | None:
    """The card whose practice is expected to gain most: likely to be forgotten, in a weak topic, not the one just
    shown; suspended and buried cards stay out."""
    cards, today, shut = standings(memory), memory.today().toordinal(), set(exclude)
    weak = {m.topic: 1 - m.estimate for m in mastery(memory, cards)}
    waiting = [c for c in cards if not c.suspended and c.buried_day != today and c.question_id not in shut]

    # The memory after this question would be fresh: the gain is what is missing now, weighed by the topic's need.
    # A card answered today has little left to gain.
    def gain(card: Standing) -> tuple[float, int]:
        again = 0.5 if card.topic == previous_topic else 1.0
        return (1 - (card.recall or 0.0)) * weak[card.topic] * again, card.card_id

    best = max(waiting, key=gain, default=None)
    return memory.card(best.question_id) if best is not None else None


def sure_but_wrong(memory: Memory) -> list[str]:
    """Questions last answered wrongly with confidence, newest first: asked first in a weak session."""
    cards = standings(memory)
    names = {card.card_id: card.question_id for card in cards}
    last: dict[int, Answer] = {}
    for rows in _answers(memory, {"": cards}).values():
        last |= {row.card_id: row for row in rows}
    wrong = [r for r in last.values() if (r.confidence or 0) >= SURE and r.rating == Rating.AGAIN]
    return [names[row.card_id] for row in sorted(wrong, key=lambda r: -r.at)]
