"""The line mode: the same session in plain text, one line an answer. For screen readers, pipes and tests."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TextIO, TypeVar

from content.variants import Variant
from db.errors import Away, DatabaseTrouble, Displaced, Locked, StaleCard
from db.scheduling.leeches import reached
from db.types import Card, Rating
from engine.grading import Answer
from engine.reading.outcome import Unreadable
from engine.text import Language, Text
from tui.expected_errors import sentence
from tui.line_mode.kind import line_of
from tui.locale import line_mode as words
from tui.locale.study import AWAY, BACK, LEECH
from tui.output import put
from tui.sessions.question import AskedQuestion, Phase, recorded
from tui.sessions.study import StudySession
from tui.text.correct_answer import correct_answer
from tui.text.intervals import interval
from tui.text.kind import text_of
from tui.text.plain import plain_text

Result = TypeVar("Result")
TRIES = 14
"""How often to wait for another program that writes, for WAIT_SECONDS each, before the learner is asked."""
WAIT_SECONDS = 1.0
AWAY_SECONDS, AWAY_EVERY = 300.0, 1.0
"""How long a server may be away before the learner is asked; one that is replaced is back within a minute."""


class Stopped(Exception):
    """The learner typed `q`, or the input ended."""


@dataclass
class LineMode:
    """Asks on `output`, reads from `source`; `width` is only for matrices and is never wrapped to."""

    language: Language
    source: TextIO
    output: TextIO
    describe: Callable[[Variant], str] | None = None
    leech_threshold: int = 8
    """After so many lapses, and again after each half as many, the learner is told that the question slips."""

    def say(self, text: str = "") -> None:
        """One line out, at once."""
        put(text, self.output)

    def prompt(self, text: str) -> str:
        """One line in, without its end. Raises Stopped at the end of input or at `q`."""
        put(text, self.output, end="")
        line = self.source.readline().removeprefix("\ufeff")
        if not line or line.strip().casefold() in ("q", "ｑ"):
            self.say()
            raise Stopped
        if not self.source.isatty():
            self.say(line.rstrip("\n"))
        return line.rstrip("\n")

    def study(self, session: StudySession) -> int:
        """Run a session to its end or until the learner stops; the number of answers."""
        try:
            while asked := self.written(session.next):
                self.say()
                self.say(f"── {words.QUESTION.said(self.language).format(number=len(session.answered) + 1)} ──")
                self.ask(asked.question)
                rating = self._rating(session, asked.question.proposed)
                card = self._kept(partial(session.rate, rating))
                if card is not None and reached(asked.card.lapses, card.lapses, self.leech_threshold):
                    self.say(LEECH.said(self.language).format(question=card.question_id, count=card.lapses))
                if card is not None and card.due is not None:
                    when = card.due.astimezone().strftime("%Y-%m-%d %H:%M")
                    self.say(words.NEXT_DUE.said(self.language).format(when=when))
            if not session.answered:
                nothing = words.NOTHING_AHEAD if session.days_ahead else words.NOTHING_DUE
                self.say(nothing.said(self.language).format(days=session.days_ahead))
        except Stopped:
            pass
        except DatabaseTrouble:
            self._close(session)
            raise
        self._close(session)
        return len(session.answered)

    def _kept(self, write: Callable[[], Card | None]) -> Card | None:
        """None when the card was answered in another window meanwhile; the session goes on."""
        try:
            return self.written(write)
        except StaleCard as error:
            self.say(sentence(error, self.language))
            return None

    def written(self, write: Callable[[], Result]) -> Result:
        """What `write` returns once it is on disk. Until then it is tried again, at once while another program writes,
        each second while a server is away, and as often as the learner wants after other trouble; DatabaseTrouble is
        raised when she stops instead."""
        while True:
            try:
                return self._through_an_absence(partial(self._patient, write))
            except (StaleCard, Displaced):
                raise
            except DatabaseTrouble as error:
                self.say(sentence(error, self.language))
                self._wait_until_repaired(error)

    def _wait_until_repaired(self, error: DatabaseTrouble) -> None:
        try:
            self.prompt(words.NOT_WRITTEN.said(self.language))
        except Stopped:
            raise error from None

    def _through_an_absence(self, write: Callable[[], Result]) -> Result:
        left, told = AWAY_SECONDS, False
        while True:
            try:
                result = write()
            except Away:
                if left <= 0:
                    raise
                if not told:
                    self.say(AWAY.said(self.language))
                told, left = True, left - AWAY_EVERY
                time.sleep(AWAY_EVERY)
            else:
                if told:
                    self.say(BACK.said(self.language))
                return result

    def _patient(self, write: Callable[[], Result]) -> Result:
        for attempt in range(TRIES):
            try:
                return write()
            except Locked:
                if attempt == 0:
                    self.say(words.WAITING.said(self.language))
        return write()

    def _close(self, session: StudySession) -> None:
        for fault in session.faults:
            self.say(words.PASSED_OVER.said(self.language).format(what=fault.said(self.language)))
        if session.answered:
            right = sum(answer.correctness >= 1 for answer in session.answered)
            self.say(words.SUMMARY.said(self.language).format(count=len(session.answered), right=right))

    def ask(self, question: AskedQuestion) -> None:
        """Ask until the verdict stands, and say it. Raises Stopped."""
        self.show(question.variant)
        while question.phase is Phase.ASKING:
            self._take(question, self.prompt(line_of(question.variant).request(question.variant).said(self.language)))
        if question.phase is Phase.TICKING:
            self._tick(question)
        self.judge(question)

    def _take(self, question: AskedQuestion, line: str) -> None:
        if line.strip() in ("?", "？"):
            hint = question.hint()
            shown = plain_text(hint, self.language) if hint else words.NO_HINT.said(self.language)
            self.say(f"{words.HINT.said(self.language)}: {shown}" if hint else shown)
        elif not line.strip():
            question.give_up()
        else:
            self._submit(question, line)

    def _submit(self, question: AskedQuestion, line: str) -> None:
        answer = self.read(question.variant, line)
        if answer is not None and question.submit(answer) is Phase.ASKING:
            for text in text_of(question.variant).told(question.variant, answer, self.language):
                self.say(text)

    def read(self, variant: Variant, line: str) -> Answer | None:
        """The answer that begins with `line`, after saying how it is read; None, after saying why, if it cannot be.

        It goes on over further lines where its kind says so. Raises Stopped.
        """
        kind = line_of(variant)
        while kind.unfinished(line):
            more = self.prompt(kind.goes_on.said(self.language))
            if kind.ends(more):
                break
            line += "\n" + more
        try:
            if kind.as_typed:
                return kind.typed(line)
            answer = variant.read(line)
        except Unreadable as error:
            self.say(error.text.said(self.language))
            return None
        self.say(words.READ_AS.said(self.language).format(answer=recorded(answer)))
        return answer

    def _tick(self, question: AskedQuestion) -> None:
        self.say(words.KEY_POINTS.said(self.language))
        self._list(question.variant.rubric)
        while question.phase is Phase.TICKING:
            try:
                points = question.variant.read(self.prompt(words.ASK_POINTS.said(self.language)))
                question.tick(points if isinstance(points, frozenset) else frozenset())
            except Unreadable as error:
                self.say(error.text.said(self.language))

    def show(self, variant: Variant) -> None:
        """The question and what there is to choose from."""
        self.say(plain_text(variant.prompt, self.language))
        if variant.unit.en:
            self.say(words.UNIT.said(self.language).format(unit=variant.unit.said(self.language)))
        self._list([option.text for option in variant.options], numbers=False)
        self._list(variant.items, numbers=True)

    def _list(self, texts: Sequence[Text], numbers: bool = False) -> None:
        for index, text in enumerate(texts):
            mark = f"{index + 1}" if numbers else chr(ord("a") + index)
            self.say(f"  {mark}) {plain_text(text, self.language)}")

    def judge(self, question: AskedQuestion) -> None:
        """The verdict, the answer, every option's reason, the mistake, the explanation and what was measured."""
        self.say(verdict_words(question, self.language))
        variant = question.variant
        self.say(f"{words.ANSWER_IS.said(self.language)}: {correct_answer(variant, self.language)}")
        if question.mistake is not None:
            self.say(f"{words.YOUR_MISTAKE.said(self.language)}: {plain_text(question.mistake.why, self.language)}")
        self._reasons(variant)
        self.say(f"{words.WHY.said(self.language)}: {plain_text(variant.explanation, self.language)}")
        if self.describe is not None:
            scene = variant.scene
            head = words.MEASURED.said(self.language)
            self.say(head.format(name=scene.demonstration, seed=scene.demonstration_seed))
            self.say(self.describe(variant))

    def _reasons(self, variant: Variant) -> None:
        for reason in text_of(variant).reasons(variant):
            sign = "✓" if reason.right else "✗"
            place = "" if reason.option is None else f"{chr(ord('a') + reason.option)} {sign} "
            self.say(f"  {place}{plain_text(reason.why, self.language)}")

    def _rating(self, session: StudySession, proposed: Rating) -> Rating:
        previews = self.written(session.previews)
        shown = {r: interval(p.interval_days, self.language) for r, p in previews.items()}
        text = words.ASK_RATING.said(self.language).format(
            again=shown.get(Rating.AGAIN, ""),
            hard=shown.get(Rating.HARD, ""),
            good=shown.get(Rating.GOOD, ""),
            easy=shown.get(Rating.EASY, ""),
            proposed=int(proposed),
        )
        while True:
            line = self.prompt(text).strip().translate(str.maketrans("１２３４", "1234"))
            if not line:
                return proposed
            if line in ("1", "2", "3", "4"):
                return Rating(int(line))
            self.say(words.NOT_A_RATING.said(self.language))


def verdict_words(question: AskedQuestion, language: Language) -> str:
    """The verdict with its sign."""
    assert question.verdict is not None
    if question.verdict.correct:
        return words.CORRECT.said(language)
    if question.verdict.correctness > 0:
        return words.PARTLY.said(language).format(percent=f"{question.verdict.correctness:.0%}")
    return (words.UNKNOWN if question.answer is None else words.WRONG).said(language)
