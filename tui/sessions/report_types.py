"""What an interview's report holds. Texts stand in both languages, so that it stays readable when the deck changes."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from content.structure import structure, unstructure
from db.statistics.estimates import Estimate
from engine.json_data import Json
from engine.text import Text

VERSION = 3
"""Of what is written. Reports of before bear no version and lack some fields, which then have their defaults."""
NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class Evidence:
    """The computation behind a key: demonstration, seed, what it measured, and the claims that it proves."""

    demonstration: str
    seed: int
    measured: dict[str, float]
    claims: tuple[str, ...] = ()
    statements: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class PointReport:
    """A key point of an open answer: what was recognised of it (found, denied, unsure, missing), and in which words."""

    text: Text
    state: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExchangeReport:
    """What the interviewer asked after an answer, and the reply. `kind` is probe or doubt; own_words, aloud and choices
    tell how the answer was given."""

    kind: str
    asked: Text = NOTHING
    reply: str = ""


@dataclass(frozen=True, slots=True)
class ThreadReport:
    """A thread of the interview: the numbers of its answers, and the mean of those that are graded."""

    thread: str
    title: Text
    numbers: tuple[int, ...]
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Todo:
    """Something to do next: study a topic, look at a demonstration, or take a thread again."""

    kind: str
    target: str
    title: Text


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """One question and what was answered. `correctness` runs from 0 to 1, `confidence` from 1 to 4."""

    number: int
    question: str
    correctness: float
    seconds: float
    planned_seconds: float
    why_asked: str = ""
    variant_seed: int = 0
    confidence: int | None = None
    topic: str = ""
    title: Text = NOTHING
    level: int = 0
    kind: str = ""
    prompt: Text = NOTHING
    given: Text = NOTHING
    correct: Text = NOTHING
    mistake: Text = NOTHING
    explanation: Text = NOTHING
    evidence: Evidence | None = None
    points: tuple[PointReport, ...] = ()
    exchanges: tuple[ExchangeReport, ...] = ()


@dataclass(frozen=True, slots=True)
class TopicReport:
    """One topic's mean correctness with its 90 % interval; `known` is what was known of it after the interview."""

    topic: str
    title: Text
    questions: int
    score: float
    seconds: float
    interval: tuple[float, ...] = (0.0, 1.0)
    known: Estimate | None = None


@dataclass(frozen=True, slots=True)
class ConfidenceStep:
    """Answers given with one step of confidence: the chance it claims, and how they went."""

    confidence: int
    claimed: float
    answers: int
    score: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The Brier score (mean squared distance of claimed chance and correctness, 0 is best), and each step used."""

    brier: float
    steps: tuple[ConfidenceStep, ...]


@dataclass(frozen=True, slots=True)
class Earlier:
    """Scores of the interviews before: the last, the mean, and both by topic."""

    interviews: int = 0
    last_score: float | None = None
    mean_score: float | None = None
    topics: dict[str, float] = dataclasses.field(default_factory=dict)
    last_topics: dict[str, float] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class InterviewReport:
    """The whole report. `strongest`, `weakest` and `misses` are numbers of answers; times are in seconds."""

    interview: str = ""
    started: str = ""
    finished: str = ""
    seed: int = 0
    levels: tuple[int, ...] = ()
    planned_questions: int = 0
    questions: int = 0
    right: int = 0
    abandoned: bool = False
    score: float | None = None
    interval: tuple[float, ...] = (0.0, 1.0)
    seconds: float = 0.0
    planned_seconds: float = 0.0
    over_time: int = 0
    topics: tuple[TopicReport, ...] = ()
    misses: tuple[int, ...] = ()
    calibration: Calibration | None = None
    strongest: int | None = None
    weakest: int | None = None
    earlier: Earlier = Earlier()
    items: tuple[AnswerReport, ...] = ()
    threads: tuple[ThreadReport, ...] = ()
    todo: tuple[Todo, ...] = ()
    version: int = VERSION


def to_json(report: InterviewReport) -> dict[str, Json]:
    """The report as JSON holds it, every field named."""
    written: dict[str, Json] = unstructure(report, defaults=True)
    return written


def from_json(stored: Mapping[str, Json]) -> InterviewReport | None:
    """A report of this version or of one before; None where none was kept. What is not known is passed over."""
    return structure(InterviewReport, _known(InterviewReport, stored)) if stored else None


def _known(model: type, stored: Mapping[str, Json]) -> dict[str, Json]:
    names = {field.name for field in dataclasses.fields(model)}
    found = {name: value for name, value in stored.items() if name in names}
    for name, part in (("items", AnswerReport), ("topics", TopicReport)):
        written = found.get(name)
        if model is InterviewReport and isinstance(written, list):
            found[name] = [_known(part, one) for one in written]
    return found
