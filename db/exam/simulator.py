"""Planning for an exam: how many new cards a day, how much to remember, what to look at last, and what to expect.

`simulate` plays the days to the exam with the scheduler itself and seeded outcomes, so that the same memory gives the
same plan. While an exam is set, `Memory` asks `course` for the pace and the retention of the day.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from math import sqrt

from db.exam.pace import NEW_COST, SECONDS, ExamPace, course
from db.scheduling.fsrs import MemoryState, Parameters, retrievability, schedule
from db.types import CardState, Json, Rating

UNSEEN = 0.3
"""The chance of a right answer on a question never seen."""
RUNS = 6
HORIZON = 365
"""Days that are simulated at most; the plan before that is plain study."""
Z = 1.645


@dataclass(frozen=True, slots=True)
class SimulatedCard:
    """One card as the plan begins."""

    card_id: int
    topic: str
    state: MemoryState


@dataclass(frozen=True, slots=True)
class Readiness:
    """What to expect of one topic at the exam: the share right with an interval, and how many cards stay unseen."""

    topic: str
    expected: float
    low: float
    high: float
    unseen: int
    cards: int


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """The whole plan. `enough` is False when the time does not suffice; `leave_out` then names topics to drop, those
    with most unseen cards first, until it does."""

    exam: date
    days: int
    minutes_a_day: int
    seconds_per_answer: float
    answers_a_day: int
    today: ExamPace
    readiness: list[Readiness]
    expected: float
    enough: bool
    leave_out: list[str]
    course_of: list[float] = field(default_factory=list)

    def to_json(self) -> dict[str, Json]:
        """As JSON can hold it."""
        return {**asdict(self), "exam": self.exam.isoformat()}


def plan(
    cards: Sequence[SimulatedCard],
    today: date,
    exam: date,
    minutes_a_day: int,
    parameters: Mapping[str, Parameters],
    seconds: float = SECONDS,
    seed: int = 0,
) -> ExamPlan:
    """Simulate and sum up. `parameters` holds the scheduler's parameters of every topic."""
    days = (exam - today).days
    answers = max(1, int(minutes_a_day * 60 / seconds))
    unseen = sum(card.state.reviews == 0 for card in cards)
    wished = min((p.desired_retention for p in parameters.values()), default=0.9)
    found = [_Run(cards, today, days, answers, parameters, seed + number) for number in range(RUNS)]
    for run in found:
        run.play()
    readiness = _readiness(cards, found)
    total = sum(topic.cards for topic in readiness) or 1
    left = sum(topic.unseen for topic in readiness)
    return ExamPlan(
        exam=exam,
        days=days,
        minutes_a_day=minutes_a_day,
        seconds_per_answer=round(seconds, 1),
        answers_a_day=answers,
        today=course(days, unseen, answers, wished),
        readiness=readiness,
        expected=sum(topic.expected * topic.cards for topic in readiness) / total,
        enough=left == 0,
        leave_out=_leave_out(readiness),
        course_of=[sum(day) / len(found) for day in zip(*(run.curve for run in found), strict=True)],
    )


def _leave_out(readiness: Sequence[Readiness]) -> list[str]:
    """The topics that hold most of what will not be seen; leaving them out makes room for the others."""
    return [topic.topic for topic in sorted(readiness, key=lambda t: -t.unseen) if topic.unseen]


def _readiness(cards: Sequence[SimulatedCard], runs: Sequence[_Run]) -> list[Readiness]:
    by_topic: dict[str, list[int]] = defaultdict(list)
    for card in cards:
        by_topic[card.topic].append(card.card_id)
    made = []
    for topic, ids in by_topic.items():
        chances = [[run.chance(card_id) for card_id in ids] for run in runs]
        means = [sum(row) / len(ids) for row in chances]
        mean = sum(means) / len(means)
        between = sum((m - mean) ** 2 for m in means) / len(means)
        within = sum(p * (1 - p) for row in chances for p in row) / len(runs) / len(ids) ** 2
        spread = Z * sqrt(between + within)
        unseen = round(sum(run.unseen(ids) for run in runs) / len(runs))
        made.append(Readiness(topic, mean, max(0.0, mean - spread), min(1.0, mean + spread), unseen, len(ids)))
    return sorted(made, key=lambda r: (r.expected, r.topic))


