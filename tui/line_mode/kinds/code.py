"""A function: lines up to a full stop on a line of its own, or a file."""

from __future__ import annotations

from pathlib import Path

from engine.messages import ExpectedError
from engine.reading.outcome import Unreadable
from engine.utf8 import decoded
from tui.line_mode.kind import LineKind
from tui.locale import interview, line_mode

LONGEST = 1_000_000
"""Bytes of a file that is read."""


class CodeLines(LineKind):
    """A source."""

    def unfinished(self, text: str) -> bool:
        """Until the full stop; a file is whole."""
        return not text.startswith("@")

    def ends(self, line: str) -> bool:
        """A full stop."""
        return line.strip() in (".", "。")

    def typed(self, text: str) -> str:
        """The lines, or what stands in the file after `@`. Raises Unreadable."""
        if not text.startswith("@"):
            return text + "\n"
        name = text[1:].strip()
        try:
            with Path(name).expanduser().open("rb") as file:
                return decoded(file.read(LONGEST))
        except ExpectedError as error:
            raise Unreadable(*error.text) from error
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise Unreadable(f"'{name}' cannot be read: {why}", f"“{name}”无法读取：{why}") from error


LINE = CodeLines(line_mode.ASK_CODE, interview.ASK_CODE, as_typed=True, goes_on=line_mode.NEXT_LINE)
