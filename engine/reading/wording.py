"""What a question's own words tell about its answer: the unit that may stand behind it, and the decimal sign.

A question names its unit by `answer.unit`, else by what it asks for ("how many updates", "多少次"), else by the words
behind the numbers of its prompt. Any other word behind an answer is asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from engine.reading.notations import COMMA, COMMA_ONLY, POINT, Usage
from engine.text import NOTHING, Text

_TAIL = re.compile(r"(?<=[\d.)⟩%‰万亿])\s*([^\s\d().,*/^+=%‰⟨⟩万亿-][^\d]*|%)$")
_SCALES = re.compile(r"(?:[kmgt]|thousand|million|billion|trillion|hundred|dozen|percent|pi|e)\b|[万亿千百十]", re.I)
"""Words that would change the value are no units."""
_TIME = r"[nuµμm]?s|secs?|seconds?|min|minutes?|h|hours?|[毫微纳]?秒|分钟?|小时"
_SIZE = r"[kKMGT]?i?[bB]|[kmgt]?bytes?|bits?|字节|比特|[kMG]?Hz"
_MEASURE = re.compile(f"{_TIME}|{_SIZE}")
"""Units of which a question may name several, so that the word alone does not say which one the key is in."""
_TIMES = re.compile(r"times|factor|ratio|倍|比")
_DECIMAL_POINT = re.compile(r"(?<![\d.,])(?:0\.\d+|\d+\.(?:\d\d?|\d{4,}))(?![\d.])")
_HOW_MANY = r"how many(?:\s+(?!(?:per|of|in|for|an?|the|is|are|do|does|makes?)\s)[\w-]+){0,2}?\s+"
_ASKED = re.compile(r"how many\s+\w|(?:多少|几)\s*\w", re.I)


def split_unit(text: str) -> tuple[str, str]:
    """A text in plain characters as the number and the word behind it, which is empty where there is none."""
    found = _TAIL.search(text)
    return (text[: found.start()], found[1].strip()) if found else (text, "")


@dataclass(frozen=True, slots=True)
class Wording:
    """The prompt of a question and the unit it declares, both in both languages."""

    prompt: Text = NOTHING
    declared: Text = NOTHING

    @property
    def decimals(self) -> tuple[Usage, ...]:
        """The usages of the decimal sign that an answer may follow: where the prompt says 0.3, 1.234 is not 1234."""
        return (POINT, COMMA_ONLY) if any(map(_DECIMAL_POINT.search, self.prompt)) else (POINT, COMMA)

    def declares(self, word: str) -> bool:
        """Whether `word` is the unit that the answer rule declares, in either language."""
        return any(unit and _same_unit(word, unit) for unit in self.declared)

    def names(self, word: str) -> bool:
        """Whether the question gives `word` as a unit, so that the number before it is the answer."""
        if self.declares(word) or word == "个":
            return True
        if _SCALES.match(word):
            return False
        if word in ("x", "×"):
            return any(_TIMES.search(prompt) for prompt in self.prompt)
        if self._found(_HOW_MANY, word) or self._found(r"(?:多少|几)\s*", word):
            return True
        if self.declared.en or any(_ASKED.search(prompt) for prompt in self.prompt):
            return False
        beside = self._found(r"\d\s*", word)
        return bool(beside) and (not _MEASURE.fullmatch(word) or all(_only_measure(word, prompt) for prompt in beside))

    def _found(self, before: str, word: str) -> list[str]:
        """The prompts in which the word stands after `before`."""
        forms = "|".join(map(re.escape, _forms(word)))
        end = "(?![a-z])" if word.isascii() else ""
        return [prompt for prompt in self.prompt if re.search(f"{before}(?:{forms}){end}", prompt, re.IGNORECASE)]


NO_WORDING = Wording()


def _only_measure(word: str, prompt: str) -> bool:
    """Whether no other unit of measure stands behind a number of the prompt."""
    behind = re.findall(r"\d\s*([a-zA-Zµμ]+|[\u4e00-\u9fff]+)", prompt)
    measures = [found[0] for other in behind if (found := _measure(other))]
    return all(_same_unit(word, measure) for measure in measures)


def _measure(word: str) -> re.Match[str] | None:
    return _MEASURE.fullmatch(word) if word.isascii() else _MEASURE.match(word)


def _forms(word: str) -> set[str]:
    """The word in singular and plural."""
    if not word.isascii() or len(word) < 3:
        return {word}
    return {word, f"{word}s", f"{word}es", word.removesuffix("s"), word.removesuffix("es")}


def _same_unit(word: str, unit: str) -> bool:
    """Short units keep their case: Mb is not MB."""
    if len(word) < 4 or len(unit) < 4:
        return word == unit
    return unit.casefold() in {form.casefold() for form in _forms(word)}
