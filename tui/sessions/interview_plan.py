"""The plan of a mock interview, drawn from a seed.

Topics alternate, levels rise, and one question at least wants more than a mark where the topics have such.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from content.kind import kind_of
from content.library import Library
from content.model import Question
from engine.messages import Usage
from engine.registry import generator

QUESTIONS = 8
"""How many questions, where nothing else is wished."""
SECONDS = 120.0
"""Time for each question, in seconds, where no minutes are wished."""
LEVELS = (1, 3)
PLANNED = "planned"


class NothingFits(Usage):
    """No question has the topics and levels that were wished."""


@dataclass(frozen=True, slots=True)
class InterviewRequest:
    """What the learner asks for. Without topics all, without numbers eight questions of two minutes."""

    seed: int
    topics: tuple[str, ...] = ()
    questions: int | None = None
    minutes: float | None = None
    levels: tuple[int, int] = LEVELS

    @property
    def count(self) -> int:
        """How many questions the wish comes to."""
        if self.questions is not None:
            return self.questions
        return max(1, round(self.minutes * 60 / SECONDS)) if self.minutes is not None else QUESTIONS

    @property
    def seconds_each(self) -> float:
        """Time for each question in seconds."""
        return self.minutes * 60 / self.count if self.minutes is not None else SECONDS


@dataclass(frozen=True, slots=True)
class InterviewPlan:
    """A drawn interview: the wish with its numbers settled, and the questions in order."""

    seed: int
    topics: tuple[str, ...]
    levels: tuple[int, int]
    seconds_each: float
    questions: tuple[str, ...]

    def to_json(self) -> dict[str, Any]:
        """As it is kept in the database."""
        return {
            "seed": self.seed,
            "topics": list(self.topics),
            "levels": list(self.levels),
            "seconds_each": self.seconds_each,
            "questions": list(self.questions),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> InterviewPlan:
        """Back from the database."""
        low, high = data["levels"]
        return cls(
            data["seed"], tuple(data["topics"]), (low, high), float(data["seconds_each"]), tuple(data["questions"])
        )


def draw(library: Library, wish: InterviewRequest, shut: Collection[str] = ()) -> InterviewPlan:
    """The plan that the wish's seed gives; `shut` questions (suspended ones) are left out.

    Raises UnknownItem for a topic that does not exist, and NothingFits when no question fits.
    """
    topics = tuple(library.topic(name).id for name in wish.topics) or tuple(library.topics)
    pool = fitting(library, topics, wish.levels, shut)
    if not pool:
        raise NothingFits(
            "no question has these topics and levels; choose more topics or a wider range of levels",
            "没有题目符合所选主题和难度；请多选主题或放宽难度",
        )
    rng = generator(wish.seed)
    chosen = _with_depth(library, _chosen(library, pool, wish, rng), pool, rng)
    return InterviewPlan(wish.seed, topics, wish.levels, wish.seconds_each, tuple(question.id for question in chosen))


def fitting(
    library: Library, topics: Collection[str], levels: tuple[int, int], shut: Collection[str] = ()
) -> list[Question]:
    """The questions that an interview on these topics and levels may ask; `topics` empty for all."""
    return [
        question
        for question in library.questions.values()
        if (not topics or library.topic_of(question.id).id in topics)
        and levels[0] <= question.level <= levels[1]
        and not kind_of(question).compared  # nobody but the learner could grade it
        and question.id not in shut
    ]


def _chosen(library: Library, pool: list[Question], wish: InterviewRequest, rng: np.random.Generator) -> list[Question]:
    """One question after another: of another topic than the one before, of the rarest topic, near its level."""
    left = [pool[i] for i in rng.permutation(len(pool))]
    low, high = wish.levels
    count = min(wish.count, len(left))
    asked: Counter[str] = Counter()
    chosen: list[Question] = []
    for slot in range(count):
        target = low + (high - low + 1) * slot // count
        last = library.topic_of(chosen[-1].id).id if chosen else ""
        floor = chosen[-1].level if chosen else low
        best = min(
            left,
            key=lambda question: (
                library.topic_of(question.id).id == last,
                question.level < floor,
                abs(question.level - target),
                asked[library.topic_of(question.id).id],
            ),
        )
        left.remove(best)
        asked[library.topic_of(best.id).id] += 1
        chosen.append(best)
    return chosen


def _with_depth(
    library: Library, chosen: list[Question], pool: list[Question], rng: np.random.Generator
) -> list[Question]:
    """The same plan with a question of a deep kind in it, put where it disturbs topics and levels least."""
    deep = [question for question in pool if kind_of(question).deep]
    if not deep or any(kind_of(question).deep for question in chosen):
        return chosen
    deep = [deep[i] for i in rng.permutation(len(deep))]
    plans = [[*chosen[:slot], question, *chosen[slot + 1 :]] for question in deep for slot in range(len(chosen))]
    return min(plans, key=lambda plan: (repeats(library, [q.id for q in plan]), _falls(plan)))


def _falls(plan: Sequence[Question]) -> int:
    return sum(later.level < earlier.level for earlier, later in itertools.pairwise(plan))


def repeats(library: Library, names: Sequence[str]) -> int:
    """How often a question has the topic of the one before it."""
    topics = [library.topic_of(name).id for name in names]
    return sum(a == b for a, b in itertools.pairwise(topics))
