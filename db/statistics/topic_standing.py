"""Where each topic stands: the estimate of knowledge, answers of late, its trend, and what pulls it down."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from db.memory import Memory
from db.review_log import replay
from db.review_log.counters import SURE
from db.statistics.calibration import Tally
from db.statistics.estimates import Estimate
from db.statistics.kept_knowledge import Known
from db.statistics.present_cards import PresentCard, present_cards
from db.storage.compiled_statements import Prepared
from db.tables import CARDS, COUNTERS, REVIEWS
from db.types import Rating, Reason

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
    sure_wrong: int = 0
    days_right: int = 0
    late: Tally = field(default_factory=Tally)
    """The last week."""
    early: Tally = field(default_factory=Tally)
    """The time before."""

    @property
    def trend(self) -> float | None:
        """The share right of the last week less that before; None with too few answers."""
        late, early = self.late, self.early
        few = min(late.answers, early.answers) < FEW
        return None if few else late.right / late.answers - early.right / early.answers


class _Newest(NamedTuple):
    """One of the newest answers."""

    topic: str
    card_id: int
    at: int
    correctness: float
    seconds: float


_DAYS = Prepared(
    select(
        *(COUNTERS.c[name] for name in ("topic", "day", "answers", "correct", "sure_wrong", "right_answers")),
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
class TopicStanding:
    """One topic: what is known of it (None: not begun), `trend` of the answers of the last week against the time before
    (None with too few), reasons with their counts, and whether it is ready."""

    topic: str
    estimate: Estimate | None
    answers: int
    seen: int
    total: int
    trend: float | None
    days_right: int
    ready: bool
    reasons: dict[Reason, int] = field(default_factory=dict)


def topic_standings(memory: Memory, known: Known, cards: Sequence[PresentCard] | None = None) -> list[TopicStanding]:
    """Every topic, the least known first, then those not begun; `cards`, if read already. Raises DatabaseTrouble."""
    held: dict[str, list[PresentCard]] = defaultdict(list)
    for card in present_cards(memory) if cards is None else cards:
        held[card.topic].append(card)
    since, windows = memory.today().toordinal() - WINDOW_DAYS, recent_answers(memory)
    with memory.store.reading() as connection:
        # Bare tuples: making SQLAlchemy's rows of them takes longer than reading them.
        rows = _NEWEST(connection, learner=memory.learner_id, since=since).cursor.fetchall()
        undone = replay.taken_back(connection, memory.learner_id)
    newest = map(_Newest._make, rows)
    slow = _slow([row for row in newest if (row.card_id, row.at) not in undone])
    made = [_topic(topic, known.topics.get(topic), own, windows[topic], slow[topic]) for topic, own in held.items()]
    return sorted(made, key=lambda t: (t.estimate is None, t.estimate.mean if t.estimate else 0, t.topic))


def recent_answers(memory: Memory) -> dict[str, RecentAnswers]:
    """By topic, the answers of the last months. Raises DatabaseTrouble."""
    today = memory.today().toordinal()
    with memory.store.reading() as connection:
        return _windows(_DAYS(connection, learner=memory.learner_id, since=today - WINDOW_DAYS), today)


def is_ready(estimate: Estimate | None, window: RecentAnswers) -> bool:
    """Whether a topic is known well enough, as far as can be told."""
    return estimate is not None and window.days_right >= READY_DAYS and estimate.low >= READY_LEVEL


def _windows(rows: Iterable[Any], today: int) -> dict[str, RecentAnswers]:
    found: dict[str, RecentAnswers] = defaultdict(RecentAnswers)
    for row in rows:
        window = found[row.topic]
        window.answers += row.answers
        window.sure_wrong += row.sure_wrong
        window.days_right += row.right_answers > 0
        part = window.late if row.day > today - RECENT_DAYS else window.early
        part.answers += row.answers
        part.right += row.correct
    return found


def _slow(rows: list[_Newest]) -> Counter[str]:
    """By topic, the answers that took far longer than the topic's right ones usually do."""
    times: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        if row.correctness >= 1:
            times[row.topic].append(row.seconds)
    usual = {topic: sorted(taken)[len(taken) // 2] for topic, taken in times.items()}
    return Counter(row.topic for row in rows if row.seconds > SLOW * usual.get(row.topic, math.inf) > 0)


def _topic(
    topic: str, estimate: Estimate | None, held: list[PresentCard], window: RecentAnswers, slow: int
) -> TopicStanding:
    seen = [card for card in held if card.reviews]
    reasons = {
        Reason.UNSEEN: len(held) - len(seen),
        Reason.LAPSES: sum(card.lapses for card in seen),
        Reason.SLOW: slow,
        Reason.SURE_BUT_WRONG: window.sure_wrong,
    }
    return TopicStanding(
        topic=topic,
        estimate=estimate,
        answers=window.answers,
        seen=len(seen),
        total=len(held),
        trend=window.trend,
        days_right=window.days_right,
        ready=is_ready(estimate, window),
        reasons={reason: count for reason, count in reasons.items() if count},
    )


def sure_but_wrong(memory: Memory) -> list[str]:
    """Questions last answered wrongly with confidence, newest first: asked first in a weak session."""
    since = memory.today().toordinal() - WINDOW_DAYS
    with memory.store.reading() as connection:
        return list(_SURE_BUT_WRONG(connection, learner=memory.learner_id, since=since).scalars())
