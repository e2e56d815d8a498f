"""How well each topic is known: an estimate with an interval, its trend, and what pulls it down.

The estimate is the share of the topic's questions that would be answered rightly today: the predicted recall of every
card that has been seen, and the rate of right first answers for those that have not. The interval is Wilson's, over
as many answers as there were: few answers, wide interval.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, bindparam, select

from db.memory import Memory
from db.review_log import replay
from db.review_log.counters import SURE
from db.statistics.calibration import Tally
from db.statistics.card_recall import CardRecall, standings
from db.storage.compiled_statements import Prepared
from db.tables import CARDS, COUNTERS, REVIEWS
from db.types import Card, Rating, Reason

RECENT_DAYS = 7
WINDOW_DAYS = 90
READY_DAYS = 3
"""Right answers on so many different days before a topic counts as ready."""
READY_LEVEL = 0.75
"""And the lower end of the interval must be at least this."""
FEW = 5
"""With fewer answers before or after there is no trend."""


LAST = 500
"""Among so many answers slow ones are looked for."""
SLOW = 3
"""An answer is slow when it took so many times the usual."""


@dataclass(slots=True)
class RecentAnswers:
    """Sums of a topic's counters over the last months."""

    answers: int = 0
    introduced: int = 0
    first_correct: float = 0.0
    sure_wrong: int = 0
    days_right: int = 0
    late: Tally = field(default_factory=Tally)
    """The last week."""
    early: Tally = field(default_factory=Tally)
    """The time before."""


