"""Numbers as learners write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.reading.arithmetic import Malformed
from engine.reading.calls import without_calls
from engine.reading.characters import plain
from engine.reading.latex import unlatex
from engine.reading.notations import PRINTED, Usage, value_of
from engine.reading.outcome import Ambiguous, Unreadable, quoted
from engine.reading.wording import NO_WORDING, Wording, split_unit

LONGEST = 60
"""The most characters of a typed number."""
_LEAD = re.compile(r"^\s*(?:[^\W\d_]\s*)?[=≈~]\s*")


def read_number(text: str, wording: Wording = NO_WORDING, decimals: Sequence[Usage] = ()) -> float:
    """A number: `0.25`, `0,25`, `1/4`, `5 3/5`, `1½`, `25%`, `2×10⁻³`, `1x10^-3`, `sqrt(2)/3`, `2pi`, `18 updates`.

    Raises Ambiguous (`1,234`, `log 8`) and Unreadable.
    """
    if not text.strip():
        raise Unreadable("no number is written here", "这里还没有写数字")
    if len(text) > LONGEST:
        raise Unreadable(
            f"a number of more than {LONGEST} characters cannot be read", f"数字超过 {LONGEST} 个字符，无法识别"
        )
    cleared = _cleared(text)
    bare = without_calls(cleared)
    try:
        return _read(bare, wording, decimals or (wording.decimals if bare == cleared else (PRINTED,)))
    except Ambiguous as error:
        raise Ambiguous.between(text, error.readings, error.hint) from None
    except Unreadable as error:
        raise type(error)(f"'{quoted(text)}': {error.text.en}", f"“{quoted(text)}”：{error.text.zh}") from None


def _cleared(text: str) -> str:
    """In plain characters, without what leads up to a number (`x = `, `≈`) and the stop behind it."""
    return re.sub(r"[.,;]$", "", _LEAD.sub("", unlatex(plain(text))).strip())


def _read(text: str, wording: Wording, decimals: Sequence[Usage]) -> float:
    number, word = split_unit(text)
    if word and wording.declares(word):  # before anything else: where the unit is %, 25% is 25
        return value_of(number, decimals)
    try:
        return value_of(text, decimals)
    except Malformed:
        if not word or word in ("%", "e"):
            raise
        value = value_of(number, decimals)
    if wording.names(word):
        return value
    raise Malformed(
        f"the question names no unit '{quoted(word)}'; write the number alone",
        f"题目中没有“{quoted(word)}”这个单位，请只写数字",
    )
