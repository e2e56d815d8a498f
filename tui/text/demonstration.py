"""A variant's demonstration in words: its views described, for the line mode."""

from __future__ import annotations

from content.library import Library
from content.variants import Variant
from engine.result import Steps
from engine.text import Language
from tui.drawing.words import describe
from tui.text.plain import reading_line


def describe_scene(variant: Variant, language: Language) -> str:
    """Every view of the main run but the walks, which repeat it step by step; `backdrill demo` reads those out."""
    views = [view for view in variant.scene.result.views if not isinstance(view, Steps)]
    return "\n".join(describe(view, language) for view in views)


def described(variant: Variant, library: Library, language: Language) -> str:
    """The demonstration in words, and what to read on."""
    return f"{describe_scene(variant, language)}\n{reading_line(library, variant.question.id, language)}"
