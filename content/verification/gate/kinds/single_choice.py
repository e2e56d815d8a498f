"""Single choice: the report counts where the right option stands, and how often it is the longest."""

from __future__ import annotations

from content.verification.gate.kinds.choice import Choice


class SingleChoice(Choice):
    """One of the options."""

    positioned = True


GATE = SingleChoice()
