"""A line of text."""

from __future__ import annotations

from tui.line_mode.kind import LineKind
from tui.locale import interview, line_mode

LINE = LineKind(line_mode.ASK_TEXT, interview.ASK_TEXT, as_typed=True)
