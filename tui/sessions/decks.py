"""All decks as the decks page lists them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from content.loader import shipped_folder
from db.types import TopicCounts
from engine.messages import Usage
from engine.text import NOTHING, Text
from tui.context import Context
from tui.sessions.own_decks import folder_named, is_own


@dataclass(frozen=True, slots=True)
class DeckTopic:
    """One topic of a deck."""

    topic: str
    title: Text
    questions: tuple[str, ...]
    counts: TopicCounts


@dataclass(frozen=True, slots=True)
class DeckState:
    """One deck; a broken one has faults, and neither title nor topics."""

    deck: str
    folder: Path
    own: bool
    title: Text
    description: Text = NOTHING
    license: str = ""
    version: str = ""
    claims: int = 0
    topics: tuple[DeckTopic, ...] = ()
    faults: tuple[str, ...] = ()

    @property
    def questions(self) -> int:
        """How many questions there are."""
        return sum(len(topic.questions) for topic in self.topics)


def deck_list(context: Context) -> list[DeckState]:
    """The decks that can be used, then those that cannot. Raises DatabaseTrouble."""
    counts = context.memory.due_counts().topics
    found = []
    for deck in context.library.decks:
        topics = tuple(
            DeckTopic(
                topic.info.id,
                topic.info.title,
                tuple(question.id for question in topic.questions),
                counts.get(topic.info.id, TopicCounts()),
            )
            for topic in deck.topics
        )
        info = deck.info
        found.append(
            DeckState(
                info.id,
                _folder(info.id, context),
                is_own(info.id),
                info.title,
                info.description,
                info.license,
                info.version,
                len(deck.claims),
                topics,
            )
        )
    for folder, error in context.library.broken.items():
        name = Text(folder.name, folder.name)
        found.append(DeckState(folder.name, folder, True, name, faults=tuple(map(str, error.faults))))
    return found


def _folder(deck_id: str, context: Context) -> Path:
    try:
        return folder_named(deck_id, context) if is_own(deck_id) else shipped_folder(deck_id)
    except Usage:
        return context.locations.decks / deck_id
