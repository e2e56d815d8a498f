"""One sentence that says what is in the way and what to do."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.locale import app as words
from tui.widgets.bindings import key
from tui.widgets.screen_base import Dialog


class TroubleDialog(Dialog):
    """Shows a sentence until it is closed."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter,space", "leave", "page.back", show=False)]

    def __init__(self, sentence: str) -> None:
        super().__init__()
        self._sentence = sentence

    def compose(self) -> ComposeResult:
        """The sentence and how to close it."""
        with VerticalScroll(classes="dialog"):
            yield Static(self._sentence, markup=False)
            yield Static(id="keys", classes="muted", markup=False)

    def speak(self) -> None:
        """The words of the frame; the sentence keeps its language."""
        self.query_one(".dialog").border_title = self.said(words.TROUBLE)
        self.query_one("#keys", Static).update("\n" + self.said(words.TROUBLE_KEYS))
