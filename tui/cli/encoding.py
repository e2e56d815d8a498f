"""Terminals and pipes that cannot take Unicode: known signs are written in ASCII, plots drawn with it, no text lost."""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from tui.text.sanitize import inert, without_surrogates

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
    """No output fails for a sign that the terminal's encoding does not have, and no input for a byte."""
    codecs.register_error("backdrill-ascii", _in_ascii)
    stream: Any
    for stream in (sys.stdout, sys.stderr):
        if "utf" not in (getattr(stream, "encoding", None) or "utf-8").lower() and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backdrill-ascii")
    if isinstance(sys.stdin, io.TextIOWrapper):
        sys.stdin.reconfigure(errors="replace")


class Closed(io.StringIO):
    """Stands in for an input that was closed from outside: `<&-`."""


def stand_in_for_closed() -> None:
    """Python has no streams for closed descriptors, and the next file opened would take their numbers."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= 2:
        continue
    os.close(number)
    sys.stdin = sys.stdin or Closed()
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - as long as the process
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def answers() -> TextIO:
    """Where answers come from. Raises Usage when it was closed."""
    if isinstance(sys.stdin, Closed):
        from engine.messages import Usage  # as below

        raise Usage("stdin is closed; there is nothing to read from", "标准输入已关闭，无从读取")
    return sys.stdin


def refuse_other_than_utf8(arguments: Sequence[str]) -> None:
    """Names that are not UTF-8 can be written neither to the database nor to the screen. Raises Usage."""
    given = [*arguments, *(os.environ.get(name, "") for name in ("BACKDRILL_DATA", "BACKDRILL_DATABASE_URL"))]
    for text in given:
        if without_surrogates(text) != text:
            from engine.messages import Usage  # dataclasses, which no start has to wait for

            raise Usage(
                f"'{inert(text)}' is not UTF-8; give it, or name the file, in UTF-8",
                f"“{inert(text)}”不是 UTF-8；请用 UTF-8 书写参数或文件名",
            )
