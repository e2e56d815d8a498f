"""Where usage differs, a text is computed under every usage, and only what they agree on is read.

Whether the comma or the point is the decimal sign, what `log` means, what the dot in `3·14` is, how far `1/2pi`
divides: nobody can tell from the text alone. So nothing is guessed, and the learner is asked again.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeAlias

from engine.reading.arithmetic import Malformed, compute, malformed
from engine.reading.outcome import Ambiguous
from engine.text import Text

Usage: TypeAlias = Callable[[str], str]
"""Rewrites a text as one usage understands it. Raises Malformed where it cannot be meant so."""

LONGEST_NUMERAL = 40
"""The most digits a number may be written with."""
_RUN = re.compile(r"([\d.,][\d.,'_]*)(e[+-]?\d| *[*×x] *10 *(?:\^|\*\*))?")
_LOG_OF = re.compile(r"log\d* *\(")
_DECIMAL_DOT = re.compile(r"(?<=\d)·(?=\d)(?!10 *(?:\^|\*\*))")
_LOST_POWER = re.compile(r"((?:^\s*-?|[*×x]\s*)10)-(?=\d)")
_LOG = re.compile(r"(?<![a-z])log(?![a-z_]|2[ (]|10[ (])")


@dataclass(frozen=True, slots=True)
class Convention:
    """A point on which usage differs, and how to write it so that all agree."""

    usages: tuple[Usage, ...]
    hint: Text

    def rewritten(self, text: str) -> Iterator[tuple[int, str]]:
        """The text under each usage that makes a difference, with the usage's place."""
        seen = set[str]()
        for place, usage in enumerate(self.usages):
            try:
                written = usage(text)
            except Malformed:
                continue
            if written not in seen:
                seen.add(written)
                yield place, written


def _decimals(sign: str, groups: str) -> Usage:
    """Numbers with the decimal sign `sign` and thousands split by one of `groups`, which may be none."""
    # A group that begins with 0 is never thousands: 0,643 is 0.643. Nor are there groups before an exponent: 1.561e3.
    grouped = rf"[1-9]\d{{0,2}}(?P<group>[{groups}])\d{{3}}(?:(?P=group)\d{{3}})*|" if groups else ""
    simple = re.compile(rf"\d+(?:[{sign}]\d*)?|[{sign}]\d+")
    numeral = re.compile(rf"(?:{grouped}\d+)(?:[{sign}]\d*)?|[{sign}]\d+")

    def rewrite_run(found: re.Match[str]) -> str:
        run, exponent = found[1], found[2] or ""
        if not (simple if exponent else numeral).fullmatch(run) or sum(map(str.isdecimal, run)) > LONGEST_NUMERAL:
            raise malformed()
        return re.sub(rf"[^\d{sign}]", "", run).replace(sign, ".") + exponent

    def rewrite(text: str) -> str:
        if "," in text and _LOG_OF.search(text):  # log(8,2) has two arguments, not the argument 8.2
            raise malformed()
        return _RUN.sub(rewrite_run, text)

    return rewrite


POINT = _decimals(".", ",'_")
COMMA = _decimals(",", ".'_")
COMMA_ONLY = _decimals(",", "'_")
"""A decimal comma, and no points in the thousands."""
PRINTED = _decimals(".", "")
"""Numbers as programs print them."""


def _as_written(text: str) -> str:
    return text


_DOT = Convention(
    (lambda text: text.replace("·", "*"), lambda text: _DECIMAL_DOT.sub(".", text).replace("·", "*")),
    Text("write * for the product or . for the decimal point", "乘号请写 *，小数点请写 ."),
)
_POWER = Convention(
    (_as_written, lambda text: _LOST_POWER.sub(r"\1^-", text)),
    Text("write 10^-3 for a power", "幂请写成 10^-3"),
)
_LOGARITHM = Convention(
    (lambda text: _LOG.sub("ln ", text), lambda text: _LOG.sub("log10 ", text)),
    Text("write ln or log10", "请写明 ln 或 log10"),
)
_BRACKETS = Text("put brackets", "请加上括号")


def value_of(text: str, decimals: Sequence[Usage] = (POINT, COMMA)) -> float:
    """The number that `text`, in plain characters, stands for under every usage that can read it.

    Raises Ambiguous where they differ, Malformed where none can, Unreadable where the value is out of range.
    """
    values = _values(text.casefold(), decimals)
    different: list[float] = []
    for value in values.values():
        if not any(_agree(value, other) for other in different):
            different.append(value)
    if not different:
        raise malformed()
    if len(different) > 1:
        raise Ambiguous.between(text, tuple(f"{value:.10g}" for value in different), _hint(values, different))
    return different[0]


def _values(text: str, decimals: Sequence[Usage]) -> dict[tuple[int, ...], float]:
    """The value under each combination of usages. Where one of them makes no sense, the text has no clear meaning."""
    written: list[tuple[tuple[int, ...], str]] = [((), text)]
    for convention in (_DOT, _POWER, Convention(tuple(decimals), _BRACKETS), _LOGARITHM):
        written = [((*path, place), new) for path, old in written for place, new in convention.rewritten(old)]
    return {(*path, int(wide)): compute(form, wide) for path, form in written for wide in (False, True)}


def _agree(one: float, other: float) -> bool:
    return math.isclose(one, other, rel_tol=1e-12)


def _hint(values: Mapping[tuple[int, ...], float], different: Sequence[float]) -> Text:
    """How to write the first point on which two readings part."""
    spelled = [unambiguous(value) for value in different]
    decimal = Text(f"write {' or '.join(spelled)}", f"请写成 {' 或 '.join(spelled)}")
    hints = (_DOT.hint, _POWER.hint, decimal, _LOGARITHM.hint, _BRACKETS)
    for (path, value), (other_path, other) in combinations(values.items(), 2):
        parting = [place for place, pair in enumerate(zip(path, other_path, strict=True)) if pair[0] != pair[1]]
        if len(parting) == 1 and not _agree(value, other):
            return hints[parting[0]]
    return _BRACKETS


def unambiguous(value: float) -> str:
    """A number as it can be typed and is read as nothing else: 1.234 with one more digit, as it might be 1234."""
    mantissa, e, exponent = f"{value:.10g}".partition("e")
    if re.fullmatch(r"-?[1-9]\d{0,2}\.\d{3}", mantissa):
        mantissa += "0"
    return mantissa + e + exponent
