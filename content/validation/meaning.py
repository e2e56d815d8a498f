"""What a deck must mean, beyond its form: names that exist, keys that fit the kind, both languages complete.

Nothing is run here; `content.verification` computes.
"""

from __future__ import annotations

from collections.abc import Iterator

from content.model import Deck, Topic
from content.validation.claims import claim_faults
from content.validation.faults import Found, Path
from content.validation.links import alias_faults, identity_faults, link_faults, thread_faults
from content.validation.questions import question_faults


def meaning_faults(deck: Deck) -> Iterator[tuple[str, Path, str]]:
    """(file, path, message) for every fault."""
    yield from alias_faults(deck)
    seen: set[str] = set()
    for topic in deck.topics:
        yield from _topic_faults(deck, topic, seen)
    yield from _threads_faults(deck)


def _threads_faults(deck: Deck) -> Iterator[tuple[str, Path, str]]:
    seen: set[str] = set()
    files = {f"{topic.info.id}/threads.yaml": topic.threads for topic in deck.topics} | {"threads.yaml": deck.across}
    for file, threads in files.items():
        for index, thread in enumerate(threads):
            yield from _placed(file, index, thread_faults(thread, deck.questions, seen))


def _topic_faults(deck: Deck, topic: Topic, seen: set[str]) -> Iterator[tuple[str, Path, str]]:
    questions, claims = set(deck.questions), set(deck.claims)
    for index, claim in enumerate(topic.claims):
        file = f"{topic.info.id}/claims.yaml"
        yield from _placed(file, index, identity_faults(claim.id, seen))
        yield from _placed(file, index, claim_faults(claim, deck.sources))
    for index, question in enumerate(topic.questions):
        file = f"{topic.info.id}/questions.yaml"
        yield from _placed(file, index, identity_faults(question.id, seen))
        yield from _placed(file, index, link_faults(question, questions, claims, deck.sources, deck.synonyms))
        yield from _placed(file, index, question_faults(question))


def _placed(file: str, index: int, found: Iterator[Found]) -> Iterator[tuple[str, Path, str]]:
    for path, message in found:
        yield file, (index, *path), message
