"""The correct answer of a variant as text, for the line mode and the app."""

from __future__ import annotations

from content.templates import shown
from content.variants import Variant
from engine.grading import ChoiceKey, MatrixKey, NumberKey, OrderKey, RecallKey, RubricKey
from engine.text import Language
from tui.text.plain import plain_text


def correct_answer(variant: Variant, language: Language) -> str:
    """What the right answer is, on one or a few lines."""
    match variant.key:
        case ChoiceKey(correct=correct):
            lines = (f"{chr(ord('a') + i)}) {plain_text(variant.options[i].text, language)}" for i in sorted(correct))
            return "\n   ".join(lines)
        case NumberKey(value=value):
            return f"{number(value)} {variant.unit.said(language)}".strip()
        case MatrixKey(values=values):
            return shown(values, "", language)
        case OrderKey(order=order):
            places = " ".join(str(i + 1) for i in order)
            return places + "".join(f"\n   {plain_text(variant.items[i], language)}" for i in order)
        case RecallKey():
            return plain_text(variant.back, language)
        case RubricKey():
            return "".join(f"\n   {chr(ord('a') + i)}) {plain_text(p, language)}" for i, p in enumerate(variant.rubric))


def number(value: float) -> str:
    """A key to six significant digits, whole numbers in full."""
    return shown(value) if float(value).is_integer() else shown(value, ".6g")
