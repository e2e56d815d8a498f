"""The LaTeX that people paste as an answer, turned into what they would type."""

from __future__ import annotations

import re

_SPACES = re.compile(r"\\(?:[,;:!> ]|quad|qquad|displaystyle|left|right|hline)(?![a-z])|\$|\\[()\[\]]|~")
_FRACTION = re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_EXPONENT = re.compile(r"\^\s*\{([^{}]*)\}")
_NAMES = re.compile(r"\\(ln|log|exp|tanh|pi)(?![a-z])")
_DEEPEST = 8
"""How deep fractions and roots may be nested."""


def unlatex(text: str) -> str:
    """`\\frac{1}{2}`, `\\sqrt{2}`, `10^{-3}`, `2\\cdot 3` as typed; unknown commands stay and are refused."""
    if "\\" not in text and "$" not in text and "{" not in text:
        return text
    text = text.replace("{,}", ",")
    text = _SPACES.sub(" ", text)
    text = _NAMES.sub(r" \1 ", text)
    text = re.sub(r"\\cdot(?![a-z])", "*", text)
    text = re.sub(r"\\times(?![a-z])", "×", text)
    for _ in range(_DEEPEST):
        text = _FRACTION.sub(_fraction, text)
        text = _ROOT.sub(r"sqrt(\1)", text)
        text = _EXPONENT.sub(r"^(\1)", text)
    return text


def _fraction(found: re.Match[str]) -> str:
    above, below = found[1].strip(), found[2].strip()
    if above.isdecimal() and below.isdecimal():
        return f"⟨{above}/{below}⟩"
    return f"(({above})/({below}))"
