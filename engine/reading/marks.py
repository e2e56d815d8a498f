"""Letters and digits that stand for what is shown: options, lines of an order, key points."""

from __future__ import annotations

import re
import unicodedata

from engine.reading.outcome import Ambiguous
from engine.text import Text


def letter(place: int) -> str:
    """The letter of an option, counted from 0."""
    return chr(ord("a") + place)


def split_marks(text: str, between: re.Pattern[str]) -> list[str]:
    """The pieces of an answer without what stands `between` them. `①` becomes 1, `（ｂ）` becomes (b)."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    return [mark for mark in between.split(normal) if mark]


def places(marks: list[str], count: int) -> list[int] | None:
    """The places from 0 that the marks stand for, `count` being shown; None where one stands for none.

    `ac` and `13` are two marks each. Letters and digits are not mixed. Raises Ambiguous for `12` where that may be the
    twelfth, or the first and the second.
    """
    if all(mark.isascii() and mark.isalpha() for mark in marks):
        found = [ord(character) - ord("a") for character in "".join(marks)]
    elif all(mark.isascii() and mark.isdecimal() for mark in marks):
        found = [place for mark in marks for place in _numbered(mark, count, len(marks) == 1)]
    else:
        return None
    return found if all(0 <= place < count for place in found) else None


def _numbered(mark: str, count: int, alone: bool) -> list[int]:
    digits, whole = [int(digit) - 1 for digit in mark], int(mark[:9]) - 1
    if len(digits) == 1 or not 0 <= whole < count:
        return digits
    if alone:
        raise Ambiguous.between(mark, (mark, ", ".join(mark)), Text("write letters", "请改用字母"))
    return [whole]
