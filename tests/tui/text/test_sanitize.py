"""Deck text cannot steer the terminal."""

from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from tui.text.sanitize import inert, line


@given(st.text())
def test_no_control_or_reordering_character_is_left(text: str) -> None:
    for character in inert(text):
        assert character == "\n" or unicodedata.category(character) not in ("Cc", "Cs")
        assert unicodedata.bidirectional(character) not in {
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        }


def test_an_escape_sequence_is_shown_not_obeyed() -> None:
    assert inert("\x1b[2Jhi\x9b31m\u202eabc") == "�[2Jhi�31m�abc"


def test_ordinary_text_and_its_lines_are_left_alone() -> None:
    assert inert("x̂ = 中文，[bold]\r\nnext\tcell") == "x̂ = 中文，[bold]\nnext    cell"
    assert line("a\n  b") == "a b"


def test_a_picture_gives_wide_characters_two_cells_and_asks_nothing_from_the_network() -> None:
    import io

    from rich.console import Console

    from tui.drawing.svg import CELL, mended

    console = Console(record=True, width=20, file=io.StringIO(), force_terminal=True)
    console.print("池化 ab")
    raw = console.export_svg(title="t")
    svg = mended(raw)
    assert "cdnjs" in raw
    assert "url(http" not in svg
    assert "@font-face" not in svg
    assert f'textLength="{7 * CELL:g}"' in svg
