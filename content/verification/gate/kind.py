"""What the gate knows of a kind of question: a file of the kind's name in `content/verification/gate/kinds`.

A kind without a file has what is written here: no player plays it, and a reader types nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar, TypeAlias

from content.kind import Kind, kind_of, kinds
from content.model import Question
from content.variants import Variant
from engine.grading import Answer
from engine.kinds import KindFiles

Pick: TypeAlias = "Callable[[Variant], Answer | None]"
"""A player's answer; None where its rule picks nothing, so that it guesses."""
Rounding: TypeAlias = Callable[[float], str]


class GateKind:
    """The gate's view of one kind; its file ends with an instance named GATE."""

    players: ClassVar[Mapping[str, Pick]] = {}
    """Players that know nothing and answer such questions, by name."""
    asks: ClassVar[bool] = True
    """Whether the prompt asks something; else it may be the statement to judge."""
    sides: ClassVar[bool] = False
    """Whether each of two sides should be the answer in about half of the draws."""
    counted: ClassVar[bool] = False
    """Whether the number of right options should change with the draw."""
    positioned: ClassVar[bool] = False
    """Whether the place and the length of the right option are counted for the report."""

    def chance(self, variant: Variant) -> float:
        """The mean score of uniform random answers."""
        return 0.0

    def right_text(self, variant: Variant) -> str:
        """The answer in words: what could be learned by heart."""
        return " | ".join(sorted(option.text.en for option in variant.options if option.correct)) or str(variant.key)

    def place(self, variant: Variant) -> int | None:
        """The side or the line that is right, where it should change with the draw."""
        return None

    def right_options(self, variant: Variant) -> int | None:
        """How many options are right; None where there are no options."""
        return None

    def told(self, variant: Variant) -> bool:
        """Whether a number in the prompt is right as the answer."""
        return False

    def typed(self, variant: Variant, rounded: Rounding) -> str | None:
        """The right answer as it is typed, or None where nothing is typed."""
        return None

    def off(self, variant: Variant, moved: Callable[[float], float]) -> str | None:
        """The answer with its largest number moved, or None where that means nothing."""
        return None

    def never_wrong(self, question: Question) -> list[int]:
        """The lines that are right in every draw, though each should be the wrong one in some."""
        return []


FILES: KindFiles[GateKind] = KindFiles("content.verification.gate.kinds", "GATE")
_NONE = GateKind()


def _of_kind(kind: Kind) -> GateKind:
    named = [name for name in kind.files if name in FILES.names]
    return FILES.find(*named) if named else _NONE


def gate_of(question: Question) -> GateKind:
    """The gate's view of a question's kind."""
    return _of_kind(kind_of(question))


def player_names() -> set[str]:
    """The players of all kinds."""
    return {name for kind in kinds().values() for name in _of_kind(kind).players}
