"""Text from decks and installed packages is data: what could steer a terminal is replaced by a visible sign."""

from __future__ import annotations

import re

_STEERING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline, delete, C1
    "\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb"  # bidi and invisible
    "\ud800-\udfff\U000e0000-\U000e007f]"  # lone surrogates, tags
)


def inert(text: str) -> str:
    """`text` with every character replaced that moves the cursor, hides or reorders what is shown. Lines stay."""
    return _STEERING.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n").replace("\t", "    "))


def line(text: str) -> str:
    """`inert` on one line: runs of white space become one space."""
    return " ".join(inert(text).split())
