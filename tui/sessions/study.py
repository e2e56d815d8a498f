"""A study session: which card comes next, its variant, the answer, the rating, and undo.

`Weak` sessions pass their own chooser; everything else is the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from math import inf
from typing import Protocol

from content.kind import kind_of
from content.library import Library
from content.variants import Variant, make
from db.types import Card, NewReview, Preview, Rating, Undone
from engine.messages import ExpectedError
from engine.text import Text, same
from tui.sessions.question import AskedQuestion

RECENT = 3
"""How many of the last questions are not asked again at once."""


class Remembers(Protocol):
    """The part of `db.memory.Memory` that a session needs."""

    def next_card(
        self, *, topics: Sequence[str] | None = None, exclude: Sequence[str] = (), days_ahead: int = 0
    ) -> Card | None:
        """The card to show next."""
        ...

    def card(self, question_id: str) -> Card:
        """One card."""
        ...

    def variant_seed(self, card: Card) -> int:
        """The seed of the card's coming variant."""
        ...

    def previews(self, card: Card) -> dict[Rating, Preview]:
        """The state and interval that each rating would give."""
        ...

    def answer(self, card: Card, review: NewReview) -> Card:
        """Write review and state durably."""
        ...

    def undo(self) -> Undone | None:
        """Take the last thing back."""
        ...

    def redo(self) -> Undone | None:
        """Do again what was undone last."""
        ...


Chooser = Callable[[Sequence[str]], Card | None]


@dataclass
class Asked:
    """A card and its question in front of the learner."""

    card: Card
    question: AskedQuestion


@dataclass
class Answered:
    """One finished answer, for the session's summary."""

    question_id: str
    topic: str
    correctness: float
    seconds: float
    rating: Rating


@dataclass
class StudySession:
    """Runs until `limit` answers are given or nothing is left. `mode` is written with every review. With `days_ahead`
    it takes the reviews of so many days to come, and nothing new."""

    memory: Remembers
    library: Library
    clock: Callable[[], datetime]
    mode: str = "study"
    topics: Sequence[str] | None = None
    limit: int | None = None
    choose: Chooser | None = None
    days_ahead: int = 0
    answer_seconds: float = inf
    """The most that an answer's time counts; kinds that take longer have a multiple of it."""
    current: Asked | None = None
    answered: list[Answered] = field(default_factory=list)
    faults: list[Text] = field(default_factory=list)
    _recent: deque[str] = field(default_factory=lambda: deque(maxlen=RECENT))
    _taken_back: list[Answered | None] = field(default_factory=list)
    """Answers that redo brings again, the newest last; None stands for one of before this session."""

    def next(self) -> Asked | None:
        """Show the next card, or None when the session is over. A question whose key cannot be computed is
        passed over and named in `faults`; it is never asked with a wrong key."""
        self.current = None
        unusable: list[str] = []
        while not self.finished:
            card = self._choose([*self._recent, *unusable]) or self._choose(unusable)
            if card is None:
                return None
            variant = self._variant(card)
            if variant is not None:
                return self.show(card, variant)
            unusable.append(card.question_id)
        return None

    @property
    def finished(self) -> bool:
        """Whether the limit is reached."""
        return self.limit is not None and len(self.answered) >= self.limit

    def show(self, card: Card, variant: Variant) -> Asked:
        """Put a card before the learner."""
        question = AskedQuestion(variant, self.clock)
        question.limit = self.answer_seconds * kind_of(variant.question).longer
        self.current = Asked(card, question)
        self._recent.append(card.question_id)
        return self.current

    def follow_up(self, question_id: str) -> Asked | None:
        """Ask a follow-up of the current question at once. Raises UnknownItem."""
        self.library.question(question_id)
        card = self.memory.card(question_id)
        variant = self._variant(card)
        return self.show(card, variant) if variant else None

    def previews(self) -> dict[Rating, Preview]:
        """The state and interval that each rating would give the current card."""
        return self.memory.previews(self.current.card) if self.current else {}

    def rate(self, rating: Rating) -> Card | None:
        """Record the judged answer with this rating; returns once it is on disk."""
        asked = self.current
        if asked is None or asked.question.verdict is None:
            return None
        card = self.memory.answer(asked.card, self._review(asked, rating))
        self.answered.append(
            Answered(
                asked.card.question_id,
                asked.card.topic,
                asked.question.verdict.correctness,
                asked.question.seconds,
                rating,
            )
        )
        self._taken_back.clear()
        self.current = None
        return card

    def undo(self) -> Undone | None:
        """Take the last thing of this session back; an answer then no longer counts, and its card may come at once."""
        undone = self.memory.undo()
        if undone is not None and undone.what == "answer":
            mine = [index for index, done in enumerate(self.answered) if done.question_id == undone.question_id]
            self._taken_back.append(self.answered.pop(mine[-1]) if mine else None)
            if undone.question_id in self._recent:
                self._recent.remove(undone.question_id)
        return undone

    def redo(self) -> Undone | None:
        """Do again what was undone last; an answer of this session counts again."""
        redone = self.memory.redo()
        if redone is not None and redone.what == "answer" and self._taken_back:
            answered = self._taken_back.pop()
            self.answered += [answered] if answered else []
        return redone

    def _review(self, asked: Asked, rating: Rating) -> NewReview:
        question = asked.question
        assert question.verdict is not None
        return NewReview(
            rating=rating,
            proposed=question.proposed,
            answer=question.answer_text(),
            correctness=question.verdict.correctness,
            seconds=question.seconds,
            hints=question.hints_shown,
            variant_seed=question.variant.seed,
            confidence=question.confidence,
            mode=self.mode,
        )

    def _choose(self, exclude: Sequence[str]) -> Card | None:
        if self.choose is not None:
            return self.choose(exclude)
        return self.memory.next_card(topics=self.topics, exclude=exclude, days_ahead=self.days_ahead)

    def ahead(self) -> Callable[[], object] | None:
        """Work that can be done in another thread while the learner reads: computing what is likely to come next, so
        that it is there when she goes on. Choosing touches the memory and is done now."""
        if self.current is None or self.finished or self.choose is not None:
            return None
        name = self.current.card.question_id
        card = self._choose([*self._recent, name]) or self._choose([name])
        if card is None:
            return None
        question, seed = self.library.question(card.question_id), self.memory.variant_seed(card)

        def compute() -> None:
            with suppress(ValueError, LookupError):  # told when it is its turn
                make(question, seed)

        return compute

    def _variant(self, card: Card) -> Variant | None:
        try:
            return make(self.library.question(card.question_id), self.memory.variant_seed(card))
        except (ValueError, LookupError) as error:
            why = error.text if isinstance(error, ExpectedError) else same(str(error))
            self.faults.append(Text(f"{card.question_id}: {why.en}", f"{card.question_id}：{why.zh}"))
            return None
