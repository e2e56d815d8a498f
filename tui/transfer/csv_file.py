"""The review log as CSV, a line each, oldest first."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from db.memory import Memory
from db.types import Card, Review
from tui.text.sanitize import inert

COLUMNS = (
    *("question", "deck", "topic", "at", "day", "rating", "proposed", "correctness", "seconds", "hints"),
    *("confidence", "variant_seed", "mode", "undone", "answer"),
)


def reviews_as_csv(memory: Memory) -> Iterator[str]:
    """The header, then a line for every review, those taken back marked. Lines end as RFC 4180 says."""
    yield _line(COLUMNS)
    held = [(card, review) for card in memory.cards(present=False) for review in memory.history(card.question_id)]
    for card, review in sorted(held, key=lambda pair: (pair[1].at, pair[0].question_id)):
        yield _line(_cells(card, review))


def _cells(card: Card, review: Review) -> list[Any]:
    asked = [card.question_id, card.deck, card.topic, review.at.isoformat(), review.day.isoformat()]
    graded = [review.rating.name.lower(), review.proposed.name.lower(), review.correctness, review.seconds]
    rest = [review.hints, review.confidence, review.variant_seed, review.mode, int(review.undone)]
    return [*asked, *graded, *rest, harmless(review.answer)]


def harmless(text: str) -> str:
    """Text that no spreadsheet runs as a formula and no terminal obeys; numbers stay as they are."""
    text = inert(text)
    if not text.lstrip().startswith(("=", "+", "-", "@")):
        return text
    try:
        float(text)
    except ValueError:
        return f"'{text}"
    return text


def _line(cells: Any) -> str:
    buffer = io.StringIO()
    csv.writer(buffer).writerow(cells)
    return buffer.getvalue()
