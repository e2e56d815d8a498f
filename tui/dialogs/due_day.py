"""Choosing the day on which a card is due."""

from __future__ import annotations

from datetime import date

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.locale import browse as words
from tui.sessions.search import day_of
from tui.widgets.screen_base import Dialog


class DueDialog(Dialog):
    """One field; gives a day back, or None."""

    def __init__(self, today: date, present: date | None) -> None:
        super().__init__()
        self._today, self._present = today, present

    def compose(self) -> ComposeResult:
        """The field and its keys."""
        with Vertical(classes="dialog"):
            field = Input(self._present.isoformat() if self._present else "", max_length=20, compact=True)
            field.cursor_blink = False
            yield field
            yield Static(id="keys", classes="muted", markup=False)

    def speak(self) -> None:
        """The frame's words."""
        self.query_one(".dialog").border_title = self.said(words.DUE_ON)
        self.query_one("#keys", Static).update(self.said(words.DUE_KEYS))
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        day = day_of(event.value, self._today)
        if day is None:
            self.query_one("#keys", Static).update(self.said(words.BAD_DAY))
        else:
            self.dismiss(day)
