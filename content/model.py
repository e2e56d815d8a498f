"""What a deck is made of. Plain frozen dataclasses that hold what the author wrote; nothing is computed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from content.interview import KeyPoint, ModelAnswers, Thread
from content.strict import Strict
from engine.demonstration import Grade
from engine.text import NOTHING, Text

Draw: TypeAlias = Any
"""How one parameter is drawn: a fixed value, or a mapping as CONTRIBUTING.md describes (integer, float, choose,
array, compute)."""


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


@dataclass(frozen=True, kw_only=True)
class Setup(Strict):
    """A run of a demonstration and the names that expressions may use.

    `draw` and then `parameters` are drawn in order; `runs` adds further runs, whose measurements bear the run's
    name and an underscore in front; `let` names values computed from all that; a draw counts only when every
    expression in `such_that` holds. `fixed_seed` fixes the demonstration's own generator (statistical ones).
    `for_all` gives ranges, written like draws, over which `margin` never falls below 0; verification searches them.
    """

    demonstration: str = ""
    draw: Mapping[str, Draw] = field(default_factory=dict)
    parameters: Mapping[str, Draw] = field(default_factory=dict)
    runs: Mapping[str, Run] = field(default_factory=dict)
    let: Mapping[str, str] = field(default_factory=dict)
    such_that: tuple[str, ...] = ()
    fixed_seed: int | None = None
    for_all: Mapping[str, Draw] = field(default_factory=dict)
    margin: str = ""


@dataclass(frozen=True, kw_only=True)
class Run(Strict):
    """One more run beside the main one: another demonstration, or the same with other parameters."""

    demonstration: str
    parameters: Mapping[str, Draw] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Evidence(Setup):
    """Why a claim's verdict holds: checks over a demonstration, or a citation where nothing can be computed.

    What `supports` the clause of the notes and what `refutes` it (a counter-example) must all hold; the verdict says
    which of them there must be. A plain `check` holds as well and is bound to no verdict.
    """

    check: tuple[str, ...] = ()
    supports: tuple[str, ...] = ()
    refutes: tuple[str, ...] = ()
    shows: Text = NOTHING
    cite: str = ""

    @property
    def checks(self) -> tuple[str, ...]:
        """Everything that must hold."""
        return self.check + self.supports + self.refutes


@dataclass(frozen=True, kw_only=True)
class Claim(Strict):
    """One statement of the notes (or a gap in them), with its verdict and its evidence.

    `constants` are numbers that its texts and checks name; each stands in a check. Texts may hold templates over
    them and over the names of the first computed evidence.
    """

    id: str
    paraphrase: Text
    verdict: ClaimVerdict
    statement: Text
    grade: Grade
    evidence: tuple[Evidence, ...]
    condition: Text = NOTHING
    references: tuple[str, ...] = ()
    constants: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Why(Strict):
    """The reason said after the answer: one text, or one for each outcome of the check."""

    en: str = ""
    zh: str = ""
    holds: Text = NOTHING
    fails: Text = NOTHING

    @property
    def both(self) -> bool:
        """Whether each outcome has its own text."""
        return self.holds != NOTHING or self.fails != NOTHING

    def after(self, truth: bool) -> Text:
        """The reason when the check came out as `truth`."""
        return (self.holds if truth else self.fails) if self.both else Text(self.en, self.zh)


NO_REASON = Why()


@dataclass(frozen=True, kw_only=True)
class Wording(Strict):
    """A wrong wording of a line in spot-the-error; its check fails in every draw."""

    text: Text
    check: str
    why: Text


@dataclass(frozen=True, kw_only=True)
class Option(Strict):
    """A statement: an option of a choice, one side of a true/false question, or a line of spot-the-error.

    Its truth is what `check` gives in the draw at hand. The author declares it (`correct`) where it never changes;
    otherwise each expression of `proof`, an independent route, must come out as the check does.
    A line with `wrong` wordings is right as it stands; the draw decides whether a wrong wording replaces it.
    """

    text: Text
    check: str
    correct: bool | None = None
    proof: tuple[str, ...] = ()
    why: Why = NO_REASON
    wrong: tuple[Wording, ...] = ()

    @property
    def declared(self) -> bool | None:
        """The truth that never changes, or None where each draw decides."""
        return True if self.wrong else self.correct


@dataclass(frozen=True, kw_only=True)
class Show(Strict):
    """How many statements (or items) of a pool a draw shows, and how many of them are true at least and at most."""

    statements: int
    true: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Item(Strict):
    """A line of an ordering. Items stand in the file in the right order, proved by ascending `key`; where all have a
    `proof`, a second key, the order is computed for each draw and both keys must agree on it."""

    text: Text
    key: str
    proof: str = ""


@dataclass(frozen=True, kw_only=True)
class Solution(Strict):
    """The rule of a numeric or matrix answer, its tolerance, and `proof`: expressions over `answer` that an
    independent route must make true. One of `digits`, `relative` and `absolute` is given, or none for exact answers.

    `digits` significant digits are asked: the prompt says so, half a unit of the last one is the tolerance, and the
    key is shown that way. `exact` is the form a learner may give instead, such as `{{a}}/{{b}}`.
    """

    value: str
    proof: tuple[str, ...]
    relative: float = 0.0
    absolute: float = 0.0
    digits: int = 0
    exact: str = ""
    unit: Text = NOTHING


@dataclass(frozen=True, kw_only=True)
class Mistake(Strict):
    """A wrong answer that a named mistake leads to; recognised when the learner gives it."""

    value: str
    why: Text


@dataclass(frozen=True, kw_only=True)
class Question(Setup):
    """What the learner is asked. Which fields are used depends on `kind`, the name of a file in `content/kinds`."""

    id: str
    kind: str
    level: int
    claims: tuple[str, ...]
    prompt: Text = NOTHING
    explanation: Text = NOTHING
    options: tuple[Option, ...] = ()
    check: str = ""
    correct: bool | None = None
    why: Why = NO_REASON
    show: Show | None = None
    answer: Solution | None = None
    mistakes: tuple[Mistake, ...] = ()
    items: tuple[Item, ...] = ()
    rubric: tuple[KeyPoint, ...] = ()
    model: ModelAnswers | None = None
    task: str = ""
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
    format: int = 1
    """2 for a deck that the gate of `verify` judges strictly; 1 for decks written before there was one."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic with its claims, questions and threads, in the order of the files."""

    info: TopicInfo
    claims: tuple[Claim, ...]
    questions: tuple[Question, ...]
    threads: tuple[Thread, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Deck:
    """A whole deck. `across` are the threads of `threads.yaml` beside `deck.yaml`: they may join several topics."""

    info: DeckInfo
    topics: tuple[Topic, ...]
    sources: Mapping[str, Source] = field(default_factory=dict)
    across: tuple[Thread, ...] = ()
    synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def questions(self) -> dict[str, Question]:
        """All questions by id."""
        return {q.id: q for topic in self.topics for q in topic.questions}

    @property
    def threads(self) -> tuple[Thread, ...]:
        """All threads, topic by topic."""
        return (*(thread for topic in self.topics for thread in topic.threads), *self.across)

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
