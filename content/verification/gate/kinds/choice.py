"""Choices: blind rules over the options, and what chance scores."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import combinations
from typing import ClassVar

from content.variants import Variant
from content.verification.gate.kind import GateKind, Pick, Rounding
from engine.grading import Answer
from engine.keys.choice import ChoiceKey

_HEDGE = re.compile(
    r"\b(?:may|might|can|could|often|usually|typically|generally|sometimes|about|roughly|nearly|depends|unless)\b"
    r"|可能|通常|往往|一般|有时|大约|几乎|取决于|除非",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"\$|[=^√≈]")


def position(index: int) -> Pick:
    """Always the option at `index`."""
    return lambda variant: frozenset({index % len(variant.options)})


def _only(measure: Callable[[str], float]) -> Pick:
    """The option that has most of something, where one alone has it."""

    def pick(variant: Variant) -> Answer | None:
        amounts = [measure(option.text.en) for option in variant.options]
        best = max(amounts)
        return frozenset({amounts.index(best)}) if best > 0 and amounts.count(best) == 1 else None

    return pick


class Choice(GateKind):
    """One of the options."""

    players: ClassVar[Mapping[str, Pick]] = {
        "the first option": position(0),
        "the second option": position(1),
        "the last option": position(-1),
        "the longest option": _only(len),
        "the shortest option": _only(lambda text: 1 / len(text)),
        "the most hedged option": _only(lambda text: len(_HEDGE.findall(text))),
        "the only option with a formula": _only(lambda text: float(bool(_FORMULA.search(text)))),
    }

    def chance(self, variant: Variant) -> float:
        """Of several, the mean over all sets of options but the empty one."""
        key = _key(variant)
        return _chance(key.options, len(key.correct), key.several)

    def right_options(self, variant: Variant) -> int:
        """The size of the key."""
        return len(_key(variant).correct)

    def typed(self, variant: Variant, rounded: Rounding) -> str:
        """The letters."""
        return ",".join(chr(ord("a") + i) for i in sorted(_key(variant).correct))


class Placed(Choice):
    """One of the options, whose place should change with the draw."""

    def place(self, variant: Variant) -> int:
        """The position of the right option."""
        return min(_key(variant).correct)


def _key(variant: Variant) -> ChoiceKey:
    assert isinstance(variant.key, ChoiceKey)
    return variant.key


@lru_cache(maxsize=256)
def _chance(options: int, correct: int, several: bool) -> float:
    if not several:
        return correct / options
    key = ChoiceKey(options, frozenset(range(correct)), True)
    answers = [frozenset(c) for k in range(1, options + 1) for c in combinations(range(options), k)]
    return sum(key.grade(answer).correctness for answer in answers) / len(answers)


GATE = Choice()
