"""Filling in a matrix cell by cell."""

from __future__ import annotations

from typing import ClassVar

from rich.cells import cell_len
from textual import events
from textual.binding import BindingType
from textual.content import Content

from content.templates import shown
from content.variants import Variant
from engine.keys.matrix import MatrixKey
from engine.reading.outcome import Unreadable
from engine.text import Text
from tui.formula.brackets import brackets
from tui.locale import study as words
from tui.sessions.question import recorded
from tui.widgets.answers.base import Complaint, DrawnArea, Submitted
from tui.widgets.bindings import key
from tui.widgets.cells import Cells
from tui.widgets.rich_text import hung


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
        self.cells = Cells.empty(*(variant.key.values.shape if isinstance(variant.key, MatrixKey) else (1, 1)))
        self.cells.decimals, self.cells.letters = variant.wording.decimals, True

    def lines(self, width: int) -> list[Content]:
        """The grid between brackets, and how it is read; once judged the right values beside the learner's."""
        side, values = self._side(), self.cells.read_as()
        drawn = [self._drawn_row(index, side) for index in range(self.cells.rows)]
        if values is None:
            return drawn
        reading = words.READ_AS.said(self.language).format(answer=recorded(values))
        return [*drawn, *hung(Content(""), Content.styled(reading, "$foreground-muted"), width)]

    def _side(self) -> int:
        longest = max(cell_len(cell) for row in self._texts() for cell in row)
        return max(6, longest + 1)

    def _texts(self) -> list[list[str]]:
        if self._judged is None or self._variant is None or not isinstance(self._variant.key, MatrixKey):
            return self.cells.texts
        return [
            [*cells, *(shown(v) for v in row)]
            for cells, row in zip(self.cells.texts, self._variant.key.values, strict=True)
        ]

    def _drawn_row(self, index: int, side: int) -> Content:
        edges = brackets(index, self.cells.rows)
        mine = [self._cell(index, column, side) for column in range(self.cells.columns)]
        drawn = Content.assemble(edges[0], *mine, " ", edges[1])
        if self._judged is None or self._variant is None or not isinstance(self._variant.key, MatrixKey):
            return drawn
        right = [Content.styled(shown(v).rjust(side), "$text-success") for v in self._variant.key.values[index]]
        return Content.assemble(drawn, "   ✓ ", edges[0], *right, " ", edges[1])

    def _cell(self, row: int, column: int, side: int) -> Content:
        text = self.cells.texts[row][column]
        here = (row, column) == (self.cells.row, self.cells.column)
        if self._judged is not None:
            parts = self._judged.verdict.parts if self._judged.verdict else ()
            place = row * self.cells.columns + column
            fine = place < len(parts) and parts[place]
            return Content.styled((text or "·").rjust(side), "$text-success" if fine else "$text-error")
        box = (text or "_").rjust(side - 1)
        return Content.assemble(" ", (box, "reverse bold" if here else "$foreground-muted" if not text else ""))

    def cursor_lines(self, width: int) -> tuple[int, int]:
        """The row under the cursor."""
        return self.cells.row, 1

    @property
    def draft(self) -> str:
        """The cells with tabs between, rows on lines of their own; empty when all are."""
        text = "\n".join("\t".join(row) for row in self.cells.texts)
        return text if text.strip() else ""

    def restore(self, draft: str) -> None:
        """Fill the cells again."""
        for row, line in enumerate(draft.split("\n")[: self.cells.rows]):
            for column, text in enumerate(line.split("\t")[: self.cells.columns]):
                self.cells.texts[row][column] = text
        self.refresh(layout=True)

    def action_move(self, down: int, right: int) -> None:
        """To a neighbouring cell."""
        if self.cells.move(down, right):
            self.refresh(layout=True)
            self.follow()

    def action_erase(self) -> None:
        """Take the last character away."""
        self.cells.erase()
        self.refresh(layout=True)

    def on_key(self, event: events.Key) -> None:
        """Characters of numbers go into the cell; everything else is left to the keys."""
        if self._judged is None and event.is_printable and self.cells.type(event.character or ""):
            event.stop()
            self.refresh(layout=True)

    def on_paste(self, event: events.Paste) -> None:
        """What is pasted fills the cells from the one under the cursor on, or it says why it does not fit."""
        event.stop()
        if self._judged is not None:
            return
        try:
            self.cells.paste(event.text)
        except Unreadable as error:
            self.post_message(Complaint(error.text))
        self.refresh(layout=True)

    def action_confirm(self) -> None:
        """To the next empty cell, or, when none is left, give the answer."""
        unfilled, here = self.cells.unfilled(), (self.cells.row, self.cells.column)
        if not unfilled:
            self._give()
            return
        later = [place for place in unfilled if place > here]
        if not later and here == (self.cells.rows - 1, self.cells.columns - 1):
            self.post_message(Complaint(Text(*(text.format(count=len(unfilled)) for text in words.CELLS_LEFT))))
        self.cells.go(*(later or unfilled)[0])
        self.refresh()

    def _give(self) -> None:
        try:
            self.post_message(Submitted(self.cells.values()))
        except Unreadable as error:
            self.refresh()
            self.post_message(Complaint(error.text))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key works once judged."""
        return self._judged is None


AREA = GridArea
