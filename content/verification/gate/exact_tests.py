"""Exact tails: whether a share seen in draws can be chance. No tables, no approximations that favour the author."""

from __future__ import annotations

import math
from functools import lru_cache

LEVEL = 1e-4
"""The chance that a deck without fault is blamed, over all tests of one point together."""


def at_least(hits: int, draws: int, share: float) -> float:
    """P(X >= hits) for X binomial over `draws` with probability `share`.

    >>> round(at_least(3, 3, 0.5), 3)
    0.125
    """
    return math.fsum(math.comb(draws, k) * share**k * (1 - share) ** (draws - k) for k in range(hits, draws + 1))


def as_extreme(hits: int, draws: int, share: float = 0.5) -> float:
    """The two-sided tail: twice the smaller of P(X >= hits) and P(X <= hits), at most 1."""
    low = 1 - at_least(hits + 1, draws, share)
    return min(1.0, 2 * min(low, at_least(hits, draws, share)))


@lru_cache(maxsize=1024)
def as_few(different: int, draws: int, kinds: int) -> float:
    """P(at most `different` values are seen) in `draws` from `kinds` that are equally likely.

    The number of values seen is a Markov chain: from k, the next draw is a new one with probability 1 - k / kinds.
    """
    chances = [1.0] + [0.0] * kinds
    for _ in range(draws):
        chances = [
            chances[k] * k / kinds + (chances[k - 1] * (kinds - k + 1) / kinds if k else 0.0) for k in range(kinds + 1)
        ]
    return math.fsum(chances[: different + 1])


def mean_above(mean: float, draws: int, limit: float) -> float:
    """A bound on the chance that the mean of `draws` independent scores in [0, 1] reaches `mean`, when it is expected
    at `limit` or below: exp(-draws * KL(mean, limit)), Hoeffding (1963), theorem 1."""
    if mean <= limit or limit >= 1:
        return 1.0
    limit = max(limit, 1e-12)
    divergence = mean * math.log(mean / limit)
    if mean < 1:
        divergence += (1 - mean) * math.log((1 - mean) / (1 - limit))
    return math.exp(-draws * divergence)
