"""What the log says before each answer, kept up answer by answer. No NumPy here, so that answering stays cheap."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from math import log, log1p
from typing import Any, NamedTuple

from db.types import Json

WINDOW = 3000
"""So many of the newest first answers are learnt from."""
FADE_QUESTION, FADE_ALL = 0.6, 0.98
"""What an outcome still counts one outcome later: of the same question, of any question."""
PRACTICE_SCALE = 5.0
SURE = (-1.0, -1 / 3, 1 / 3, 1.0)
"""The steps of confidence as a feature; not asked is 0."""
COSTS = ((20.0, 10.0), (30.0, 20.0))
COST_DAYS, COST_FADE = 10.0, 0.998
"""Before anything is known: answers that a question takes on ten days, [new][right at first]."""
VERSION = 1


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer. `right` runs from 0 to 1; `recall` is FSRS's retrievability just before it, None for a question never
    answered; `confidence` from 1 to 4 where it was asked for; `level` from 1 (easy) to 3 (hard)."""

    question: str
    topic: str
    day: int
    right: float
    recall: float | None = None
    confidence: int | None = None
    kind: str = ""
    level: int = 2


class Features(NamedTuple):
    """The features of a question before an answer."""

    wrong: float
    """1 minus the correctness of its last first answer of a day."""
    practice: float
    """log(1 + first answers in its topic / PRACTICE_SCALE)."""
    days: float
    """log(1 + its study days)."""
    surprise: float
    """Its outcomes less FSRS's recall, fading."""
    sure: float
    """How sure the learner was of its last first answer."""
    lately: float
    """How much better recalls of late went than FSRS expected, in logits."""


class Row(NamedTuple):
    """A first answer of a study day; question, topic and kind by their numbers, `recall` -1 for none."""

    question: int
    topic: int
    kind: int
    level: int
    recall: float
    right: float
    features: Features


@dataclass(slots=True)
class QuestionPast:
    """What later answers to a question need of its earlier ones; `new` and `right` tell how its last day began."""

    number: int
    day: int = 0
    days: int = 0
    wrong: float = 0.0
    surprise: float = 0.0
    sure: float = 0.0
    new: int = 1
    right: int = 0


@dataclass(slots=True)
class TopicPast:
    """First answers in a topic."""

    number: int
    answers: int = 0

    @property
    def practice(self) -> float:
        """As in `Features`."""
        return log1p(self.answers / PRACTICE_SCALE)


@dataclass(slots=True)
class Recalls:
    """Recalls of all questions, fading: how many, how right, and how right FSRS expected them."""

    count: float = 2.5
    right: float = 2.0
    expected: float = 2.0

    def add(self, right: float, expected: float) -> None:
        """One recall more."""
        self.count = FADE_ALL * self.count + 1
        self.right = self._inside(FADE_ALL * self.right + right)
        self.expected = self._inside(FADE_ALL * self.expected + expected)

    def _inside(self, total: float) -> float:
        return min(max(total, 0.01 * self.count), 0.99 * self.count)

    @property
    def surplus(self) -> float:
        """How much better they went than expected, in logits."""
        return logit(self.right / self.count) - logit(self.expected / self.count)


@dataclass(slots=True)
class Cost:
    """Answers that a question takes on a day: given, and on how many days; [new][right at first], fading."""

    answers: list[list[float]] = field(default_factory=lambda: [list(row) for row in COSTS])
    days: list[list[float]] = field(default_factory=lambda: [[COST_DAYS] * 2, [COST_DAYS] * 2])

    def first(self, new: int, right: int) -> None:
        """The first answer of a question's day."""
        self.answers[new][right] = COST_FADE * self.answers[new][right] + 1
        self.days[new][right] = COST_FADE * self.days[new][right] + 1

    def again(self, new: int, right: int) -> None:
        """One more answer on a day that began so."""
        self.answers[new][right] += 1

    @property
    def means(self) -> list[list[float]]:
        """Answers a day."""
        return [[self.answers[new][right] / self.days[new][right] for right in (0, 1)] for new in (0, 1)]


@dataclass(slots=True)
class History:
    """A learner's answers. `rows` holds the newest; the others are in the sums of questions and topics."""

    rows: deque[Row] = field(default_factory=lambda: deque(maxlen=WINDOW))
    questions: dict[str, QuestionPast] = field(default_factory=dict)
    topics: dict[str, TopicPast] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=dict)
    recalls: Recalls = field(default_factory=Recalls)
    cost: Cost = field(default_factory=Cost)

    def extend(self, answers: Iterable[Answer]) -> None:
        """Add answers, oldest first."""
        for answer in answers:
            self.add(answer)

    def add(self, answer: Answer) -> None:
        """Take in the newest answer. A further one to the same question on the same day says only what a day costs."""
        past = self.question(answer.question)
        if past.days and answer.day <= past.day:
            self.cost.again(past.new, past.right)
            return
        topic, recall = self.topic(answer.topic), -1.0 if answer.recall is None else answer.recall
        features, kind = self.features(past, topic), self.kind(answer.kind)
        self.rows.append(Row(past.number, topic.number, kind, answer.level, recall, answer.right, features))
        self._count(past, topic, answer)

    def question(self, name: str) -> QuestionPast:
        """The past of a question, numbered when it comes first."""
        return self.questions.get(name) or self.questions.setdefault(name, QuestionPast(len(self.questions)))

    def topic(self, name: str) -> TopicPast:
        """The past of a topic, numbered when it comes first."""
        return self.topics.get(name) or self.topics.setdefault(name, TopicPast(len(self.topics)))

    def kind(self, name: str) -> int:
        """The number of a kind."""
        return self.kinds.setdefault(name, len(self.kinds))

    def features(self, past: QuestionPast, topic: TopicPast) -> Features:
        """The features before the next answer to a question of a topic."""
        days, lately = log1p(past.days), self.recalls.surplus
        return Features(past.wrong, topic.practice, days, past.surprise, past.sure, lately)

    def _count(self, past: QuestionPast, topic: TopicPast, answer: Answer) -> None:
        right, recall = answer.right, answer.recall
        if recall is not None:
            past.surprise = FADE_QUESTION * past.surprise + right - recall
            self.recalls.add(right, recall)
        past.day, past.days, past.wrong = answer.day, past.days + 1, 1 - right
        past.sure = SURE[answer.confidence - 1] if answer.confidence else 0.0
        past.new, past.right = int(recall is None), round(right)
        topic.answers += 1
        self.cost.first(past.new, past.right)

    def to_json(self) -> dict[str, Json]:
        """Everything, as JSON can hold it."""
        return {**asdict(self), "version": VERSION, "rows": [[*row[:6], *row.features] for row in self.rows]}


def history_from(data: dict[str, Any]) -> History:
    """A history as `to_json` gave it. Raises ValueError for another version."""
    if data.get("version") != VERSION:
        raise ValueError(f"a history of version {data.get('version')}, not {VERSION}")
    rows = (Row._make([*row[:6], Features._make(row[6:])]) for row in data["rows"])
    return History(
        rows=deque(rows, maxlen=WINDOW),
        questions={name: QuestionPast(**past) for name, past in data["questions"].items()},
        topics={name: TopicPast(**past) for name, past in data["topics"].items()},
        kinds=data["kinds"],
        recalls=Recalls(**data["recalls"]),
        cost=Cost(**data["cost"]),
    )


def logit(chance: float) -> float:
    """log(p / (1 - p))."""
    return log(chance / (1 - chance))
