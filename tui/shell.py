"""What screens and widgets know of the app: this protocol and two messages, never `tui.app` itself."""

from __future__ import annotations

from typing import Any, Protocol

from textual.message import Message

from engine.text import Language, Text
from tui.context import Context


class Opened(Message):
    """The library and the memory are ready."""


class Trouble(Message):
    """Something that the learner has to know, in a sentence that says what to do."""

    def __init__(self, sentence: str, fatal: bool = False) -> None:
        super().__init__()
        self.sentence, self.fatal = sentence, fatal


class Shell(Protocol):
    """The running app."""

    context: Context
    language: Language
    """Assigning it redraws every open screen."""
    ready: bool
    """Whether the library and the memory are open."""
    failed: str
    """Why they could not be opened; empty while all is well."""
    opens_at: str
    """The screen that was asked for at the start."""

    def go(self, name: str, **options: Any) -> None:
        """Open the screen that `tui.navigation` lists under `name`, over the present one."""

    def switch(self, name: str, **options: Any) -> None:
        """Open it in place of the present one."""

    def back(self) -> None:
        """Leave the screen on top; home stays."""

    def keep(self, name: str, value: object) -> None:
        """Store a setting. Trouble is shown, not raised."""

    def dress(self) -> None:
        """Apply theme, density and animation from the settings."""

    def said(self, text: Text) -> str:
        """`text` in the learner's language."""
