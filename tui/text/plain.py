"""Deck text for plain output: control characters made inert, formulas on one line, no markup."""

from __future__ import annotations

import re

from content.library import Library
from engine.text import Language, Text
from tui.formula import FormulaError, flat
from tui.locale import study as words
from tui.text.sanitize import inert

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


READ = 2
"""How many sources a question names; the notes' page of its claims has them all."""


def reading_line(library: Library, question_id: str, language: Language) -> str:
    """Where in the notes a question comes from, and what to read on."""
    try:
        section, sources = library.topic_of(question_id).section, library.reading(question_id)[:READ]
    except LookupError:
        return ""
    text = words.READ_ON if sources else words.SECTION_ONLY
    return text.said(language).format(section=section, sources="; ".join(sources))
