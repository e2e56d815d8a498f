"""What the home screen says: what waits, how each topic stands, and the one thing to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from content.model import TopicInfo
from db.exam.plan import exam_plan
from db.interviews import Interviews
from db.memory import Memory
from db.statistics.estimates import Estimate
from db.statistics.kept_knowledge import Known
from db.statistics.progress import streak
from db.statistics.topic_standing import RecentAnswers, is_ready, recent_answers
from db.types import DueCounts, TopicCounts
from engine.text import Text
from tui.context import Context
from tui.sessions.report_types import from_json


class NextStep(Enum):
    """The recommended next step."""

    REVIEW = auto()
    FINISH_LEARNING = auto()
    LEARN_NEW = auto()
    REST = auto()
    ADD_A_DECK = auto()


@dataclass(frozen=True, slots=True)
class TopicState:
    """One topic: its title, counts, what is known of it (None: not begun, or `counting`), and its trend."""

    topic: str
    title: Text
    counts: TopicCounts
    estimate: Estimate | None = None
    counting: bool = False
    trend: float | None = None
    ready: bool = False


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it."""

    counts: DueCounts
    topics: tuple[TopicState, ...]
    step: NextStep
    streak: int = 0
    catching_up: bool = False
    """Whether what waits after a break is spread over days."""
    exam_days: int | None = None
    """Days to the exam, when one is set."""
    interview: tuple[date, float] | None = None
    """The day and the score, from 0 to 1, of the last interview."""


def overview(context: Context) -> Overview:
    """The present state, with what was known when it was last looked. Raises DatabaseTrouble."""
    memory, library = context.memory, context.library
    counts, known, windows = memory.due_counts(), context.knowledge.kept, recent_answers(memory)
    states = [
        _state(topic, counts.topics.get(topic.id, TopicCounts()), known, windows.get(topic.id, RecentAnswers()))
        for topic in library.topics.values()
    ]
    step = _step(counts, bool(library.questions))
    exam = memory.exam_course()
    days_left = exam.days_left if exam else None
    catching_up = memory.catching_up() is not None
    return Overview(counts, tuple(states), step, streak(memory), catching_up, days_left, _last_interview(memory))


def _state(topic: TopicInfo, counts: TopicCounts, known: Known | None, window: RecentAnswers) -> TopicState:
    estimate = known.topics.get(topic.id) if known is not None and counts.seen else None
    counting, ready = counts.seen > 0 and estimate is None, is_ready(estimate, window)
    return TopicState(topic.id, topic.title, counts, estimate, counting, window.trend, ready)


def expected_at_exam(context: Context) -> Estimate | None:
    """The share right that is expected at the exam; None without one. Raises DatabaseTrouble."""
    plan = exam_plan(context.memory, context.knowledge)
    return plan.expected if plan is not None else None


def _last_interview(memory: Memory) -> tuple[date, float] | None:
    last = Interviews(memory).last()
    report = from_json(last.report) if last is not None else None
    if last is None or report is None or report.score is None:
        return None
    return last.started.date(), report.score


def _step(counts: DueCounts, questions: bool) -> NextStep:
    if not questions:
        return NextStep.ADD_A_DECK
    if counts.due:
        return NextStep.REVIEW
    if counts.learning:
        return NextStep.FINISH_LEARNING
    return NextStep.LEARN_NEW if counts.new else NextStep.REST
