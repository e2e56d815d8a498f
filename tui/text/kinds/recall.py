"""Recall: the back of the card."""

from __future__ import annotations

from content.variants import Variant
from engine.text import Language
from tui.text.kind import TextKind
from tui.text.plain import plain_text


class Recall(TextKind):
    """Front and back."""

    def correct(self, variant: Variant, language: Language) -> str:
        """The back."""
        return plain_text(variant.back, language)

    def key(self, variant: Variant) -> dict[str, str]:
        """The back in both languages."""
        return variant.back._asdict()


TEXT = Recall()
