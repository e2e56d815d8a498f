"""The letter of a line."""

from __future__ import annotations

from tui.line_mode.kind import LineKind
from tui.locale import interview, line_mode

LINE = LineKind(line_mode.ASK_LINE, interview.ASK_LINE)
