"""The demonstration behind a judged question: drawn with the question's own numbers, its knobs on a key."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from content.variants import Variant
from engine.registry import find
from engine.result import Result
from engine.text import Language
from tui.widgets.bindings import key
from tui.widgets.demonstration_runner import DemonstrationRunner, Request, why_not
from tui.widgets.parameter_panel import ParameterPanel
from tui.widgets.result_view import ResultView
from tui.widgets.verdict import parameters_line


class DemonstrationPane(Vertical):
    """Hidden until a question is judged, so that it gives nothing away."""

    DEFAULT_CSS = """
    DemonstrationPane { display: none; }
    DemonstrationPane.-shown { display: block; }
    DemonstrationPane > #about { height: auto; max-height: 3; margin-bottom: 1; color: $text-muted; }
    DemonstrationPane > ParameterPanel { display: none; height: auto; max-height: 10; }
    DemonstrationPane.-turning > ParameterPanel { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [key("p", "leave_knobs", "study.knobs", show=False)]
    _variant: Variant | None = None
    language: Language = "en"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="section")
        self._runner = DemonstrationRunner(self, self._computed, self._refused)

    def compose(self) -> ComposeResult:
        """The parameters, the result, and the knobs."""
        yield Static(id="about", markup=False)
        yield ResultView()
        yield ParameterPanel()

    def hide(self) -> None:
        """Nothing to show yet."""
        self._runner.drop()
        self._variant = None
        self.remove_class("-shown", "-turning")

    def show(self, variant: Variant, language: Language) -> None:
        """Draw the run behind the variant."""
        self._variant = variant
        self.add_class("-shown")
        self.query_one(ResultView).tell("")
        self.speak(language)
        # First the verdict is painted beside it: both at once would hold the keys up for longer than a frame.
        self.call_after_refresh(self._draw, variant, language)

    def _draw(self, variant: Variant, language: Language) -> None:
        if variant is not self._variant:
            return
        view = self.query_one(ResultView)
        view.step = 0
        view.show(variant.scene.result, language)
        view.scroll_home(animate=False)
        self.call_after_refresh(self._fit)

    def _fit(self) -> None:
        """Below the question the page scrolls, so the views take all their lines; beside it they scroll themselves."""
        view = self.query_one(ResultView)
        view.styles.height = max(4, view.virtual_size.height) if self.screen.has_class("-narrow") else "1fr"

    def speak(self, language: Language) -> None:
        """Draw in another language."""
        self.language = language
        if self._variant is None:
            return
        demonstration = find(self._variant.scene.demonstration)
        self.border_title = f"{demonstration.number} {demonstration.title.said(language)}"
        self.query_one("#about", Static).update(parameters_line(self._variant, language))
        self.query_one(ResultView).speak(language)

    async def turn(self) -> None:
        """Show the knobs at the question's values and put the keyboard on the first."""
        if self._variant is None:
            return
        scene = self._variant.scene
        panel = self.query_one(ParameterPanel)
        await panel.show(find(scene.demonstration), dict(scene.parameters), self.language)
        self.add_class("-turning")
        if panel.children:
            panel.children[0].focus()
            # Only the layout to come knows where the panel is: below the question the page must scroll to it.
            self.call_after_refresh(panel.scroll_visible, animate=False)

    def action_leave_knobs(self) -> None:
        """Back to the rating."""
        self.remove_class("-turning")
        for scale in self.screen.query("RatingScale"):
            scale.focus()

    @on(ParameterPanel.Changed)
    def _turned(self, event: ParameterPanel.Changed) -> None:
        event.stop()
        if self._variant is None:
            return
        scene, values = self._variant.scene, self.query_one(ParameterPanel).values
        known = self._runner.ask(Request(find(scene.demonstration), values, scene.demonstration_seed))
        if known is not None:
            self._computed(known, 1.0)

    def _computed(self, result: Result, done: float) -> None:
        self.query_one(ResultView).show(result, self.language)

    def _refused(self, error: Exception) -> None:
        self.query_one(ResultView).tell(why_not(error, self.language))
