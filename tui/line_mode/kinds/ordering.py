"""The shown numbers in the right order."""

from __future__ import annotations

from tui.line_mode.kind import LineKind
from tui.locale import interview, line_mode

LINE = LineKind(line_mode.ASK_ORDER, interview.ASK_ORDER)
