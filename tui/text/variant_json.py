"""A variant as JSON: what is asked and the computed key, for scripts and tests."""

from __future__ import annotations

from typing import Any

from content.variants import Variant
from engine.grading import ChoiceKey, MatrixKey, NumberKey, OrderKey, RubricKey
from engine.result import plain


def variant_as_json(variant: Variant) -> dict[str, Any]:
    """The prompt, options and items as shown (both languages), the drawn parameters, and the key.

    Each option says whether its statement holds, which for a wrong line is the opposite of being the answer.
    """
    return {
        "question": variant.question.id,
        "kind": variant.question.kind.value,
        "seed": variant.seed,
        "demonstration": variant.scene.demonstration,
        "parameters": {name: plain(value) for name, value in variant.scene.parameters.items()},
        "prompt": variant.prompt._asdict(),
        "options": [option.text._asdict() for option in variant.options],
        "statements": [{"text": o.text._asdict(), "holds": o.holds, "right": o.correct} for o in variant.options],
        "items": [item._asdict() for item in variant.items],
        "key": _key(variant),
        "explanation": variant.explanation._asdict(),
    }


def _key(variant: Variant) -> Any:
    match variant.key:
        case ChoiceKey(correct=correct):
            return [chr(ord("a") + i) for i in sorted(correct)]
        case NumberKey(value=value):
            return value
        case MatrixKey(values=values):
            return plain(values)
        case OrderKey(order=order):
            return [i + 1 for i in order]
        case RubricKey():
            return [point._asdict() for point in variant.rubric]
    return variant.back._asdict()
