"""The numbers that a text shows."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?(?:e-?\d+)?")


def numbers_in(text: str) -> list[float]:
    """The numbers that a text shows, in their order."""
    return [float(number.replace("−", "-")) for number in _NUMBER.findall(text)]
