"""A list of one-line rows with a cursor, drawn line by line: moving it redraws two lines, however many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.style import Style

from tui.widgets.bindings import key


@dataclass(frozen=True, slots=True)
class Row:
    """One line. `name` tells which it is; a heading (without a name) is passed over by the cursor. `target` is what
    the row stands for, where a name alone does not say it; a screen matches on its type."""

    content: Content
    name: str = ""
    target: object = None


class Rows(ScrollView, can_focus=True, inherit_bindings=False):
    """Rows with a cursor; posts `Moved` and `Picked` with the row's name."""

    DEFAULT_CSS = """
    Rows { height: 1fr; overflow-x: hidden; overflow-y: auto; scrollbar-size-vertical: 1; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = {"rows--cursor", "rows--cursor-blurred"}
    BINDINGS: ClassVar[list[BindingType]] = [
        key("up,k", "move(-1)", "rows.up", show=False),
        key("down,j", "move(1)", "rows.down", show=False),
        key("home,g", "edge(False)", "rows.first", show=False),
        key("end,G", "edge(True)", "rows.last", show=False),
        key("pageup", "leap(-1)", "page.up", show=False),
        key("pagedown", "leap(1)", "page.down", show=False),
        key("enter,space", "pick", "rows.pick"),
    ]
    cursor: reactive[int] = reactive(0, repaint=False)

    @dataclass
    class Moved(Message):
        """The cursor stands on the row called `name`."""

        rows: Rows
        name: str
        target: object = None

    @dataclass
    class Picked(Message):
        """Enter, Space or a click on the row called `name`."""

        rows: Rows
        name: str
        target: object = None

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._rows: list[Row] = []
        self._several = False

    @property
    def name_at_cursor(self) -> str:
        """The row under the cursor, empty when there is none."""
        return self._rows[self.cursor].name if self.cursor < len(self._rows) else ""

    @property
    def target_at_cursor(self) -> object:
        """The name of the row under the cursor."""
        return self._rows[self.cursor].target if self.cursor < len(self._rows) else None

    def fill(self, rows: Sequence[Row]) -> None:
        """Show other rows; the cursor stays on the row of the same name where there is one."""
        before = self.name_at_cursor
        self._rows = list(rows)
        self.virtual_size = Size(self.size.width, len(self._rows))
        names = [row.name for row in self._rows]
        self._several = sum(map(bool, names)) > 1
        first = next((i for i, name in enumerate(names) if name), 0)
        self.cursor = names.index(before) if before and before in names else first
        self.refresh()
        self.call_after_refresh(self._follow)

    def on_resize(self) -> None:
        """Rows are as wide as the widget."""
        self.virtual_size = Size(self.size.width, len(self._rows))

    def in_view(self) -> list[tuple[int, int]]:
        """(line of the widget, index) of every row with a name that is in view."""
        top = self.scroll_offset.y
        shown = enumerate(self._rows[top : top + self.size.height])
        return [(line, top + line) for line, row in shown if row.name]

    def go_to(self, index: int) -> None:
        """Put cursor and keyboard on a row."""
        self.focus()
        self.cursor = index

    def render_line(self, y: int) -> Strip:
        """One row, the cursor's in its own style."""
        index = y + self.scroll_offset.y
        width = self.size.width
        if index >= len(self._rows):
            return Strip.blank(width, self.rich_style)
        style = self.visual_style
        if index == self.cursor:
            name = "rows--cursor" if self.has_focus else "rows--cursor-blurred"
            style += Style.from_styles(self.get_component_styles(name))
        content = self._rows[index].content.truncate(width, ellipsis=True)
        segments = content.pad_right(max(0, width - content.cell_length)).render_segments(style)
        return Strip(segments, width)

    def watch_cursor(self, before: int, after: int) -> None:
        """Redraw two rows and bring the cursor's into view."""
        for index in (before, after):
            self.refresh(Region(0, index - self.scroll_offset.y, self.size.width, 1))
        self._follow()
        if self.is_mounted and self.name_at_cursor:
            self.post_message(self.Moved(self, self.name_at_cursor, self.target_at_cursor))

    def _follow(self) -> None:
        # A heading above the cursor comes into view with it.
        above = 1 if self.cursor and not self._rows[self.cursor - 1].name else 0
        self.scroll_to_region(Region(0, self.cursor - above, 1, 1 + above), animate=False, force=True)

    def on_focus(self) -> None:
        """The cursor's row changes its style."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor's row changes its style."""
        self.refresh()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only a row with a name is opened, and only among several does the cursor move."""
        if action == "pick":
            return bool(self.name_at_cursor)
        if action in ("move", "edge", "leap"):
            return self._several or self.max_scroll_y > 0
        return True

    def action_move(self, step: int) -> None:
        """To the next row that has a name."""
        index = self.cursor + step
        while 0 <= index < len(self._rows) and not self._rows[index].name:
            index += step
        if 0 <= index < len(self._rows):
            self.cursor = index
        elif step < 0:
            self.scroll_home(animate=False)

    def action_leap(self, step: int) -> None:
        """A page further, to the last row that has a name."""
        for _ in range(max(1, self.size.height - 1)):
            self.action_move(step)

    def action_edge(self, last: bool) -> None:
        """To the first or the last row that has a name."""
        named = [index for index, row in enumerate(self._rows) if row.name]
        if named:
            self.cursor = named[-1 if last else 0]

    def action_pick(self) -> None:
        """Open the row under the cursor."""
        if self.name_at_cursor:
            self.post_message(self.Picked(self, self.name_at_cursor, self.target_at_cursor))

    def on_click(self, event: events.Click) -> None:
        """A click moves the cursor; one on the cursor's row opens it."""
        index = event.y + self.scroll_offset.y
        if index < len(self._rows) and self._rows[index].name:
            again = index == self.cursor
            self.cursor = index
            if again:
                self.action_pick()