def _in_turn(cards: Sequence[SimulatedCard]) -> list[int]:
    """Card ids, the first of every topic, then the second of every topic, and so on."""
    place: dict[str, int] = defaultdict(int)
    keyed = []
    for card in cards:
        keyed.append((place[card.topic], card.card_id))
        place[card.topic] += 1
    return [card_id for _, card_id in sorted(keyed, key=lambda pair: pair[0])]


class _Run:
    """One way the days may go."""

    def __init__(
        self,
        cards: Sequence[SimulatedCard],
        today: date,
        days: int,
        answers: int,
        parameters: Mapping[str, Parameters],
        seed: int,
    ) -> None:
        self.states = {card.card_id: card.state for card in cards}
        self.topics = {card.card_id: card.topic for card in cards}
        self.first, self.days, self.answers, self.seed = today.toordinal(), days, answers, seed
        self.parameters = parameters
        self.order = _in_turn(cards)
        self.curve: list[float] = []

    def play(self) -> None:
        """Every day to the exam, one after the other."""
        for ahead in range(max(0, self.days - HORIZON), self.days):
            self._day(self.first + ahead, self.days - ahead)
            self.curve.append(sum(map(self.chance, self.states)) / max(1, len(self.states)))

    def _day(self, day: int, days_left: int) -> None:
        unseen = [card for card in self.order if self.states[card].reviews == 0]
        wished = min((p.desired_retention for p in self.parameters.values()), default=0.9)
        now = course(days_left, len(unseen), self.answers, wished)
        left = self.answers
        for card in self._waiting(day, now.sweep)[:left]:
            self._answer(card, day, now.retention)
            left -= 1
        for card in unseen[: min(now.new_per_day, left // NEW_COST)]:
            self._answer(card, day, now.retention)

    def _waiting(self, day: int, sweep: bool) -> list[int]:
        """Cards to review, the weakest first: what is due, and in the last look everything not seen today."""
        waiting = [
            card
            for card, state in self.states.items()
            if state.reviews and (state.last_day or 0) < day and (sweep or (state.due_day or 0) <= day)
        ]
        return sorted(waiting, key=lambda card: (self._recall(card, day), card))

    def _answer(self, card: int, day: int, retention: float) -> None:
        before = self.states[card]
        right = self._draw(card, before.reviews) < (self._recall(card, day) if before.reviews else UNSEEN)
        state = self._scheduled(card, before, Rating.GOOD if right else Rating.AGAIN, day, retention)
        for _ in range(3):  # learning steps end on the same day
            if state.state is CardState.REVIEW:
                break
            state = self._scheduled(card, state, Rating.GOOD, day, retention)
        self.states[card] = state

    def _scheduled(self, card: int, before: MemoryState, rating: Rating, day: int, retention: float) -> MemoryState:
        wished = replace(self.parameters[self.topics[card]], desired_retention=retention)
        return schedule(before, rating, day * 86_400_000_000, day, (day + 1) * 86_400_000_000, card, wished)

    def _draw(self, card: int, number: int) -> float:
        digest = hashlib.blake2b(f"{self.seed}/{card}/{number}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") / 2**64

    def _recall(self, card: int, day: int) -> float:
        return retrievability(self.states[card], day, self.parameters[self.topics[card]])

    def chance(self, card: int) -> float:
        """The chance that the question is answered right at the exam."""
        state = self.states[card]
        return self._recall(card, self.first + self.days) if state.reviews else UNSEEN

    def unseen(self, ids: Sequence[int]) -> int:
        """How many of the cards will never have been shown."""
        return sum(self.states[card].reviews == 0 for card in ids)
