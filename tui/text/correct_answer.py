"""The correct answer of a variant as text."""

from __future__ import annotations

from content.variants import Variant
from engine.text import Language
from tui.text.kind import text_of


def correct_answer(variant: Variant, language: Language) -> str:
    """The right answer, on one or a few lines."""
    return text_of(variant).correct(variant, language)
