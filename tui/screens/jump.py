"""Jump mode: a letter on everything that can be gone to; the letter goes there."""

from __future__ import annotations

import string
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

from tui.widgets.rows import Rows

LETTERS = "asdfghjklqwertyuiopzxcvbnm" + string.digits + string.ascii_uppercase
"""The home row first."""


@dataclass(frozen=True, slots=True)
class Target:
    """A place on the screen and what going there does."""

    at: Offset
    go: Callable[[], object]


def targets(screen: Screen[Any]) -> list[Target]:
    """What can be gone to, from top to bottom: every row of a list that is in view, every other widget that takes
    the keyboard."""
    found = [target for widget in screen.focus_chain for target in _of(widget)]
    return sorted(found, key=lambda target: (target.at.y, target.at.x))[: len(LETTERS)]


def _of(widget: Widget) -> Iterator[Target]:
    region = widget.content_region
    shown = widget.screen.find_widget(widget).visible_region
    if not shown.area:
        return
    if not isinstance(widget, Rows):
        yield Target(shown.offset, widget.focus)
        return
    for line, index in widget.in_view():
        at = Offset(region.x, region.y + line)
        if shown.contains_point(at):
            yield Target(at, lambda index=index: widget.go_to(index))  # type: ignore[misc]


class JumpScreen(ModalScreen[None]):
    """Letters over the screen below, which stays in sight. Any other key leaves."""

    DEFAULT_CSS = """
    JumpScreen > .letter {
        position: absolute; width: 3; height: 1; background: $accent; color: $background; text-style: bold;
    }
    """

    def __init__(self, found: list[Target]) -> None:
        super().__init__()
        self._found = dict(zip(LETTERS, found, strict=False))

    def compose(self) -> ComposeResult:
        """A label at each place."""
        for letter, target in self._found.items():
            label = Static(f"[{letter}]", classes="letter", markup=False)
            label.styles.offset = (target.at.x, target.at.y)
            yield label

    def on_key(self, event: events.Key) -> None:
        """To the letter's place, or nowhere."""
        event.stop()
        event.prevent_default()
        self.dismiss(None)
        target = self._found.get(event.character or "")
        if target is not None:
            self.app.call_after_refresh(target.go)

    def on_click(self) -> None:
        """A click leaves."""
        self.dismiss(None)

    def on_resize(self, event: events.Resize) -> None:
        """On a terminal of another size the places are others."""
        if event.size != self.app.size:
            self.dismiss(None)
