"""What all screens share: the language, the key bar, the sentence for a terminal that is too small."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from textual import events
from textual.binding import BindingType
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from engine.text import Language, Text
from tui.locale import app as words
from tui.shell import Shell
from tui.widgets.bindings import key
from tui.widgets.key_bar import KeyBar

SMALLEST = (60, 18)
"""Columns and rows under which a page is not drawn."""


class Speaking:
    """A screen that speaks the app's language. Mixed into Page and Dialog."""

    @property
    def backdrill(self) -> Shell:
        """The app."""
        return cast(Shell, cast(Any, self).app)

    @property
    def language(self) -> Language:
        """The learner's language."""
        return self.backdrill.language

    def said(self, text: Text, **values: Any) -> str:
        """`text` in the learner's language, with its values."""
        spoken = text.said(self.language)
        return spoken.format(**values) if values else spoken

    def speak(self) -> None:
        """Write every word again, in the present language."""

    def spoken(self) -> None:
        """Redraw the screen in the present language, its key bar too."""
        screen = cast("Screen[Any]", self)
        for bar in screen.query(KeyBar):
            bar.speak(self.language)
        for note in screen.query(TooSmall):
            note.update(self.said(words.TOO_SMALL))
        self.speak()


class TooSmall(Static):
    """Stands alone on a terminal that is too small."""

    DEFAULT_CSS = """
    TooSmall { display: none; width: 100%; height: 100%; content-align: center middle; text-align: center; }
    .-too-small > TooSmall { display: block; }
    """


class Page(Speaking, Screen[None]):
    """A whole screen."""

    DEFAULT_CSS = """
    Page.-too-small > * { display: none; }
    Page.-too-small > TooSmall { display: block; }
    """
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012 - Textual's own shape
    BINDINGS: ClassVar[list[BindingType]] = [key("escape,f10", "leave", "page.back")]

    def on_mount(self) -> None:
        """Say everything once, after the children are there."""
        self.mount(TooSmall(id="too-small"))
        self.call_next(self.spoken)

    def on_resize(self, event: events.Resize) -> None:
        """Hide the page where it would be broken."""
        self.set_class(event.size.width < SMALLEST[0] or event.size.height < SMALLEST[1], "-too-small")

    def on_screen_resume(self) -> None:
        """The language may have changed while another screen was on top."""
        self.call_next(self.spoken)

    def keep_typed(self) -> None:
        """Put what was typed and not given on disk; screens without answers have nothing."""

    def action_leave(self) -> None:
        """Back to the screen before."""
        self.backdrill.back()


class Dialog(Speaking, ModalScreen[Any]):
    """A dialog over a dimmed page, at most 65 % wide. Closes on Esc and on F10."""

    BINDINGS: ClassVar[list[BindingType]] = [key("escape,f10", "leave", "page.back", show=False)]

    def on_mount(self) -> None:
        """Say everything once, after the children are there."""
        self.call_next(self.spoken)

    def action_leave(self) -> None:
        """Close without an answer."""
        self.dismiss(None)
