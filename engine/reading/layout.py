"""Where the rows and entries of a matrix are, in the forms that people type and paste.

Python and NumPy (`[[1, 2], [3, 4]]`, printed arrays, `array(...)`, `tensor(...)`), MATLAB (`[1 2; 3 4]`), LaTeX
(`pmatrix`), and bare rows split by `;` or lines, their entries by spaces, commas or tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from engine.reading.calls import without_calls
from engine.reading.characters import plain
from engine.reading.notations import POINT, PRINTED, Usage
from engine.reading.outcome import Unreadable

Entries: TypeAlias = list[list[str]]

LONGEST = 5_000
"""The most characters of a matrix."""
_LATEX = re.compile(r"\\begin\{(?:[pbB]?matrix|smallmatrix|array)\*?\}(?:\{[^{}]*\})?(.*)\\end\{\w+\*?\}", re.DOTALL)
_NAME = re.compile(r"^\s*\w*\s*=\s*")
_TUPLES = re.compile(r"\)\s*,\s*\(")
_BRACKET = {"[": 1, "(": 1, "{": 1, "]": -1, ")": -1, "}": -1}


@dataclass(frozen=True, slots=True)
class Layout:
    """The entries as one way of splitting gives them, and the decimal signs they may have.

    `flat`: no row was marked as one, so that a list may also be a column.
    """

    entries: Entries
    decimals: tuple[Usage, ...]
    flat: bool = False

    @property
    def shape(self) -> tuple[int, int] | None:
        """(rows, columns), or None where the rows differ in length."""
        lengths = {len(row) for row in self.entries}
        return (len(self.entries), lengths.pop()) if len(lengths) == 1 else None

    def turned(self) -> Layout:
        """A list as a column."""
        return Layout([[entry] for entry in self.entries[0]], self.decimals)


def unclosed(text: str) -> bool:
    """Whether a bracket, or a LaTeX environment, is open at the end: the matrix goes on in the next line."""
    if len(text) > LONGEST:
        return False
    written = plain(text)
    if "\\begin" in written and "\\end" not in written:
        return True
    return sum(_BRACKET.get(character, 0) for character in written) > 0


def layouts(text: str, decimals: tuple[Usage, ...]) -> Iterator[Layout]:
    """Every way to split the text that may be meant; `decimals` are the usages that typed numbers may follow.

    Raises Unreadable for what is too long or not closed.
    """
    if len(text) > LONGEST:
        raise Unreadable(
            f"a matrix of more than {LONGEST} characters cannot be read", f"矩阵超过 {LONGEST} 个字符，无法识别"
        )
    if unclosed(text):
        raise Unreadable("a bracket of the matrix is not closed", "矩阵的括号没有闭合")
    written = plain("\n".join(text.splitlines()))  # a terminal pastes lines with \r between
    if found := _LATEX.search(written):
        yield Layout(_latex_entries(found[1]), decimals)
        return
    inner = _unwrapped(written)
    nested = _nested_rows(inner)
    if nested is not None:
        yield Layout(_printed_entries(nested), (PRINTED,))
    elif inner.startswith("[") and inner.endswith("]"):
        yield from _bracketed(inner[1:-1])
    else:
        yield from _bare(inner, decimals)


def _latex_entries(body: str) -> Entries:
    rows = re.split(r"\\\\(?:\[[^\]]*\])?", body.replace("\\hline", ""))
    return [row.split("&") for row in rows if row.strip()]


def _unwrapped(text: str) -> str:
    """Without a name in front, the call around and its options: `W = np.array([[1, 2]], dtype=float32)`."""
    inner = without_calls(_NAME.sub("", text).strip().rstrip(";").strip())
    if inner.startswith("{"):
        inner = inner.replace("{", "[").replace("}", "]")
    if _TUPLES.search(inner):
        inner = inner.replace("(", "[").replace(")", "]")
    return inner


def _nested_rows(text: str) -> list[str] | None:
    """The inside of each inner bracket of `[[...], [...]]` or `[...], [...]`; None where nothing is nested."""
    if text.count("[") < 2:
        return None
    rows = re.findall(r"\[([^\[\]]*)\]", text)
    rest = re.sub(r"\[[^\[\]]*\]", "", text)
    if re.sub(r"[\s,;]", "", rest) not in ("[]", ""):
        raise _unfitting()
    return rows


def _printed_entries(rows: Sequence[str]) -> Entries:
    """Split at commas, or at spaces where there are none."""
    if any("," in row for row in rows):
        return [row.strip().rstrip(",").split(",") for row in rows]
    return [row.split() for row in rows]


def _bracketed(body: str) -> Iterator[Layout]:
    """`[1 2; 3 4]`, or a list that a program printed, perhaps over several lines."""
    rows = [row for row in re.split(r"[;\n]", body) if row.strip()]
    yield Layout(_printed_entries(rows), (PRINTED,), flat=len(rows) == 1)
    if len(rows) > 1 and ";" not in body:
        yield Layout(_printed_entries([body.replace("\n", " ")]), (PRINTED,), flat=True)


def _bare(text: str, decimals: tuple[Usage, ...]) -> Iterator[Layout]:
    """Rows as they are typed: the commas may split entries or be decimal signs."""
    rows = [row.strip() for row in re.split(r"[;\n]", text) if row.strip()]
    flat = len(rows) == 1
    for split, signs in _splitters(rows, decimals):
        yield Layout([[entry.strip() for entry in re.split(split, row)] for row in rows], signs, flat)


def _splitters(rows: Sequence[str], decimals: tuple[Usage, ...]) -> Iterator[tuple[str, tuple[Usage, ...]]]:
    whole = "\n".join(rows)
    if "\t" in whole:
        yield r"\t", decimals
        return
    if re.search(r"[,、]", whole):
        yield r"[,、]", (POINT,)
    yield r"\s+", decimals
    yield r"\n", decimals


def _unfitting() -> Unreadable:
    return Unreadable(
        "the brackets do not give rows of numbers; write 1 2; 3 4 or [[1, 2], [3, 4]]",
        "括号没有构成数字行，写法如 1 2; 3 4 或 [[1, 2], [3, 4]]",
    )
