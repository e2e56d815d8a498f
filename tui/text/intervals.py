"""Intervals in words."""

from __future__ import annotations

from math import floor

from engine.text import Language
from tui.locale import line_mode as words


def interval(days: float, language: Language) -> str:
    """`days` (may be a fraction) as people say it: 10 min, 4 d, 2.5 mo."""
    if days < 1 / 24:
        text, number = words.MINUTES, max(1.0, days * 1440)
    elif days < 1:
        text, number = words.HOURS, days * 24
    elif days < 31:
        text, number = words.DAYS, days
    elif days < 365:
        text, number = words.MONTHS, days / 30.4375
    else:
        text, number = words.YEARS, days / 365.25
    shown = f"{number:.0f}" if text in (words.MINUTES, words.HOURS, words.DAYS) else f"{number:.1f}".removesuffix(".0")
    return text.said(language).format(n=shown)


def floored(share: float) -> str:
    """A prediction in whole per cent, never more than it is: 99.7 % is not all."""
    return f"{floor(100 * share + 1e-9)}%"
