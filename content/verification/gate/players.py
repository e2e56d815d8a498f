"""Players that know nothing. What they score above chance, a learner can score without learning."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import lru_cache
from itertools import combinations, permutations

import numpy as np

from content.model import Kind
from content.variants import Variant
from content.verification.gate.exact_tests import LEVEL, mean_above
from content.verification.gate.findings import Finding, Point
from engine.grading import Answer, ChoiceKey, MatrixKey, OrderKey, grade

CREDIT = 0.05
"""How far above chance a player may come over a deck."""
FEWEST_QUESTIONS = 12
"""A deck with fewer closed questions is not judged: one question would decide."""

_CHOICES = (Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.SPOT_THE_ERROR)
_NUMBER = re.compile(r"[-−]?\d+(?:\.\d+)?(?:e-?\d+)?")
_HEDGE = re.compile(
    r"\b(?:may|might|can|could|often|usually|typically|generally|sometimes|about|roughly|nearly|depends|unless)\b"
    r"|可能|通常|往往|一般|有时|大约|几乎|取决于|除非",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"\$|[=^√≈]")

Pick = Callable[[Variant], "Answer | None"]
"""A player's answer; None where its rule picks nothing, so that it guesses."""


def _position(index: int) -> Pick:
    return lambda variant: frozenset({index % len(variant.options)})


def _only(measure: Callable[[str], float]) -> Pick:
    """The option that has most of something, where one alone has it."""

    def pick(variant: Variant) -> Answer | None:
        amounts = [measure(option.text.en) for option in variant.options]
        best = max(amounts)
        return frozenset({amounts.index(best)}) if best > 0 and amounts.count(best) == 1 else None

    return pick


def _last_number(variant: Variant) -> Answer | None:
    found = numbers_in(variant.prompt.en)
    return found[-1] if found else None


def numbers_in(text: str) -> list[float]:
    """The numbers that a text shows."""
    return [float(number.replace("−", "-")) for number in _NUMBER.findall(text)]


def _zeros(variant: Variant) -> Answer | None:
    return np.zeros(variant.key.values.shape) if isinstance(variant.key, MatrixKey) else None


PLAYERS: Mapping[str, tuple[Sequence[Kind], Pick]] = {
    "always True": ((Kind.TRUE_FALSE,), _position(0)),
    "always False": ((Kind.TRUE_FALSE,), _position(1)),
    "the first option": (_CHOICES, _position(0)),
    "the second option": (_CHOICES, _position(1)),
    "the last option": (_CHOICES, _position(-1)),
    "the longest option": (_CHOICES, _only(len)),
    "the shortest option": (_CHOICES, _only(lambda text: 1 / len(text))),
    "the most hedged option": (_CHOICES, _only(lambda text: len(_HEDGE.findall(text)))),
    "the only option with a formula": (_CHOICES, _only(lambda text: float(bool(_FORMULA.search(text))))),
    "all options": ((Kind.MULTIPLE_CHOICE,), lambda variant: frozenset(range(len(variant.options)))),
    "the last number in the prompt": ((Kind.NUMERIC,), _last_number),
    "a matrix of zeros": ((Kind.MATRIX,), _zeros),
    "the order shown": ((Kind.ORDERING,), lambda variant: tuple(range(len(variant.items)))),
}


def scores(variant: Variant) -> dict[str, float | None]:
    """What each player that plays this kind scores; None where its rule picks nothing."""
    found: dict[str, float | None] = {}
    for name, (kinds, pick) in PLAYERS.items():
        if variant.question.kind in kinds:
            answer = pick(variant)
            with suppress(TypeError):
                found[name] = None if answer is None else grade(variant.key, answer).correctness
    return found


def chance(variant: Variant) -> float:
    """The mean score of uniform random answers; 0 for numbers and matrices."""
    match variant.key:
        case ChoiceKey(options=options, correct=correct, several=several):
            return _choice_chance(options, len(correct), several)
        case OrderKey(order=order):
            return _order_chance(len(order))
    return 0.0


@lru_cache(maxsize=256)
def _choice_chance(options: int, correct: int, several: bool) -> float:
    if not several:
        return correct / options
    key = ChoiceKey(options, frozenset(range(correct)), True)
    answers = [frozenset(c) for k in range(1, options + 1) for c in combinations(range(options), k)]
    return sum(grade(key, answer).correctness for answer in answers) / len(answers)


@lru_cache(maxsize=16)
def _order_chance(items: int) -> float:
    if items > 6:
        return _order_chance(6)  # it falls with length; 8! orders are not worth counting
    key = OrderKey(tuple(range(items)))
    answers = list(permutations(range(items)))
    return sum(grade(key, answer).correctness for answer in answers) / len(answers)


def player_findings(deck_id: str, totals: Mapping[str, tuple[float, float, int]]) -> list[Finding]:
    """The players whose mean over the deck lies above chance by more than is allowed: (score, chance, draws) a name."""
    found = []
    for name, (score, expected, draws) in totals.items():
        mean, fair = score / draws, expected / draws
        if mean_above(mean, draws, fair + CREDIT) < LEVEL / len(PLAYERS):
            message = f"the player '{name}' scores {mean:.0%}; chance is {fair:.0%}"
            fix = f"change questions on which '{name}' is often right: draw other truths, or word the options alike"
            found.append(Finding(Point.PLAYERS, deck_id, message, fix, path=(name,)))
    return found
