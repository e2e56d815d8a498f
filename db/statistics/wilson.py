"""Wilson's score interval."""

from __future__ import annotations

from math import sqrt


def wilson(share: float, answers: int, z: float = 1.645) -> tuple[float, float]:
    """The interval for a share seen in `answers` answers (90 % by default); all of 0 to 1 for none."""
    if answers == 0:
        return 0.0, 1.0
    centre = (share + z * z / (2 * answers)) / (1 + z * z / answers)
    half = z / (1 + z * z / answers) * sqrt(share * (1 - share) / answers + z * z / (4 * answers**2))
    return max(0.0, centre - half), min(1.0, centre + half)
