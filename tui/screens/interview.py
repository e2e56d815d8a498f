"""The interview screen: set up, sit it without feedback, tick open answers, read the report and past ones."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.events import Mount
from textual.widgets import Static

from db.errors import StaleCard
from db.interviews import InterviewAnswer, Interviews
from engine.grading import Answer
from tui.interview_line import reason_of
from tui.interview_text import export, markdown, past_line
from tui.locale import interview as words
from tui.locale import study as study_words
from tui.screens.interview_setup import SetUp
from tui.sessions.interview import InterviewSession
from tui.sessions.interview_plan import Wish
from tui.sessions.question import AskedQuestion, Phase
from tui.trouble import EXPECTED, sentence
from tui.widgets.answers.base import Complaint, Submitted
from tui.widgets.key_bar import KeyBar
from tui.widgets.keys import key
from tui.widgets.page import Page
from tui.widgets.question_pane import QuestionPane
from tui.widgets.rows import Row, Rows
from tui.widgets.scale import Scale
from tui.widgets.status_line import StatusLine

STAGES = ("setup", "past", "asking", "ticking", "report")


class InterviewScreen(Page):
    """One interview from its set-up to its report. `wish` begins at once, `resume` goes on with the open one."""

    CSS_PATH = "interview.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        key("left", "turn(-1)", "interview.less", show=False),
        key("right", "turn(1)", "interview.more"),
        key("f4", "unknown", "interview.unknown"),
        key("f5", "pause", "interview.pause"),
        # A text field would take F7 for itself (select all).
        key("f7", "stop", "interview.stop", priority=True),
        key("x", "export", "interview.export"),
        key("pageup", "scroll(-1)", "page.up", show=False),
        key("pagedown", "scroll(1)", "page.down", show=False),
        key("escape,f10", "leave", "page.back"),
    ]

    def __init__(self, wish: Wish | None = None, resume: bool = False) -> None:
        super().__init__()
        self._wish, self._resume = wish, resume
        self._set_up = SetUp()
        self.stage = "setup"
        self.session: InterviewSession | None = None
        self._pending: Answer | None = None
        self._stopping = False
        self._ticked: tuple[InterviewAnswer, AskedQuestion] | None = None
        self._report: Mapping[str, Any] = {}

    def compose(self) -> ComposeResult:
        """One part for each stage; only that of the present stage is shown."""
        yield StatusLine()
        with Vertical(id="setup", classes="section"):
            yield Rows()
        yield QuestionPane(id="question")
        yield Static(id="paused", markup=False)
        with VerticalScroll(id="report", classes="section"):
            yield Static(markup=False)
        yield Scale()
        yield KeyBar()

    @on(Mount)
    async def _open(self) -> None:
        self.set_interval(1.0, self._show_status)
        self._enter("setup")
        if self._resume:
            await self._go_on()
        elif self._wish is not None:
            await self._begin(self._wish)

    def _enter(self, stage: str) -> None:
        self.stage = stage
        for name in STAGES:
            self.set_class(name == stage, f"-{name}")
        self.remove_class("-paused")
        self.query_one(Scale).hide()
        if stage in ("setup", "past"):
            self.query_one(Rows).focus()
        elif stage == "report":
            self.query_one("#report").focus()
        self.speak()
        self.refresh_bindings()

    # ── words ───────────────────────────────────────────────────────────────────────────────────────────────

    def speak(self) -> None:
        """The present stage in the present language."""
        if not self.backdrill.ready:
            return
        self._show_status()
        self.query_one("#paused", Static).update(self.said(words.PAUSED))
        if self.stage == "setup":
            self._show_set_up()
        elif self.stage == "past":
            self._show_past()
        elif self.stage == "report":
            self._show_report()
        else:
            self.query_one(QuestionPane).speak(self.language)
            if self.query_one(Scale).purpose:
                self.query_one(Scale).say("confidence", *self._confidence_words())

    def _show_set_up(self) -> None:
        box = self.query_one("#setup")
        box.border_title, box.border_subtitle = self.said(words.SET_UP), self.said(words.CHANGE)
        context = self.backdrill.context
        stored = Interviews(context.memory).unfinished()
        open_one = (len(stored.answers), len(stored.answers) + len(stored.coming)) if stored else None
        self.query_one(Rows).fill(self._set_up.rows(context.library, self.language, open_one))

    def _show_past(self) -> None:
        box = self.query_one("#setup")
        box.border_title, box.border_subtitle = self.said(words.PAST), ""
        reports = [stored.report for stored in Interviews(self.backdrill.context.memory).finished()]
        rows = [
            Row(Content(past_line(number, report, self.language)), f"report:{report['interview']}")
            for number, report in enumerate(reports, start=1)
        ]
        self.query_one(Rows).fill(rows or [Row(Content(self.said(words.NO_PAST)))])

    def _show_report(self) -> None:
        lines = [_styled(line) for line in markdown(self._report, self.language).splitlines()]
        self.query_one("#report Static", Static).update(Content("\n").join(lines))
        self.query_one("#report").border_title = self.said(words.REPORT_TITLE)

    def _show_status(self) -> None:
        left = Content.styled(self.said(words.TITLE), "bold")
        session = self.session
        if session is None or self.stage != "asking" or session.current is None:
            self.query_one(StatusLine).show(left, Content(""))
            return
        place = self.said(words.PROGRESS, number=len(session.answers) + 1, total=session.total)
        self.query_one(StatusLine).show(left + Content(f"  {place}"), self._countdown(session.left))
        reason = reason_of(session.coming[0].why) if session.coming else None
        kind = self.said(study_words.KINDS[session.current.variant.question.kind])
        title = f"{kind} · {self.said(reason)}" if reason else kind
        self.query_one(QuestionPane).border_title = title

    def _countdown(self, left: float) -> Content:
        minutes, seconds = divmod(int(abs(left)), 60)
        text = self.said(words.TIME_LEFT if left >= 0 else words.TIME_OVER, minutes=minutes, seconds=seconds)
        return Content.styled(text, "bold $text-error" if left < 0 else "bold $text-warning" if left < 20 else "bold")

    def _confidence_words(self) -> tuple[Content, list[Content]]:
        steps = [Content(self.said(word)) for word in study_words.CONFIDENCES]
        return Content.styled(self.said(study_words.HOW_SURE), "bold"), steps

    # ── set-up ──────────────────────────────────────────────────────────────────────────────────────────────

    @on(Rows.Picked)
    async def _picked(self, event: Rows.Picked) -> None:
        what, _, name = event.name.partition(":")
        if what == "topic":
            self._set_up.tick(name)
            self._show_set_up()
        elif what == "resume":
            await self._go_on()
        elif what in ("begin", "surprise"):
            made = self._set_up if what == "begin" else SetUp()
            await self._begin(made.wish(self._seed()))
        elif what == "past":
            self._enter("past")
        elif what == "report":
            self._read(Interviews(self.backdrill.context.memory).get(int(name)).report)
        else:
            self.action_turn(1)

    def _seed(self) -> int:
        return int(self.backdrill.context.clock().timestamp() * 1000) & 0x7FFFFFFF

    async def _begin(self, wish: Wish) -> None:
        context = self.backdrill.context
        try:
            self.session = InterviewSession.start(context.memory, context.library, context.clock, wish)
        except EXPECTED as error:
            self._trouble(error)
            return
        await self._next()

    async def _go_on(self) -> None:
        context = self.backdrill.context
        try:
            self.session = InterviewSession.resume(context.memory, context.library, context.clock)
        except EXPECTED as error:
            self._trouble(error)
            return
        if self.session is None:
            self.notify(self.said(words.OPEN_ONE if self._wish else words.NONE_OPEN), timeout=4)
        else:
            await self._next()

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────

    async def _next(self) -> None:
        session = self.session
        assert session is not None
        self._pending, self._stopping = None, False
        try:
            asked = session.next()
        except EXPECTED as error:
            self._trouble(error)
            return
        if asked is None:
            await self._tick_next()
            return
        await self.query_one(QuestionPane).ask(asked, self.language)
        self._enter("asking")
        self.query_one(QuestionPane).take_focus()

    @on(Submitted)
    async def _submitted(self, event: Submitted) -> None:
        if self.stage == "ticking" and isinstance(event.answer, frozenset):
            await self._take_points(event.answer)
            return
        question = self.session.current if self.session else None
        if question is None or self._pending is not None or self.has_class("-paused"):
            return
        question.pause()
        self._pending = event.answer
        wanted = bool(self.backdrill.context.memory.settings.get("confidence"))
        if wanted:
            self.query_one(Scale).ask("confidence", *self._confidence_words(), marked=3)
        else:
            await self._give(event.answer, None)

    @on(Scale.Chosen)
    async def _chosen(self, event: Scale.Chosen) -> None:
        if self._pending is not None:
            await self._give(self._pending, event.step)

    async def _give(self, answer: Answer | None, confidence: int | None) -> None:
        assert self.session is not None
        try:
            self.session.give(answer, confidence)
        except StaleCard as error:
            self._trouble(error)
        except EXPECTED as error:
            # The answer is still held: the same key tries again.
            self._trouble(error)
            return
        await self._next()

    @on(Complaint)
    def _complain(self, event: Complaint) -> None:
        self.notify(self.said(event.text), severity="warning", timeout=4)

    # ── the end ─────────────────────────────────────────────────────────────────────────────────────────────

    async def _tick_next(self) -> None:
        assert self.session is not None
        waiting = self.session.to_tick
        if not waiting:
            self._finish()
            return
        answer, variant = waiting[0]
        asked = AskedQuestion(variant, self.backdrill.context.clock)
        asked.submit(answer.answer)
        self._ticked = (answer, asked)
        self._enter("ticking")
        pane = self.query_one(QuestionPane)
        pane.border_title = self.said(words.TICKING)
        # The pane may have shown another question last, or none when the interview was resumed.
        await pane.ask(asked, self.language)
        await pane.tick(asked, self.language)

    async def _take_points(self, points: frozenset[int]) -> None:
        if self.session is None or self._ticked is None or self._ticked[1].phase is not Phase.TICKING:
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
            self.notify(self.said(words.PASSED_OVER, what=fault), severity="warning", timeout=8)
        self.session = None
        self._read(report)

    def _read(self, report: Mapping[str, Any]) -> None:
        self._report = report
        self._enter("report")
        self.query_one("#report").scroll_home(animate=False)

    def _trouble(self, error: BaseException) -> None:
        self.notify(sentence(error), severity="error", timeout=8)

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Each stage has its keys."""
        stage = getattr(self, "stage", "setup")
        if action == "turn":
            return stage == "setup"
        if action in ("pause", "stop"):
            return stage == "asking"
        if action == "unknown":
            return stage == "asking" and self._pending is None and not self.has_class("-paused")
        return stage == "report" if action == "export" else True

    def action_turn(self, step: int) -> None:
        """Another number in the row under the cursor."""
        self._set_up.turn(self.query_one(Rows).name_at_cursor, step)
        self._show_set_up()

    async def action_unknown(self) -> None:
        """The learner does not know."""
        if self.session is not None and self.session.current is not None:
            await self._give(None, None)

    def action_pause(self) -> None:
        """Stop the clock and cover the question, or go on."""
        question = self.session.current if self.session else None
        if question is None:
            return
        paused = not self.has_class("-paused")
        self.set_class(paused, "-paused")
        if paused:
            question.pause()
            self.set_focus(None)
        elif self._pending is None:
            question.resume()
            self.query_one(QuestionPane).take_focus()
        else:
            self.query_one(Scale).focus()
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
            self._keep_pending()
            self.session.stop()
        except EXPECTED as error:
            self._trouble(error)
            return
        await self._tick_next()

    def _keep_pending(self) -> None:
        """An answer that waits for its confidence was given: it counts without one."""
        if self.session is not None and self._pending is not None:
            self.session.give(self._pending, None)
            self._pending = None

    def action_export(self) -> None:
        """The report as Markdown, into the data folder."""
        try:
            path = export(self._report, self.backdrill.context.locations.data, self.language)
        except OSError as error:
            self.notify(self.said(words.NOT_WRITTEN, why=error.strerror or error), severity="error", timeout=8)
        else:
            self.notify(self.said(words.EXPORTED, path=path), timeout=6)

    def action_scroll(self, pages: int) -> None:
        """Scroll the question or the report by pages."""
        pane = self.query_one("#report" if self.stage == "report" else "#question")
        pane.scroll_relative(y=pages * max(2, pane.size.height - 2), animate=False)

    def action_leave(self) -> None:
        """Back: from past interviews and reports to the set-up, from there home. An open interview is kept."""
        if self.stage in ("past", "report"):
            self._enter("setup")
            return
        if self.session is not None:
            try:
                self._keep_pending()
            except EXPECTED as error:
                self._trouble(error)
                return
            self.notify(self.said(words.KEPT), timeout=4)
        self.backdrill.back()


def _styled(line: str) -> Content:
    """A line of Markdown as a page shows it: headings in colour, without their marks."""
    text = line.lstrip("#")
    return Content.styled(text.strip(), "bold $accent") if text != line else Content(line)
