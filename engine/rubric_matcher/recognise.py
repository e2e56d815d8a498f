"""What an answer says about one key point: found, denied, unsure or missing, with the words it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from engine.rubric_matcher.cues import Spans, match
from engine.rubric_matcher.negation import turned
from engine.rubric_matcher.sentences import Sentence, only_keywords, sentences

PARTLY = 0.6
"""The share of a cue's groups from which a point is unsure rather than missing."""


class State(StrEnum):
    """What was recognised. `MISSING` means not recognised, never "not said"."""

    FOUND = "found"
    DENIED = "denied"
    UNSURE = "unsure"
    MISSING = "missing"


@dataclass(frozen=True)
class Recognised:
    """The state of a point and the clauses of the answer that it rests on."""

    state: State
    clauses: tuple[str, ...] = ()


@dataclass
class _Evidence:
    """What speaks for a point, what against it, and the largest share of a cue that was met."""

    affirmed: list[str]
    denied: list[str]
    share: float = 0.0


def recognise(cues: Sequence[str], traps: Sequence[str], answer: str, prompt: str = "") -> Recognised:
    """Whether `answer` makes the point that `cues` tell of; `traps` are cues of mistakes about it.

    Clauses that repeat `prompt` do not count; a list of keywords is unsure at most. Raises ValueError for a cue that
    cannot be read.

    >>> recognise(["variance|方差 & 1/B"], [], "每次更新的方差按 1/B 下降").state.value
    'found'
    >>> recognise(["variance & 1/B"], [], "The variance does not fall as 1/B.")
    Recognised(state=<State.DENIED: 'denied'>, clauses=('The variance does not fall as 1/B.',))
    """
    found = _Evidence([], [])
    for sentence in sentences(answer, prompt):
        # Two sentences together are asked only when none alone says anything: they agree by chance more often.
        if not (sentence.pair and (found.affirmed or found.denied)):
            _read(sentence, cues, () if sentence.pair else traps, found)
    return _judged(found, answer)


def _read(sentence: Sentence, cues: Sequence[str], traps: Sequence[str], found: _Evidence) -> None:
    affirmed, turned_round = _quotes(sentence, cues, found)
    mistaken, _ = _quotes(sentence, traps, None)
    found.affirmed += affirmed
    found.denied += mistaken
    if not affirmed and not sentence.pair:
        found.denied += turned_round


def _quotes(sentence: Sentence, cues: Sequence[str], share: _Evidence | None) -> tuple[list[str], list[str]]:
    """The clauses that match, as they are and turned round by a negator."""
    plain: list[str] = []
    denied: list[str] = []
    for cue in cues:
        found = match(cue, sentence)
        if found.places:
            affirmed = next((spans for spans in found.places if not turned(sentence, spans, found.taken)), None)
            (denied if affirmed is None else plain).append(_quote(sentence, affirmed or found.places[0]))
        elif share is not None:
            share.share = max(share.share, found.share)
    return plain, denied


def _quote(sentence: Sentence, spans: Spans) -> str:
    return sentence.quote(min(first for first, _ in spans), max(last for _, last in spans))


def _judged(found: _Evidence, answer: str) -> Recognised:
    clauses = tuple(dict.fromkeys([*found.affirmed, *found.denied]))
    if found.affirmed and not found.denied and not only_keywords(answer):
        return Recognised(State.FOUND, clauses)
    if found.denied and not found.affirmed:
        return Recognised(State.DENIED, clauses)
    unsure = bool(found.affirmed) or found.share >= PARTLY
    return Recognised(State.UNSURE if unsure else State.MISSING, clauses)
