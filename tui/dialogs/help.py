"""F1: every key that works on the focused thing, and what it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tui.locale import app as words
from tui.widgets.bindings import explained, is_full_width, label
from tui.widgets.rich_text import hung, stacked
from tui.widgets.screen_base import Dialog


class HelpDialog(Dialog):
    """The keys of the screen below, explained."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter,space,q", "leave", "Close", show=False)]

    def __init__(self, bindings: Sequence[Binding]) -> None:
        super().__init__()
        self._told = bindings

    def compose(self) -> ComposeResult:
        """A scrolling list of keys."""
        with VerticalScroll(classes="dialog"):
            yield Static(markup=False)

    def speak(self) -> None:
        """All explanations in the present language."""
        box = self.query_one(VerticalScroll)
        box.border_title, box.border_subtitle = self.said(words.HELP), self.said(words.HELP_CLOSE)
        box.focus()
        width = max(30, int(self.app.size.width * 0.65) - 8)
        lines: list[Content] = []
        for name, keys in self._grouped().items():
            binding = next(b for b in self._told if (b.id or b.action) == name)
            head = Content.assemble((" ".join(keys), "bold $accent"), "  ", (label(binding, self.language), "bold"))
            lines += [head, *hung(Content("    "), Content(explained(binding, self.language)), width)]
        self.query_one(Static).update(stacked(lines))

    def _grouped(self) -> dict[str, list[str]]:
        """Keys by what they do; full-width twins, and Textual's own bindings without words of ours, are left out."""
        grouped: dict[str, list[str]] = {}
        for binding in self._told:
            if "." in (binding.id or "") and not is_full_width(binding):
                shown = self.app.get_key_display(binding)
                keys = grouped.setdefault(binding.id or "", [])
                if shown not in keys:
                    keys.append(shown)
        return grouped
