"""Line breaking for mixed Chinese and English.

Rich, and so Textual, breaks at white space only: a run of Chinese is one long word that jumps whole to the next
line, and a line may begin with a comma. Here each Chinese character is a unit that a line may break before; closing
marks stay with what precedes them and opening marks with what follows (the common part of UAX #14 and CLREQ).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import rich._wrap
from rich.cells import cell_len, chop_cells

CLOSING = "，。、；：？！）】》」』〉〕”’…～·％%,.;:?!)]}›»"
OPENING = "（【《「『〈〔“‘([{‹«"
_WIDE = (
    "\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003fffd"
)
_NARROW_RUN = rf"(?:(?![“‘]+[{_WIDE}])[^\s{_WIDE}])+"
_UNIT = re.compile(
    rf"\s*[{re.escape(OPENING)}]*"
    rf"(?:[{_WIDE}]|{_NARROW_RUN}|(?=[{re.escape(CLOSING)}])|$)"
    rf"[{re.escape(CLOSING)}]*\s*"
)


def units(text: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, unit) of every piece that a line may be broken before; the pieces join up to `text`."""
    position = 0
    while position < len(text):
        match = _UNIT.match(text, position)
        end = match.end() if match and match.end() > position else position + 1
        yield position, end, text[position:end]
        position = end


def install() -> None:
    """Let Rich and Textual break lines so, from now on in this process."""
    rich._wrap.words = units


def wrapped(text: str, width: int) -> list[str]:
    """`text` as lines of at most `width` cells, without needing `install`. Newlines are kept."""
    width = max(2, width)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        current = ""
        for _, _, unit in units(paragraph):
            if current and cell_len(current + unit.rstrip()) > width:
                lines.append(current.rstrip())
                current = unit.lstrip()
            else:
                current += unit
            if cell_len(current.rstrip()) > width:
                *full, current = chop_cells(current, width)
                lines.extend(full)
        lines.append(current.rstrip())
    return lines
