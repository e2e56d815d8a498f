"""Progress in numbers, from the per-day counters, so that ten years open as fast as ten days."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta

from sqlalchemy import func, select

from db.memory import Memory
from db.statistics.present_cards import PresentCard, present_cards
from db.tables import CARDS, COUNTERS
from db.types import CardState, Json

FORECAST_DAYS = 30
WEEKS = 13
"""Weeks over which the share of right answers is followed."""


@dataclass(frozen=True, slots=True)
class DayCount:
    """One study day: answers, their summed correctness, cards introduced, reviews and those recalled, minutes."""

    day: date
    answers: int
    correct: float
    introduced: int
    reviewed: int
    recalled: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Statistics:
    """All of it. `retention` is the share of reviews recalled, by topic; `forecast` counts cards by days ahead, what is
    overdue under 0; `intervals` lists the present intervals in days; `weeks` the share of right answers by topic
    in each of the last weeks, None in those without any."""

    days: list[DayCount] = field(default_factory=list)
    streak: int = 0
    longest_streak: int = 0
    retention: dict[str, float] = field(default_factory=dict)
    forecast: list[int] = field(default_factory=list)
    stability: list[float] = field(default_factory=list)
    difficulty: list[float] = field(default_factory=list)
    states: dict[str, int] = field(default_factory=dict)
    intervals: list[int] = field(default_factory=list)
    weeks: dict[str, list[float | None]] = field(default_factory=dict)

    def to_json(self) -> dict[str, Json]:
        """As JSON can hold it."""
        data = asdict(self)
        for row in data["days"]:
            row["day"] = row["day"].isoformat()
        return data


def streak(memory: Memory) -> int:
    """Study days in a row up to today. Raises DatabaseTrouble."""
    return _streak([row.day for row in _days(memory) if row.answers], memory.today())


def statistics(memory: Memory, cards: list[PresentCard] | None = None) -> Statistics:
    """The learner's progress; `cards` as they stand, when they have been read already. Raises DatabaseTrouble."""
    days = _days(memory)
    active = [row.day for row in days if row.answers]
    cards = present_cards(memory) if cards is None else cards
    states = Counter(-1 if card.suspended else card.state for card in cards)
    return Statistics(
        days=days,
        streak=_streak(active, memory.today()),
        longest_streak=_longest(active),
        retention=_retention(memory),
        forecast=_forecast(memory),
        stability=[card.stability for card in cards if card.stability is not None],
        difficulty=[card.difficulty for card in cards if card.difficulty is not None],
        intervals=[
            card.due_day - card.last_day
            for card in cards
            if card.state == CardState.REVIEW and card.due_day and card.last_day
        ],
        weeks=_weeks(memory),
        states={"suspended" if n < 0 else CardState(n).name.lower(): count for n, count in states.items()},
    )


def _days(memory: Memory) -> list[DayCount]:
    sums = [
        func.sum(COUNTERS.c[name]) for name in ("answers", "correct", "introduced", "reviewed", "recalled", "seconds")
    ]
    query = select(COUNTERS.c.day, *sums).where(COUNTERS.c.learner_id == memory.learner_id)
    with memory.store.reading() as connection:
        rows = connection.execute(query.group_by(COUNTERS.c.day).order_by(COUNTERS.c.day)).all()
    return [
        DayCount(date.fromordinal(day), int(answers), float(correct), int(new), int(reviews), int(kept), seconds / 60)
        for day, answers, correct, new, reviews, kept, seconds in rows
    ]


def _streak(active: list[date], today: date) -> int:
    """Days in a row up to today, or up to yesterday while today has no answer yet."""
    have = set(active)
    day = today if today in have else today - timedelta(days=1)
    count = 0
    while day in have:
        count, day = count + 1, day - timedelta(days=1)
    return count


def _longest(active: list[date]) -> int:
    best = run = 0
    previous: date | None = None
    for day in active:
        run = run + 1 if previous is not None and (day - previous).days == 1 else 1
        best, previous = max(best, run), day
    return best


def _retention(memory: Memory) -> dict[str, float]:
    query = select(COUNTERS.c.topic, func.sum(COUNTERS.c.recalled), func.sum(COUNTERS.c.reviewed))
    with memory.store.reading() as connection:
        rows = connection.execute(
            query.where(COUNTERS.c.learner_id == memory.learner_id).group_by(COUNTERS.c.topic)
        ).all()
    return {topic: float(recalled) / float(reviewed) for topic, recalled, reviewed in rows if reviewed}


def _weeks(memory: Memory) -> dict[str, list[float | None]]:
    """By topic, the share right in each of the last weeks, which end today."""
    first = memory.today().toordinal() - 7 * WEEKS + 1
    columns = (COUNTERS.c.topic, COUNTERS.c.day, COUNTERS.c.answers, COUNTERS.c.correct)
    mine = (COUNTERS.c.learner_id == memory.learner_id) & (COUNTERS.c.day >= first)
    answers: dict[str, list[int]] = defaultdict(lambda: [0] * WEEKS)
    right: dict[str, list[float]] = defaultdict(lambda: [0.0] * WEEKS)
    with memory.store.reading() as connection:
        for topic, day, count, correct in connection.execute(select(*columns).where(mine)):
            week = min(WEEKS - 1, (day - first) // 7)
            answers[topic][week] += count
            right[topic][week] += correct
    return {
        topic: [of / count if count else None for of, count in zip(right[topic], counts, strict=True)]
        for topic, counts in answers.items()
    }


def _forecast(memory: Memory) -> list[int]:
    today = memory.today().toordinal()
    ahead = [0] * FORECAST_DAYS
    query = select(CARDS.c.due_day, func.count()).where(
        CARDS.c.learner_id == memory.learner_id,
        CARDS.c.present == 1,
        CARDS.c.suspended == 0,
        CARDS.c.state == int(CardState.REVIEW),
        CARDS.c.due_day < today + FORECAST_DAYS,
    )
    with memory.store.reading() as connection:
        for day, count in connection.execute(query.group_by(CARDS.c.due_day)):
            ahead[max(0, day - today)] += int(count)
    return ahead
