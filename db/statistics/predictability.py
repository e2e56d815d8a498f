"""Whether the answer model predicts a learner at all: her newest recalls, each predicted from what came before."""

from __future__ import annotations

import numpy as np

from db.scheduling.fsrs_arrays import Floats
from db.statistics.answer_history import History, Row
from db.statistics.answer_model import asked_in, chances, draw, fit

NEWEST, BLOCK = 200, 50
"""So many newest recalls are looked at, in blocks of so many, each predicted by a fit to what came before it."""
FEWEST = 50
"""With fewer recalls nothing can be said."""
DRAWS = 100
SURELY = 1.645
"""Standard errors: worse by chance in one of twenty."""


def surely_worse(history: History) -> bool:
    """Whether the predictions of the newest recalls were worse than the learner's base rate, beyond chance.

    Costs four fits.
    """
    rows = list(history.rows)
    recalls = [at for at, row in enumerate(rows) if row.recall >= 0]
    blocks = [recalls[start : start + BLOCK] for start in range(max(0, len(recalls) - NEWEST), len(recalls), BLOCK)]
    if len(recalls) < FEWEST:
        return False
    excess = np.concatenate([_excess(history, rows, block) for block in blocks])
    return bool(excess.mean() > SURELY * excess.std() / len(excess) ** 0.5)


def _excess(history: History, rows: list[Row], block: list[int]) -> Floats:
    """By how much the log loss of the predictions of a block exceeds that of the base rate before it."""
    before, rng = rows[: block[0]], np.random.default_rng(0)
    asked = asked_in([rows[at] for at in block])
    draws = draw(fit(before, len(history.topics), len(history.kinds)), asked, DRAWS, rng)
    predicted = chances(draws, asked, rng.standard_normal(draws.own.shape)).mean(0)
    recalled = [row.right for row in before if row.recall >= 0]
    rate = np.full(len(block), (sum(recalled) + 1) / (len(recalled) + 2))
    right = np.array([rows[at].right for at in block])
    return log_loss(right, predicted) - log_loss(right, rate)


def log_loss(right: Floats, chance: Floats) -> Floats:
    """-(y log p + (1 - y) log(1 - p)) for each answer, with p kept within 0.001 and 0.999."""
    p = np.clip(chance, 0.001, 0.999)
    return np.asarray(-(right * np.log(p) + (1 - right) * np.log(1 - p)))
