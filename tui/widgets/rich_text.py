"""Deck text as styled content: formulas drawn, control characters made inert, hanging indents in cells."""

from __future__ import annotations

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from engine.text import Language, Text
from tui.formula import in_text
from tui.text.plain import plain_text


def prose(text: Text, language: Language, style: str = "") -> Content:
    """`text` on as many lines as its author wrote, formulas on one line."""
    return Content.styled(plain_text(text, language), style) if style else Content(plain_text(text, language))


def drawn(text: Text, language: Language, width: int, style: str = "") -> Content:
    """`text` broken into lines of at most `width` cells, display formulas in two dimensions."""
    lines = Content("\n".join(in_text(text.said(language).strip(), max(10, width))))
    return lines.stylize(style) if style else lines


class Flow(Widget):
    """A text that is made anew for each width, as formulas in two dimensions want it."""

    DEFAULT_CSS = """
    Flow { height: auto; width: 1fr; }
    """
    _make: Callable[[int], Content] | None = None

    def show(self, make: Callable[[int], Content] | None) -> None:
        """Draw what `make` gives for a width in cells; nothing hides the widget."""
        self._make = make
        self.display = make is not None
        self.refresh(layout=True)

    def render(self) -> Content:
        """The text at the present width."""
        return self._make(self.size.width) if self._make else Content("")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the text takes."""
        return self._make(width).get_height({}, width) if self._make else 0


def hung(lead: Content, body: Content, width: int) -> list[Content]:
    """`body` wrapped beside `lead`, later lines indented by the lead's cells. No line is wider than `width`."""
    indent = lead.cell_length
    wrapped = body.wrap(max(8, width - indent)) or [Content("")]
    first, *rest = wrapped
    return [lead + first, *(Content(" " * indent) + line for line in rest)]


def stacked(lines: list[Content]) -> Content:
    """Lines one under the other."""
    return Content("\n").join(lines)
