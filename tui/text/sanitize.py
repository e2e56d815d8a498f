"""Text from decks and installed packages is data: what could steer a terminal is replaced by a visible sign."""

from __future__ import annotations

import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, delete, C1
    "\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"  # bidi and invisible
    "\ud800-\udfff\U000e0000-\U000e007f]"  # lone surrogates, tags
)

LONGEST_QUOTE, LONGEST_LINE = 300, 1000
"""Characters of input that a refusal quotes, and that one of its lines may have with its own words."""
_LONG_QUOTE = re.compile(f"(?s:'[^']{{{LONGEST_QUOTE},}}'|“[^”]{{{LONGEST_QUOTE},}}”)|\\S{{{LONGEST_QUOTE + 1},}}")
_SURROGATES = re.compile("[\ud800-\udfff]")


def without_surrogates(text: str) -> str:
    """`text` without halves of surrogate pairs, which cannot be written in UTF-8."""
    return _SURROGATES.sub("", text)


def inert(text: str) -> str:
    """`text` with every character replaced that moves the cursor, hides or reorders what is shown. Lines stay."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\t", "    "))


def shortened(text: str) -> str:
    """`text` with what it quotes, and each of its lines, cut in the middle where that is long: refusals quote input,
    which may have any length."""
    text = _LONG_QUOTE.sub(lambda quote: _cut(quote[0]), text)
    return "\n".join(_cut(part) if len(part) > LONGEST_LINE else part for part in text.split("\n"))


def _cut(text: str) -> str:
    half = LONGEST_QUOTE // 2 - 1
    return f"{text[:half]} … {text[-half:]}"


def line(text: str) -> str:
    """`inert` on one line: runs of white space become one space."""
    return " ".join(inert(text).split())
