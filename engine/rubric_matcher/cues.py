"""Cues: the patterns of a key point, read once, and found in a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from engine.rubric_matcher.sentences import Sentence
from engine.rubric_matcher.tokens import same, tokens

WINDOW = 45
"""Tokens from the first to the last group of a match."""
GAP = 8
"""Tokens between two groups that are joined by `>`."""

_SYNONYM = re.compile(r"<(\w+)>")
_GROUP = re.compile(r"(^|[&>])\s*([^&>]+)")


Spans = tuple[tuple[int, int], ...]
"""The first token and the end of each group's words."""


class Mark(StrEnum):
    """What a group's sign says: it must be there, may be there, must not be there."""

    NEEDED = ""
    OPTIONAL = "?"
    FORBIDDEN = "~"


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives, each a run of tokens; with `soon` they follow the group before them."""

    alternatives: tuple[tuple[str, ...], ...]
    soon: bool = False
    mark: Mark = Mark.NEEDED


@dataclass(frozen=True, slots=True)
class Match:
    """How much of a cue a sentence holds, and where it holds all of it: the spans of its groups, narrowest first."""

    share: float
    places: tuple[Spans, ...] = ()
    taken: frozenset[int] = frozenset()
    """Tokens that belong to any group of the cue, wherever they stand."""


def with_synonyms(cue: str, synonyms: Mapping[str, Sequence[str]]) -> str:
    """The cue with each `<name>` replaced by its synonyms. Raises KeyError for an unknown name.

    >>> with_synonyms("<skip> & explode", {"skip": ["residual", "残差"]})
    'residual|残差 & explode'
    """
    return _SYNONYM.sub(lambda found: "|".join(synonyms[found[1]]), cue)


@lru_cache(maxsize=4096)
def parsed(cue: str) -> tuple[Group, ...]:
    """The groups of a cue. Raises ValueError for a cue that wants nothing, or a group without words.

    >>> [group.mark.name for group in parsed("variance|方差 & ~std > 1/B")]
    ['NEEDED', 'FORBIDDEN', 'NEEDED']
    """
    groups = tuple(_group(joint, part.strip()) for joint, part in _GROUP.findall(cue))
    if not any(group.mark is Mark.NEEDED for group in groups):
        raise ValueError(f"the cue '{cue}' has no group that must be there")
    return groups


def _group(joint: str, part: str) -> Group:
    mark = Mark(part[0]) if part[:1] in ("?", "~") else Mark.NEEDED
    found = tuple(_run(alternative) for alternative in part.lstrip("?~").split("|"))
    if not all(found):
        raise ValueError(f"the group '{part}' holds an alternative without a word or number")
    return Group(found, joint == ">", mark)


def _run(alternative: str) -> tuple[str, ...]:
    run = tokens(alternative)
    return (*run[:-1], run[-1] + "*") if run and alternative.strip().endswith("*") else run


def match(cue: str, sentence: Sentence) -> Match:
    """Where a sentence holds the groups of a cue: within WINDOW tokens, `>` in order."""
    groups = parsed(cue)
    places = [_places(group, sentence) for group in groups]
    needed = [i for i, group in enumerate(groups) if group.mark is Mark.NEEDED]
    if any(places[i] for i, group in enumerate(groups) if group.mark is Mark.FORBIDDEN):
        return Match(0.0)
    share = sum(bool(places[i]) for i in needed) / len(needed)
    if share < 1:
        return Match(share)
    taken = frozenset(i for spans in places for first, last in spans for i in range(first, last))
    found = [spans for anchor in places[needed[0]] if (spans := _around(anchor, groups, places, needed[1:]))]
    return Match(1.0, tuple(sorted(found, key=_width)), taken) if found else Match(0.5)


def _places(group: Group, sentence: Sentence) -> list[tuple[int, int]]:
    texts = [token.text for token in sentence.tokens]
    found = {
        (i, i + len(run))
        for run in group.alternatives
        for i in range(len(texts) - len(run) + 1)
        if all(same(texts[i + k], wanted) for k, wanted in enumerate(run))
    }
    return sorted(found)


def _around(
    anchor: tuple[int, int], groups: Sequence[Group], places: Sequence[list[tuple[int, int]]], others: Sequence[int]
) -> Spans | None:
    """The nearest place of each further group, or None where one is missing or too far."""
    spans = [anchor]
    for i in others:
        end = spans[-1][1]
        near = [place for place in places[i] if not groups[i].soon or 0 <= place[0] - end <= GAP]
        if not near:
            return None
        spans.append(min(near, key=lambda place: abs(place[0] - end)))
    return tuple(spans) if _width(spans) <= WINDOW else None


def _width(spans: Sequence[tuple[int, int]]) -> int:
    return max(last for _, last in spans) - min(first for first, _ in spans)
