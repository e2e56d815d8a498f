"""An interview while it is sat: questions and the interviewer's remarks without a verdict, then key points to tick."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial

from textual import on
from textual.content import Content

from content.kind import kind_of
from db.errors import StaleCard
from db.interviews import InterviewAnswer
from engine.grading import Answer
from engine.rubric_matcher.recognise import Recognised, State
from engine.text import NOTHING, Text
from tui.expected_errors import EXPECTED, Expected, sentence
from tui.line_mode.interview import reason_of
from tui.locale import interview as words
from tui.sessions.interview import InterviewSession
from tui.sessions.question import AskedQuestion, Phase, recorded
from tui.sessions.report_types import InterviewReport
from tui.text.interview_report import watch
from tui.text.plain import plain_text
from tui.widgets.answers.base import Complaint, Submitted
from tui.widgets.question_pane import QuestionPane
from tui.widgets.screen_base import Page
from tui.widgets.status_line import StatusLine

NOTE_EVERY = 5
"""Seconds after which the time taken is noted on disk; what is typed is noted within a second."""


def recognised_words(one: Recognised) -> Text:
    """What was recognised of a point, and the learner's words that it rests on."""
    quote = " … ".join(one.clauses)
    behind = words.QUOTE.format(words=quote) if quote else NOTHING
    state = words.STATES[one.state]
    return Text(f"{state.en.rstrip(':')} {behind.en}".strip(), f"{state.zh.rstrip('：')} {behind.zh}".strip())


def _noted(note: Callable[[], None]) -> None:
    """A note that cannot be written now is written with the next: a busy database is no reason to interrupt."""
    with suppress(*EXPECTED):
        note()


