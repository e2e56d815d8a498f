"""Open answers: key points and model answers."""

from __future__ import annotations

from content.variants import Variant
from engine.text import Language
from tui.locale import study as words
from tui.text.kind import TextKind
from tui.text.plain import plain_text


class Open(TextKind):
    """Key points."""

    def correct(self, variant: Variant, language: Language) -> str:
        """The key points, a line each, then the model answers."""
        points = (f"{chr(ord('a') + i)}) {plain_text(p, language)}" for i, p in enumerate(variant.rubric))
        return "".join(f"\n   {line}" for line in (*points, *_model_answers(variant, language)))

    def key(self, variant: Variant) -> list[dict[str, str]]:
        """The key points in both languages."""
        return [point._asdict() for point in variant.rubric]


def _model_answers(variant: Variant, language: Language) -> list[str]:
    """The model answers with their names, where the question has them."""
    if variant.model is None:
        return []
    named = ((words.SOLID, variant.model.solid), (words.STRONG, variant.model.strong))
    return [f"{name.said(language)}: {plain_text(text, language)}" for name, text in named]


TEXT = Open()
