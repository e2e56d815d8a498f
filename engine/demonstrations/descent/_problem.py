"""The least-squares problem that several demonstrations of descent draw."""

from __future__ import annotations

import numpy as np

from engine.kernels.descent import Problem, least_squares
from engine.parameters import ParameterError


def drawn_problem(rng: np.random.Generator, samples: int, features: int, condition: float, noise: float) -> Problem:
    """A random problem with one best fit. Raises ParameterError for fewer samples than features."""
    if samples < features:
        raise ParameterError(
            f"{features} features need at least {features} samples, not {samples}: the best fit is not unique",
            f"{features} 个特征至少需要 {features} 个样本，而不是 {samples} 个：否则最优解不唯一",
        )
    return least_squares(rng, samples, features, condition, noise)
