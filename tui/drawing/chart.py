"""Curves and clouds in braille dots, with axes, reference lines and a legend."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rich.cells import cell_len, set_cell_size

from engine.parameters import FloatArray
from engine.result import Axis, Lines, Series
from engine.text import Language
from tui.drawing.clean import inert
from tui.drawing.numbers import short

BRAILLE = np.array([[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]])
SIGNS = "●▲■◆✚✖"
LEFT = 9
"""Cells that the labels of the vertical axis take."""


@dataclass(frozen=True)
class Scale:
    """A stretch of numbers on an axis, logarithmic or not."""

    low: float
    high: float
    log: bool

    def share(self, values: FloatArray) -> FloatArray:
        """Where values lie, 0 at the low end and 1 at the high one."""
        if self.log:
            values = np.log10(np.maximum(values, 1e-300))
        span = (self.end - self.start) or 1.0
        return np.asarray((values - self.start) / span, dtype=np.float64)

    @property
    def start(self) -> float:
        """The low end on the axis' own scale."""
        return float(np.log10(self.low)) if self.log else self.low

    @property
    def end(self) -> float:
        """The high end on the axis' own scale."""
        return float(np.log10(self.high)) if self.log else self.high

    def at(self, share: float) -> float:
        """The value at a share of the axis."""
        value = self.start + share * (self.end - self.start)
        return float(10**value) if self.log else value


def scale_of(values: FloatArray, axis: Axis) -> Scale:
    """A scale that holds all finite values, with a little room where it is linear."""
    finite = values[np.isfinite(values)]
    if axis.log:
        finite = finite[finite > 0]
    if not finite.size:
        return Scale(0.1, 1.0, axis.log) if axis.log else Scale(0.0, 1.0, False)
    low, high = float(finite.min()), float(finite.max())
    if axis.log:
        return Scale(low / 1.3, high * 1.3, True)
    room = (high - low) * 0.05 or abs(high) * 0.1 or 1.0
    return Scale(low - room, high + room, False)


