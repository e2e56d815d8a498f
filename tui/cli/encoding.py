"""Terminals and pipes that cannot take Unicode: known signs are written in ASCII, plots drawn with it, no text lost."""

from __future__ import annotations

import codecs
import sys
from typing import Any

SIGNS = {
    "✓": "+",
    "✗": "x",
    "◐": "~",
    "–": "-",
    "—": "-",
    "−": "-",
    "…": "...",
    "·": ".",
    "×": "x",
    "÷": "/",
    "→": "->",
    "←": "<-",
    "↑": "^",
    "↓": "v",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "≈": "~=",
    "±": "+-",
    "∞": "inf",
    "²": "^2",
    "³": "^3",
    "½": "1/2",
    "√": "sqrt",
    "∑": "sum",
    "Σ": "sum",
    "∂": "d",
    "∇": "grad",
    "′": "'",
    "\u2018": "'",
    "\u2019": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u00a0": " ",
    "\u202f": " ",
    "°": "deg",
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "ε": "eps",
    "η": "eta",
    "λ": "lambda",
    "μ": "mu",
    "σ": "sigma",
    "θ": "theta",
    "π": "pi",
    "τ": "tau",
    "φ": "phi",
    "ρ": "rho",
    "δ": "delta",
    "Δ": "Delta",
    "─": "-",
    "│": "|",
}


def speaks_unicode() -> bool:
    """Whether everything can be written to stdout."""
    return "utf" in (getattr(sys.stdout, "encoding", None) or "utf-8").lower()


def speaks_chinese() -> bool:
    """Whether Chinese can be written to stdout."""
    try:
        "中文".encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _in_ascii(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(SIGNS.get(sign, "?") for sign in missing), error.end


def write_what_can_be_shown() -> None:
    """No output fails for a sign that the terminal's encoding does not have."""
    codecs.register_error("backdrill-ascii", _in_ascii)
    stream: Any
    for stream in (sys.stdout, sys.stderr):
        if "utf" not in (getattr(stream, "encoding", None) or "utf-8").lower() and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backdrill-ascii")
