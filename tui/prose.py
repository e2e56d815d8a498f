"""Deck text for plain output: control characters made inert, formulas on one line, no markup."""

from __future__ import annotations

import re

from engine.text import Language, Text
from tui.drawing.clean import inert
from tui.formula import FormulaError, flat

_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.S)


def plain_text(text: Text, language: Language) -> str:
    """`text` in `language` with its formulas flat."""
    return _FORMULA.sub(_flat, inert(text.said(language)).strip())


def _flat(match: re.Match[str]) -> str:
    source = match[1] or match[2]
    try:
        return flat(source)
    except FormulaError:
        return source
