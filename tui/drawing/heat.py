"""Matrices as colours, with a scale that says what the colours mean; as shades or numbers without colour."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len
from rich.color import Color
from rich.style import Style
from rich.text import Text as Row

from engine.parameters import FloatArray
from engine.result import HeatMap
from tui.drawing.canvas import Canvas, aligned, centre, left, number, right, row
from tui.drawing.palette import Rgb

SHADES = " ░▒▓█"
ASCII_SHADES = " .:*#"
_LEVELS = 63


def draw_heat(view: HeatMap, canvas: Canvas) -> list[Row]:
    """Numbers in coloured cells where they fit, else half blocks, two matrix rows to a line."""
    values = np.atleast_2d(np.asarray(view.values, dtype=np.float64))
    finite = values[np.isfinite(values)]
    head = [*canvas.title(view.title), row((left(f"{canvas.named(view.rows)} ↓", canvas.width), canvas.palette.muted))]
    if not finite.size:
        return [*head, canvas.nothing()]
    low, high = float(finite.min()), float(finite.max())
    names = _names(view, values.shape[0], canvas)
    room = canvas.width - cell_len(names[0]) - 1
    texts = (
        [_none(canvas) if text == "nan" else text for text in aligned(values.ravel())] if values.size <= 2000 else []
    )
    cell = max(map(len, texts), default=0) + 2
    limit = canvas.height - 4 if canvas.height else 24
    if texts and cell * values.shape[1] <= room and values.shape[0] <= limit:
        body = _numbered(values, names, texts, cell, low, high, canvas)
    elif view.row_names and canvas.colour and values.shape[1] <= room:
        body = _lines(values, names, room, low, high, canvas)
    else:
        small = _shrunk(values, room, limit * (2 if canvas.colour and canvas.unicode else 1))
        kept = names if len(small) == len(names) else _numbers(len(small))
        body = _blocks(small, kept, room, low, high, canvas)
    name = row((left(f"→ {canvas.named(view.columns)}", canvas.width), canvas.palette.muted))
    return [*head, *body, name, _scale(low, high, canvas.said(view.unit), canvas)]


def _names(view: HeatMap, rows: int, canvas: Canvas) -> list[str]:
    """What stands before each row, all of one width; at most a third of the canvas."""
    said = [canvas.said(name) for name in view.row_names]
    if len(said) != rows:
        return _numbers(rows)
    width = min(max(map(cell_len, said)), max(8, canvas.width // 3))
    return [left(name, width) for name in said]


def _numbers(rows: int) -> list[str]:
    return [right(str(r), len(str(rows))) for r in range(rows)]


def colours(values: FloatArray, low: float, high: float, stops: tuple[Rgb, ...]) -> NDArray[np.int64]:
    """Red, green and blue of shape `values.shape + (3,)`; what is not finite is grey."""
    table = np.array(stops, dtype=np.float64)
    at = np.clip((np.nan_to_num(values, nan=low) - low) / ((high - low) or 1.0), 0, 1) * (len(stops) - 1)
    below = np.minimum(at.astype(int), len(stops) - 2)
    part = (at - below)[..., None]
    rgb: NDArray[np.int64] = (table[below] * (1 - part) + table[below + 1] * part).astype(np.int64)
    rgb[~np.isfinite(values)] = 128
    return rgb


def _numbered(
    values: FloatArray, names: list[str], texts: list[str], cell: int, low: float, high: float, canvas: Canvas
) -> list[Row]:
    rgb = colours(values, low, high, canvas.palette.heat).tolist()
    rows = []
    for r in range(values.shape[0]):
        pieces = [(names[r] + " ", canvas.palette.muted)]
        for c in range(values.shape[1]):
            text = centre(texts[r * values.shape[1] + c].rjust(cell - 2), cell)
            coloured = canvas.colour and np.isfinite(values[r, c])
            pieces.append((text, _on(rgb[r][c]) if coloured else canvas.palette.text))
        rows.append(row(*pieces))
    return rows


def _lines(values: FloatArray, names: list[str], room: int, low: float, high: float, canvas: Canvas) -> list[Row]:
    """One line to a named row."""
    cell, rgb = max(1, min(6, room // values.shape[1])), _tuples(values, low, high, canvas.palette.heat)
    there = np.isfinite(values)
    block = "█" if canvas.unicode else "#"
    return [
        row(
            (names[r] + " ", canvas.palette.muted),
            *(
                (block * cell, _pair(one, None)) if there[r, c] else (centre(_none(canvas), cell), canvas.palette.muted)
                for c, one in enumerate(line)
            ),
        )
        for r, line in enumerate(rgb)
    ]


def _blocks(values: FloatArray, names: list[str], room: int, low: float, high: float, canvas: Canvas) -> list[Row]:
    cell = max(1, min(6, room // values.shape[1]))
    if not (canvas.colour and canvas.unicode):
        return _shaded(values, names, cell, low, high, canvas)
    rgb = _tuples(values, low, high, canvas.palette.heat)
    rows = []
    for r in range(0, len(rgb), 2):
        below = rgb[r + 1] if r + 1 < len(rgb) else [None] * len(rgb[r])
        pieces = [(names[r] + " ", canvas.palette.muted)]
        pieces += [("▀" * cell, _pair(*one)) for one in zip(rgb[r], below, strict=True)]
        rows.append(row(*pieces))
    return rows


def _tuples(values: FloatArray, low: float, high: float, stops: tuple[Rgb, ...]) -> list[list[Rgb | None]]:
    """The colours in steps too small to see, so that few different ones are needed."""
    coarse = low + np.round((values - low) / ((high - low) or 1.0) * _LEVELS) / _LEVELS * (high - low)
    return [[(r, g, b) for r, g, b in line] for line in colours(coarse, low, high, stops).tolist()]


@lru_cache(maxsize=8192)
def _pair(above: Rgb | None, below: Rgb | None) -> Style:
    """A half block's style; None is the terminal's own colour."""
    return Style(
        color=Color.from_rgb(*above) if above else None,
        bgcolor=Color.from_rgb(*below) if below else None,
    )


def _shaded(values: FloatArray, names: list[str], cell: int, low: float, high: float, canvas: Canvas) -> list[Row]:
    shades = SHADES if canvas.unicode else ASCII_SHADES
    level = np.clip((np.nan_to_num(values, nan=low) - low) / ((high - low) or 1.0) * 5, 0, 4).astype(int)
    lines = []
    for name, line, there in zip(names, level.tolist(), np.isfinite(values).tolist(), strict=True):
        signs = [shades[k] * cell if has else centre(_none(canvas), cell) for k, has in zip(line, there, strict=True)]
        lines.append(row((name + " ", canvas.palette.muted), ("".join(signs), Style.null())))
    return lines


def _none(canvas: Canvas) -> str:
    """The sign for a missing value."""
    return "·" if canvas.unicode else "-"


def _shrunk(values: FloatArray, columns: int, rows: int) -> FloatArray:
    """Blocks of neighbours averaged until the matrix fits."""
    for axis, most in ((0, max(2, rows)), (1, max(2, columns))):
        if values.shape[axis] > most:
            edges = np.linspace(0, values.shape[axis], most + 1).astype(int)[:-1]
            sizes = np.diff(np.append(edges, values.shape[axis]))
            shape = (-1, 1) if axis == 0 else (1, -1)
            values = np.add.reduceat(values, edges, axis=axis) / sizes.reshape(shape)
    return values


def _scale(low: float, high: float, unit: str, canvas: Canvas) -> Row:
    """The legend: the colours from the lowest to the highest value."""
    if canvas.colour and canvas.unicode:
        rgb = colours(np.linspace(low, high, 20), low, high, canvas.palette.heat).tolist()
        ramp = [("█", Style(color=_colour(one))) for one in rgb]
    else:
        ramp = [("".join(shade * 3 for shade in (SHADES if canvas.unicode else ASCII_SHADES)), Style.null())]
    muted = canvas.palette.muted
    return row((f"{number(low)} ", muted), *ramp, (f" {number(high)} {unit}".rstrip(), muted))


def _on(rgb: list[int]) -> Style:
    """Black or white, whichever is read more easily on `rgb`."""
    bright = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2] > 140
    return Style(color="#000000" if bright else "#ffffff", bgcolor=_colour(rgb))


def _colour(rgb: list[int]) -> Color:
    return Color.from_rgb(*rgb)
