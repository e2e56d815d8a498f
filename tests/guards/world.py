"""A learner's folder for the walk: the shipped deck, a deck of her own with a topic a kind, two weeks of answers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from db.types import NewReview, Rating
from tui.context import Context, frozen
from tui.locations import Locations

DECK = Path(__file__).parents[1] / "tui" / "screens" / "deck"
MORNING = datetime(2027, 3, 1, 9, tzinfo=UTC)


def furnish(folder: Path) -> None:
    """Fill `folder`, which the app can then be started from."""
    _split_deck(folder / "decks" / "nine-kinds")
    _study(folder)


def context_in(folder: Path) -> Context:
    """Surroundings with a clock that stands still."""
    return Context(Locations(folder), clock=frozen(MORNING))


def _split_deck(folder: Path) -> None:
    """The deck of nine kinds with a topic for each kind, so that study by topic asks any kind first."""
    head, topic = (DECK / "deck.yaml").read_text("utf-8").split("topics:")
    claims = (DECK / "pooling" / "claims.yaml").read_text("utf-8")
    topics = []
    for question in re.split(r"^(?=- id: )", (DECK / "pooling" / "questions.yaml").read_text("utf-8"), flags=re.M)[1:]:
        kind = re.findall(r"kind: (\w+)", question)[0]
        topics.append(topic.replace("id: pooling", f"id: {kind}"))
        place = folder / kind
        place.mkdir(parents=True)
        (place / "questions.yaml").write_text(question, encoding="utf-8")
        (place / "claims.yaml").write_text("[]\n" if topics[1:] else claims, encoding="utf-8")
    (folder / "deck.yaml").write_text(f"{head}topics:{''.join(topics)}", encoding="utf-8")


def _study(folder: Path) -> None:
    context, now = context_in(folder), [MORNING]
    context.clock = lambda: now[0]
    context.memory.settings.set("welcomed", True)
    for ago in range(14, 0, -1):
        now[0] = MORNING - timedelta(days=ago)
        cards = [card for card in context.memory.cards() if card.topic in ("activations", "pooling")]
        for number, card in enumerate(cards[: 3 + ago % 3]):
            right = (number + ago) % 4 > 0
            rating = Rating.GOOD if right else Rating.AGAIN
            context.memory.answer(card, NewReview(rating, rating, "a", float(right), 15.0 + number, confidence=3))
    context.close()
