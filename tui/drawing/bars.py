"""Horizontal bars in eighths of a cell, each with its value."""

from __future__ import annotations

import numpy as np
from rich.cells import cell_len
from rich.text import Text as Row

from engine.parameters import FloatArray
from engine.result import Bars
from tui.drawing.canvas import Canvas, left, number, right, row
from tui.drawing.scale import Scale, scale_of

_EIGHTHS = " ▏▎▍▌▋▊▉█"


def draw_bars(view: Bars, canvas: Canvas) -> list[Row]:
    """A line a bar: label, bar, value. Negative values run left from a common zero."""
    values = np.asarray(view.values, dtype=np.float64)
    labels = [canvas.said(label) for label in view.labels]
    shown = [number(value) for value in values.tolist()]
    widest = min(max(map(cell_len, labels), default=0), max(6, canvas.width * 2 // 5))
    room = max(4, canvas.width - widest - max(map(len, shown), default=0) - 3)
    low, zero, high = _range(values, view.axis.log)
    rows = [*canvas.title(view.title), row((left(canvas.named(view.axis), canvas.width), canvas.palette.muted))]
    for place, (label, value, text) in enumerate(zip(labels, values.tolist(), shown, strict=False)):
        scaled = np.log10(value) if view.axis.log and value > 0 else value
        bar = _bar(scaled, low, zero, high, room, canvas.unicode)
        rows.append(
            row(
                (right(label, widest) + " ", canvas.palette.text),
                (bar, canvas.palette.of(place)),
                (" " + text, canvas.palette.text),
            )
        )
    return rows


def _range(values: FloatArray, log: bool) -> tuple[float, float, float]:
    """(left end, where bars begin, right end), logarithms when `log`; a log axis begins a little below the least."""
    scale = scale_of(values, log) or Scale(0.0, 1.0, log)
    if log:
        base = min(np.floor(scale.low), scale.low - 0.2)
        return float(base), float(base), scale.high
    return (
        min(0.0, float(np.min(values, initial=0.0, where=np.isfinite(values)))),
        0.0,
        max(0.0, float(np.max(values, initial=0.0, where=np.isfinite(values)))),
    )


def _bar(value: float, low: float, zero: float, high: float, room: int, unicode: bool) -> str:
    """The bar from zero to `value`, within `room` cells."""
    if not np.isfinite(value) or high <= low:
        return ""
    start, end = sorted(((zero - low) / (high - low) * room, (max(low, min(high, value)) - low) / (high - low) * room))
    if not unicode:
        return " " * round(start) + "#" * (round(end) - round(start))
    if value >= zero:
        begin = round(start)
        eighths = max(round((end - begin) * 8), 1 if value > zero else 0)
        return " " * begin + "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")
    filled = max(round(end) - round(start), 1)
    return " " * (round(end) - filled) + "▓" * filled
