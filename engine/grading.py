"""Grading by value: read what the learner typed, compare it with the computed key.

Reading never grades: text that cannot be read raises `Unreadable` and is asked again.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from engine.messages import ExpectedError
from engine.parameters import FloatArray


class Unreadable(ExpectedError, ValueError):
    """An answer that cannot be read as what was asked; the message says what is expected."""


@dataclass(frozen=True, slots=True)
class Tolerance:
    """How far an answer may lie from the key: `absolute` plus `relative` times the key's size."""

    relative: float = 0.0
    absolute: float = 0.0

    def allows(self, answer: float, key: float, scale: float | None = None) -> bool:
        """Whether `answer` counts as `key`; `scale` replaces |key| as the size for the relative part."""
        if math.isinf(key) or math.isnan(key):
            return answer == key
        size = abs(key) if scale is None else scale
        return abs(answer - key) <= self.absolute + self.relative * size + 1e-12 * max(size, 1.0)


@dataclass(frozen=True, slots=True)
class ChoiceKey:
    """The correct options among `options` shown; `several` allows more than one mark."""

    options: int
    correct: frozenset[int]
    several: bool = False


@dataclass(frozen=True, slots=True)
class NumberKey:
    """One number within a tolerance."""

    value: float
    tolerance: Tolerance


@dataclass(frozen=True, slots=True, eq=False)
class MatrixKey:
    """An array of shape (rows, columns), each entry within the tolerance of the largest entry's size."""

    values: FloatArray
    tolerance: Tolerance


@dataclass(frozen=True, slots=True)
class OrderKey:
    """The shown positions (from 0) in the right order."""

    order: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RubricKey:
    """Key points of an open answer with their weights; the learner ticks those she made."""

    weights: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class RecallKey:
    """Plain recall: the learner compares by herself, and her rating is the grade."""


Key: TypeAlias = ChoiceKey | NumberKey | MatrixKey | OrderKey | RubricKey | RecallKey
Answer: TypeAlias = "frozenset[int] | float | FloatArray | tuple[int, ...] | str"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`correctness` from 0 to 1, and `parts`: which entries, options or places were right, where there are any."""

    correctness: float
    parts: tuple[bool, ...] = ()

    @property
    def correct(self) -> bool:
        """Whether the whole answer is right."""
        return self.correctness >= 1.0


def grade(key: Key, answer: Answer) -> Verdict:
    """Compare by value. Raises TypeError when the answer is not of the key's kind."""
    match key, answer:
        case ChoiceKey(), frozenset():
            return _grade_choice(key, answer)
        case NumberKey(), float() | int():
            return Verdict(float(key.tolerance.allows(float(answer), key.value)))
        case MatrixKey(), np.ndarray():
            return _grade_matrix(key, answer)
        case OrderKey(), tuple():
            return _grade_order(key, answer)
        case RubricKey(), frozenset():
            total = sum(key.weights) or 1.0
            return Verdict(min(1.0, sum(key.weights[i] for i in answer) / total))
        case RecallKey(), _:
            return Verdict(1.0)
    raise TypeError(f"an answer of type {type(answer).__name__} does not fit {type(key).__name__}")


def _grade_choice(key: ChoiceKey, answer: frozenset[int]) -> Verdict:
    parts = tuple((i in key.correct) == (i in answer) for i in range(key.options))
    if not key.several:
        return Verdict(float(answer == key.correct), parts)
    hits, wrong = len(answer & key.correct), len(answer - key.correct)
    return Verdict(max(0.0, (hits - wrong) / len(key.correct)), parts)


def _grade_matrix(key: MatrixKey, answer: FloatArray) -> Verdict:
    if answer.shape != key.values.shape:
        return Verdict(0.0)
    finite = key.values[np.isfinite(key.values)]
    scale = float(np.max(np.abs(finite), initial=0.0))
    pairs = zip(answer.ravel(), key.values.ravel(), strict=True)
    parts = tuple(key.tolerance.allows(float(a), float(k), scale) for a, k in pairs)
    return Verdict(sum(parts) / len(parts), parts)


def _grade_order(key: OrderKey, answer: tuple[int, ...]) -> Verdict:
    place = {item: i for i, item in enumerate(answer)}
    pairs = [(a, b) for i, a in enumerate(key.order) for b in key.order[i + 1 :]]
    right = sum(place.get(a, -1) < place.get(b, -1) for a, b in pairs)
    parts = tuple(a == k for a, k in zip(answer, key.order, strict=False))
    return Verdict(right / len(pairs) if pairs else 1.0, parts)


_SIGNS = str.maketrans({"−": "-", "﹣": "-", "–": "-", "×": "*", "·": "*", "÷": "/", "∕": "/", "⁄": "/", "∞": "inf"})
_NUMBER = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:e[+-]?\d+)?"
_PLAIN = re.compile(rf"^(?=[^e]*\d){_NUMBER}$")
_POWER_OF_TEN = re.compile(rf"^({_NUMBER})?\*?10(?:\^|\*\*)\(?([+-]?\d+)\)?$")
_POWER = re.compile(rf"^({_NUMBER})(?:\^|\*\*)\(?({_NUMBER})\)?$")
_SUPERSCRIPT = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


