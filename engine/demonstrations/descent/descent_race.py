"""D16: descent counted in per-sample gradients, small enough to run at once."""

from __future__ import annotations

import numpy as np

from engine.demonstration import demonstration
from engine.demonstrations.descent._race import LIMITS, LOOK_FOR, PARAMETERS, PREDICT, DescentRace, race
from engine.kernels.descent import (
    batch_descent,
    full_gradient,
    guaranteed_iterations,
    minibatch_descent,
)
from engine.parameters import Integer
from engine.result import Result
from engine.text import Text


@demonstration(
    number="D16",
    name="descent_race",
    topic="descent",
    title=Text("The descent race", "下降法竞赛"),
    summary=Text(
        "Full-batch, stochastic and mini-batch descent to a target, counted in per-sample gradients.",
        "全批、随机与小批量下降到同一目标，按样本梯度计数。",
    ),
    look_for=LOOK_FOR,
    predict=PREDICT,
    limits=LIMITS,
    parameters=(
        Integer("samples", Text("samples", "样本数"), 3000, 50, 20_000, Text("samples", "个样本")),
        *PARAMETERS,
    ),
    measurements=DescentRace,
    kernels=(full_gradient, batch_descent, minibatch_descent, guaranteed_iterations),
)
def descent_race(
    rng: np.random.Generator,
    *,
    samples: int,
    features: int,
    condition: float,
    noise: float,
    target: float,
    batch: int,
) -> Result:
    """Race on a small problem, at once."""
    result = Result({})
    for partial in race(rng, samples, features, condition, noise, target, batch):
        result = partial.result
    return result
