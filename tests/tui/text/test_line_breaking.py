"""Lines of mixed Chinese and English break where a reader expects it."""

from __future__ import annotations

from itertools import pairwise

import rich._wrap
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.text.line_breaking import CLOSING, OPENING, units, wrapped

MIXED = st.text(alphabet="中文反向传播梯度，。；（）「」“”abc de  x̂=√σ²+ε 12.5%…", max_size=120)
ENGLISH = st.lists(st.text(alphabet="abcdefgh-_/(.,", min_size=1, max_size=13), min_size=1, max_size=30)


@given(MIXED)
def test_the_units_of_a_text_join_up_to_it(text: str) -> None:
    assert "".join(unit for _, _, unit in units(text)) == text


@given(MIXED, st.integers(2, 60))
def test_no_line_is_wider_than_asked_and_no_character_is_lost(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(ENGLISH)
def test_pure_english_breaks_as_rich_breaks_it(words: list[str]) -> None:
    text = " ".join(words)
    assert list(units(text)) == [(match.start(), match.end(), match[0]) for match in rich._wrap.re_word.finditer(text)]


@given(st.text(alphabet="中文反向（，。；）“”", min_size=1, max_size=80))
def test_closing_marks_stay_with_what_precedes_them(text: str) -> None:
    found = [unit for _, _, unit in units(text)]
    for before, after in pairwise(found):
        assert after[0] not in CLOSING or before[-1] in OPENING


def test_a_quotation_mark_goes_with_the_chinese_it_opens() -> None:
    assert [unit for _, _, unit in units("BN“缩放”层")] == ["BN", "“缩", "放”", "层"]


def test_a_chinese_paragraph_fills_its_lines_and_begins_none_with_a_comma() -> None:
    lines = wrapped("因为正则化需要它，而且这一行特别长，用来检查双宽字符换行。", 18)
    assert [cell_len(line) for line in lines[:-1]] == [18, 18, 18] or all(cell_len(line) >= 15 for line in lines[:-1])
    assert not any(line[0] in CLOSING for line in lines)