def read_number(text: str) -> float:
    """A number as learners write it: `0.25`, `1/4`, `25%`, `1e-3`, `2×10^-3`, `2^-30`, `1,000`, full-width, `−1`.

    Raises Unreadable for anything else.
    """
    cleaned = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda m: "^" + m[0].translate(_SUPERSCRIPT), text)
    cleaned = unicodedata.normalize("NFKC", cleaned).translate(_SIGNS)
    cleaned = "".join(cleaned.split()).casefold()
    if len(cleaned) > 60:
        raise Unreadable("a number of more than 60 characters cannot be read", "数字超过 60 个字符，无法识别")
    percent = cleaned.endswith("%")
    parts = cleaned.removesuffix("%").split("/")
    if len(parts) > 2:
        raise _not_a_number(text)
    values = [_read_factor(part, text) for part in parts]
    if len(values) == 2 and values[1] == 0:
        raise Unreadable("a fraction cannot have the denominator 0", "分母不能为 0")
    value = values[0] if len(values) == 1 else values[0] / values[1]
    return value / 100 if percent else value


def _not_a_number(text: str) -> Unreadable:
    shown = " ".join(text.split())[:40]
    return Unreadable(
        f"'{shown}' is not a number; write it as 0.25, 1/4, 25% or 1e-3",
        f"“{shown}”不是数字，可写成 0.25、1/4、25% 或 1e-3",
    )


def _read_factor(part: str, text: str) -> float:
    try:
        if part in ("inf", "+inf", "-inf"):
            return float(part)
        if _PLAIN.match(part):
            return float(part.replace(",", ""))
        if m := _POWER_OF_TEN.match(part):
            return float(m[1] or 1) * 10.0 ** int(m[2])
        if m := _POWER.match(part):
            value = float(m[1]) ** float(m[2])
            if isinstance(value, float) and math.isfinite(value):
                return value
    except (ValueError, OverflowError, ZeroDivisionError):
        pass
    raise _not_a_number(text)


def read_matrix(text: str, shape: tuple[int, int]) -> FloatArray:
    """Rows split by `;`, entries by spaces (or commas followed by a space). Raises Unreadable, naming the shape."""
    normal = unicodedata.normalize("NFKC", text).strip().strip("[]")
    rows = [re.split(r"\s+|,\s*", row.strip().strip("[]")) for row in normal.split(";") if row.strip()]
    if len(rows) != shape[0] or any(len(row) != shape[1] for row in rows):
        raise Unreadable(
            f"a matrix of {shape[0]} rows and {shape[1]} columns is asked for; write 1 2; 3 4",
            f"需要 {shape[0]} 行 {shape[1]} 列的矩阵，写法如 1 2; 3 4",
        )
    return np.array([[read_number(cell) for cell in row] for row in rows])


def read_choice(text: str, key: ChoiceKey) -> frozenset[int]:
    """Letters or digits: `b`, `2`, `a,c`, `ac`. Raises Unreadable."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    marks = re.findall(r"[a-z]|\d+", re.sub(r"[\s,、，;]+", " ", normal))
    chosen = {ord(m) - ord("a") if m.isalpha() else int(m) - 1 for m in marks}
    last = chr(ord("a") + key.options - 1)
    if not chosen or re.search(r"[^a-z\d\s,、;]", normal) or not all(0 <= c < key.options for c in chosen):
        raise Unreadable(f"choose from a to {last}", f"请在 a 到 {last} 中选择")
    if not key.several and len(chosen) > 1:
        raise Unreadable(f"choose one from a to {last}", f"请在 a 到 {last} 中只选一项")
    return frozenset(chosen)


def read_order(text: str, count: int) -> tuple[int, ...]:
    """`3 1 2`: the shown numbers (or letters) in the right order. Raises Unreadable."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    marks = re.findall(r"[a-z]|\d+", normal)
    order = tuple(ord(m) - ord("a") if m.isalpha() else int(m) - 1 for m in marks)
    if sorted(order) != list(range(count)):
        example = " ".join(str(i) for i in range(count, 0, -1))
        raise Unreadable(
            f"give each number from 1 to {count} once, such as {example}",
            f"请把 1 到 {count} 各写一次，例如 {example}",
        )
    return order


def read(key: Key, text: str) -> Answer:
    """Read `text` as an answer to `key`. Raises Unreadable."""
    match key:
        case ChoiceKey():
            return read_choice(text, key)
        case NumberKey():
            return read_number(text)
        case MatrixKey():
            rows, columns = key.values.shape
            return read_matrix(text, (rows, columns))
        case OrderKey():
            return read_order(text, len(key.order))
        case RubricKey():
            points = ChoiceKey(len(key.weights), frozenset(), True)
            return read_choice(text, points) if text.strip() else frozenset()
        case RecallKey():
            return text
