"""From a demonstration's views to terminal lines. Pure functions; nothing here knows the app.

`draw` gives styled lines for widgets, `plain_lines` and `plain` text without colour for pipes and files, and
`tui.drawing.words.describe` says a view in words.
"""

from __future__ import annotations

from rich.text import Text as Row

from engine.result import Bars, HeatMap, Lines, Matrix, Step, Table, View
from engine.text import Language
from tui.drawing.bars import draw_bars
from tui.drawing.canvas import ASCII, Canvas
from tui.drawing.heat import draw_heat
from tui.drawing.lines import draw_lines
from tui.drawing.matrix import draw_matrix
from tui.drawing.palette import PLAIN, Palette
from tui.drawing.steps import draw_step as _draw_step
from tui.drawing.steps import draw_steps
from tui.drawing.table import draw_table

__all__ = ["PLAIN", "Canvas", "Palette", "draw", "draw_on", "draw_step", "plain", "plain_lines"]

NARROWEST = 16
"""Fewer cells than this are drawn as this many and cut."""


def draw(
    view: View,
    width: int,
    height: int | None,
    language: Language,
    palette: Palette,
    unicode: bool = True,
    colour: bool = True,
) -> list[Row]:
    """`view` as lines of at most `width` cells; charts take about `height` lines, or what suits them for None."""
    return draw_on(view, Canvas(max(NARROWEST, width), height, language, palette, unicode, colour), width)


def draw_on(view: View, canvas: Canvas, width: int | None = None) -> list[Row]:
    """`draw` with its means gathered."""
    return _finished(_dispatch(view, canvas), canvas, canvas.width if width is None else width)


def draw_step(step: Step, lead: str, canvas: Canvas) -> list[Row]:
    """One step of a walk; `lead` stands before the caption."""
    return _finished(_draw_step(step, lead, canvas, _dispatch), canvas, canvas.width)


def plain_lines(view: View, width: int, language: Language, unicode: bool = True) -> list[str]:
    """`view` as text without colour, spaces at the ends removed."""
    rows = draw(view, width, None, language, PLAIN, unicode=unicode, colour=False)
    return [row.plain.rstrip() for row in rows]


def plain(view: View, width: int, language: Language, unicode: bool = True) -> str:
    """`plain_lines` joined."""
    return "\n".join(plain_lines(view, width, language, unicode))


def _dispatch(view: View, canvas: Canvas) -> list[Row]:
    match view:
        case Lines():
            return draw_lines(view, canvas)
        case Bars():
            return draw_bars(view, canvas)
        case HeatMap():
            return draw_heat(view, canvas)
        case Matrix():
            return draw_matrix(view, canvas)
        case Table():
            return draw_table(view, canvas)
    return draw_steps(view, canvas, _dispatch)


def _finished(rows: list[Row], canvas: Canvas, width: int) -> list[Row]:
    """Rows cut to the width, and in plain signs where there is no Unicode."""
    for row in rows:
        if not canvas.unicode:
            row.plain = row.plain.translate(ASCII)
        if row.cell_len > width:
            row.truncate(width)
    return rows
