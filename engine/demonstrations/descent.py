"""D16: the race between full-batch, stochastic and mini-batch descent."""

from __future__ import annotations

from engine.demonstrations.descent_race import descent_race, descent_race_full
from engine.demonstrations.descent_steps import step_size

__all__ = ["descent_race", "descent_race_full", "step_size"]
