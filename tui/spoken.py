"""A variant's demonstration in words: its views described, for the line mode."""

from __future__ import annotations

from content.variants import Variant
from engine.text import Language
from tui.drawing.words import describe


def describe_scene(variant: Variant, language: Language) -> str:
    """Every view of the main run, a paragraph each."""
    return "\n".join(describe(view, language) for view in variant.scene.result.views)
