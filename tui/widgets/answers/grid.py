"""Filling in a matrix cell by cell."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.content import Content

from content.templates import shown
from content.variants import Variant
from engine.grading import MatrixKey, Unreadable, read_number
from engine.text import Text
from tui.locale import study as words
from tui.widgets.answers.base import Complaint, DrawnArea, Submitted
from tui.widgets.keys import key

LONGEST = 12
"""Characters that a cell takes."""


class GridArea(DrawnArea):
    """A grid of cells; arrows move, Enter goes on to the next and answers after the last."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("up", "move(-1, 0)", "answer.up", show=False),
        key("down", "move(1, 0)", "answer.down", show=False),
        key("left,shift+tab", "move(0, -1)", "answer.left", show=False),
        key("right,tab,space", "move(0, 1)", "answer.right", show=False),
        key("backspace,delete", "erase", "answer.erase", show=False),
        key("enter", "confirm", "answer.confirm"),
    ]

    def begin(self, variant: Variant) -> None:
        """All cells empty."""
        rows, columns = variant.key.values.shape if isinstance(variant.key, MatrixKey) else (1, 1)
        self.cells = [[""] * columns for _ in range(rows)]
        self.row = self.column = 0

    def lines(self, width: int) -> list[Content]:
        """The grid between brackets; once judged the right values beside the learner's."""
        side = self._side()
        return [self._drawn_row(index, side) for index in range(len(self.cells))]

    def _side(self) -> int:
        longest = max(cell_len(cell) for row in self._texts() for cell in row)
        return max(6, longest + 1)

    def _texts(self) -> list[list[str]]:
        if self._judged is None or self._variant is None or not isinstance(self._variant.key, MatrixKey):
            return self.cells
        return [
            [*cells, *(shown(v) for v in row)] for cells, row in zip(self.cells, self._variant.key.values, strict=True)
        ]

    def _drawn_row(self, index: int, side: int) -> Content:
        edges = "[]" if len(self.cells) == 1 else "⎡⎤" if index == 0 else "⎣⎦" if index == len(self.cells) - 1 else "⎢⎥"
        mine = [self._cell(index, column, side) for column in range(len(self.cells[index]))]
        drawn = Content.assemble(edges[0], *mine, " ", edges[1])
        if self._judged is None or self._variant is None or not isinstance(self._variant.key, MatrixKey):
            return drawn
        right = [Content.styled(shown(v).rjust(side), "$text-success") for v in self._variant.key.values[index]]
        return Content.assemble(drawn, "   ✓ ", edges[0], *right, " ", edges[1])

    def _cell(self, row: int, column: int, side: int) -> Content:
        text = self.cells[row][column]
        here = (row, column) == (self.row, self.column)
        if self._judged is not None:
            parts = self._judged.verdict.parts if self._judged.verdict else ()
            place = row * len(self.cells[0]) + column
            fine = place < len(parts) and parts[place]
            return Content.styled((text or "·").rjust(side), "$text-success" if fine else "$text-error")
        box = (text or "_").rjust(side - 1)
        return Content.assemble(" ", (box, "reverse bold" if here else "$foreground-muted" if not text else ""))

    def cursor_lines(self, width: int) -> tuple[int, int]:
        """The row under the cursor."""
        return self.row, 1

    def action_move(self, down: int, right: int) -> None:
        """To a neighbouring cell, over the end of a row into the next."""
        columns = len(self.cells[0])
        place = min(columns * len(self.cells) - 1, max(0, (self.row + down) * columns + self.column + right))
        if 0 <= self.row + down < len(self.cells):
            self.row, self.column = divmod(place, columns)
            self.refresh(layout=True)
            self.follow()

    def action_erase(self) -> None:
        """Take the last character away."""
        self.cells[self.row][self.column] = self.cells[self.row][self.column][:-1]
        self.refresh(layout=True)

    def on_key(self, event: events.Key) -> None:
        """Characters of numbers go into the cell; everything else is left to the keys."""
        character = event.character or ""
        if (
            self._judged is None
            and event.is_printable
            and character in "0123456789.-+/eE%−０１２３４５６７８９．－／＋"
        ):
            event.stop()
            cell = self.cells[self.row][self.column]
            self.cells[self.row][self.column] = (cell + character)[:LONGEST]
            self.refresh(layout=True)

    def action_confirm(self) -> None:
        """To the next empty cell, or, when none is left, give the answer."""
        empty = [(r, c) for r, row in enumerate(self.cells) for c, cell in enumerate(row) if not cell]
        if not empty:
            self._give()
            return
        later = [place for place in empty if place > (self.row, self.column)]
        if not later and (self.row, self.column) == (len(self.cells) - 1, len(self.cells[0]) - 1):
            count = len(empty)
            self.post_message(Complaint(Text(*(text.format(count=count) for text in words.CELLS_LEFT))))
        self.row, self.column = (later or empty)[0]
        self.refresh()

    def _give(self) -> None:
        values = []
        for r, row in enumerate(self.cells):
            for c, cell in enumerate(row):
                try:
                    values.append(read_number(cell))
                except Unreadable as error:
                    self.row, self.column = r, c
                    self.refresh()
                    self.post_message(Complaint(error.text))
                    return
        self.post_message(Submitted(np.array(values).reshape(len(self.cells), -1)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key works once judged."""
        return self._judged is None
