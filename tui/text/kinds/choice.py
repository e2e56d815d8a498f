"""Choices: letters with their options."""

from __future__ import annotations

from content.variants import Variant
from engine.grading import Answer
from engine.keys.choice import ChoiceKey
from engine.text import Language, Text
from tui.text.kind import Reason, TextKind
from tui.text.plain import plain_text


class Choice(TextKind):
    """Options, each with its letter."""

    def correct(self, variant: Variant, language: Language) -> str:
        """A line each."""
        lines = (f"{chr(ord('a') + i)}) {plain_text(variant.options[i].text, language)}" for i in _correct(variant))
        return "\n   ".join(lines)

    def key(self, variant: Variant) -> list[str]:
        """The letters."""
        return [chr(ord("a") + i) for i in _correct(variant)]

    def given(self, variant: Variant, answer: str, language: Language) -> str:
        """The chosen letters with their options."""
        picked = [(letter, variant.options[ord(letter) - ord("a")]) for letter in answer.split(",")]
        return "\n".join(f"{letter}) {plain_text(option.text, language)}" for letter, option in picked)

    def reasons(self, variant: Variant) -> list[Reason]:
        """Each option's own."""
        return [Reason(option.why, i, option.correct) for i, option in enumerate(variant.options) if option.why.en]

    def against(self, variant: Variant, given: Answer) -> list[Text]:
        """The reasons of the options that were wrongly chosen."""
        chosen = given if isinstance(given, frozenset) else frozenset[int]()
        return [variant.options[i].why for i in sorted(chosen - frozenset(_correct(variant)))]


def _correct(variant: Variant) -> list[int]:
    assert isinstance(variant.key, ChoiceKey)
    return sorted(variant.key.correct)


TEXT = Choice()
