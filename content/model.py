"""What a deck is made of. Plain frozen dataclasses that hold what the author wrote; nothing is computed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

from engine.demonstration import Grade
from engine.text import NOTHING, Text

Draw: TypeAlias = Any
"""How one parameter is drawn: a fixed value, or a mapping as CONTRIBUTING.md describes (integer, float, choose,
array, compute)."""


class Kind(StrEnum):
    """The nine kinds of question."""

    SINGLE_CHOICE = "single_choice"
    MULTIPLE_CHOICE = "multiple_choice"
    TRUE_FALSE = "true_false"
    NUMERIC = "numeric"
    MATRIX = "matrix"
    ORDERING = "ordering"
    SPOT_THE_ERROR = "spot_the_error"
    OPEN = "open"
    RECALL = "recall"


class ClaimVerdict(StrEnum):
    """The verdict on a claim of the notes."""

    TRUE = "true"
    CONDITIONAL = "conditional"
    LOOSE = "loose"
    MISLEADING = "misleading"
    FALSE = "false"
    BLANK = "blank"
    """The notes leave a gap that this claim fills."""
    EXTRA = "extra"
    """A follow-up that the notes do not touch."""


class Strict:
    """Base of everything read from a file: unknown keys are refused (pydantic reads this)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "strict": True}


@dataclass(frozen=True, kw_only=True)
class Setup(Strict):
    """A run of a demonstration and the names that expressions may use.

    `draw` and then `parameters` are drawn in order; `runs` adds further runs, whose measurements bear the run's
    name and an underscore in front; `let` names values computed from all that; a draw counts only when every
    expression in `such_that` holds. `fixed_seed` fixes the demonstration's own generator (statistical ones).
    """

    demonstration: str = ""
    draw: Mapping[str, Draw] = field(default_factory=dict)
    parameters: Mapping[str, Draw] = field(default_factory=dict)
    runs: Mapping[str, Run] = field(default_factory=dict)
    let: Mapping[str, str] = field(default_factory=dict)
    such_that: tuple[str, ...] = ()
    fixed_seed: int | None = None


@dataclass(frozen=True, kw_only=True)
class Run(Strict):
    """One more run beside the main one: another demonstration, or the same with other parameters."""

    demonstration: str
    parameters: Mapping[str, Draw] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Evidence(Setup):
    """Why a claim's verdict holds: checks over a demonstration, or a citation where nothing can be computed."""

    check: tuple[str, ...] = ()
    shows: Text = NOTHING
    cite: str = ""


@dataclass(frozen=True, kw_only=True)
class Claim(Strict):
    """One statement of the notes (or a gap in them), with its verdict and its evidence."""

    id: str
    paraphrase: Text
    verdict: ClaimVerdict
    statement: Text
    grade: Grade
    evidence: tuple[Evidence, ...]
    condition: Text = NOTHING
    references: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Option(Strict):
    """An option of a choice: the author declares whether it is `correct`, the `check` computes it.

    `why` is said after the answer, with computed numbers. In a true/false question there are no options; in
    spot-the-error each is a line, and `correct` says that the line holds.
    """

    text: Text
    check: str
    correct: bool
    why: Text = NOTHING


@dataclass(frozen=True, kw_only=True)
class Item(Strict):
    """A line of an ordering; items stand in the file in the right order, proved by ascending `key`."""

    text: Text
    key: str


@dataclass(frozen=True, kw_only=True)
class Solution(Strict):
    """The rule of a numeric or matrix answer, its tolerance, and `proof`: expressions over `answer` that an
    independent route must make true. One of `relative` and `absolute` is given, or neither for exact answers."""

    value: str
    proof: tuple[str, ...]
    relative: float = 0.0
    absolute: float = 0.0
    unit: Text = NOTHING


@dataclass(frozen=True, kw_only=True)
class Mistake(Strict):
    """A wrong answer that a named mistake leads to; recognised when the learner gives it."""

    value: str
    why: Text


@dataclass(frozen=True, kw_only=True)
class KeyPoint(Strict):
    """One point an open answer should make, its weight, and the claim that backs it."""

    text: Text
    claim: str
    weight: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Question(Setup):
    """What the learner is asked. Which fields are used depends on `kind`; `content.validation.meaning` says so."""

    id: str
    kind: Kind
    level: int
    claims: tuple[str, ...]
    prompt: Text
    explanation: Text
    options: tuple[Option, ...] = ()
    check: str = ""
    correct: bool | None = None
    why: Text = NOTHING
    answer: Solution | None = None
    mistakes: tuple[Mistake, ...] = ()
    items: tuple[Item, ...] = ()
    rubric: tuple[KeyPoint, ...] = ()
    back: Text = NOTHING
    proof: tuple[str, ...] = ()
    hints: tuple[Text, ...] = ()
    followups: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    """Earlier ids of this question, so that a rename keeps the learner's progress."""


@dataclass(frozen=True, kw_only=True)
class TopicInfo(Strict):
    """A topic as the deck declares it: one section of the notes."""

    id: str
    section: str
    title: Text
    summary: Text


@dataclass(frozen=True, kw_only=True)
class Term(Strict):
    """A word of the field: its name in both languages, other names that may stand for it, and names to avoid."""

    term: Text
    also: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Source(Strict):
    """A work that claims and questions refer to."""

    cite: str


@dataclass(frozen=True, kw_only=True)
class DeckInfo(Strict):
    """The contents of `deck.yaml`."""

    id: str
    title: Text
    description: Text
    license: str
    version: str
    topics: tuple[TopicInfo, ...]


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic with its claims and questions, in the order of the files."""

    info: TopicInfo
    claims: tuple[Claim, ...]
    questions: tuple[Question, ...]


@dataclass(frozen=True, kw_only=True)
class Deck:
    """A whole deck."""

    info: DeckInfo
    topics: tuple[Topic, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)

    @property
    def questions(self) -> dict[str, Question]:
        """All questions by id."""
        return {q.id: q for topic in self.topics for q in topic.questions}

    @property
    def claims(self) -> dict[str, Claim]:
        """All claims by id."""
        return {c.id: c for topic in self.topics for c in topic.claims}

    def topic_of(self, item_id: str) -> TopicInfo:
        """The topic that a question or claim stands in. Raises KeyError."""
        for topic in self.topics:
            if item_id in {question.id for question in topic.questions} | {claim.id for claim in topic.claims}:
                return topic.info
        raise KeyError(item_id)
