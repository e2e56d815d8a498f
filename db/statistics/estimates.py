"""What goes into the estimate of knowledge and what comes out, as plain data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the content with FSRS's state of it, None where it was never answered; `level` from 1 to 3."""

    name: str
    topic: str
    kind: str = ""
    level: int = 2
    stability: float | None = None
    difficulty: float | None = None
    last_day: int | None = None
    due_day: int | None = None


@dataclass(frozen=True, slots=True)
class Estimate:
    """The chance of a right answer: `mean`, and with 90 % between `low` and `high`. Of a topic: the mean over its
    questions. Not `predictable`: say "cannot be predicted yet"."""

    mean: float
    low: float
    high: float
    predictable: bool = True


@dataclass(frozen=True, slots=True)
class Assessment:
    """Estimates by question, by topic, of all questions together, and of whatever was not begun."""

    questions: Mapping[str, Estimate]
    topics: Mapping[str, Estimate]
    overall: Estimate
    prior: Estimate


@dataclass(frozen=True, slots=True)
class StudyDay:
    """A day's study: answers in all, new questions, the recall that reviews are planned for, and whether everything
    seen is looked at once more, the weakest first."""

    answers: int
    new: int
    retention: float = 0.9
    sweep: bool = False


@dataclass(frozen=True, slots=True)
class Forecast:
    """Estimates after study, by question, by topic and together; `unseen`: by topic, the questions never shown till
    then, on average; `course`: for each day of study, the mean of all if it were the last one."""

    questions: Mapping[str, Estimate]
    topics: Mapping[str, Estimate]
    overall: Estimate
    unseen: Mapping[str, float]
    course: Sequence[float] = ()
