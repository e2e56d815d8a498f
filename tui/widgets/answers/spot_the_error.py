"""Choosing the faulty line of a derivation."""

from __future__ import annotations

from tui.widgets.answers.choice import ChoiceArea


class LineArea(ChoiceArea):
    """Numbered lines."""

    def name_of(self, index: int) -> str:
        """The number of the line."""
        return str(index + 1)

    def right(self, index: int) -> bool:
        """The faulty line is the one to choose, and is not marked as right."""
        return not super().right(index)


AREA = LineArea
