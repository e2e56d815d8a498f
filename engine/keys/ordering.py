"""The lines shown, in the right order."""

from __future__ import annotations

from dataclasses import dataclass

from engine.grading import Answer, Key, Verdict, misfit
from engine.reading.orderings import read_order
from engine.reading.wording import NO_WORDING, Wording


@dataclass(frozen=True, slots=True)
class OrderKey(Key):
    """The shown positions (from 0) in the right order."""

    order: tuple[int, ...]

    def grade(self, answer: Answer) -> Verdict:
        """The share of pairs in the right order, above the half that chance gives."""
        if not isinstance(answer, tuple):
            raise misfit(self, answer)
        place = {item: i for i, item in enumerate(answer)}
        pairs = [(a, b) for i, a in enumerate(self.order) for b in self.order[i + 1 :]]
        right = sum(place.get(a, -1) < place.get(b, -1) for a, b in pairs)
        parts = tuple(a == k for a, k in zip(answer, self.order, strict=False))
        # Half of the pairs are right by chance.
        return Verdict(max(0.0, 2 * right / len(pairs) - 1) if pairs else 1.0, parts)

    def read(self, text: str, wording: Wording = NO_WORDING) -> tuple[int, ...]:
        """The shown numbers in the right order."""
        return read_order(text, len(self.order))

    def from_record(self, text: str) -> tuple[int, ...]:
        """Places split by spaces."""
        return tuple(int(place) - 1 for place in text.split())
