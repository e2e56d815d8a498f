"""A demonstration's views one under the other, drawn for the present width; its walks can be stepped and played."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text as Row
from textual import events
from textual.binding import BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.timer import Timer

from engine.result import Result, Steps
from engine.text import Language
from tui.drawing import Canvas, draw_on, draw_step
from tui.drawing.canvas import row
from tui.formula import in_text
from tui.locale import drawing as drawing_words
from tui.locale import laboratory as words
from tui.widgets.bindings import lab_key, speak_keys
from tui.widgets.scrolling import show_lines
from tui.widgets.view_palette import palette_of

SECONDS_A_STEP = 1.2


class ResultView(ScrollView, can_focus=True):
    """Shows a Result. `show` redraws; the size, theme and language may change at any moment."""

    DEFAULT_CSS = """
    ResultView { height: 1fr; overflow-x: hidden; overflow-y: auto; }
    ResultView { scrollbar-size-vertical: 1; scrollbar-gutter: stable; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        lab_key("left", "step(-1)", "steps.previous"),
        lab_key("right", "step(1)", "steps.next"),
        lab_key("space", "play", "steps.play"),
    ]

    def __init__(self, *, id: str | None = None, classes: str | None = None, colour: bool = True) -> None:
        super().__init__(id=id, classes=classes)
        self.result: Result | None = None
        self.language: Language = "en"
        self.step = 0
        self._notice = ""
        self._colour = colour
        self._strips: list[Strip] = []
        self._walk_lines = 0, 0
        self._playing: Timer | None = None

    @property
    def steps(self) -> Steps | None:
        """The walk among the views, if there is one."""
        views = self.result.views if self.result else ()
        return next((view for view in views if isinstance(view, Steps) and view.steps), None)

    def on_mount(self) -> None:
        """Redraw in the colours of a new theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.redraw())

    def show(self, result: Result | None, language: Language | None = None) -> None:
        """Draw `result`; the step of a walk is kept where it still exists."""
        self.result = result
        self._notice = ""
        self.step = min(self.step, len(self.steps.steps) - 1) if self.steps else 0
        self.speak(language or self.language)

    def tell(self, sentence: str) -> None:
        """Show a sentence in place of views."""
        self.result, self._notice = None, sentence
        self.redraw()

    def speak(self, language: Language) -> None:
        """Draw in another language."""
        self.language = language
        speak_keys(self, language)
        self.redraw()

    def on_resize(self, event: events.Resize) -> None:
        """Draw for the new width."""
        self.redraw()

    def redraw(self) -> None:
        """Draw all lines anew."""
        width = self.scrollable_content_region.width
        if not self.is_mounted or width < 1:
            return
        console = self.app.console
        rows = self._rows(width)
        self._strips = [Strip(line.render(console)).adjust_cell_length(width) for line in rows]
        self.virtual_size = Size(width, len(rows))
        self.refresh()
        self.refresh_bindings()

    def _rows(self, width: int) -> list[Row]:
        palette = palette_of(self.app)
        colour = self._colour and not self.app.no_color
        canvas = Canvas(max(16, width), self._chart_height(), self.language, palette, True, colour)
        if self.result is None:
            return [row((line, palette.text)) for line in in_text(self._notice, width)]
        rows: list[Row] = []
        for view in self.result.views:
            rows += [Row("")] if rows else []
            drawn = self._walk(view, canvas) if isinstance(view, Steps) else draw_on(view, canvas, width)
            if view is self.steps:
                self._walk_lines = len(rows), len(drawn)
            rows += drawn
        return rows

    def _chart_height(self) -> int:
        return min(22, max(12, self.size.height - 1))

    def _walk(self, view: Steps, canvas: Canvas) -> list[Row]:
        """The present step of a walk, with where it stands."""
        if not view.steps:
            return []
        step = min(self.step, len(view.steps) - 1)
        place = drawing_words.STEP_OF.said(self.language).format(number=step + 1, count=len(view.steps))
        filled = round((step + 1) / len(view.steps) * 12)
        bar = "━" * filled + "─" * (12 - filled)
        head = row(
            (f"{canvas.said(view.title)}  ", canvas.palette.title),
            (f"{bar} {place}", canvas.palette.highlight),
            (f"  {words.STEP_KEYS.said(self.language)}", canvas.palette.muted),
        )
        head.truncate(canvas.width)
        return [head, *draw_step(view.steps[step], "", canvas)]

    def render_line(self, y: int) -> Strip:
        """One line of what is drawn, as scrolled to."""
        at = y + round(self.scroll_y)
        width = self.size.width
        strip = self._strips[at] if at < len(self._strips) else Strip.blank(width)
        return strip.adjust_cell_length(width, self.rich_style).apply_style(self.rich_style)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Stepping is offered only where there is a walk."""
        return self.steps is not None if action in ("step", "play") else True

    def action_step(self, change: int) -> None:
        """To another step; at the ends it stays."""
        if self.steps is None:
            return
        self.step = max(0, min(len(self.steps.steps) - 1, self.step + change))
        self.redraw()
        show_lines(self, *self._walk_lines)

    def action_play(self) -> None:
        """Play on from here, from the start when at the end; pause when playing."""
        if self._playing is not None:
            self._playing.stop()
            self._playing = None
            return
        if self.steps and self.step >= len(self.steps.steps) - 1:
            self.step = -1
        self._advance()
        if self.app.animation_level == "none":
            self.action_step(len(self.steps.steps) if self.steps is not None else 0)
            return
        self._playing = self.set_interval(SECONDS_A_STEP, self._advance)

    def _advance(self) -> None:
        self.action_step(1)
        if self._playing and (self.steps is None or self.step >= len(self.steps.steps) - 1):
            self._playing.stop()
            self._playing = None