def chart(view: Lines, width: int, height: int, language: Language) -> list[list[tuple[str, str]]]:
    """The chart's lines: plot, axis, and a legend that also names the reference lines."""
    columns, rows = max(10, width - LEFT - 1), max(4, height - 3)
    xs = np.concatenate([s.x for s in view.series] + [[m.value for m in view.marks if m.along == "x"]])
    ys = np.concatenate([s.y for s in view.series] + [[m.value for m in view.marks if m.along == "y"]])
    x_scale, y_scale = scale_of(xs, view.x), scale_of(ys, view.y)
    canvas = np.zeros((rows, columns), int)
    owner = np.full((rows, columns), -1)
    for mark in view.marks:
        if mark.along == "y":
            _dots(canvas, owner, np.linspace(0, 1, columns // 2), np.full(columns // 2, _one(y_scale, mark.value)), -2)
        else:
            _dots(canvas, owner, np.full(rows * 2, _one(x_scale, mark.value)), np.linspace(0, 1, rows * 2), -2)
    signs: dict[tuple[int, int], str] = {}
    for number, series in enumerate(view.series):
        _series(canvas, owner, series, x_scale, y_scale, number, signs)
    return [*_plot_rows(canvas, owner, signs, y_scale), *_below(view, x_scale, width, columns, language)]


def _one(scale: Scale, value: float) -> float:
    return float(scale.share(np.array([value]))[0])


def _series(
    canvas: NDArray[np.int64],
    owner: NDArray[np.int64],
    series: Series,
    x_scale: Scale,
    y_scale: Scale,
    number: int,
    signs: dict[tuple[int, int], str],
) -> None:
    good = np.isfinite(series.x) & np.isfinite(series.y)
    x, y = x_scale.share(series.x[good]), y_scale.share(series.y[good])
    if not len(x):
        return
    if series.style == "stairs" and len(x) > 1:
        x, y = np.repeat(x, 2)[1:], np.repeat(y, 2)[:-1]
    rows, columns = canvas.shape
    if series.style != "points" and len(x) > 1:
        length = np.hypot(np.diff(x) * columns * 2, np.diff(y) * rows * 4)
        along = np.concatenate([[0.0], np.cumsum(length)])
        dots = np.linspace(0, along[-1], min(20_000, int(along[-1] * 1.5) + 2))
        x, y = np.interp(dots, along, x), np.interp(dots, along, y)
    _dots(canvas, owner, x, y, number)
    # A sign on the curve, so that series are told apart without colour.
    place = len(x) * (number + 1) // 7 if series.style != "points" else len(x) // 2
    for k in range(len(x)) if series.style == "points" else (place, len(x) - 1 - place):
        row, column = _cell(rows, columns, float(x[k]), float(y[k]))
        if 0 <= row < rows and 0 <= column < columns:
            signs[row, column] = SIGNS[number % len(SIGNS)]
            owner[row, column] = number


def _cell(rows: int, columns: int, x: float, y: float) -> tuple[int, int]:
    return round((1 - y) * (rows * 4 - 1)) // 4, round(x * (columns * 2 - 1)) // 2


def _dots(canvas: NDArray[np.int64], owner: NDArray[np.int64], x: FloatArray, y: FloatArray, number: int) -> None:
    rows, columns = canvas.shape
    column, row = np.round(x * (columns * 2 - 1)).astype(int), np.round((1 - y) * (rows * 4 - 1)).astype(int)
    inside = (column >= 0) & (column < columns * 2) & (row >= 0) & (row < rows * 4)
    column, row = column[inside], row[inside]
    np.bitwise_or.at(canvas, (row // 4, column // 2), BRAILLE[row % 4, column % 2])
    owner[row // 4, column // 2] = number


def _plot_rows(
    canvas: NDArray[np.int64], owner: NDArray[np.int64], signs: dict[tuple[int, int], str], scale: Scale
) -> list[list[tuple[str, str]]]:
    rows, columns = canvas.shape
    lines = []
    for r in range(rows):
        labelled = r % 4 == 0 or r == rows - 1
        label = short(scale.at(1 - (r + 0.5) / rows), 3) if labelled else ""
        line = [(f"{label:>{LEFT - 2}} " + ("┤" if labelled else "│"), "dim")]
        cuts = [0, *(np.flatnonzero(np.diff(owner[r])) + 1).tolist(), columns]
        for a, b in zip(cuts, cuts[1:], strict=False):
            text = "".join(
                signs.get((r, c)) or (chr(0x2800 + canvas[r, c]) if canvas[r, c] else " ") for c in range(a, b)
            )
            line.append((text, _role(int(owner[r, a]))))
        lines.append(line)
    return lines


def _role(number: int) -> str:
    return {-1: "", -2: "mark"}.get(number, f"series-{number % 6 + 1}")


def _below(view: Lines, scale: Scale, width: int, columns: int, language: Language) -> list[list[tuple[str, str]]]:
    low, high = short(scale.at(0), 3), short(scale.at(1), 3)
    name = _named(view.x, language)
    gap = columns - len(low) - len(high) - cell_len(name)
    middle = name.join((" " * (gap // 2), " " * (gap - gap // 2))) if gap > 1 else " " * max(1, gap + cell_len(name))
    legend: list[tuple[str, str]] = [(f"{_named(view.y, language)}: ", "dim")]
    for number, series in enumerate(view.series):
        legend.append((f"{SIGNS[number % len(SIGNS)]} {inert(series.label.said(language))}  ", _role(number)))
    for mark in view.marks:
        legend.append((f"┄ {inert(mark.label.said(language))}  ", "mark"))
    axis = " " * (LEFT - 1) + "└" + "─" * columns
    return [[(axis, "dim")], [(" " * LEFT + low + middle + high, "dim")], *_wrapped(legend, width)]


def _wrapped(pieces: list[tuple[str, str]], width: int) -> list[list[tuple[str, str]]]:
    lines: list[list[tuple[str, str]]] = [[]]
    used = 0
    for text, role in pieces:
        if used + cell_len(text.rstrip()) > width and lines[-1]:
            lines.append([])
            used = 0
        lines[-1].append((set_cell_size(text, width) if cell_len(text) > width else text, role))
        used += cell_len(text)
    return lines


def _named(axis: Axis, language: Language) -> str:
    words = inert(axis.label.said(language))
    if axis.unit.said(language):
        words += f" ({inert(axis.unit.said(language))})"
    return words + ({"en": " (log)", "zh": "（对数）"}[language] if axis.log else "")
