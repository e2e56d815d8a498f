"""D16 to D24: full-batch, stochastic and mini-batch descent; each in a module of its own."""

from __future__ import annotations

from engine.demonstrations.descent_batches import batch_costs, throughput
from engine.demonstrations.descent_generalisation import batch_generalisation
from engine.demonstrations.descent_noise import gradient_noise
from engine.demonstrations.descent_race import descent_race, descent_race_full
from engine.demonstrations.descent_rate import rate_and_floor
from engine.demonstrations.descent_steps import step_size
from engine.demonstrations.descent_tuned import noisy_batch_costs
from engine.demonstrations.descent_variance import variance_reduction
from engine.demonstrations.descent_wells import double_well

__all__ = [
    "batch_costs",
    "batch_generalisation",
    "descent_race",
    "descent_race_full",
    "double_well",
    "gradient_noise",
    "noisy_batch_costs",
    "rate_and_floor",
    "step_size",
    "throughput",
    "variance_reduction",
]
