"""A note to oneself on a question."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.locale import study as words
from tui.widgets.answers.base import Submitted
from tui.widgets.answers.prose import AnswerText
from tui.widgets.screen_base import Dialog


class NoteDialog(Dialog):
    """Gives the text back, or None when it is left as it was."""

    DEFAULT_CSS = """
    NoteDialog AnswerText { height: 6; border: none; padding: 0; }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """The text and its keys."""
        with Vertical(classes="dialog"):
            lines = AnswerText(self._text, show_line_numbers=False, soft_wrap=True)
            lines.cursor_blink = False
            yield lines
            yield Static(id="keys", classes="muted", markup=False)

    def speak(self) -> None:
        """The frame's words."""
        self.query_one(".dialog").border_title = self.said(words.WRITE_NOTE)
        self.query_one("#keys", Static).update(self.said(words.NOTE_KEYS))
        self.query_one(AnswerText).focus()

    @on(Submitted)
    def _saved(self, event: Submitted) -> None:
        event.stop()
        self.dismiss(str(event.answer))
