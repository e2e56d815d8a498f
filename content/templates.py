"""Numbers in texts: `{{expression}}` or `{{expression:format}}`, with Python's format after the colon.

Double braces, because single ones belong to LaTeX. Without a format, whole numbers are written out, others to
four significant digits, yes and no in the reader's language, arrays as rows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from engine.expressions import ExpressionError, compile_expression, parse
from engine.parameters import Value
from engine.text import Language, Text

_PLACE = re.compile(r"\{\{(.+?)(?::([^{}:]*))?\}\}")
_FORMAT = re.compile(r"^(?:[-+]?,?(?:\.\d{1,2})?[defg%]?)$")


def places(text: str) -> list[tuple[str, str]]:
    """The (expression, format) pairs in `text`."""
    return [(m[1].strip(), m[2] or "") for m in _PLACE.finditer(text)]


def names_of(text: Text) -> set[str]:
    """Every name that the places in `text` use. Raises ExpressionError."""
    found: set[str] = set()
    for expression, _ in places(text.en) + places(text.zh):
        found |= parse(expression).names
    return found


def faults(text: str, known: Collection[str]) -> list[str]:
    """What is wrong with the places in `text`, for the deck check."""
    found = []
    for expression, form in places(text):
        try:
            compile_expression(expression, known)
        except ExpressionError as error:
            found.append(str(error))
        if not _FORMAT.match(form):
            found.append(f"the format '{form}' of '{expression}' is not one of Python's for numbers, such as .3g or ,d")
    if "{{" in _PLACE.sub("", text):
        found.append("'{{' is opened and not closed")
    return found


def fill(text: Text, names: Mapping[str, Value]) -> Text:
    """`text` with its numbers, in both languages. Raises ExpressionError."""
    return Text(_fill(text.en, names, "en"), _fill(text.zh, names, "zh"))


def fill_words(text: str, names: Mapping[str, Value] | None) -> str:
    """One text without a language, such as a cue, with its numbers; with a 1 for each where `names` is None."""
    return _PLACE.sub("1", text) if names is None else _fill(text, names, "en")


@lru_cache(maxsize=16384)
def _parsed(text: str) -> tuple[str | tuple[str, str], ...]:
    """The text's pieces: words, and (expression, format) pairs."""
    pieces: list[str | tuple[str, str]] = []
    end = 0
    for match in _PLACE.finditer(text):
        pieces += [text[end : match.start()], (match[1].strip(), match[2] or "")]
        end = match.end()
    return (*pieces, text[end:])


def _fill(text: str, names: Mapping[str, Value], language: Language) -> str:
    if "{{" not in text:
        return text
    return "".join(
        piece if isinstance(piece, str) else shown(compile_expression(piece[0], names).value(names), piece[1], language)
        for piece in _parsed(text)
    )


def shown(value: Any, form: str = "", language: Language = "en") -> str:
    """One value as text."""
    if isinstance(value, np.ndarray):
        return _shown_array(value, form, language)
    if isinstance(value, bool | np.bool_):
        return {"en": ("no", "yes"), "zh": ("否", "是")}[language][bool(value)]
    if isinstance(value, str):
        return value
    if form:
        number = int(value) if form.endswith("d") else float(value)
        return _minus(format(number, form))
    if isinstance(value, int | np.integer) or (abs(value) < 1e15 and float(value).is_integer()):
        return _minus(str(int(value)))
    return _minus(f"{value:.4g}")


def _shown_array(value: Any, form: str, language: Language) -> str:
    if value.ndim == 0:
        return shown(value.item(), form, language)
    if value.ndim == 1:
        return "[" + ", ".join(shown(v, form, language) for v in value.tolist()) + "]"
    return "[" + "; ".join(" ".join(shown(v, form, language) for v in row) for row in value.tolist()) + "]"


def _minus(number: str) -> str:
    """Exponents as people write them: 1.2e-05 becomes 1.2e-5; minus zero loses its sign."""
    number = re.sub(r"e([+-])0*(\d)", lambda m: "e" + m[1].replace("+", "") + m[2], number)
    return number.removeprefix("-") if re.fullmatch(r"-0(\.0*)?%?", number) else number
