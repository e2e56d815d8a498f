"""A learner who only reads: she rounds the key as the prompt tells, types it, and must be right; and two units off in
the last digit asked must be wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.rounding import significant, unit
from content.variants import Variant
from content.verification.gate.findings import Finding, Point
from content.verification.gate.kind import gate_of
from engine.reading.outcome import Ambiguous
from engine.text import LANGUAGES

UNSTATED = 6
"""Digits that a learner gives where the prompt does not say how many."""
_EN = re.compile(r"\b(one|two|three|four|five|six|[1-6]) significant (?:digit|figure)", re.IGNORECASE)
_ZH = re.compile(r"([一二两三四五六1-6])\s*位有效数字")
_EN_DECIMALS = re.compile(r"\b(one|two|three|four|five|six|[1-6]) (?:decimal place|decimals?\b)", re.IGNORECASE)
_ZH_DECIMALS = re.compile(r"([一二两三四五六1-6])\s*位小数")
_COUNT = {
    **{word: i + 1 for i, word in enumerate(("one", "two", "three", "four", "five", "six"))},
    **{word: i + 1 for i, word in enumerate("一二三四五六")},
    "两": 2,
}


def reader_findings(variant: Variant) -> Iterator[Finding]:
    """Findings about the answers of a careful reader."""
    asked = {language: _asked(variant.prompt.said(language)) for language in LANGUAGES}
    if len(set(asked.values())) > 1:
        yield _finding(
            variant, f"the languages ask for different digits: {asked}", "say the same in both, or use 'digits'"
        )
    for kind, count in sorted(set(asked.values())):
        yield from _typed(variant, kind, count)


def _asked(prompt: str) -> tuple[str, int]:
    """How the prompt says to round: (significant, decimals or nothing; how many)."""
    for kind, patterns in (("significant", (_EN, _ZH)), ("decimals", (_EN_DECIMALS, _ZH_DECIMALS))):
        for pattern in patterns:
            if match := pattern.search(prompt):
                return kind, _COUNT.get(match[1].casefold()) or int(match[1])
    return "", 0


def _typed(variant: Variant, kind: str, count: int) -> Iterator[Finding]:
    text = gate_of(variant.question).typed(variant, lambda value: _rounded(value, kind, count))
    if text is None:
        return
    verdict = _graded(variant, text)
    if verdict is not True:
        yield _finding(
            variant,
            f"the answer '{text}', rounded as the prompt tells, is {'wrong' if verdict is False else verdict}",
            "ask for the digits by 'digits' under 'answer', which gives the tolerance",
        )
    if kind and (off := _two_units_off(variant, kind, count)) and _graded(variant, off) is True:
        yield _finding(
            variant,
            f"the answer '{off}', two units off in the last digit asked, is right",
            "ask for the digits by 'digits' under 'answer', which gives the tolerance",
        )
    if variant.exact and _graded(variant, variant.exact) is not True:
        yield _finding(variant, f"the exact form '{variant.exact}' is not the key", "correct 'exact' under 'answer'")


def _graded(variant: Variant, text: str) -> bool | str:
    try:
        return variant.key.grade(variant.read(text)).correct
    except Ambiguous as error:
        # She is asked which of the readings she means.
        return any(_graded(variant, reading) is True for reading in error.readings if reading != text)
    except ValueError as error:
        return f"unreadable: {error}"


def _rounded(value: float, kind: str, count: int) -> str:
    if kind == "decimals":
        return f"{value:.{count}f}"
    if float(value).is_integer() and (not kind or abs(value) < 10**count):
        return f"{int(value)}"
    return significant(value, count or UNSTATED)


def _two_units_off(variant: Variant, kind: str, count: int) -> str | None:
    def moved(value: float) -> float:
        step = 10.0**-count if kind == "decimals" else unit(value, count) if value else 0.0
        return value + 2 * step

    return gate_of(variant.question).off(variant, moved)


def _finding(variant: Variant, message: str, fix: str) -> Finding:
    path = ("answer",) if variant.question.answer else ()
    return Finding(Point.READER, variant.question.id, message, fix, variant.seed, path)
