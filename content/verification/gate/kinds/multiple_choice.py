"""Multiple choice: nobody scores by ticking all, and the number of right statements varies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from content.verification.gate.kind import Pick
from content.verification.gate.kinds.choice import Choice


class MultipleChoice(Choice):
    """Some of the options."""

    players: ClassVar[Mapping[str, Pick]] = {
        **Choice.players,
        "all options": lambda variant: frozenset(range(len(variant.options))),
    }
    counted = True


GATE = MultipleChoice()
