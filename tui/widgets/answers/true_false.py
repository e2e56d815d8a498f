"""Judging a statement: the reason stands once, below the right side."""

from __future__ import annotations

from engine.text import NOTHING, Text
from tui.widgets.answers.choice import ChoiceArea


class TruthArea(ChoiceArea):
    """True and false."""

    def why(self, index: int) -> Text:
        """Both sides have the same reason."""
        return super().why(index) if self.right(index) else NOTHING


AREA = TruthArea
