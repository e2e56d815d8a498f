"""The plan for an exam: how much a day, what to expect of it by the one estimate of knowledge, and what is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from math import ceil

from db.exam.day import DayStart, day_start, spent
from db.exam.pace import ExamPace, Wanted, course, is_short
from db.memory import Memory
from db.statistics.estimates import Estimate, Forecast, Question, StudyDay
from db.statistics.gains import gains
from db.statistics.kept_knowledge import KeptKnowledge
from db.statistics.present_cards import present_cards
from db.types import Json

HORIZON = 365
"""Days that are played at most; those before them are as today."""
STEP = 0.02
"""Gains a minute that differ by less are alike: then topics alternate."""


@dataclass(frozen=True, slots=True)
class Readiness:
    """What to expect of one topic at the exam, and how many of its cards are never shown."""

    topic: str
    estimate: Estimate
    unseen: int
    cards: int


@dataclass(frozen=True, slots=True)
class ExamPlan:
    """The whole plan. `leave_out` names the topics with questions that there is no time for, those with most first;
    `course_of` tells for each day what would be right at the exam if study ended with it."""

    exam: date
    days: int
    minutes_a_day: int
    seconds_per_answer: float
    answers_a_day: int
    today: ExamPace
    readiness: list[Readiness]
    expected: Estimate
    enough: bool
    leave_out: list[str]
    course_of: list[float] = field(default_factory=list)

    @property
    def unseen(self) -> int:
        """Cards that are never shown."""
        return sum(topic.unseen for topic in self.readiness)

    @property
    def cards(self) -> int:
        """All cards."""
        return sum(topic.cards for topic in self.readiness)

    def to_json(self) -> dict[str, Json]:
        """As JSON can hold it."""
        topics = [
            {"topic": one.topic, **_flat(one.estimate), "unseen": one.unseen, "cards": one.cards}
            for one in self.readiness
        ]
        return {**asdict(self), "exam": self.exam.isoformat(), **_flat(self.expected), "readiness": topics}


def exam_plan(memory: Memory, knowledge: KeptKnowledge) -> ExamPlan | None:
    """The plan for the exam that is set; None without one. The same log gives the same one. Raises DatabaseTrouble."""
    wanted, pace, today = memory.exam_wanted(), memory.exam_course(), memory.today()
    if wanted is None or pace is None:
        return None
    with memory.store.reading() as connection:
        start = day_start(connection, memory.learner_id, today)
        answered = spent(connection, memory.learner_id, today).answers
    weights = memory.settings.exam_weights
    questions = _asked(memory, knowledge, weights)
    found = knowledge.forecast(
        study_days(wanted, start, answered),
        questions,
        starts_in=max(0, wanted.days - HORIZON),
        weights=[weights.get(question.topic, 1.0) for question in questions],
    )
    readiness = _readiness(questions, found)
    return ExamPlan(
        exam=date.fromisoformat(memory.settings.exam_date),
        days=wanted.days_left,
        minutes_a_day=memory.settings.exam_minutes,
        seconds_per_answer=round(start.seconds, 1),
        answers_a_day=wanted.answers_a_day,
        today=pace,
        readiness=readiness,
        expected=found.overall,
        enough=not any(topic.unseen for topic in readiness),
        leave_out=[topic.topic for topic in sorted(readiness, key=lambda one: -one.unseen) if topic.unseen],
        course_of=list(found.course),
    )


def triage(memory: Memory, knowledge: KeptKnowledge) -> dict[str, float]:
    """Where an exam is near: what each question gains in a minute by its topic's weight, in steps; none where there is
    time for everything. Raises DatabaseTrouble."""
    wanted, weights = memory.exam_wanted(), memory.settings.exam_weights
    if wanted is None:
        return {}
    unseen = sum(card.stability is None and not card.suspended for card in present_cards(memory))
    if not is_short(wanted, unseen) and not weights:
        return {}
    found = gains(memory, knowledge)
    rates = {name: rate * weights.get(found.topic_of[name], 1.0) for name, rate in found.questions.items()}
    left_out = {topic for topic, weight in weights.items() if not weight}
    return {name: round(rate / STEP) for name, rate in rates.items() if found.topic_of[name] not in left_out}


def _asked(memory: Memory, knowledge: KeptKnowledge, weights: Mapping[str, float]) -> list[Question]:
    """The questions of the exam, new ones in the order in which they will come."""
    cards = [card for card in present_cards(memory) if not card.suspended and weights.get(card.topic, 1.0) > 0]
    first = triage(memory, knowledge)
    place: Counter[str] = Counter()
    turns: dict[str, tuple[float, int]] = {}
    for question in knowledge.questions(cards):
        place[question.topic] += question.stability is None
        turns[question.name] = (-first.get(question.name, 0.0), place[question.topic])
    return sorted(knowledge.questions(cards), key=lambda question: turns[question.name])


def study_days(wanted: Wanted, start: DayStart, answered: int) -> list[StudyDay]:
    """Every day until the exam, at most a year of them; `answered` counts today's answers until now."""
    unseen, known, found = start.unseen, start.known, []
    for ahead in range(max(0, wanted.days - HORIZON), wanted.days):
        day = Wanted(max(0, wanted.days_left - ahead), wanted.answers_a_day, wanted.retention)
        pace = course(day, unseen, known)
        answers = day.answers_a_day - (0 if ahead else min(answered, day.answers_a_day))
        found.append(StudyDay(answers, answers, pace.retention, pace.sweep and not unseen))
        unseen, known = unseen - pace.new_per_day, known + pace.new_per_day
    return found


def _flat(estimate: Estimate) -> dict[str, Json]:
    ends = {"low": estimate.low, "high": estimate.high, "predictable": estimate.predictable}
    return {"expected": estimate.mean, **ends}


def _readiness(questions: Sequence[Question], found: Forecast) -> list[Readiness]:
    cards = Counter(question.topic for question in questions)
    made = [Readiness(topic, one, _unseen(found.unseen[topic]), cards[topic]) for topic, one in found.topics.items()]
    return sorted(made, key=lambda one: (one.estimate.mean, one.topic))


def _unseen(mean: float) -> int:
    """Cards, of which half a one is none."""
    return ceil(mean - 0.5)
