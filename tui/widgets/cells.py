"""Numbers on their way into a grid: what stands in each cell, and the cell under the cursor."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.grading import Unreadable, read_number
from engine.parameters import FloatArray

LONGEST = 12
"""Characters that a cell takes."""
CHARACTERS = "0123456789.-+/eE%−０１２３４５６７８９．－／＋"


@dataclass
class Cells:
    """A grid of typed texts. The first character after a move writes a cell anew, as spreadsheets do."""

    texts: list[list[str]]
    row: int = 0
    column: int = 0
    fresh: bool = True

    @classmethod
    def empty(cls, rows: int, columns: int) -> Cells:
        """A grid with nothing in it."""
        return cls([[""] * columns for _ in range(rows)])

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.texts)

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.texts[0])

    def move(self, down: int, right: int) -> bool:
        """To a neighbouring cell, over the end of a row into the next; False where there is none."""
        if not 0 <= self.row + down < self.rows:
            return False
        place = (self.row + down) * self.columns + self.column + right
        self.go(*divmod(min(self.rows * self.columns - 1, max(0, place)), self.columns))
        return True

    def go(self, row: int, column: int) -> None:
        """To this cell."""
        self.row, self.column, self.fresh = row, column, True

    def type(self, character: str) -> bool:
        """Put a character of a number into the cell; False for any other."""
        if not character or character not in CHARACTERS:
            return False
        before = "" if self.fresh else self.texts[self.row][self.column]
        self.texts[self.row][self.column] = (before + character)[:LONGEST]
        self.fresh = False
        return True

    def erase(self) -> None:
        """Take the last character away."""
        self.texts[self.row][self.column] = self.texts[self.row][self.column][:-1]
        self.fresh = False

    def unfilled(self) -> list[tuple[int, int]]:
        """The cells that hold nothing."""
        return [(r, c) for r, row in enumerate(self.texts) for c, text in enumerate(row) if not text]

    def values(self) -> FloatArray:
        """All numbers, shape (rows, columns). Raises Unreadable with the cursor on the cell that cannot be read."""
        numbers = np.empty((self.rows, self.columns))
        for r, row in enumerate(self.texts):
            for c, text in enumerate(row):
                try:
                    numbers[r, c] = read_number(text)
                except Unreadable:
                    self.go(r, c)
                    raise
        return numbers

    def resize(self, rows: int, columns: int) -> None:
        """Add empty rows below and columns at the right, or take them away there; at least one of each stays."""
        rows, columns = max(1, rows), max(1, columns)
        kept = [row[:columns] + [""] * (columns - len(row)) for row in self.texts[:rows]]
        self.texts = kept + [[""] * columns for _ in range(rows - len(kept))]
        self.go(min(self.row, rows - 1), min(self.column, columns - 1))
