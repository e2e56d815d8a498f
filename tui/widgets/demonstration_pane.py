"""The demonstration behind a judged question: its views, drawn with the question's own numbers."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from content.variants import Variant
from engine.registry import find
from engine.text import Language
from tui.widgets.reveal import parameters_line


class DemonstrationPane(VerticalScroll):
    """Hidden until a question is judged, so that it gives nothing away."""

    DEFAULT_CSS = """
    DemonstrationPane { display: none; }
    DemonstrationPane.-shown { display: block; }
    DemonstrationPane > #about { height: auto; margin-bottom: 1; color: $text-muted; }
    """
    _variant: Variant | None = None

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="section")

    def compose(self) -> ComposeResult:
        """What it ran with, and what came out."""
        yield Static(id="about", markup=False)

    def hide(self) -> None:
        """Nothing to show yet."""
        self._variant = None
        self.remove_class("-shown")

    def show(self, variant: Variant, language: Language) -> None:
        """Draw the run behind the variant."""
        self._variant = variant
        self.add_class("-shown")
        self.scroll_home(animate=False)
        self.speak(language)

    def speak(self, language: Language) -> None:
        """Draw in another language."""
        if self._variant is None:
            return
        demonstration = find(self._variant.scene.demonstration)
        self.border_title = f"{demonstration.number} {demonstration.title.said(language)}"
        self.query_one("#about", Static).update(parameters_line(self._variant, language))
