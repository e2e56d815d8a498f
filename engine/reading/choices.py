"""Choices as learners write them."""

from __future__ import annotations

import re

from engine.reading.marks import letter, places, split_marks
from engine.reading.outcome import Unreadable

_TRUE = {"true", "t", "yes", "y", "right", "correct", "✓", "√", "对", "对的", "正确", "是", "是的", "真", "成立"}
_FALSE = {"false", "f", "no", "n", "wrong", "incorrect", "✗", "×", "x", "错", "错的", "错误", "不对", "不正确"}
_FALSE |= {"否", "不是", "假", "不成立"}
_BETWEEN = re.compile(r"[\s,、;()\[\]{}.。:!&+/]+|(?<![a-z])and(?![a-z])|[和与]")


def read_choice(text: str, options: int, several: bool = False, truth: bool = False) -> frozenset[int]:
    """`b`, `2`, `(b)`, `B.`, `a,c`, `a、c`, `ac`; `true`, `T`, `对` where true or false (`truth`) is asked.

    Raises Ambiguous and Unreadable.
    """
    marks = split_marks(text, _BETWEEN)
    if truth and len(marks) == 1 and marks[0] in _TRUE | _FALSE:
        return frozenset({int(marks[0] in _FALSE)})
    chosen = places(marks, options)
    last = letter(options - 1)
    if truth and not chosen:
        raise Unreadable("answer true or false (or a, b)", "请回答“对”或“错”（也可写 a、b）")
    if not chosen or len(set(chosen)) < len(chosen):
        raise Unreadable(f"choose from a to {last}, each letter once", f"请在 a 到 {last} 中选择，每个字母只写一次")
    if not several and len(chosen) > 1:
        raise Unreadable(f"choose one from a to {last}", f"请在 a 到 {last} 中只选一项")
    return frozenset(chosen)
