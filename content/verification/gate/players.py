"""Players that know nothing. What they score above chance, a learner can score without learning."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from content.variants import Variant
from content.verification.gate.exact_tests import LEVEL, mean_above
from content.verification.gate.findings import Finding, Point
from content.verification.gate.kind import gate_of, player_names

CREDIT = 0.05
"""How far above chance a player may come over a deck."""
FEWEST_QUESTIONS = 12
"""A deck with fewer closed questions is not judged: one question would decide."""


def scores(variant: Variant) -> dict[str, float | None]:
    """What each player that plays this kind scores; None where its rule picks nothing."""
    found: dict[str, float | None] = {}
    for name, pick in gate_of(variant.question).players.items():
        answer = pick(variant)
        with suppress(TypeError):
            found[name] = None if answer is None else variant.key.grade(answer).correctness
    return found


def player_findings(deck_id: str, totals: Mapping[str, tuple[float, float, int]]) -> list[Finding]:
    """The players whose mean over the deck lies above chance by more than is allowed: (score, chance, draws) a name."""
    found, level = [], LEVEL / len(player_names())
    for name, (score, expected, draws) in totals.items():
        mean, fair = score / draws, expected / draws
        if mean_above(mean, draws, fair + CREDIT) < level:
            message = f"the player '{name}' scores {mean:.0%}; chance is {fair:.0%}"
            fix = f"change questions on which '{name}' is often right: draw other truths, or word the options alike"
            found.append(Finding(Point.PLAYERS, deck_id, message, fix, path=(name,)))
    return found
