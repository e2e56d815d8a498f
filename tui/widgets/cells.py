"""Numbers on their way into a grid: what stands in each cell, and the cell under the cursor."""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.parameters import FloatArray
from engine.reading.matrices import read_block, read_entries
from engine.reading.notations import COMMA, POINT, Usage, unambiguous
from engine.reading.numbers import read_number
from engine.reading.outcome import Unreadable

LONGEST = 16
"""Characters that a cell takes."""
CHARACTERS = "0123456789.,-+/*^()eE%·×√π½⅓⅔¼¾−–—‑０１２３４５６７８９．，。－／＋（）％"
"""The characters of numbers."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
"""What names of functions are written with; only where a letter is no key."""

_PLAIN = re.compile(r"-?\d+(?:\.\d+)?")


@dataclass
class Cells:
    """A grid of typed texts. The first character after a move writes a cell anew, as spreadsheets do.

    `decimals`: the usages of the decimal sign that its numbers may follow. `letters`: letters are typed into the cells.
    """

    texts: list[list[str]]
    row: int = 0
    column: int = 0
    fresh: bool = True
    decimals: tuple[Usage, ...] = (POINT, COMMA)
    letters: bool = False

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
        if not character or character not in CHARACTERS + LETTERS * self.letters:
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

    def read_as(self) -> FloatArray | None:
        """The numbers where a cell holds more than a plain one, so that how it is read is worth saying; else None."""
        texts = [text for row in self.texts for text in row]
        if not all(texts) or all(map(_PLAIN.fullmatch, texts)):
            return None
        try:
            return read_entries(self.texts, self.decimals)
        except Unreadable:
            return None

    def values(self) -> FloatArray:
        """All numbers, shape (rows, columns). Raises Unreadable with the cursor on the cell that cannot be read."""
        try:
            return read_entries(self.texts, self.decimals)
        except Unreadable:
            places = [(r, c) for r, row in enumerate(self.texts) for c, text in enumerate(row) if not self._clear(text)]
            if places:
                self.go(*places[0])
            raise

    def _clear(self, text: str) -> bool:
        """Whether a cell alone can be read."""
        try:
            read_number(text, decimals=self.decimals)
        except Unreadable:
            return False
        return True

    def paste(self, text: str, most: tuple[int, int] | None = None) -> None:
        """Fill the cells from the one under the cursor on; the grid may grow to `most` rows and columns. Raises
        Unreadable and changes nothing if it does not fit."""
        rows, columns = most or (self.rows, self.columns)
        block = read_block(text, (rows - self.row, columns - self.column), self.decimals)
        here = self.row, self.column
        self.resize(max(self.rows, self.row + len(block)), max(self.columns, self.column + len(block[0])))
        self.go(*here)
        for r, row in enumerate(block.tolist(), self.row):
            self.texts[r][self.column : self.column + len(row)] = map(unambiguous, row)

    def resize(self, rows: int, columns: int) -> None:
        """Add empty rows below and columns at the right, or take them away there; at least one of each stays."""
        rows, columns = max(1, rows), max(1, columns)
        kept = [row[:columns] + [""] * (columns - len(row)) for row in self.texts[:rows]]
        self.texts = kept + [[""] * columns for _ in range(rows - len(kept))]
        self.go(min(self.row, rows - 1), min(self.column, columns - 1))