class AskingPage(Page):
    """The stages `asking` and `ticking` of the interview screen, which gives them a place and ends them."""

    stage = "setup"
    session: InterviewSession | None = None

    def __init__(self) -> None:
        super().__init__()
        self._stopping = self._none_ticked = False
        self._ticked: tuple[InterviewAnswer, AskedQuestion] | None = None
        self._seconds = 0
        self._noted = ""

    @property
    def _replying(self) -> AskedQuestion | None:
        return self.session.replying if self.session is not None else None

    @property
    def _now(self) -> AskedQuestion | None:
        """The question or the remark in front of the learner."""
        return self._replying or (self.session.current if self.session is not None else None)

    def _enter(self, stage: str) -> None:
        raise AssertionError("the screen shows a stage")

    def _read(self, report: InterviewReport) -> None:
        raise AssertionError("the screen shows a report")

    # ── one question ────────────────────────────────────────────────────────────────────────────────────────

    async def _next(self) -> None:
        session = self.session
        assert session is not None
        self._stopping = False
        try:
            asked = session.next()
        except EXPECTED as error:
            self._trouble(error)
            return
        if asked is None:
            await self._tick_next()
            return
        await self._ask(asked, session.lead, session.draft)

    async def _ask(self, asked: AskedQuestion, lead: Text, draft: str = "") -> None:
        pane = self.query_one(QuestionPane)
        await pane.ask(asked, self.language)
        pane.tip(plain_text(lead, self.language))
        pane.restore(draft)
        self._enter("asking")
        pane.take_focus()

    @on(Submitted)
    async def _submitted(self, event: Submitted) -> None:
        if self.stage == "ticking" and isinstance(event.answer, frozenset):
            await self._take_points(event.answer)
            return
        if self.has_class("-paused"):
            return
        if self._replying is not None:
            await self._reply(event.answer)
        elif self.session is not None and self.session.current is not None:
            asked = self.session.current
            if asked.variant.key.retried and not asked.variant.key.grade(event.answer).correct:
                asked.tries += 1  # told beside the editor; within the time it may be mended
                return
            asked.pause()
            await self._give(event.answer)

    async def _give(self, answer: Answer | None, aloud: bool = False) -> None:
        assert self.session is not None
        try:
            self.session.give(answer, aloud=aloud)
        except StaleCard as error:
            self._trouble(error)
            if self.session.over:
                self._abandoned_elsewhere()
                return
        except EXPECTED as error:
            # The answer is still held: the same key tries again.
            self._trouble(error)
            return
        await self._converse()

    async def _converse(self) -> None:
        """The interviewer's remark on the last answer, or the next question."""
        assert self.session is not None
        asked = self.session.asking_remark()
        if asked is None:
            await self._next()
            return
        await self._ask(asked, NOTHING)
        self.query_one(QuestionPane).border_title = self.said(words.THE_INTERVIEWER)

    async def _reply(self, answer: Answer | None) -> None:
        """Take the reply to a remark: words, another number, or nothing."""
        assert self.session is not None
        text, another = (answer, None) if isinstance(answer, str) else (recorded(answer), answer)
        try:
            self.session.reply(text, another)
        except EXPECTED as error:
            self._trouble(error)
            return
        await self._converse()

    def _abandoned_elsewhere(self) -> None:
        """Another window has ended the interview: there is nothing left to ask here."""
        self.session = None
        self._enter("setup")

    @on(Complaint)
    def _complain(self, event: Complaint) -> None:
        self.notify(self.said(event.text), severity="warning", timeout=4)

    def _trouble(self, error: Expected) -> None:
        self.notify(sentence(error, self.language), severity="error", timeout=8, markup=False)

    # ── the clock ───────────────────────────────────────────────────────────────────────────────────────────

    def _tick_clock(self) -> None:
        """Once a second: the countdown, and now and then a note on disk."""
        self._show_status()
        if self.stage == "asking" and self._runs():
            self._seconds += 1
            if self._seconds % NOTE_EVERY == 0 or self.query_one(QuestionPane).draft != self._noted:
                self._note()

    def _runs(self) -> bool:
        return self.is_current and self._replying is None and not self.has_class("-paused")

    def _note(self) -> None:
        """Beside the painting: a slow disk holds no key up."""
        note = self._what_to_note()
        if note is not None:
            self.run_worker(partial(_noted, note), thread=True, group="note")

    def _what_to_note(self) -> Callable[[], None] | None:
        if self.session is None or self.stage != "asking":
            return None
        self._noted = self.query_one(QuestionPane).draft
        return self.session.note(self._noted)

    def keep_typed(self) -> None:
        """Note it now: the app ends."""
        note = self._what_to_note()
        if note is not None:
            _noted(note)

    def on_screen_suspend(self) -> None:
        """The time stands still while something else is on top."""
        question = self._now
        if question is not None:
            question.pause()
            self._note()

    def on_screen_resume(self) -> None:
        """The time runs again, unless the learner had stopped it."""
        question = self._now
        if question is not None and not self.has_class("-paused"):
            question.resume()

    def _show_status(self) -> None:
        left = Content.styled(self.said(words.TITLE), "bold")
        session = self.session
        if session is None or self.stage != "asking" or self._now is None:
            self.query_one(StatusLine).show(left, Content(""))
            return
        number = len(session.answers) + (session.current is not None)
        place = self.said(words.PROGRESS, number=number, total=session.total)
        planned = session.plan.seconds
        spent = watch(planned - session.left_in_all)
        whole = Content.styled(self.said(words.TIME_IN_ALL, spent=spent, planned=watch(planned)), "$foreground-muted")
        times = Content.assemble(whole, "   ", self._countdown(session.left)) if session.current else whole
        self.query_one(StatusLine).show(left + Content(f"  {place}"), times)
        if session.current is None:
            return
        reason = reason_of(session.coming[0].why) if session.coming else None
        kind = self.said(kind_of(session.current.variant.question).label)
        self.query_one(QuestionPane).border_title = f"{kind} · {self.said(reason)}" if reason else kind

    def _countdown(self, left: float) -> Content:
        minutes, seconds = divmod(int(abs(left)), 60)
        text = self.said(words.TIME_LEFT if left >= 0 else words.TIME_OVER, minutes=minutes, seconds=seconds)
        return Content.styled(text, "bold $text-error" if left < 0 else "bold $text-warning" if left < 20 else "bold")

    # ── the end ─────────────────────────────────────────────────────────────────────────────────────────────

    async def _tick_next(self) -> None:
        assert self.session is not None
        waiting = self.session.to_tick
        if not waiting:
            self._finish()
            return
        answer, variant = waiting[0]
        asked = AskedQuestion(variant, self.backdrill.context.clock)
        asked.submit(answer.answer, final=True)
        self._ticked = (answer, asked)
        self._enter("ticking")
        pane = self.query_one(QuestionPane)
        pane.border_title = self.said(words.TICKING)
        # The pane may have shown another question last, or none when the interview was resumed.
        await pane.ask(asked, self.language)
        found = self.session.proposal(answer, variant)
        proposed = frozenset(i for i, one in enumerate(found) if one.state is State.FOUND)
        await pane.tick(asked, self.language, proposed, [recognised_words(one) for one in found])
        self._none_ticked = False

    async def _take_points(self, points: frozenset[int]) -> None:
        if self.session is None or self._ticked is None or self._ticked[1].phase is not Phase.TICKING:
            return
        if not points and not self._none_ticked:
            self._none_ticked = True
            self.notify(self.said(words.NOTHING_TICKED_PAGE), severity="warning", timeout=6)
            return
        try:
            self.session.tick(self._ticked[0].number, points)
        except EXPECTED as error:
            self._trouble(error)
            return
        self._ticked = None
        await self._tick_next()

    def _finish(self) -> None:
        assert self.session is not None
        try:
            report = self.session.finish()
        except EXPECTED as error:
            self._trouble(error)
            return
        for fault in self.session.faults:
            told = self.said(words.PASSED_OVER, what=self.said(fault))
            self.notify(told, severity="warning", timeout=8, markup=False)
        self.session = None
        self._read(report)

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────────────

    async def action_unknown(self) -> None:
        """The learner does not know, or adds nothing to what she said."""
        if self._replying is not None:
            await self._reply("")
        elif self.session is not None and self.session.current is not None:
            await self._give(None)

    async def action_aloud(self) -> None:
        """The learner has answered aloud; she ticks her points at the end."""
        if self._replying is not None:
            await self._reply("")
        elif self.session is not None and self.session.current is not None:
            await self._give("", aloud=True)

    async def action_choices(self) -> None:
        """Show the options of a question that is asked without them."""
        if self.session is not None and self.session.can_show_choices:
            self.session.show_choices()
            assert self.session.current is not None
            await self._ask(self.session.current, self.session.lead)

    def action_pause(self) -> None:
        """Stop the clock and cover the question, or go on."""
        question = self._now
        if question is None:
            return
        paused = not self.has_class("-paused")
        self.set_class(paused, "-paused")
        if paused:
            question.pause()
            self._note()
            self.set_focus(None)
        else:
            question.resume()
            self.query_one(QuestionPane).take_focus()
        self.refresh_bindings()

    async def action_stop(self) -> None:
        """End the interview, when asked for twice."""
        if self.session is None:
            return
        if not self._stopping:
            self._stopping = True
            self.notify(self.said(words.STOP_AGAIN), timeout=4)
            return
        try:
            self.session.stop()
        except EXPECTED as error:
            self._trouble(error)
            return
        await self._tick_next()
