"""True or false: each side in about half of the draws."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from content.verification.gate.kind import Pick
from content.verification.gate.kinds.choice import Placed, position


class TrueFalse(Placed):
    """One of two sides."""

    players: ClassVar[Mapping[str, Pick]] = {"always True": position(0), "always False": position(1)}
    asks, sides = False, True


GATE = TrueFalse()
