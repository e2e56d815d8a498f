"""Engine views as terminal lines: pure functions, no widgets.

A line is a list of (text, role) pieces. Roles are names such as `title` or `series-1` that a widget maps to theme
colours; whoever wants plain text joins the pieces. Everything is told apart by signs as well as by colour.
"""

from __future__ import annotations

from tui.drawing.draw import Line, draw, plain_lines

__all__ = ["Line", "draw", "plain_lines"]
