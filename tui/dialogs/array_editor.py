"""An array parameter, edited cell by cell."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Region, Size
from textual.widget import Widget
from textual.widgets import Static

from engine.parameters import Array, FloatArray, ParameterError
from engine.reading.notations import PRINTED
from engine.reading.outcome import Unreadable
from tui.formula.brackets import brackets
from tui.locale import laboratory as words
from tui.text.sanitize import line
from tui.widgets.bindings import lab_key
from tui.widgets.cells import Cells
from tui.widgets.screen_base import Dialog
from tui.widgets.slider_steps import allowed


def cells_of(parameter: Array, value: FloatArray) -> Cells:
    """The value's numbers as texts, exactly; an empty array gives one empty cell."""
    texts = [[f"{number:.12g}" for number in row] for row in np.atleast_2d(value)] if value.size else [[""]]
    return Cells(texts, decimals=(PRINTED,))  # as the numbers stand here: with points, never in groups


class ArrayGrid(Widget, can_focus=True):
    """The cells between brackets; the dialog's keys move and change them."""

    DEFAULT_CSS = """
    ArrayGrid { width: auto; height: auto; }
    """

    def __init__(self, cells: Cells) -> None:
        super().__init__()
        self.cells = cells

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Every column as wide as the widest cell."""
        return self.cells.columns * (self._side() + 1) + 3

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A line a row."""
        return self.cells.rows

    def _side(self) -> int:
        return max(4, *(len(text) for row in self.cells.texts for text in row))

    def render(self) -> Content:
        """All rows, the cursor's cell reversed."""
        return Content("\n").join([self._row(row) for row in range(self.cells.rows)])

    def _row(self, row: int) -> Content:
        left, right = brackets(row, self.cells.rows)
        side, here = self._side(), (self.cells.row, self.cells.column)
        shown = [
            ((text or "_").rjust(side), "reverse bold" if (row, column) == here else "" if text else "$text-muted")
            for column, text in enumerate(self.cells.texts[row])
        ]
        return Content.assemble(left, *(part for cell in shown for part in (" ", cell)), " ", right)

    def changed(self) -> None:
        """Draw again and keep the cursor in sight."""
        self.refresh(layout=True)
        self.call_after_refresh(self._follow)

    def _follow(self) -> None:
        if isinstance(self.parent, Widget):
            x = 1 + self.cells.column * (self._side() + 1)
            self.parent.scroll_to_region(Region(x, self.cells.row, self._side() + 1, 1), animate=False)


class ArrayEditor(Dialog):
    """Gives the array back, or None when nothing is to change. All cells empty: the demonstration draws its own."""

    DEFAULT_CSS = """
    ArrayEditor #cells { height: auto; max-height: 14; overflow: auto auto; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        lab_key("up", "move(-1, 0)", "array.up", show=False, priority=True),
        lab_key("down", "move(1, 0)", "array.down", show=False, priority=True),
        lab_key("left,shift+tab", "move(0, -1)", "array.left", show=False, priority=True),
        lab_key("right,tab,space", "move(0, 1)", "array.right", show=False, priority=True),
        lab_key("backspace,delete", "erase", "array.erase", show=False),
        lab_key("r,ctrl+down", "resize(1, 0)", "array.row", show=False),
        lab_key("R,ctrl+up", "resize(-1, 0)", "array.row_off", show=False),
        lab_key("c,ctrl+right", "resize(0, 1)", "array.column", show=False),
        lab_key("C,ctrl+left", "resize(0, -1)", "array.column_off", show=False),
        lab_key("x", "clear", "array.clear", show=False),
        lab_key("enter", "take", "array.take", show=False, priority=True),
    ]

    def __init__(self, parameter: Array, value: FloatArray) -> None:
        super().__init__()
        self._parameter = parameter
        self._grid = ArrayGrid(cells_of(parameter, value))

    @property
    def cells(self) -> Cells:
        """The values typed so far."""
        return self._grid.cells

    def compose(self) -> ComposeResult:
        """The grid, what is allowed, and the keys."""
        with Vertical(classes="dialog"):
            with Vertical(id="cells"):
                yield self._grid
            yield Static(id="told", markup=False)
            yield Static(id="keys", classes="muted", markup=False)

    def speak(self) -> None:
        """The frame's words."""
        self.query_one(".dialog").border_title = line(self._parameter.label.said(self.language))
        self.query_one("#keys", Static).update(self.said(words.ARRAY_KEYS if self._two else words.LIST_KEYS))
        self._tell("")
        self._grid.focus()

    @property
    def _two(self) -> bool:
        return self._parameter.ndim == 2

    def _tell(self, refused: str) -> None:
        told = Content.styled(refused, "$text-error") if refused else Content(allowed(self._parameter, self.language))
        self.query_one("#told", Static).update(told)

    def on_key(self, event: events.Key) -> None:
        """Characters of numbers go into the cell."""
        if event.is_printable and self.cells.type(event.character or ""):
            event.stop()
            event.prevent_default()
            self._changed()

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted fills the cells from the one under the cursor on, and adds rows and columns for itself."""
        event.stop()
        longest = self._parameter.longest
        try:
            self.cells.paste(event.text, (longest if self._two else 1, longest))
        except Unreadable as error:
            self._tell(error.text.said(self.language))
        else:
            self._changed()

    def _changed(self) -> None:
        self._tell("")
        self._grid.changed()

    def action_move(self, down: int, right: int) -> None:
        """To a neighbouring cell."""
        if self.cells.move(down, right):
            self._changed()

    def action_erase(self) -> None:
        """Take the last character away."""
        self.cells.erase()
        self._changed()

    def action_resize(self, rows: int, columns: int) -> None:
        """A row or column more or less at the end; a list has one row."""
        wide, high = self.cells.columns + columns, self.cells.rows + (rows if self._two else 0)
        if max(wide, high) <= self._parameter.longest:
            self.cells.resize(high, wide)
            self._changed()
        else:
            self._tell(allowed(self._parameter, self.language))

    def action_clear(self) -> None:
        """Empty all cells."""
        self._grid.cells = cells_of(self._parameter, np.empty(0))
        self._changed()

    def action_take(self) -> None:
        """Give the array back, or say what is wrong and go to the cell."""
        if all(not text for row in self.cells.texts for text in row):
            self.dismiss(self._parameter.accept(()))
            return
        try:
            values = self.cells.values()
            self.dismiss(self._parameter.accept(values if self._two else values[0]))
        except Unreadable as error:
            self._tell(error.text.said(self.language))
            self._grid.changed()
        except ParameterError:
            self._tell(self.said(words.REFUSED, allowed=allowed(self._parameter, self.language)))
