"""True or false: one reason for both sides."""

from __future__ import annotations

from content.variants import Variant
from tui.text.kind import Reason
from tui.text.kinds.choice import Choice


class TrueFalse(Choice):
    """Two sides."""

    def reasons(self, variant: Variant) -> list[Reason]:
        """The one of the statement."""
        return [Reason(variant.options[0].why)]


TEXT = TrueFalse()