_DAYS = Prepared(
    select(
        *(COUNTERS.c[name] for name in ("topic", "day", "answers", "correct", "introduced", "first_correct")),
        *(COUNTERS.c[name] for name in ("sure_wrong", "right_answers")),
    ).where(COUNTERS.c.learner_id == bindparam("learner"), COUNTERS.c.day >= bindparam("since"))
)
_NEWEST = Prepared(
    select(CARDS.c.topic, REVIEWS.c.card_id, REVIEWS.c.at, REVIEWS.c.correctness, REVIEWS.c.seconds)
    .join(CARDS, CARDS.c.id == REVIEWS.c.card_id)
    # The sum keeps SQLite from going through all cards instead of the newest reviews.
    .where(REVIEWS.c.day >= bindparam("since"), CARDS.c.learner_id + 0 == bindparam("learner"))
    .order_by(REVIEWS.c.day.desc())
    .limit(LAST)
)
_SURE_BUT_WRONG = Prepared(
    select(CARDS.c.question_id)
    .join(REVIEWS, (REVIEWS.c.card_id == CARDS.c.id) & (REVIEWS.c.at == CARDS.c.last_review))
    .where(
        CARDS.c.learner_id == bindparam("learner"),
        CARDS.c.present == 1,
        CARDS.c.last_day >= bindparam("since"),
        REVIEWS.c.confidence >= SURE,
        REVIEWS.c.rating == int(Rating.AGAIN),
    )
    .order_by(CARDS.c.last_review.desc())
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


def mastery(memory: Memory, cards: list[CardRecall] | None = None) -> list[Mastery]:
    """Every topic, the weakest first; `cards` as they stand, if read already. Raises DatabaseTrouble."""
    held: dict[str, list[CardRecall]] = defaultdict(list)
    for card in standings(memory) if cards is None else cards:
        held[card.topic].append(card)
    since, now = memory.today().toordinal() - WINDOW_DAYS, memory.today().toordinal()
    with memory.store.reading() as connection:
        windows = _windows(_DAYS(connection, learner=memory.learner_id, since=since), now)
        newest = _NEWEST(connection, learner=memory.learner_id, since=since).all()
        undone = replay.taken_back(connection, memory.learner_id)
    slow = _slow([row for row in newest if (row.card_id, row.at) not in undone])
    made = [_topic(topic, own, windows[topic], slow[topic]) for topic, own in held.items()]
    return sorted(made, key=lambda m: (m.estimate, m.topic))


def _windows(rows: Iterable[Any], today: int) -> dict[str, RecentAnswers]:
    found: dict[str, RecentAnswers] = defaultdict(RecentAnswers)
    for row in rows:
        window = found[row.topic]
        window.answers += row.answers
        window.introduced += row.introduced
        window.first_correct += row.first_correct
        window.sure_wrong += row.sure_wrong
        window.days_right += row.right_answers > 0
        part = window.late if row.day > today - RECENT_DAYS else window.early
        part.answers += row.answers
        part.right += row.correct
    return found


def _slow(rows: list[Row[Any]]) -> Counter[str]:
    """By topic, the answers that took far longer than the topic's right ones usually do."""
    times: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.correctness >= 1:
            times[row.topic].append(row.seconds)
    usual = {topic: sorted(taken)[len(taken) // 2] for topic, taken in times.items()}
    return Counter(row.topic for row in rows if row.seconds > SLOW * usual.get(row.topic, math.inf) > 0)


def _topic(topic: str, held: list[CardRecall], window: RecentAnswers, slow: int) -> Mastery:
    seen = [card for card in held if card.reviews]
    # Sums of a topic that was renamed are no longer all under one name.
    fresh = (min(window.first_correct, window.introduced) + 1) / (window.introduced + 2)
    expected = sum(card.recall or 0.0 for card in seen) + fresh * (len(held) - len(seen))
    estimate = expected / len(held)
    low, high = wilson(estimate, window.answers)
    reasons = {
        Reason.UNSEEN: len(held) - len(seen),
        Reason.LAPSES: sum(card.lapses for card in seen),
        Reason.SLOW: slow,
        Reason.SURE_BUT_WRONG: window.sure_wrong,
    }
    return Mastery(
        topic=topic,
        estimate=estimate,
        low=low,
        high=high,
        answers=window.answers,
        seen=len(seen),
        total=len(held),
        trend=_trend(window),
        days_right=window.days_right,
        ready=window.days_right >= READY_DAYS and low >= READY_LEVEL,
        reasons={reason: count for reason, count in reasons.items() if count},
    )


def _trend(window: RecentAnswers) -> float | None:
    late, early = window.late, window.early
    return None if min(late.answers, early.answers) < FEW else late.right / late.answers - early.right / early.answers


def wilson(share: float, answers: int, z: float = 1.645) -> tuple[float, float]:
    """Wilson's score interval for a share seen in `answers` answers (90 % by default); all of 0 to 1 for none."""
    if answers == 0:
        return 0.0, 1.0
    centre = (share + z * z / (2 * answers)) / (1 + z * z / answers)
    half = z / (1 + z * z / answers) * math.sqrt(share * (1 - share) / answers + z * z / (4 * answers**2))
    return max(0.0, centre - half), min(1.0, centre + half)


def weakest_card(memory: Memory, exclude: Iterable[str] = (), previous_topic: str | None = None) -> Card | None:
    """The card whose practice is expected to gain most: likely to be forgotten, in a weak topic, not the one just
    shown; suspended and buried cards stay out."""
    cards, today, shut = standings(memory), memory.today().toordinal(), set(exclude)
    weak = {m.topic: 1 - m.estimate for m in mastery(memory, cards)}
    waiting = [c for c in cards if not c.suspended and c.buried_day != today and c.question_id not in shut]

    # The memory after this question would be fresh: the gain is what is missing now, weighed by the topic's need.
    # A card answered today has little left to gain.
    def gain(card: CardRecall) -> tuple[float, int]:
        again = 0.5 if card.topic == previous_topic else 1.0
        return (1 - (card.recall or 0.0)) * weak[card.topic] * again, card.card_id

    best = max(waiting, key=gain, default=None)
    return memory.card(best.question_id) if best is not None else None


def sure_but_wrong(memory: Memory) -> list[str]:
    """Questions last answered wrongly with confidence, newest first: asked first in a weak session."""
    since = memory.today().toordinal() - WINDOW_DAYS
    with memory.store.reading() as connection:
        return list(_SURE_BUT_WRONG(connection, learner=memory.learner_id, since=since).scalars())
