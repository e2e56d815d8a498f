"""With plain signs every frame and mark is one ASCII character as wide as the sign it stands for."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from tui.plain_signs import TWINS, PlainSigns


def test_twins_are_ascii_and_as_wide():
    for sign, twin in TWINS.items():
        assert twin.isascii()
        assert twin.isprintable()
        assert len(twin) == cell_len(chr(sign)) == 1


def test_a_line_is_drawn_in_the_same_styles():
    drawn = PlainSigns().apply([Segment("╭─✓ 对─╮"), Segment("│")], Color(0, 0, 0))
    assert [segment.text for segment in drawn] == ["+-+ 对-+", "|"]
