"""Some of the options shown."""

from __future__ import annotations

from dataclasses import dataclass

from engine.grading import Answer, Key, Verdict, misfit
from engine.reading.choices import read_choice
from engine.reading.wording import NO_WORDING, Wording


@dataclass(frozen=True, slots=True)
class ChoiceKey(Key):
    """The correct options among `options` shown; `several` allows more than one mark.

    `truth`: the options are true and false, in this order, and may be answered in words.
    """

    options: int
    correct: frozenset[int]
    several: bool = False
    truth: bool = False

    def grade(self, answer: Answer) -> Verdict:
        """All or nothing for one mark; of several, right marks count and wrong ones are taken off."""
        if not isinstance(answer, frozenset):
            raise misfit(self, answer)
        parts = tuple((i in self.correct) == (i in answer) for i in range(self.options))
        if not self.several:
            return Verdict(float(answer == self.correct), parts)
        hits, wrong = len(answer & self.correct), len(answer - self.correct)
        # Marking everything, or nothing, earns nothing.
        share = hits / len(self.correct) - wrong / max(1, self.options - len(self.correct))
        return Verdict(max(0.0, share), parts)

    def read(self, text: str, wording: Wording = NO_WORDING) -> frozenset[int]:
        """Letters, digits, or true and false in words."""
        return read_choice(text, self.options, self.several, self.truth)

    def from_record(self, text: str) -> frozenset[int]:
        """Letters split by commas."""
        chosen = frozenset(ord(letter) - ord("a") for letter in text.split(","))
        if not chosen <= frozenset(range(self.options)):
            raise ValueError(f"{text!r} is not among {self.options} options")
        return chosen
