"""Text as tokens: one spelling for full-width and traditional characters, numbers, fractions, powers and formulas.

A token is an English word, one Chinese character, a number (`#0.25`), or a formula with its variables numbered
(`§v0/v1^0.5`, so that 1/sqrt(n) and 1/sqrt(B) are the same).
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

SIMPLIFIED = str.maketrans(
    "為數據線層學習練訓誤權標測試過擬輸變關個選擇釋維積極點單雙響滯較須動應還會對與從們這樣無質濾偽際壞−’",
    "为数据线层学习练训误权标测试过拟输变关个选择释维积极点单双响滞较须动应还会对与从们这样无质滤伪际坏-'",
)
"""The traditional characters that answers on these topics hold."""
CLOSE = 0.03
"""Two numbers within this share of each other are the same."""
ALIKE = 0.88
"""Two words of six letters and more that are this much alike are one word and a slip of the finger."""

_LETTER = r"(?<![a-z])[a-zλσμκα](?![a-z])"
_POWERS = re.compile("([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_FORMULA = re.compile(rf"(?<![a-z\d.])(?:ceil|{_LETTER}|[\d.]+(?=[/^(])|[/^()+]|(?<=\^)-?[\d.]+)+")
_NUMBER = re.compile(
    r"(?<![a-z\d§.^/])(?:(?<![a-z\d)])-)?"
    r"(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{0,15}\.?\d{1,15}(?:e-?\d{1,2})?)(?:/\d{1,15})?%?(?!\S*v\d)"
)
_TOKEN = re.compile(r"§\S+|#-?[\d.]+(?:e-?\d+)?|[a-zλσμκα]+|[\u3400-\u9fff]")
_HAN_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}
_HAN_FRACTION = re.compile("([一二三四五六七八九])分之([一二三四五六七八九])")
_ENDING = re.compile(r"(?:e|s|es|d|ed|ing|r|er|ly|y|ies|ied|al|ation|ations)?$")
_SPELLINGS = tuple(
    (re.compile(old), new)
    for old, new in (
        (r"[#§]", " "),  # the signs that mark our own tokens
        (r"\*\*", "^"),
        (r"(?<=\d) (?=%)", ""),
        (r"(?<![\d.])10\^\(?(-?\d{1,2})\)?", r"1e\1"),
        (r"lambda", "λ"),
        (r"([a-z]) ?分之[1一]", r" 1/\1 "),
        (r"(?:√|根号|sqrt) ?\(?([a-z0-9λσ]+)\)?", r"\1^0.5"),
        (r"\^\(?(-?)(?:1/2|\.5)\)?", r"^\g<1>0.5"),
        (rf"({_LETTER})\^-([\d.]+)", r"1/\1^\2"),
        (r"\^1(?![\d.])", ""),
        (r"\bcannot\b", "can not"),
        (r"\b(can|do|does|did|is|are|was|wo|need|must|should)n?(?:'t|t\b)", r"\1 not"),
        (r"\b(non|under|over|re|pre|un|de)-(?=[a-z])", r"\1"),
        (r"\bnon (?=[a-z])", "non"),
        (r"\bcentr(?=e|ing)", "center"),
        (r"is(e|ed|es|er|ing|ation)\b", r"iz\1"),
        (r"(?:minus |-)one\b", " -1 "),
        (r"\bone\b", " 1 "),
        (r"\bquarter\b", " 0.25 "),
        (r"\bhalf\b|一半", " 0.5 "),
        (r"\bzero(?![a-z])|零", " 0 "),
    )
)


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[str, ...]:
    """The tokens of a text.

    >>> tokens("方差按 1/√n 下降")
    ('方', '差', '按', '§1/v0^0.5', '下', '降')
    >>> tokens("a quarter, 25 %") == tokens("四分之一，0.25")
    False
    >>> tokens("a quarter")[-1], tokens("四分之一")[-1]
    ('#0.25', '#0.25')
    """
    text = unicodedata.normalize("NFKC", _POWERS.sub(r"^\1", text)).casefold().translate(SIMPLIFIED)
    text = _HAN_FRACTION.sub(lambda m: f" {_HAN_DIGITS[m[2]] / _HAN_DIGITS[m[1]]:g} ", text)
    for old, new in _SPELLINGS:
        text = old.sub(new, text)
    return tuple(_TOKEN.findall(_NUMBER.sub(_number, _FORMULA.sub(_formula, text))))


def _formula(found: re.Match[str]) -> str:
    """A formula with its variables numbered in their order; what is none stays as it is."""
    text = found[0] if found[0].count("(") == found[0].count(")") else found[0].strip("()")
    if not (re.search(r"[/^]", text) and re.search(_LETTER, text)):
        return found[0]
    seen: dict[str, int] = {}
    return " §" + re.sub(_LETTER, lambda m: f"v{seen.setdefault(m[0], len(seen))}", text) + " "


def _number(found: re.Match[str]) -> str:
    top, _, bottom = found[0].replace(",", "").rstrip("%").partition("/")
    value = float(top) / (float(bottom or 1) or 1) / (100 if found[0].endswith("%") else 1)
    return f" #{value:g} ".replace("e+", "e")


@lru_cache(maxsize=65536)
def same(token: str, wanted: str) -> bool:
    """Whether a token of an answer is the one that a cue wants.

    >>> same("shrinks", "shrink"), same("#0.251", "#0.25"), same("colapses", "collapses"), same("方", "差")
    (True, True, True, False)
    """
    if wanted[0] == "#":
        return token[0] == "#" and abs(float(token[1:]) - float(wanted[1:])) <= CLOSE * abs(float(wanted[1:]))
    if token == wanted or wanted[0] == "§" or not wanted[0].isascii():
        return token == wanted
    if wanted[-1] == "*":
        return token.startswith(wanted[:-1])
    return _inflected(token, wanted) or _slip(token, wanted)


def _inflected(token: str, wanted: str) -> bool:
    root = wanted[:-1] if wanted[-1] in "ey" and len(wanted) > 3 else wanted
    return len(root) > 2 and token.startswith(root) and _ENDING.match(token[len(root) :]) is not None


def _slip(token: str, wanted: str) -> bool:
    long = min(len(token), len(wanted)) > 5 and token[0] == wanted[0]
    return long and SequenceMatcher(None, token, wanted).ratio() >= ALIKE
