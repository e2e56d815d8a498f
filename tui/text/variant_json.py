"""A variant as JSON: what is asked and the computed key, for scripts and tests."""

from __future__ import annotations

from content.variants import Variant
from engine.json_data import Json
from engine.result import plain
from tui.text.kind import text_of


def variant_as_json(variant: Variant) -> dict[str, Json]:
    """The prompt, options and items as shown (both languages), the drawn parameters, and the key.

    Each option says whether its statement holds, which for a wrong line is the opposite of being the answer.
    """
    return {
        "question": variant.question.id,
        "kind": variant.question.kind,
        "seed": variant.seed,
        "demonstration": variant.scene.demonstration,
        "parameters": {name: plain(value) for name, value in variant.scene.parameters.items()},
        "prompt": variant.prompt._asdict(),
        "options": [option.text._asdict() for option in variant.options],
        "statements": [{"text": o.text._asdict(), "holds": o.holds, "right": o.correct} for o in variant.options],
        "items": [item._asdict() for item in variant.items],
        "key": text_of(variant).key(variant),
        "explanation": variant.explanation._asdict(),
    }
