"""The first row: where one is on the left; due count and timer on the right, which never move."""

from __future__ import annotations

from textual.content import Content
from textual.widget import Widget


class StatusLine(Widget):
    """One row with a left and a right text; the left one gives way."""

    DEFAULT_CSS = """
    StatusLine { height: 1; dock: top; background: $panel; color: $foreground; padding: 0 1; }
    """
    _left = Content("")
    _right = Content("")

    def show(self, left: Content | None = None, right: Content | None = None) -> None:
        """Change one side or both."""
        self._left = self._left if left is None else left
        self._right = self._right if right is None else right
        self.refresh()

    def render(self) -> Content:
        """Both sides on one row."""
        room = max(0, self.size.width - self._right.cell_length - 1)
        left = self._left.truncate(room, ellipsis=True)
        return left + Content(" " * (self.size.width - left.cell_length - self._right.cell_length)) + self._right
