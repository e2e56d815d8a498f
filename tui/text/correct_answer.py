"""The correct answer of a variant as text, for the line mode and the app."""

from __future__ import annotations

from content.rounding import significant
from content.templates import shown
from content.variants import Variant
from engine.grading import ChoiceKey, MatrixKey, NumberKey, OrderKey, RecallKey, RubricKey
from engine.parameters import FloatArray
from engine.text import Language
from tui.locale import study as words
from tui.text.plain import plain_text


def correct_answer(variant: Variant, language: Language) -> str:
    """What the right answer is, on one or a few lines."""
    match variant.key:
        case ChoiceKey(correct=correct):
            lines = (f"{chr(ord('a') + i)}) {plain_text(variant.options[i].text, language)}" for i in sorted(correct))
            return "\n   ".join(lines)
        case NumberKey(value=value):
            return f"{_number(variant, value)} {variant.unit.said(language)}".strip()
        case MatrixKey(values=values):
            return _matrix(variant, values, language)
        case OrderKey(order=order):
            places = " ".join(str(i + 1) for i in order)
            return places + "".join(f"\n   {plain_text(variant.items[i], language)}" for i in order)
        case RecallKey():
            return plain_text(variant.back, language)
        case RubricKey():
            return rubric(variant, language) + "".join(f"\n   {text}" for text in model_answers(variant, language))


def rubric(variant: Variant, language: Language) -> str:
    """The key points, a line each."""
    return "".join(f"\n   {chr(ord('a') + i)}) {plain_text(p, language)}" for i, p in enumerate(variant.rubric))


def model_answers(variant: Variant, language: Language) -> list[str]:
    """The model answers with their names, where the question has them."""
    if variant.model is None:
        return []
    named = ((words.SOLID, variant.model.solid), (words.STRONG, variant.model.strong))
    return [f"{name.said(language)}: {plain_text(text, language)}" for name, text in named]


def _digits(variant: Variant) -> int:
    return variant.question.answer.digits if variant.question.answer else 0


def _number(variant: Variant, value: float) -> str:
    """The key as it was asked: with its digits, and in the exact form that was invited."""
    rounded = significant(value, _digits(variant)) if _digits(variant) else number(value)
    return f"{variant.exact} ≈ {rounded}" if variant.exact and variant.exact != rounded else rounded


def _matrix(variant: Variant, values: FloatArray, language: Language) -> str:
    if not _digits(variant):
        return shown(values, "", language)
    rows = (" ".join(significant(float(v), _digits(variant)) for v in row) for row in values)
    return "[" + "; ".join(rows) + "]"


def number(value: float) -> str:
    """A key to six significant digits, whole numbers in full."""
    return shown(value) if float(value).is_integer() else shown(value, ".6g")
