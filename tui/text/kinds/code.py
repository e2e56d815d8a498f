"""Code: the reference, and what the judge says."""

from __future__ import annotations

from content.variants import Variant
from engine.grading import Answer
from engine.json_data import Json
from engine.keys.code import CodeKey
from engine.task_source import solution
from engine.text import Language
from tui.text import ruling
from tui.text.kind import TextKind


class Code(TextKind):
    """A source."""

    is_source = True

    def correct(self, variant: Variant, language: Language) -> str:
        """The reference with the drawn options."""
        key = _key(variant)
        return "\n" + solution(key.task, key.options)

    def key(self, variant: Variant) -> dict[str, Json]:
        """The task, and what was drawn."""
        key = _key(variant)
        return {"task": key.name, "seed": key.seed, "options": dict(key.options)}

    def told(self, variant: Variant, answer: Answer, language: Language) -> list[str]:
        """The judgement."""
        key = _key(variant)
        return ruling.told(key.ruling(str(answer)), key.task, language)


def _key(variant: Variant) -> CodeKey:
    assert isinstance(variant.key, CodeKey)
    return variant.key


TEXT = Code()
