"""Whether what a cue found was denied: by `not`, 不, 没, 无关 and their like, within the clause they stand in."""

from __future__ import annotations

import re
from collections.abc import Sequence

from engine.rubric_matcher.sentences import Sentence, Token

NEGATORS = {"not", "no", "never", "neither", "nor", "without", "hardly", "nothing", "none"}
ENDS = {"but", "because", "so", "since", "instead", "just", "但", "而", "却", "因", "所", "只"}
"""Words at which a negator's reach ends."""
REACH = {True: 7, False: 10}
"""Tokens that a negator reaches forward: an English one, a Chinese one."""

_HAN = re.compile(r"[不没无未非](?!关|同|仅|但|过|断|管|论|常|线性|负|偏|单|零|止|只|错|来|必|一定|妨)")
_BACKWARD = re.compile(r"(?:没.?关系|无关|不成立|不重要|不对|not matter)$")
_EMPHASIS = {"only", "just"}
"""`not only` denies nothing."""


def turned(sentence: Sentence, spans: Sequence[tuple[int, int]], taken: frozenset[int]) -> bool:
    """Whether any part of a match stands under an odd number of negators that the cue does not hold itself."""
    odd = [False] * len(spans)
    for place in range(len(sentence.tokens)):
        if place not in taken and _negates(sentence.tokens, place):
            end = _reach(sentence.tokens, place)
            backward = _points_back(sentence.tokens, place)
            for i, (first, last) in enumerate(spans):
                here = sentence.tokens[first].clause == sentence.tokens[place].clause
                odd[i] ^= place < first < end or (backward and last <= place and here)
    return any(odd)


def _rest(line: Sequence[Token], place: int) -> list[str]:
    """The tokens of the clause from here on."""
    clause = line[place].clause
    return [token.text for token in line[place:] if token.clause == clause]


def _negates(line: Sequence[Token], place: int) -> bool:
    text = line[place].text
    if text in NEGATORS:
        return not (place + 1 < len(line) and line[place + 1].text in _EMPHASIS)
    around = [line[i].text for i in (place - 1, place + 1) if 0 <= i < len(line)]
    if text == "不" and len(around) == 2 and around[0] == around[1]:
        return False  # 能不能, 是不是: a question
    return text in "不没无未非" and bool(_HAN.match("".join(_rest(line, place)[:4])))


def _reach(line: Sequence[Token], place: int) -> int:
    """The token at which this negator's reach ends."""
    far = min(place + REACH[line[place].text.isascii()], len(line) - 1)
    for i in range(place + 1, far + 1):
        if line[i].clause != line[place].clause or line[i].text in ENDS:
            return i
    return far + 1


def _points_back(line: Sequence[Token], place: int) -> bool:
    """与此无关, `does not matter`: these turn what stands before them."""
    rest = _rest(line, place)
    return _BACKWARD.match((" " if rest[0].isascii() else "").join(rest)) is not None
