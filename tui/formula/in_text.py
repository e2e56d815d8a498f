"""Text with formulas and matrices in it: `$…$` on the line, `$$…$$` and `[1 2; 3 4]` on lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

from tui.formula.box import box_of
from tui.formula.brackets import brackets
from tui.formula.line import text_of
from tui.formula.parse import FormulaError, parse
from tui.text.line_breaking import wrapped
from tui.text.sanitize import inert

_PIECE = re.compile(r"(?<!\\)\$\$(?P<display>.+?)(?<!\\)\$\$|(?<![\\$])\$(?P<inline>[^$]+?)(?<!\\)\$", re.S)
_NUMBER = r"[-−]?\d[\d.]*(?:e-?\d+)?%?"
_ROW = rf"{_NUMBER}(?: {_NUMBER})*"
_MATRIX = re.compile(rf"\[({_ROW}(?:; {_ROW})+)\](?P<stop>[.,;:?!，。；：？！）)]*)")


def formulas(text: str) -> Iterator[tuple[str, int]]:
    """(formula, the character it begins at) of every formula in `text`."""
    for match in _PIECE.finditer(text):
        group = "display" if match["display"] is not None else "inline"
        yield match[group], match.start(group)


def in_text(text: str, width: int) -> list[str]:
    """`text` as lines of at most `width` cells. A formula that cannot be read stands as it was written."""
    lines: list[str] = []
    running = ""
    end = 0
    text = inert(text)
    for match in _PIECE.finditer(text):
        running += text[end : match.start()]
        end = match.end()
        drawn = _display(match["display"], width) if match["display"] is not None else None
        if drawn is None:
            running += inline(match["display"] or match["inline"])
            continue
        lines += _paragraphs(running, width) + drawn
        running = ""
    return lines + _paragraphs(running + text[end:], width)


def inline(latex: str) -> str:
    """The formula on one line, or as written when it cannot be read."""
    try:
        return text_of(parse(latex))
    except FormulaError:
        return latex


def _display(latex: str, width: int) -> list[str] | None:
    """The formula in two dimensions in the middle of `width`, or None where it does not fit."""
    try:
        box = box_of(parse(latex))
    except FormulaError:
        return None
    if box.width > width:
        return wrapped(inline(latex), width)
    return [(" " * ((width - box.width) // 2) + line).rstrip() for line in box.lines]


def _paragraphs(text: str, width: int) -> list[str]:
    lines: list[str] = []
    end = 0
    for match in _MATRIX.finditer(text):
        drawn = _matrix(match[1], match["stop"], width)
        if drawn is not None:
            lines += _running(text[end : match.start()], width) + drawn
            end = match.end()
    return lines + _running(text[end:], width)


def _running(text: str, width: int) -> list[str]:
    text = text.strip(" ").strip("\n").strip(" ").replace("\\$", "$")
    return wrapped(text, width) if text else []


def _matrix(rows: str, stop: str, width: int) -> list[str] | None:
    """Numbers between brackets of several lines, with the sentence's stop behind the last; None where too wide."""
    entries = [row.replace("-", "−").split(" ") for row in rows.split("; ")]
    if len({len(row) for row in entries}) > 1:
        return None
    widths = [max(map(cell_len, column)) for column in zip(*entries, strict=True)]
    sides = [brackets(row, len(entries)) for row in range(len(entries))]
    lines = [
        f"  {left} {'  '.join(entry.rjust(width) for entry, width in zip(row, widths, strict=True))} {right}"
        for row, (left, right) in zip(entries, sides, strict=True)
    ]
    lines[-1] += stop
    return lines if max(map(cell_len, lines)) <= width else None
