"""The key points of an open question against an answer in the learner's own words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from content.interview import KeyPoint
from content.model import Deck, Question
from content.templates import fill_words
from engine.parameters import Value
from engine.rubric_matcher.cues import parsed, with_synonyms
from engine.rubric_matcher.recognise import Recognised, State, recognise


def with_synonyms_filled(deck: Deck) -> Deck:
    """The deck with `<name>` in its cues and traps replaced by the synonyms of `synonyms.yaml`."""

    def filled(question: Question) -> Question:
        rubric = tuple(
            replace(point, cues=_filled(point.cues, deck.synonyms), traps=_filled(point.traps, deck.synonyms))
            for point in question.rubric
        )
        return replace(question, rubric=rubric)

    topics = (
        replace(topic, questions=tuple(filled(question) for question in topic.questions)) for topic in deck.topics
    )
    return replace(deck, topics=tuple(topics)) if deck.synonyms else deck


def _filled(cues: Sequence[str], synonyms: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    return tuple(with_synonyms(cue, synonyms) for cue in cues)


def cue_fault(cue: str, synonyms: Mapping[str, Sequence[str]]) -> str:
    """The fault in a cue; empty when it can be read."""
    try:
        # Any number stands for the numbers of a draw.
        parsed(fill_words(with_synonyms(cue, synonyms), None))
    except ValueError as error:
        return str(error)
    return ""


def recognised(point: KeyPoint, names: Mapping[str, Value], answer: str, prompt: str = "") -> Recognised:
    """What an answer says about a point, in a draw with these names. Raises ExpressionError."""
    cues, traps = ([fill_words(cue, names) for cue in lines] for lines in (point.cues, point.traps))
    return recognise(cues, traps, answer, prompt)


def heard_faults(question: Question, names: Mapping[str, Value]) -> Iterator[tuple[str, str, str] | None]:
    """(example, wanted, got) or None for each `heard` example: made ones are found, others are not."""
    for point in question.rubric:
        for example in point.heard if point.cues else ():
            got = recognised(point, names, fill_words(example.text, names)).state
            wrong = (got is State.FOUND) is not example.made
            wanted = "found" if example.made else "not found"
            yield (f"heard: {example.text}", wanted, got.value) if wrong else None
