"""A question before something that cannot be taken back."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from engine.text import Text
from tui.widgets.bindings import key
from tui.widgets.screen_base import Dialog


class ConfirmDialog(Dialog):
    """Gives True back for Enter, and None for Esc. The texts stand with their values."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "agree", "answer.confirm", show=False)]

    def __init__(self, title: Text, body: Text, keys: Text) -> None:
        super().__init__()
        self._title, self._body, self._keys = title, body, keys

    def compose(self) -> ComposeResult:
        """The question and the two keys."""
        with VerticalScroll(classes="dialog"):
            yield Static(id="body", markup=False)
            yield Static(id="keys", classes="muted", markup=False)

    def speak(self) -> None:
        """Every word in the present language."""
        self.query_one(".dialog").border_title = self.said(self._title)
        self.query_one("#body", Static).update(self.said(self._body))
        self.query_one("#keys", Static).update("\n" + self.said(self._keys))

    def action_agree(self) -> None:
        """Do it."""
        self.dismiss(True)
