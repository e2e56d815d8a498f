"""The estimate of knowledge of one learner, kept up answer by answer and between runs of the program.

    knowledge = KeptKnowledge(memory, kinds, folder)
    knowledge.kept            # as it was last made: costs nothing, for a page that must not wait
    knowledge.now()           # made again if anything was answered or the day has turned since

What is kept is a file in `folder` that can be made again from the log at any time. Its mark says how many answers it
holds and which was the newest. If the log holds more of them than came after that one, as after an undo or an import,
everything is read again. Safe to call from several threads.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, NamedTuple

from db.memory import Memory
from db.scheduling.fsrs import Parameters
from db.statistics import answer_log, knowledge
from db.statistics.answer_log import Mark
from db.statistics.estimates import Estimate, Forecast, Question, StudyDay
from db.statistics.knowledge import Assessment, History, history_from
from db.statistics.present_cards import PresentCard, present_cards

if TYPE_CHECKING:  # NumPy, which is loaded with the first fit
    from db.statistics.answer_model import Fit

VERSION = 1
TRUST_AGAIN = 25
"""After so many answers it is asked again whether the learner can be predicted at all: that takes four fits."""
PRACTISED, IDLE = StudyDay(1_000_000, 1_000_000, sweep=True), StudyDay(0, 0)
"""A day on which every question is answered once, and one without study."""


@dataclass(frozen=True, slots=True)
class Known:
    """What would be answered right on the day after `day`: by topic, of everything, and of a topic not begun. `chances`
    are those of the questions that were answered before, in no order."""

    day: int
    topics: Mapping[str, Estimate]
    overall: Estimate
    prior: Estimate
    chances: Sequence[float]


class Rise(NamedTuple):
    """The chance of a right answer tomorrow, and by how much practice today raises it."""

    chance: float
    by: float


@dataclass(frozen=True, slots=True)
class _Kept:
    """All that is kept. `asked` tells after how many answers `trusted` was decided."""

    mark: Mark
    history: History
    known: Known
    trusted: bool
    asked: int


class KeptKnowledge:
    """One learner's. `kinds` gives the kind of each question of the content, `folder` is None where nothing is kept."""

    def __init__(self, memory: Memory, kinds: Callable[[], Mapping[str, str]], folder: Path | None) -> None:
        self._memory, self._kinds, self._lock = memory, kinds, RLock()
        name = blake2b(f"{memory.store.target}/{memory.learner_id}".encode(), digest_size=8).hexdigest()
        self._file = folder / f"knowledge-{name}.json" if folder is not None else None
        self._kept: _Kept | None = None
        self._fit: tuple[Mark, Fit] | None = None
        self._seen: object = None
        """The database's version and the kinds with which what is kept was found to be fresh."""

    @property
    def kept(self) -> Known | None:
        """As it was last made; None before the first time."""
        with self._lock:
            self._kept = self._kept or self._read()
            return self._kept.known if self._kept is not None else None

    @property
    def fresh(self) -> bool:
        """Whether nothing has happened since it was last made. Raises DatabaseTrouble."""
        with self._lock:
            day = self._memory.today().toordinal()
            return self.kept is not None and self._kept is not None and self._is_fresh(self._kept, day)

    def _is_fresh(self, kept: _Kept, day: int) -> bool:
        if kept.known.day != day:
            return False
        seen = self._present()
        if None in seen or seen != self._seen:
            if kept.mark != answer_log.mark(self._memory, seen[1], max(0, kept.mark.day - answer_log.MARGIN)):
                return False
            self._seen = seen
        return True

    def _present(self) -> tuple[tuple[int, int] | None, Mapping[str, str]]:
        """A value that changes with everything that the mark depends on."""
        with self._memory.store.reading() as connection:
            return self._memory.store.version(connection), self._kinds()

    def now(self) -> Known:
        """As of now. Raises DatabaseTrouble."""
        with self._lock:
            if not self.fresh:
                self._renew()
            assert self._kept is not None
            return self._kept.known

    def forecast(
        self,
        plan: Sequence[StudyDay],
        questions: Sequence[Question] | None = None,
        starts_in: int = 0,
        weights: Sequence[float] | None = None,
    ) -> Forecast:
        """What to expect on the day after the plan, which begins in so many days. Raises DatabaseTrouble."""
        with self._lock:
            self.now()
            assert self._kept is not None
            asked = self.questions() if questions is None else questions
            day, kept = self._memory.today().toordinal() + starts_in, self._kept
            fitted = self._fitted(kept.mark, kept.history, asked)
            return knowledge.forecast(fitted, kept.history, asked, day, plan, self._parameters, kept.trusted, weights)

    def rises(self, questions: Sequence[Question] | None = None) -> dict[str, Rise]:
        """What practising each question once today would bring. Raises DatabaseTrouble."""
        asked = self.questions() if questions is None else questions
        with_it, without = (self.forecast([day], asked).questions for day in (PRACTISED, IDLE))
        return {name: _rise(without[name].mean, one.mean) for name, one in with_it.items()}

    def answers_each(self) -> list[list[float]]:
        """How many answers a question takes on a day: [new][right at first]."""
        with self._lock:
            self.now()
            assert self._kept is not None
            return self._kept.history.cost.means

    def questions(self, cards: Sequence[PresentCard] | None = None) -> list[Question]:
        """The cards of the present content as the estimate takes them, in its order. Raises DatabaseTrouble."""
        kinds, held = self._kinds(), present_cards(self._memory) if cards is None else cards
        return [
            Question(
                *(c.question_id, c.topic, kinds.get(c.question_id, ""), c.level),
                *(c.stability, c.difficulty, c.last_day, c.due_day),
            )
            for c in sorted(held, key=lambda card: (card.position, card.card_id))
        ]

    @property
    def _parameters(self) -> Parameters:
        return Parameters(weights=self._memory.settings.weights_in_force())

    def _renew(self) -> None:
        before, day, seen = self._kept, self._memory.today().toordinal(), self._present()
        self._kept = None  # its history grows now; if that fails, the file has it as it was
        mark, history = answer_log.followed(
            self._memory, seen[1], before.mark if before else None, before.history if before else None
        )
        questions = self.questions()
        fitted = self._fitted(mark, history, questions)
        trusted, asked = self._trust(before, mark, history)
        found = knowledge.assess(fitted, history, questions, day + 1, self._parameters, trusted)
        self._kept = _Kept(mark, history, _known(found, questions, day), trusted, asked)
        self._seen = seen
        self._write(self._kept)

    def _fitted(self, mark: Mark, history: History, questions: Sequence[Question]) -> Fit:
        if self._fit is None or self._fit[0] != mark:
            self._fit = (mark, knowledge.fit(history, questions))
        return self._fit[1]

    def _trust(self, before: _Kept | None, mark: Mark, history: History) -> tuple[bool, int]:
        if before is not None and 0 <= mark.answers - before.asked < TRUST_AGAIN:
            return before.trusted, before.asked
        return not knowledge.surely_worse(history), mark.answers

    def _read(self) -> _Kept | None:
        """From the file; None for one that is missing, damaged or of another version."""
        if self._file is None:
            return None
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, IndexError):
            data = json.loads(self._file.read_text(encoding="utf-8"))
            if data["version"] == VERSION:
                known = _known_from(data["known"])
                return _Kept(Mark(**data["mark"]), history_from(data["history"]), known, data["trusted"], data["asked"])
        return None

    def _write(self, kept: _Kept) -> None:
        """Replace the file. What cannot be kept is made again the next time."""
        if self._file is None:
            return
        data = {"version": VERSION, "mark": asdict(kept.mark), "history": kept.history.to_json()}
        data |= {"known": asdict(kept.known), "trusted": kept.trusted, "asked": kept.asked}
        with suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            beside = self._file.with_suffix(f".{os.getpid()}")
            beside.write_text(json.dumps(data, separators=(",", ":")), encoding="utf-8")
            beside.replace(self._file)


def _rise(without: float, with_it: float) -> Rise:
    return Rise(without, max(0.0, with_it - without))


def _known(found: Assessment, questions: Sequence[Question], day: int) -> Known:
    seen = [round(found.questions[q.name].mean, 3) for q in questions if q.stability is not None]
    begun = {q.topic for q in questions if q.stability is not None}
    topics = {name: one for name, one in found.topics.items() if name in begun}
    return Known(day, topics, found.overall, found.prior, seen)


def _known_from(data: dict[str, Any]) -> Known:
    known = Known(**data)
    topics = {name: Estimate(**one) for name, one in data["topics"].items()}
    return replace(known, topics=topics, overall=Estimate(**data["overall"]), prior=Estimate(**data["prior"]))
