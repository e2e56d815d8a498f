"""The interview screen: set up, sit it without feedback, tick open answers, read the report and past ones."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Mount
from textual.widget import Widget
from textual.widgets import Static

from db.errors import DatabaseTrouble
from db.interviews import Interviews, StoredInterview
from engine.text import Text
from tui.dialogs.confirm import ConfirmDialog
from tui.expected_errors import EXPECTED
from tui.locale import interview as words
from tui.screens.interview_questions import AskingPage
from tui.screens.interview_setup import NUMBERS, ReadReport, Resume, SetUp, TickTopic
from tui.sessions.interview import InterviewSession, suspended
from tui.sessions.interview_plan import InterviewRequest, NothingFits, one_thread
from tui.sessions.interview_report import LOOK, STUDY
from tui.sessions.report_types import InterviewReport, Todo, from_json
from tui.text.interview_report import export, open_words, past_line
from tui.widgets.bindings import key
from tui.widgets.interview_report import NextStep, ReadAnswer, ReportPane
from tui.widgets.key_bar import KeyBar
from tui.widgets.question_pane import QuestionPane
from tui.widgets.rows import Row, Rows
from tui.widgets.status_line import StatusLine

STAGES = ("setup", "past", "asking", "ticking", "report")


class InterviewScreen(AskingPage):
    """One interview from its set-up to its report. `wish` begins at once, `resume` continues an open one (its id, or
    True for the newest)."""

    CSS_PATH = "interview.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        key("left", "turn(-1)", "interview.less", show=False),
        key("right", "turn(1)", "interview.more"),
        key("f4", "unknown", "interview.unknown"),
        key("f5", "pause", "interview.pause"),
        key("f6", "choices", "interview.choices"),
        key("f9", "aloud", "interview.aloud"),
        # A text field would take F7 for itself (select all).
        key("f7", "stop", "interview.stop", priority=True),
        key("f8", "drop", "interview.drop"),
        key("x", "export", "interview.export"),
        key("pageup", "scroll(-1)", "page.up", show=False),
        key("pagedown", "scroll(1)", "page.down", show=False),
        key("escape,f10", "leave", "page.back"),
    ]

    def __init__(self, wish: InterviewRequest | None = None, resume: int | bool | None = None) -> None:
        super().__init__()
        self._wish, self._resume = wish, resume
        self._set_up = SetUp()
        self._before = "setup"
        self._report = InterviewReport()

    def compose(self) -> ComposeResult:
        """One part for each stage; only that of the present stage is shown."""
        yield StatusLine()
        with Vertical(id="setup", classes="section"):
            yield Rows()
        yield QuestionPane(id="question")
        yield Static(id="paused", markup=False)
        yield ReportPane(id="report")
        yield KeyBar()

    @on(Mount)
    async def _open(self) -> None:
        self.set_interval(1.0, self._tick_clock)
        self._enter("setup")
        if self._resume:
            await self._go_on(None if self._resume is True else self._resume)
        elif self._wish is not None:
            if Interviews(self.backdrill.context.memory).unfinished() is not None:
                self.notify(self.said(words.OTHER_OPEN), timeout=4)
            await self._begin(self._wish)

    def _enter(self, stage: str) -> None:
        self.stage = stage
        for name in STAGES:
            self.set_class(name == stage, f"-{name}")
        self.remove_class("-paused")
        self.speak()
        if stage in ("setup", "past"):
            self._rows.focus()
        elif stage == "report":
            self.query_one(ReportPane).take_focus()
        self.refresh_bindings()

    @property
    def _rows(self) -> Rows:
        return self.query_one("#setup Rows", Rows)

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
            self.query_one(ReportPane).show(self._report, self.language)
        else:
            self.query_one(QuestionPane).speak(self.language)

    def _show_set_up(self) -> None:
        context, box = self.backdrill.context, self.query_one("#setup")
        unfinished = Interviews(context.memory).all_unfinished()
        box.border_title = self.said(words.SET_UP)
        box.border_subtitle = self.said(words.CHANGE_OPEN if unfinished else words.CHANGE)
        self._rows.fill(self._set_up.rows(context.library, self.language, unfinished, suspended(context.memory)))

    def _show_past(self) -> None:
        box = self.query_one("#setup")
        box.border_title, box.border_subtitle = self.said(words.PAST), ""
        rows = [
            Row(
                Content(past_line(number, stored, self.language)),
                f"report {stored.interview_id}",
                ReadReport(stored.interview_id),
            )
            for number, stored in enumerate(Interviews(self.backdrill.context.memory).past(), start=1)
        ]
        self._rows.fill(rows or [Row(Content(self.said(words.NO_PAST)))])

    # ── set-up ──────────────────────────────────────────────────────────────────────────────────────────────

    @on(Rows.Moved)
    def _moved(self) -> None:
        self.refresh_bindings()

    @on(Rows.Picked)
    async def _picked(self, event: Rows.Picked) -> None:
        match event.target:
            case TickTopic(topic):
                self._set_up.tick(topic)
                self._show_set_up()
            case Resume(interview_id):
                await self._go_on(interview_id)
            case ReadReport(interview_id):
                self._open_report(interview_id)
            case NextStep(todo):
                await self._do(todo)
            case ReadAnswer(place):
                self.backdrill.go("answer", report=self._report, place=place)
            case _:
                await self._command(event.name)

    async def _do(self, todo: Todo) -> None:
        """One of the things to do next."""
        if todo.kind == STUDY:
            self.backdrill.go("study", topics=[todo.target])
        elif todo.kind == LOOK:
            self.backdrill.go("laboratory", demonstration=todo.target)
        else:
            await self._begin(InterviewRequest(self._seed(), thread=todo.target))

    async def _command(self, name: str) -> None:
        """A row of the set-up that stands for itself."""
        if name in ("begin", "surprise"):
            made = self._set_up if name == "begin" else SetUp()
            await self._begin(made.wish(self._seed()))
        elif name == "warm_up":
            await self._warm_up()
        elif name == "past":
            self._enter("past")
        else:
            self.action_turn(1)

    async def _warm_up(self) -> None:
        """One thread, on a ticked topic where one is."""
        context = self.backdrill.context
        thread = one_thread(context.library, self._set_up.topics, self._seed())
        if thread is None:
            self.notify(self.said(words.NO_THREADS), timeout=4)
        else:
            await self._begin(InterviewRequest(self._seed(), thread=thread))

    def _open_report(self, interview_id: int) -> None:
        report = from_json(Interviews(self.backdrill.context.memory).get(interview_id).report)
        if report:
            self._read(report)
        else:
            self.notify(self.said(words.NO_REPORT), timeout=4)

    def _read(self, report: InterviewReport) -> None:
        self._before = "past" if self.stage == "past" else "setup"
        self._report = report
        self._enter("report")

    def _seed(self) -> int:
        return int(self.backdrill.context.clock().timestamp() * 1000) & 0x7FFFFFFF

    async def _begin(self, wish: InterviewRequest) -> None:
        context = self.backdrill.context
        try:
            self.session = InterviewSession.start(context.memory, context.library, context.clock, wish)
        except NothingFits:
            self.notify(self.said(words.NOTHING_FITS), severity="warning", timeout=6)
            return
        except EXPECTED as error:
            self._trouble(error)
            return
        self.session.knowledge = context.knowledge
        await self._next()

    async def _go_on(self, interview_id: int | None) -> None:
        context = self.backdrill.context
        try:
            self.session = InterviewSession.resume(context.memory, context.library, context.clock, interview_id)
        except EXPECTED as error:
            self._trouble(error)
            return
        if self.session is None:
            self.notify(self.said(words.NONE_OPEN), timeout=4)
            self._show_set_up()
        else:
            self.session.knowledge = context.knowledge
            await self._next()

    def _chosen_open(self) -> StoredInterview | None:
        """The open interview under the cursor of the set-up."""
        chosen = self._rows.target_at_cursor
        if self.stage != "setup" or not isinstance(chosen, Resume):
            return None
        found = Interviews(self.backdrill.context.memory).all_unfinished()
        return next((stored for stored in found if stored.interview_id == chosen.interview_id), None)

    def action_drop(self) -> None:
        """Abandon the interview under the cursor, once that is confirmed."""
        stored = self._chosen_open()
        if stored is None:
            return
        body = Text(*(said.format(**open_words(stored)) for said in words.ABANDON_WHAT))
        dialog = ConfirmDialog(words.ABANDON, body, words.ABANDON_KEYS)
        self.app.push_screen(dialog, lambda agreed: self._drop(stored.interview_id) if agreed else None)

    def _drop(self, interview_id: int) -> None:
        context = self.backdrill.context
        try:
            session = InterviewSession.resume(context.memory, context.library, context.clock, interview_id)
            if session is not None:
                session.drop()
        except DatabaseTrouble as error:
            self._trouble(error)
        else:
            self.notify(self.said(words.ABANDONED), timeout=4)
        self._show_set_up()

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Each stage has its keys."""
        stage = self.stage
        if action == "turn":
            return stage == "setup" and self.is_mounted and self._rows.name_at_cursor in NUMBERS
        if action == "drop":
            return stage == "setup" and self.is_mounted and isinstance(self._rows.target_at_cursor, Resume)
        if action in ("pause", "stop"):
            return stage == "asking"
        if action == "scroll":
            shown = stage in ("asking", "ticking", "report") and not self.has_class("-paused")
            return shown and self._scroller().max_scroll_y > 0
        if action in ("unknown", "aloud", "choices"):
            return stage == "asking" and not self.has_class("-paused") and self._can(action)
        return stage == "report" if action == "export" else True

    def _can(self, action: str) -> bool:
        """Whether the question at hand may be answered aloud, or has options to show."""
        asked = self._now
        if asked is None or action == "unknown":
            return True
        if action == "aloud":
            return asked.variant.key.ticked
        return self._replying is None and self.session is not None and self.session.can_show_choices

    def action_turn(self, step: int) -> None:
        """Another number in the row under the cursor."""
        self._set_up.turn(self._rows.name_at_cursor, step)
        self._show_set_up()

    def action_export(self) -> None:
        """The report as Markdown, into the data folder."""
        try:
            path = export(self._report, self.backdrill.context.locations.data, self.language)
        except OSError as error:
            told = self.said(words.NOT_WRITTEN, why=error.strerror or error)
            self.notify(told, severity="error", timeout=8, markup=False)
        else:
            self.notify(self.said(words.EXPORTED, path=path), timeout=6, markup=False)

    def action_scroll(self, pages: int) -> None:
        """Scroll the question or the report by pages."""
        pane = self._scroller()
        pane.scroll_relative(y=pages * max(2, pane.size.height - 2), animate=False)

    def _scroller(self) -> Widget:
        return self.query_one("#summary" if self.stage == "report" else "#question")

    def action_leave(self) -> None:
        """Back: from past interviews and reports to where they were opened, from there home. An open one is kept."""
        if self.stage in ("past", "report"):
            self._enter(self._before if self.stage == "report" else "setup")
            return
        if self.session is not None:
            self._note()
            self.notify(self.said(words.KEPT), timeout=4)
        self.backdrill.back()
