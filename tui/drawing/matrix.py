"""Matrices as numbers whose decimal points line up; highlighted entries bear brackets as well as a colour."""

from __future__ import annotations

import numpy as np
from rich.cells import cell_len
from rich.style import Style
from rich.text import Text as Row

from engine.result import Matrix
from tui.drawing.canvas import Canvas, aligned, right, row
from tui.formula.brackets import brackets
from tui.text.line_breaking import wrapped


def draw_matrix(view: Matrix, canvas: Canvas) -> list[Row]:
    """The entries between tall brackets; columns that do not fit are left out and counted."""
    values = np.atleast_2d(np.asarray(view.values, dtype=np.float64))
    if not values.size:
        return [*canvas.title(view.title), canvas.nothing()]
    sides = [canvas.said(label) for label in view.row_labels]
    side = min(max(map(cell_len, sides), default=0), canvas.width // 3)
    texts = aligned(values.ravel())
    columns = [texts[c :: values.shape[1]] for c in range(values.shape[1])]
    heads = [canvas.said(label) for label in view.column_labels[: len(columns)]]
    widths = _widths(columns, heads)
    fit = _fitting(widths, canvas.width - side - 4)
    rows = [*canvas.title(view.title), *_heads(heads[:fit], widths, side, canvas)]
    marked = view.highlight if view.highlight is not None else np.zeros(values.shape, dtype=np.bool_)
    for r in range(values.shape[0]):
        opening, closing = brackets(r, values.shape[0])
        pieces = [(right(sides[r] if r < len(sides) else "", side) + f" {opening}", canvas.palette.muted)]
        pieces += [_entry(columns[c][r], widths[c], bool(marked[r, c]), canvas) for c in range(fit)]
        rest = len(columns) - fit
        pieces.append((closing + (f" +{rest}" if rest else ""), canvas.palette.muted))
        rows.append(row(*pieces))
    return rows


def _widths(columns: list[list[str]], heads: list[str]) -> list[int]:
    """Without heads one width for all, so that the matrix looks like one; heads may take two lines."""
    natural = [max(map(cell_len, column)) + 2 for column in columns]
    if not heads:
        return [max(natural)] * len(columns)
    halves = [
        min(14, max(6, (cell_len(head) + 1) // 2 + 1)) if cell_len(head) > 6 else cell_len(head) for head in heads
    ]
    return [max(width, half + 2) for width, half in zip(natural, halves + [0] * len(columns), strict=False)]


def _fitting(widths: list[int], room: int) -> int:
    """How many columns fit; at least one."""
    used = np.cumsum(widths)
    return max(1, int((used <= room).sum()))


def _heads(heads: list[str], widths: list[int], side: int, canvas: Canvas) -> list[Row]:
    """The column heads on the lines they need, the last next to the entries."""
    wrapped_heads = [wrapped(head, max(2, width - 2)) for head, width in zip(heads, widths, strict=False)]
    tallest = max(map(len, wrapped_heads), default=0)
    lines = []
    for k in range(tallest):
        parts = [[""] * (tallest - len(head)) + head for head in wrapped_heads]
        cells = "".join(right(part[k], width - 1) + " " for part, width in zip(parts, widths, strict=False))
        lines.append(row((" " * (side + 2) + cells, canvas.palette.muted)))
    return lines


def _entry(text: str, cell: int, marked: bool, canvas: Canvas) -> tuple[str, Style]:
    shown = f"[{text}]" if marked else f" {text} "
    return right(shown, cell), canvas.palette.highlight if marked else canvas.palette.text
