"""Curves and clouds over axes with ticks, units, reference lines and a legend."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from rich.cells import cell_len
from rich.style import Style
from rich.text import Text as Row

from engine.parameters import FloatArray
from engine.result import Lines, Mark
from tui.drawing.canvas import Canvas, left, number, right, row
from tui.drawing.curves import ASCII_SIGNS, SIGNS, Dots, condensed
from tui.drawing.scale import Scale, scale_of


def draw_lines(view: Lines, canvas: Canvas) -> list[Row]:
    """The chart; `canvas.height` includes title, axes and legend."""
    view = replace(view, series=tuple(condensed(series) for series in view.series))
    head, legend = canvas.title(view.title), _legend(view, canvas)
    x, y = _scales(view)
    if x is None or y is None:
        return [*head, canvas.nothing(), *legend]
    wanted = canvas.height if canvas.height is not None else min(22, max(12, canvas.width // 4))
    rows = max(4, wanted - len(head) - len(legend) - 4)
    ticks = y.ticks(max(2, rows // 3))
    gutter = max([cell_len(label) for _, label in ticks] + [3])
    columns = max(8, canvas.width - gutter - 2)
    area = _plot(view, canvas, x, y, rows, columns)
    body = _with_ticks(area, ticks, gutter, canvas)
    name = row((left(canvas.named(view.y), canvas.width), canvas.palette.muted))
    return [*head, name, *body, *_below(view, x, gutter, columns, canvas), *legend]


def _scales(view: Lines) -> tuple[Scale | None, Scale | None]:
    def along(axis: str) -> FloatArray:
        values = [getattr(series, axis).ravel() for series in view.series]
        marks = np.array([mark.value for mark in view.marks if mark.along == axis], dtype=np.float64)
        return np.concatenate([*values, marks]) if values else np.zeros(0)

    return scale_of(along("x"), view.x.log), scale_of(along("y"), view.y.log, 0.04)


def _plot(view: Lines, canvas: Canvas, x: Scale, y: Scale, rows: int, columns: int) -> list[Row]:
    dots = Dots(rows, columns)
    several = len(view.series) > 1
    for place, series in enumerate(view.series):
        dots.add(place, series, x.places(series.x), y.places(series.y), several)
    grid = _background(view.marks, canvas, x, y, rows, columns)
    styles = [canvas.palette.of(place) for place in range(len(view.series))]
    return [_line(dots, grid, r, styles, canvas) for r in range(rows)]


def _background(
    marks: tuple[Mark, ...], canvas: Canvas, x: Scale, y: Scale, rows: int, columns: int
) -> list[list[str]]:
    """The reference lines, a character a cell."""
    grid = [[" "] * columns for _ in range(rows)]
    across, upright = ("╌", "╎") if canvas.unicode else ("-", ":")
    for mark in marks:
        place = float((y if mark.along == "y" else x).places(np.array([mark.value]))[0])
        if not 0 <= place <= 1:
            continue
        if mark.along == "y":
            grid[round((1 - place) * (rows * 4 - 1)) // 4] = [across] * columns
        else:
            for cells in grid:
                cells[round(place * (columns * 2 - 1)) // 2] = upright
    return grid


def _line(dots: Dots, grid: list[list[str]], r: int, styles: list[Style], canvas: Canvas) -> Row:
    """One line of the plot area: runs of cells of one series are one piece."""
    signs = SIGNS if canvas.unicode else ASCII_SIGNS
    pieces: list[tuple[str, Style]] = []
    run, style = "", canvas.palette.mark
    pattern, owner = dots.pattern[r].tolist(), dots.owner[r].tolist()
    for c, (bits, place) in enumerate(zip(pattern, owner, strict=True)):
        sign = dots.signs.get((r, c))
        if sign is not None:
            character, now = signs[sign % len(signs)], styles[sign]
        elif place >= 0:
            character, now = (chr(0x2800 + bits) if canvas.unicode else signs[place % len(signs)]), styles[place]
        else:
            character, now = grid[r][c], canvas.palette.mark
        if now is not style and run:
            pieces.append((run, style))
            run = ""
        run, style = run + character, now
    return row(*pieces, (run, style))


def _with_ticks(area: list[Row], ticks: list[tuple[float, str]], gutter: int, canvas: Canvas) -> list[Row]:
    rows = len(area)
    labels = {round((1 - place) * (rows * 4 - 1)) // 4: label for place, label in ticks}
    tick, axis = ("┤", "│") if canvas.unicode else ("+", "|")
    body = []
    for r, plotted in enumerate(area):
        made = row((right(labels.get(r, ""), gutter) + (tick if r in labels else axis), canvas.palette.muted))
        body.append(made.append_text(plotted))
    return body


def _below(view: Lines, x: Scale, gutter: int, columns: int, canvas: Canvas) -> list[Row]:
    """The x axis, its labels and its name."""
    corner, dash, tick = ("└", "─", "┬") if canvas.unicode else ("+", "-", "+")
    axis, labels, free = [dash] * columns, [" "] * (columns + 1), -1
    for place, label in x.ticks(max(2, columns // 12)):
        at = min(columns - 1, round(place * (columns * 2 - 1)) // 2)
        start = max(0, min(at - len(label) // 2, columns + 1 - len(label)))
        axis[at] = tick
        if start > free:
            labels[start : start + len(label)] = label
            free = start + len(label)
    name = right(canvas.named(view.x), columns)
    muted = canvas.palette.muted
    return [
        row((" " * gutter + corner + "".join(axis), muted)),
        row((" " * (gutter + 1) + "".join(labels)[: columns + 1], muted)),
        row((" " * (gutter + 1) + name, muted)),
    ]


def _legend(view: Lines, canvas: Canvas) -> list[Row]:
    """The legend: each sign with its name, as many on a line as fit."""
    entries: list[tuple[str, Style]] = []
    signs, dash = (SIGNS, "╌╌") if canvas.unicode else (ASCII_SIGNS, "--")
    for place, series in enumerate(view.series):
        sign = signs[place % len(signs)]
        joined = {"line": f"─{sign}─", "stairs": f"┘{sign}┌", "points": f" {sign} "}[series.style]
        entries.append((f"{joined if canvas.unicode else sign} {canvas.said(series.label)}", canvas.palette.of(place)))
    for mark in view.marks:
        sign = dash if mark.along == "y" else ("╎" if canvas.unicode else ":")
        label, value = canvas.said(mark.label), number(mark.value)
        entries.append((f"{sign} {label}" + ("" if value in label else f" = {value}"), canvas.palette.mark))
    return flowing(entries, canvas.width)


def flowing(entries: list[tuple[str, Style]], width: int) -> list[Row]:
    """Entries one after the other, two spaces apart, on as many lines as they need."""
    lines: list[list[tuple[str, Style]]] = [[]]
    used = 0
    for text, style in entries:
        text = left(text, min(cell_len(text), width))
        if used and used + 2 + cell_len(text) > width:
            lines.append([])
            used = 0
        if used:
            lines[-1].append(("  ", Style.null()))
        lines[-1].append((text, style))
        used += cell_len(text) + 2
    return [row(*pieces) for pieces in lines if pieces]
