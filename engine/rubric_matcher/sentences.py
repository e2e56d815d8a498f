"""An answer cut into sentences, their clauses and their tokens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from engine.rubric_matcher.tokens import tokens

LONGEST = 8000
"""Characters of an answer that are read."""
MOST = 120
"""Tokens of a sentence; a longer one is cut at a clause."""
COPIED = 0.8
"""A clause that shares so many of its three-character runs with the question is a copy of it."""

_CLAUSE = re.compile(
    r"(?:[^,，;；。!?！？\n:：.、]|(?<=\d),(?=\d)|[.:](?=\d))+(?:[,，;；。!?！？\n:：.、]+(?!\d)|[;；。!?！？\n，、]+|$)|[^\w\s]+"
)
_END = re.compile(r"[。!?！？\n.]\s*$")
_SEPARATOR = re.compile(r"[,，、;；。/|\n]+|(?<=[\u3400-\u9fff]) +| +(?=[\u3400-\u9fff])")
_STATES = re.compile(
    r"[是的会把在了使让被不能用看有变小大快慢多少更→=\d]|\b(?:is|are|the|of|to|by|with|it|in|if|not|no|can|from)\b"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A token and the number of its clause."""

    text: str
    clause: int


@dataclass(frozen=True)
class Sentence:
    """A sentence, or two neighbours, with the clauses as they were typed."""

    tokens: tuple[Token, ...] = ()
    clauses: tuple[str, ...] = ()
    pair: bool = False

    def quote(self, first: int, last: int) -> str:
        """What was typed around the tokens `first` to `last` - 1, by whole clauses."""
        return "".join(self.clauses[self.tokens[first].clause : self.tokens[last - 1].clause + 1]).strip()

    def with_next(self, other: Sentence) -> Sentence:
        """This sentence and the one after it."""
        moved = tuple(Token(token.text, token.clause + len(self.clauses)) for token in other.tokens)
        return Sentence(self.tokens + moved, self.clauses + other.clauses, pair=True)


@dataclass
class _Open:
    """The sentence that is being read."""

    tokens: list[Token] = field(default_factory=list)
    clauses: list[str] = field(default_factory=list)

    def add(self, clause: str, prompt: frozenset[str]) -> None:
        if not _copied(clause, prompt):
            self.tokens += [Token(token, len(self.clauses)) for token in tokens(clause)[:MOST]]
        self.clauses.append(clause)

    def closed(self) -> Sentence:
        return Sentence(tuple(self.tokens), tuple(self.clauses))


def sentences(answer: str, prompt: str = "") -> list[Sentence]:
    """The sentences, then each two neighbours, without the clauses that repeat the prompt.

    >>> [s.clauses for s in sentences("The slope is 0.25. So it vanishes.")][:2]
    [('The slope is 0.25.',), (' So it vanishes.',)]
    """
    found = [sentence for sentence in _single(answer[:LONGEST], _runs(prompt)) if sentence.tokens]
    return found + [one.with_next(other) for one, other in pairwise(found)]


def _single(answer: str, prompt: frozenset[str]) -> Iterator[Sentence]:
    now = _Open()
    for clause in _CLAUSE.findall(answer):
        now.add(clause, prompt)
        if _END.search(clause) or len(now.tokens) > MOST:
            yield now.closed()
            now = _Open()
    yield now.closed()


def _runs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 3] for i in range(len(text) - 2))


def _copied(clause: str, prompt: frozenset[str]) -> bool:
    own = _runs(clause)
    return bool(own) and len(own & prompt) >= COPIED * len(own)


def only_keywords(answer: str) -> bool:
    """Whether the answer is a list of keywords, which shows that words are known, not that anything is understood.

    >>> only_keywords("batch, variance, dropout, epsilon, momentum"), only_keywords("the variance falls, as 1/B")
    (True, False)
    """
    items = [item for item in _SEPARATOR.split(answer) if item.strip()]
    return len(items) >= 5 and not _STATES.search(answer) and len(tokens(answer[:LONGEST])) <= 4 * len(items)
