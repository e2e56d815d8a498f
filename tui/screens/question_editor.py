"""Editing a question of an own deck as YAML: checked with its whole deck before it is saved."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from content.validation.faults import Fault
from tui.dialogs.confirm import ConfirmDialog
from tui.expected_errors import EXPECTED, sentence
from tui.locale import decks as words
from tui.sessions.question_draft import Draft, faults_in, save
from tui.text.sanitize import inert, line
from tui.widgets.bindings import key
from tui.widgets.key_bar import KeyBar
from tui.widgets.screen_base import Page
from tui.widgets.status_line import StatusLine


class EditorScreen(Page):
    """A field with the question's lines, and below it what is wrong with them."""

    DEFAULT_CSS = """
    EditorScreen #field { height: 1fr; }
    EditorScreen TextArea, EditorScreen TextArea:focus { height: 1fr; border: none; padding: 0; }
    EditorScreen #faults { height: auto; max-height: 8; padding: 0 1; }
    EditorScreen #faults Static { height: auto; }
    """
    AUTO_FOCUS = "TextArea"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("ctrl+s", "save", "editor.save", priority=True),
        key("f5", "check", "editor.check"),
        key("escape,f10", "leave", "page.back", priority=True),
    ]

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self._draft = draft
        self._saved = draft.text if draft.question_id else ""

    def compose(self) -> ComposeResult:
        """The field and the faults."""
        yield StatusLine()
        with Vertical(id="field", classes="section"):
            area = TextArea(self._draft.text, show_line_numbers=True, soft_wrap=True, tab_behavior="indent")
            area.cursor_blink = False
            yield area
        with VerticalScroll(id="faults", can_focus=False):
            yield Static(markup=False)
        yield KeyBar()

    def speak(self) -> None:
        """The frame's words; what was typed stays."""
        deck = self.said(words.EDITING, deck=self._draft.folder.name)
        self.query_one(StatusLine).show(Content.styled(deck, "bold"), Content(line(self._draft.file)))
        self.query_one("#field").border_title = self._draft.question_id
        self.query_one("#field").border_subtitle = self.said(words.EDIT_KEYS)

    @property
    def text(self) -> str:
        """The text of the field."""
        return self.query_one(TextArea).text

    @on(TextArea.Changed)
    def _typed(self) -> None:
        self._tell(Content(""))

    def _tell(self, told: Content) -> None:
        self.query_one("#faults Static", Static).update(told)

    def action_check(self) -> None:
        """See what is wrong, without saving."""
        self._check(self.text)

    @work(thread=True, exclusive=True, group="check")
    def _check(self, text: str) -> None:
        try:
            faults = faults_in(self._draft, text)
        except EXPECTED as error:
            self.app.call_from_thread(self._tell, Content.styled(sentence(error, self.language), "$text-error"))
        else:
            self.app.call_from_thread(self._checked, faults)

    def _checked(self, faults: list[Fault]) -> None:
        if not faults:
            self._tell(Content.styled(self.said(words.NO_FAULTS), "$text-success"))
            return
        self._tell(Content("\n").join(self._fault(fault) for fault in faults[:20]))
        here = next((fault for fault in faults if not fault.file), None)
        if here is not None:
            self.query_one(TextArea).move_cursor((max(0, here.line - 1), 0))

    def _fault(self, fault: Fault) -> Content:
        said = words.ELSEWHERE if fault.file else words.FAULT_LINE
        return Content.styled(
            inert(self.said(said, file=fault.file, line=fault.line, what=fault.message)), "$text-error"
        )

    def action_save(self) -> None:
        """Check, and save what is sound; otherwise list the faults and keep the text."""
        text = self.text
        try:
            faults = faults_in(self._draft, text)
            if faults:
                self._checked(faults)
                return
            self._draft = save(self._draft, text, self.backdrill.context)
        except EXPECTED as error:
            self._tell(Content.styled(sentence(error, self.language), "$text-error"))
            return
        self._saved = text
        folder = self.backdrill.context.locations.data / "replaced"
        self.notify(self.said(words.SAVED, folder=folder), timeout=5, markup=False)
        self.backdrill.back()

    def action_leave(self) -> None:
        """Back; with changes only when that is confirmed."""
        if self.text == (self._saved or self._draft.text):
            self.backdrill.back()
            return
        dialog = ConfirmDialog(words.LEAVE_EDIT, words.LEAVE_WHAT, words.LEAVE_KEYS)
        self.app.push_screen(dialog, lambda agreed: self.backdrill.back() if agreed else None)
