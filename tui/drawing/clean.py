"""Making text from decks and imports inert."""

from __future__ import annotations

import re

_DANGEROUS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def inert(text: str) -> str:
    """`text` with control characters, escape sequences and direction marks replaced by `·`; line ends stay."""
    return _DANGEROUS.sub("·", text)
