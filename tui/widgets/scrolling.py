"""Bringing lines of a widget into sight."""

from __future__ import annotations

from textual.geometry import Region
from textual.widget import Widget


def show_lines(widget: Widget, first: int, count: int) -> None:
    """Scroll the nearest container of `widget` that scrolls, or the widget itself, so that these lines are seen."""
    for node in widget.ancestors_with_self:
        if isinstance(node, Widget) and node.max_scroll_y:
            top = 0 if node is widget else widget.region.y - node.content_region.y + node.scroll_offset.y
            node.scroll_to_region(Region(0, top + first, 1, count), animate=False)
            return
