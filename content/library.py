"""All the decks a learner has: the shipped one and her own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from content.interview import Thread
from content.loader import load_deck, shipped_folder
from content.model import Claim, Deck, Question, TopicInfo
from content.validation.faults import DeckError, Fault
from engine.messages import ExpectedError, suggestion
from engine.text import Text

T = TypeVar("T")


class UnknownItem(ExpectedError, LookupError):
    """An id that no deck has; the message holds the nearest one, or what there is."""


@dataclass
class Library:
    """The decks that could be loaded, and in `broken` why the others could not."""

    decks: tuple[Deck, ...]
    broken: dict[Path, DeckError] = field(default_factory=dict)

    @cached_property
    def questions(self) -> dict[str, Question]:
        """All questions by id; the first deck that has an id keeps it."""
        return {q.id: q for deck in reversed(self.decks) for q in deck.questions.values()}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """The kind of each question by id."""
        return {name: question.kind for name, question in self.questions.items()}

    @cached_property
    def claims(self) -> dict[str, Claim]:
        """All claims by id."""
        return {c.id: c for deck in reversed(self.decks) for c in deck.claims.values()}

    @cached_property
    def topics(self) -> dict[str, TopicInfo]:
        """All topics by id, in the order of the decks; the first deck that has an id keeps it."""
        found: dict[str, TopicInfo] = {}
        for deck in self.decks:
            for topic in deck.topics:
                found.setdefault(topic.info.id, topic.info)
        return found

    @cached_property
    def threads(self) -> dict[str, Thread]:
        """All threads by id; the first deck that has an id keeps it."""
        return {thread.id: thread for deck in reversed(self.decks) for thread in deck.threads}

    @cached_property
    def _places(self) -> dict[str, tuple[Deck, TopicInfo]]:
        return {
            item_id: (deck, topic.info)
            for deck in reversed(self.decks)
            for topic in deck.topics
            for item_id in [*(claim.id for claim in topic.claims), *(question.id for question in topic.questions)]
        }

    def question(self, item_id: str) -> Question:
        """The question with this id. Raises UnknownItem."""
        return self._find(self.questions, item_id, Text("question", "题目"))

    def claim(self, item_id: str) -> Claim:
        """The claim with this id. Raises UnknownItem."""
        return self._find(self.claims, item_id, Text("claim", "论断"))

    def thread(self, name: str) -> Thread:
        """The thread with this id. Raises UnknownItem."""
        return self._find(self.threads, name, Text("thread", "线索"))

    def questions_on(self, demonstration: str) -> list[Question]:
        """The questions that run this demonstration, the easiest first."""
        found = [question for question in self.questions.values() if question.demonstration == demonstration]
        return sorted(found, key=lambda question: question.level)

    def topic_of(self, item_id: str) -> TopicInfo:
        """The topic of a question or claim. Raises KeyError."""
        return self._places[item_id][1]

    def deck_of(self, item_id: str) -> Deck:
        """The deck of a question or claim. Raises KeyError."""
        return self._places[item_id][0]

    def reading(self, question_id: str) -> tuple[str, ...]:
        """What to read on about a question: its references, then those of its claims, each as it is cited, once."""
        question, sources = self.question(question_id), self.deck_of(question_id).sources
        keys = [*question.references]
        for claim in question.claims:
            keys += self.claims[claim].references if claim in self.claims else ()
        return tuple(sources[key].cite for key in dict.fromkeys(keys) if key in sources)

    def aliases(self) -> dict[str, str]:
        """Earlier ids and what they are called now. One that still names a question, or that two questions claim, is
        passed over: no history may pass to another question."""
        claimed = Counter(old for q in self.questions.values() for old in q.aliases)
        return {
            old: q.id
            for q in self.questions.values()
            for old in q.aliases
            if old not in self.questions and claimed[old] == 1
        }

    def topic(self, name: str) -> TopicInfo:
        """The topic with this id. Raises UnknownItem."""
        return self._find(self.topics, name, Text("topic", "主题"))

    def title_of(self, topic_id: str) -> Text:
        """A topic's title, or its id where no deck has it any more."""
        return self.topics[topic_id].title if topic_id in self.topics else Text(topic_id, topic_id)

    @staticmethod
    def _find(known: dict[str, T], item_id: str, what: Text) -> T:
        if item_id in known:
            return known[item_id]
        hint = suggestion(item_id, known)
        raise UnknownItem(f"unknown {what.en} '{item_id}'. {hint.en}", f"没有{what.zh}“{item_id}”。{hint.zh}")


def open_library(own_decks: Iterable[Path] = (), cache_folder: Path | None = None) -> Library:
    """The shipped deck and `own_decks`. One broken deck does not hide the others; see `Library.broken`."""
    decks: list[Deck] = []
    broken: dict[Path, DeckError] = {}
    for folder in (shipped_folder(), *own_decks):
        try:
            deck = load_deck(folder, cache_folder)
        except DeckError as error:
            broken[folder] = error
            continue
        if other := next((known for known in decks if known.info.id == deck.info.id), None):
            message = f"the id '{other.info.id}' is taken by another deck; choose another"
            broken[folder] = DeckError([Fault("deck.yaml", 1, message)])
        else:
            decks.append(deck)
    return Library(tuple(decks), broken)
