"""One function a kind of view. Widths are in terminal cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from rich.cells import cell_len, set_cell_size

from engine.parameters import FloatArray
from engine.result import Bars, Cell, HeatMap, Lines, Matrix, Steps, Table, View
from engine.text import Language, Text
from tui.drawing.chart import chart
from tui.drawing.clean import inert
from tui.drawing.numbers import short

Line: TypeAlias = list[tuple[str, str]]
SHADES = " ░▒▓█"


def draw(view: View, width: int, language: Language, height: int = 14) -> list[Line]:
    """The lines of a view at most `width` cells wide; charts take `height` rows."""
    title: Line = [(set_cell_size(inert(view.title.said(language)), min(width, _size(view.title, language))), "title")]
    match view:
        case Lines():
            return [title, *chart(view, width, height, language)]
        case Bars():
            return [title, *_bars(view, width, language)]
        case Matrix():
            return [title, *_matrix(view, width, language)]
        case HeatMap():
            return [title, *_heat_map(view, width, language)]
        case Table():
            return [title, *_table(view, width, language)]
        case Steps():
            return [title, *_steps(view, width, language)]


def plain_lines(view: View, width: int, language: Language) -> list[str]:
    """The same without roles."""
    return ["".join(text for text, _ in line).rstrip() for line in draw(view, width, language)]


def _size(text: Text, language: Language) -> int:
    return cell_len(inert(text.said(language)))


def _pad(text: str, width: int, right: bool = False) -> str:
    gap = max(0, width - cell_len(text))
    return " " * gap + text if right else text + " " * gap


def _bars(view: Bars, width: int, language: Language) -> list[Line]:
    labels = [inert(label.said(language)) for label in view.labels]
    values = np.asarray(view.values, dtype=float)
    left = min(max((cell_len(label) for label in labels), default=0), width // 3)
    room = max(4, width - left - 12)
    scaled = _scaled(values, view.axis.log)
    lines: list[Line] = []
    for label, value, share in zip(labels, values, scaled, strict=True):
        eighths = round(share * room * 8)
        bar = "█" * (eighths // 8) + ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")[eighths % 8]
        lines.append([(_pad(set_cell_size(label, left), left) + " ", ""), (bar, "series-1"), (f" {short(value)}", "")])
    return [*lines, [(_axis(view.axis.label, view.axis.unit, view.axis.log, language), "dim")]]


def _scaled(values: FloatArray, log: bool) -> FloatArray:
    """Shares of the longest bar, from 0 to 1; on a logarithmic axis from a decade below the shortest."""
    finite = values[np.isfinite(values)]
    if not finite.size or float(finite.max()) <= 0:
        return np.zeros(len(values))
    if log and float(finite.min()) > 0:
        low = np.log10(float(finite.min())) - 0.5
        high = np.log10(float(finite.max()))
        return np.clip((np.log10(np.where(np.isfinite(values), values, finite.max())) - low) / (high - low), 0, 1)
    return np.clip(np.nan_to_num(values / float(finite.max()), posinf=1.0, neginf=0.0), 0, 1)


def _axis(label: Text, unit: Text, log: bool, language: Language) -> str:
    words = inert(label.said(language))
    if unit.said(language):
        words += f" ({inert(unit.said(language))})"
    return words + ({"en": ", log scale", "zh": "，对数刻度"}[language] if log else "")


def _matrix(view: Matrix, width: int, language: Language) -> list[Line]:
    values = np.atleast_2d(view.values)
    texts = [[short(float(value)) for value in row] for row in values]
    heads = [inert(label.said(language)) for label in view.column_labels]
    widths = [
        max([len(row[j]) for row in texts] + ([cell_len(heads[j])] if j < len(heads) else []))
        for j in range(values.shape[1])
    ]
    shown = _columns_that_fit(widths, width - 4, 3)
    names = [inert(label.said(language)) for label in view.row_labels]
    left = max((cell_len(name) for name in names), default=0)
    lines: list[Line] = []
    if heads:
        cells = " ".join(_pad(heads[j], widths[j] + 2, right=True) for j in range(min(shown, len(heads))))
        lines.append([(" " * (left + 1) + cells, "dim")])
    for i, row in enumerate(texts):
        line: Line = [(_pad(names[i] if i < len(names) else "", left) + " ", "dim")]
        for j in range(shown):
            marked = view.highlight is not None and bool(np.atleast_2d(view.highlight)[i, j])
            text = _pad(row[j], widths[j], right=True)
            line.append((f"[{text}]" if marked else f" {text} ", "marked" if marked else ""))
            line.append((" ", ""))
        if shown < len(row):
            line.append(("…", "dim"))
        lines.append(line)
    return lines


def _columns_that_fit(widths: Sequence[int], room: int, gap: int) -> int:
    used = 0
    for count, size in enumerate(widths):
        used += size + gap
        if used > room and count:
            return count
    return len(widths)


def _heat_map(view: HeatMap, width: int, language: Language) -> list[Line]:
    values = np.atleast_2d(view.values)
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    cell = max(1, min(4, (width - 2) // max(1, values.shape[1])))
    shares = np.nan_to_num((values - low) / ((high - low) or 1.0))
    lines: list[Line] = []
    for row in shares:
        shades = "".join(SHADES[round(float(v) * (len(SHADES) - 1))] * cell for v in row)
        lines.append([(" " + shades[: width - 1], "series-1")])
    unit = inert(view.unit.said(language))
    rows, columns = (_axis(axis.label, axis.unit, axis.log, language) for axis in (view.rows, view.columns))
    return [*lines, [(f"' ' {short(low)}  █ {short(high)} {unit}   ↓ {rows}   → {columns}", "dim")]]


def _table(view: Table, width: int, language: Language) -> list[Line]:
    heads = [inert(head.said(language)) for head in view.columns]
    rows = [[_cell(cell, language) for cell in row] for row in view.rows]
    widths = [max(cell_len(text) for text in column) for column in zip(heads, *rows, strict=True)]
    while sum(widths) + 2 * len(widths) > width and max(widths) > 4:
        widths[widths.index(max(widths))] -= 1
    lines: list[Line] = [[("  ".join(_fit(head, size) for head, size in zip(heads, widths, strict=True)), "dim")]]
    numeric = [all(isinstance(row[j], int | float) for row in view.rows) for j in range(len(heads))]
    for row in rows:
        cells = (_fit(text, size, right) for text, size, right in zip(row, widths, numeric, strict=True))
        lines.append([("  ".join(cells), "")])
    return lines


def _fit(text: str, width: int, right: bool = False) -> str:
    if cell_len(text) > width:
        return set_cell_size(text, max(1, width - 1)) + "…"
    return _pad(text, width, right)


def _cell(cell: Cell, language: Language) -> str:
    if isinstance(cell, Text):
        return inert(cell.said(language))
    if isinstance(cell, bool):
        return {"en": ("no", "yes"), "zh": ("否", "是")}[language][cell]
    return inert(cell) if isinstance(cell, str) else short(float(cell))


def _steps(view: Steps, width: int, language: Language) -> list[Line]:
    """All steps' captions, numbered, with the views of the last."""
    lines: list[Line] = [
        [(f"{number}. {inert(step.caption.said(language))}", "")] for number, step in enumerate(view.steps, 1)
    ]
    for inner in view.steps[-1].views if view.steps else ():
        lines += draw(inner, width, language)
    return lines
