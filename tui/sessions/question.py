"""One question being asked: hints, the answer, the verdict, and the rating that is proposed.

Phases: `ASKING` until an answer is given, `TICKING` for an open answer whose key points the learner ticks,
`JUDGED` once the verdict stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from math import inf

import numpy as np

from content.kind import kind_of
from content.variants import ShownMistake, Variant
from db.types import Rating
from engine.grading import Answer, Key, Verdict
from engine.text import Text

PASSING = 0.5
"""From this correctness on a partly right answer is proposed as Hard, below it as Again."""

FREE_TRIES, MOST_TRIES = 1, 6
"""Wrong tries that do not count, as a first run may fail by a slip; and those after which Again is proposed."""


class Phase(Enum):
    """Where the question stands."""

    ASKING = auto()
    TICKING = auto()
    JUDGED = auto()


@dataclass
class AskedQuestion:
    """A variant in front of the learner. `clock` gives aware datetimes."""

    variant: Variant
    clock: Callable[[], datetime]
    phase: Phase = Phase.ASKING
    hints_shown: int = 0
    tries: int = 0
    """Wrong answers after which the learner tried again."""
    confidence: int | None = None
    answer: Answer | None = None
    verdict: Verdict | None = None
    seconds: float = 0.0
    limit: float = inf
    """More seconds than these are not counted."""
    idle: float = inf
    """So many seconds after the last `touch` the clock stops."""
    _started: datetime | None = None
    _waited: float = field(default=0.0)
    _seen: datetime | None = None

    def __post_init__(self) -> None:
        self._started = self._seen = self.clock()

    def pause(self) -> None:
        """Stop counting the time, as while a help page is open."""
        self._waited, self._started = self.elapsed(), None

    def resume(self) -> None:
        """Count the time again."""
        if self._started is None:
            self._started = self._seen = self.clock()

    def touch(self) -> None:
        """The learner did something: the clock goes on if it had stopped for want of it."""
        if self._started is not None:
            self.pause()
            self.resume()

    def carry(self, seconds: float) -> None:
        """Time that was spent on the question before, as before the program was stopped."""
        self._waited += max(0.0, seconds)

    def elapsed(self) -> float:
        """Seconds spent on the question so far. When the clock is set back, what was counted stays and it counts on."""
        if self._started is None or self._seen is None:
            return self._waited
        now = self.clock()
        if now < self._seen:
            self._waited += min(self.idle, (self._seen - self._started).total_seconds())
            self._started = now
        self._seen = now
        return min(self.limit, self._waited + min(self.idle, (now - self._started).total_seconds()))

    def hint(self) -> Text | None:
        """The next hint, or None when there is no more or the verdict stands."""
        hints = self.variant.hints
        if self.phase is not Phase.ASKING or self.hints_shown >= len(hints):
            return None
        self.hints_shown += 1
        return hints[self.hints_shown - 1]

    def submit(self, answer: Answer, final: bool = False) -> Phase:
        """Take the answer; an open one waits for `tick`, a wrong one that may be tried again leaves the question open
        unless it is `final`, every other is judged. Raises TypeError off its kind."""
        if self.phase is not Phase.ASKING:
            return self.phase
        if self.variant.key.ticked:
            self.answer, self.seconds, self.phase = answer, self.elapsed(), Phase.TICKING
            return self.phase
        verdict = self.variant.key.grade(answer)
        if self.variant.key.retried and not verdict.correct and not final:
            self.tries += 1
            return self.phase
        self._judge(verdict, answer)
        return self.phase

    def give_up(self) -> None:
        """The learner does not know: the verdict is wrong, whatever the kind."""
        if self.phase is Phase.ASKING:
            self._judge(Verdict(0.0), None)

    def tick(self, points: frozenset[int]) -> None:
        """The key points an open answer made."""
        if self.phase is Phase.TICKING:
            self.verdict, self.phase = self.variant.key.grade(points), Phase.JUDGED

    def _judge(self, verdict: Verdict, answer: Answer | None) -> None:
        self.seconds, self.answer, self.verdict, self.phase = self.elapsed(), answer, verdict, Phase.JUDGED

    @property
    def mistake(self) -> ShownMistake | None:
        """The named mistake behind a wrong answer, where the engine can tell."""
        wrong = self.verdict is not None and not self.verdict.correct and self.answer is not None
        return self.variant.mistake_behind(self.answer) if wrong and self.answer is not None else None

    @property
    def proposed(self) -> Rating:
        """The rating that correctness, tries, hints and time suggest; a mistake that is known by name is Again."""
        if self.verdict is None or self.verdict.correctness < PASSING or self.mistake is not None:
            return Rating.AGAIN
        if self.tries > MOST_TRIES:
            return Rating.AGAIN
        if not self.verdict.correct or self.hints_shown or self.tries > FREE_TRIES:
            return Rating.HARD
        quick = not self.tries and self.seconds <= kind_of(self.variant.question).quick
        return Rating.EASY if quick and self.confidence in (None, 4) else Rating.GOOD

    def answer_text(self) -> str:
        """The answer as it is recorded: letters, numbers, or what was typed."""
        return recorded(self.answer)


def recorded(answer: Answer | None) -> str:
    """An answer as one line of text for the review log; empty for none."""
    match answer:
        case None:
            return ""
        case frozenset():
            return ",".join(chr(ord("a") + i) for i in sorted(answer))
        case tuple():
            return " ".join(str(i + 1) for i in answer)
        case np.ndarray():
            return "; ".join(" ".join(f"{v:.10g}" for v in row) for row in np.atleast_2d(answer))
        case float() | int():
            return f"{answer:.10g}"
    return str(answer)


def from_record(key: Key, text: str) -> Answer | None:
    """The answer that `recorded` wrote, or None where it does not fit the key, as when the question has changed."""
    try:
        return key.from_record(text)
    except (ValueError, TypeError):
        return None
