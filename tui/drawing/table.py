"""Tables: heads, a rule, and rows; numbers on the right, words on the left and wrapped."""

from __future__ import annotations

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text as Row

from engine.result import Cell, Table
from engine.text import Text
from tui.drawing.canvas import Canvas, left, number, right, row
from tui.text.line_breaking import wrapped
from tui.text.sanitize import line


def draw_table(view: Table, canvas: Canvas) -> list[Row]:
    """The table within the width: wide columns give way to narrow ones and wrap."""
    heads = [canvas.said(column) for column in view.columns]
    cells = [[cell_text(cell, canvas) for cell in cells] + [""] * (len(heads) - len(cells)) for cells in view.rows]
    widths = _widths(heads, cells, canvas.width)
    numeric = [_numeric(view.rows, k) for k in range(len(heads))]
    rows = canvas.title(view.title)
    rows += _lines(heads, widths, numeric, canvas, canvas.palette.title)
    rule = "─" if canvas.unicode else "-"
    rows.append(row(("  ".join(rule * width for width in widths), canvas.palette.muted)))
    for texts in cells:
        rows += _lines(texts[: len(heads)], widths, numeric, canvas, canvas.palette.text)
    return rows


def cell_text(cell: Cell, canvas: Canvas) -> str:
    """A cell as it is shown."""
    if isinstance(cell, Text):
        return canvas.said(cell)
    if isinstance(cell, bool):
        return canvas.said(Text("yes", "是") if cell else Text("no", "否"))
    if isinstance(cell, int):
        return f"{cell}".replace("-", "−")
    return number(cell) if isinstance(cell, float) else line(str(cell))


def _numeric(rows: tuple[tuple[Cell, ...], ...], place: int) -> bool:
    cells = [cells[place] for cells in rows if place < len(cells)]
    return bool(cells) and all(isinstance(cell, int | float) and not isinstance(cell, bool) for cell in cells)


def _widths(heads: list[str], cells: list[list[str]], width: int) -> list[int]:
    """The natural widths, the widest cut first until all fit."""
    widths = [max([cell_len(texts[k]) for texts in cells] + [cell_len(head), 1]) for k, head in enumerate(heads)]
    spare = sum(widths) + 2 * (len(widths) - 1) - width
    while spare > 0 and max(widths, default=0) > 4:
        widest = widths.index(max(widths))
        widths[widest] -= 1
        spare -= 1
    return widths


def _lines(texts: list[str], widths: list[int], numeric: list[bool], canvas: Canvas, style: Style) -> list[Row]:
    columns = [wrapped(text, width) for text, width in zip(texts, widths, strict=True)]
    lines = []
    for k in range(max(map(len, columns), default=0)):
        parts = [column[k] if k < len(column) else "" for column in columns]
        filled = [
            (right if end else left)(part, width) for part, width, end in zip(parts, widths, numeric, strict=True)
        ]
        lines.append(row((left("  ".join(filled), min(canvas.width, sum(widths) + 2 * len(widths))).rstrip(), style)))
    return lines
