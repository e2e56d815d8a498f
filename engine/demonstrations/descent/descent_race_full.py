"""D16L: the race of D16 with 300,000 samples, in a worker."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.demonstration import Partial, demonstration
from engine.demonstrations.descent._race import LIMITS, LOOK_FOR, PARAMETERS, PREDICT, DescentRace, race
from engine.kernels.descent import (
    batch_descent,
    full_gradient,
    guaranteed_iterations,
    minibatch_descent,
)
from engine.parameters import Integer
from engine.text import Text


@demonstration(
    number="D16L",
    name="descent_race_full",
    topic="descent",
    title=Text("The 300,000-sample race", "三十万样本竞赛"),
    summary=Text(
        "The same race at the notes' size, run for real and drawn as it goes.",
        "按笔记中的规模真跑一遍，边跑边画。",
    ),
    look_for=LOOK_FOR,
    predict=PREDICT,
    limits=LIMITS,
    parameters=(
        Integer("samples", Text("samples", "样本数"), 300_000, 50_000, 500_000, Text("samples", "个样本")),
        *PARAMETERS,
    ),
    measurements=DescentRace,
    kernels=(full_gradient, batch_descent, minibatch_descent, guaranteed_iterations),
)
def descent_race_full(
    rng: np.random.Generator,
    *,
    samples: int,
    features: int,
    condition: float,
    noise: float,
    target: float,
    batch: int,
) -> Iterator[Partial]:
    """Race at full size, piece by piece."""
    yield from race(rng, samples, features, condition, noise, target, batch)
