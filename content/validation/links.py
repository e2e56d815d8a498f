"""Ids and what refers to them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches

from content.interview import Thread
from content.model import Deck, DeckInfo, Question
from content.rubric import cue_fault
from content.validation.faults import Found, Path

_ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_TOPIC = re.compile(r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$")
LONGEST_ID = 100
"""The most characters of an id."""
FORMATS = (1, 2)
SHORTEST_THREAD = 3
"""The fewest questions of a thread."""


def info_faults(info: DeckInfo) -> Iterator[Found]:
    """What is wrong with the ids in `deck.yaml`. Looked at first: a topic's id is the name of its folder."""
    if not _ID.match(info.id) or len(info.id) > LONGEST_ID:
        yield ("id",), f"'{info.id[:LONGEST_ID]}' is not lower-case words joined by hyphens"
    if not info.topics:
        yield ("topics",), "is empty; name at least one topic"
    if info.format not in FORMATS:
        yield ("format",), f"is {info.format}; there are the formats 1 and 2"
    seen: set[str] = set()
    for i, topic in enumerate(info.topics):
        if not _TOPIC.match(topic.id) or len(topic.id) > LONGEST_ID:
            yield (
                ("topics", i, "id"),
                f"'{topic.id[:LONGEST_ID]}' is not lower-case words joined by hyphens or underscores",
            )
        if topic.id in seen:
            yield ("topics", i, "id"), f"'{topic.id}' is used twice; each topic has a folder of its own"
        seen.add(topic.id)


def alias_faults(deck: Deck) -> Iterator[tuple[str, Path, str]]:
    """(file, path, message) for earlier ids that would give one question's history to another."""
    owners: dict[str, str] = {}
    for topic in deck.topics:
        for index, question in enumerate(topic.questions):
            for i, old in enumerate(question.aliases):
                where = f"{topic.info.id}/questions.yaml", (index, "aliases", i)
                if old in deck.questions:
                    yield *where, f"'{old}' is a question of this deck; an alias is an id that is no longer used"
                elif old in owners:
                    yield *where, f"'{old}' is already an alias of '{owners[old]}'; keep it in one place"
                owners.setdefault(old, question.id)


def identity_faults(item_id: str, seen: set[str]) -> Iterator[Found]:
    if not _ID.match(item_id) or len(item_id) > LONGEST_ID:
        yield ("id",), f"'{item_id[:LONGEST_ID]}' is not lower-case words joined by hyphens"
    if item_id in seen:
        yield ("id",), f"'{item_id}' is used twice in this deck; ids are unique"
    seen.add(item_id)


def link_faults(
    question: Question, questions: set[str], claims: set[str], sources: Collection[str], synonyms: Synonyms
) -> Iterator[Found]:
    """References of a question to things that do not exist."""
    yield from known_faults("claims", question.claims, claims, "claim")
    yield from known_faults("followups", question.followups, questions - {question.id}, "other question")
    yield from known_faults("references", question.references, sources, "source of sources.yaml")
    for i, point in enumerate(question.rubric):
        for _, message in known_faults("claim", (point.claim,), claims, "claim"):
            yield ("rubric", i, "claim"), message
    yield from _cues(question, synonyms)
    if not question.claims:
        yield ("claims",), "names no claim; name the claims it examines"
    if not question.followups:
        yield ("followups",), "names no question to go on with; name at least one"


Synonyms = Mapping[str, Sequence[str]]
_SYNONYM = re.compile(r"<([^<>]*)>")


def _cues(question: Question, synonyms: Synonyms) -> Iterator[Found]:
    for i, point in enumerate(question.rubric):
        for key, cues in (("cues", point.cues), ("traps", point.traps)):
            for j, cue in enumerate(cues):
                for message in _cue(key, cue, synonyms):
                    yield ("rubric", i, key, j), message
        if point.cues and all(heard.made for heard in point.heard):
            yield ("rubric", i, "heard"), "has no example that misses the point; add at least one with made: false"


def _cue(key: str, cue: str, synonyms: Synonyms) -> Iterator[str]:
    unknown = [
        message
        for name in _SYNONYM.findall(cue)
        for _, message in known_faults(key, (name,), synonyms, "entry of synonyms.yaml")
    ]
    yield from unknown
    if not cue.strip():
        yield "is empty; remove it"
    elif not unknown and (message := cue_fault(cue, synonyms)):
        yield message


def known_faults(key: str, names: tuple[str, ...], known: Collection[str], what: str) -> Iterator[Found]:
    for i, name in enumerate(names):
        if name not in known:
            near = get_close_matches(name, known, 1, 0.5)
            yield (key, i), f"'{name}' is no {what}" + (f"; did you mean '{near[0]}'?" if near else "")


def thread_faults(thread: Thread, questions: Collection[str], seen: set[str]) -> Iterator[Found]:
    """What is wrong with one thread."""
    yield from identity_faults(thread.id, seen)
    if len(thread.steps) < SHORTEST_THREAD:
        yield ("steps",), f"are {len(thread.steps)}; a thread has at least {SHORTEST_THREAD} questions"
    asked: set[str] = set()
    for i, step in enumerate(thread.steps):
        for _, message in known_faults("question", (step.question,), questions, "question"):
            yield ("steps", i, "question"), message
        if step.question in asked:
            yield ("steps", i, "question"), f"'{step.question}' is asked twice in this thread"
        asked.add(step.question)
