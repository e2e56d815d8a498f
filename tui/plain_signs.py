"""Signs in ASCII, for terminals whose font or width of signs puts frames and marks out of line.

Each sign has one twin of the same width, so it is changed on the way to the screen and nothing is laid out anew. Signs
of mathematics and Greek letters stay: a twin of one letter would say something else.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_FRAMES = {chr(code): "+" for code in range(0x2500, 0x2580)}
_BLOCKS = {chr(code): "#" for code in range(0x2580, 0x25A0)}
_LINES = {**dict.fromkeys("─━┄┅┈┉╌╍═╴╶╸╺╼╾", "-"), **dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻╽╿", "|")}
_SINGLE = zip("✓✗◐●○◆◇■□▲△▼▶▸›◀◂‹⏎⚑⏸·…–−←→↑↓▁▔░▒▀▄①②③", "+x~*o*o#.^^v>>><<<<!=..--<>^v_-.:=_123", strict=True)
TWINS = str.maketrans({**_FRAMES, **_BLOCKS, **_LINES, **dict(_SINGLE)})


class PlainSigns(LineFilter):
    """Draws every sign that has a twin as its twin."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The line's segments in the same styles."""
        return [Segment(text.translate(TWINS), style, control) for text, style, control in segments]
