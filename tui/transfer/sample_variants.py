"""Every question of the library as one variant with its answer, for the exports."""

from __future__ import annotations

from collections.abc import Iterator

from content.library import Library
from content.variants import Variant, make


def variants(library: Library, seed: int) -> Iterator[Variant]:
    """One variant of every question, in the order of the decks. Raises what `content.variants.make` raises."""
    for deck in library.decks:
        for topic in deck.topics:
            yield from (make(question, seed) for question in topic.questions)
