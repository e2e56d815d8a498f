"""The calls that programs print around numbers: `array(...)`, `tensor(...)`, `np.float64(...)`."""

from __future__ import annotations

import re

_CALL = re.compile(
    r"(?<!\w)(?:\w{1,20}\.){0,3}(?:(?:as_?)?(?:array|tensor)|matrix|float\d+)\s*\(([^()]*)\)", re.IGNORECASE
)
_OPTIONS = re.compile(r",\s*\w+\s*=[^\[\]]*$|,\s*$")


def without_calls(text: str) -> str:
    """The numbers without the calls around them and their options (`dtype=float32`)."""
    for _ in range(2):  # a list of arrays, an array of np.float64(...)
        text = _CALL.sub(lambda call: _OPTIONS.sub("", call[1].strip()), text)
    return text
