"""A dialog that asks for one line."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from engine.text import Text
from tui.widgets.screen_base import Dialog


class LineDialog(Dialog):
    """Gives the line back, or None when it was left."""

    def __init__(self, title: Text, keys: Text) -> None:
        super().__init__()
        self._title, self._keys = title, keys

    def compose(self) -> ComposeResult:
        """The field and its keys."""
        with Vertical(classes="dialog"):
            field = Input(max_length=400, compact=True)
            field.cursor_blink = False
            yield field
            yield Static(id="keys", classes="muted", markup=False)

    def speak(self) -> None:
        """The frame's words."""
        self.query_one(".dialog").border_title = self.said(self._title)
        self.query_one("#keys", Static).update(self.said(self._keys))
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)
