"""Generated spellings: each reads as the value it was made from, or it is asked again; it never reads as another.

The value is known before the text is made, as a Fraction or by the math module.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.reading.numbers import read_number
from engine.reading.outcome import Unreadable

WIDE = str.maketrans("0123456789.,-+%/()", "０１２３４５６７８９．，－＋％／（）")
HIGH = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
DASHES = "-−‐‑‒–—﹣－"
HABITS = ["·", ".,", ",.", ".'", ",'", "._", ". ", ", ", ".\u202f", ",\u00a0", ".", ","]
"""Decimal sign and sign of the thousands, as people use them together."""


def reads_as_meant_or_asks(text: str, value: Fraction | float, size: float = 0.0) -> bool:
    """Whether `text` was read; fails where it was read as another number. `size`: of the terms that were added up."""
    try:
        found = read_number(text)
    except Unreadable:
        return False
    assert math.isclose(found, value, rel_tol=1e-12, abs_tol=1e-12 * size), (
        f"{text!r} was read as {found}, not {float(value)}"
    )
    return True


def grouped(digits: str, sign: str) -> str:
    return re.sub(r"(?<=\d)(?=(?:\d{3})+$)", sign, digits)


@st.composite
def decimals(draw: st.DrawFn) -> tuple[str, Fraction]:
    """A decimal number in somebody's habit, with or without thousands, exponent and percent sign."""
    whole, places = draw(st.integers(0, 10**9)), draw(st.integers(0, 6))
    fraction = str(draw(st.integers(0, 10**places - 1))).rjust(places, "0") if places else ""
    habit = draw(st.sampled_from(HABITS))
    negative = draw(st.booleans())
    value = Fraction(whole) + (Fraction(int(fraction), 10**places) if places else 0)
    in_groups = len(habit) > 1 and draw(st.booleans())
    text = grouped(str(whole), habit[1]) if in_groups else str(whole)
    text += habit[0] + fraction if places else ""
    if not in_groups and draw(st.booleans()):
        power = draw(st.integers(-12, 12))
        value *= Fraction(10) ** power
        text += draw(exponents(power))
    if draw(st.booleans()):
        value /= 100
        text += draw(st.sampled_from(["%", " %", "％"]))
    sign = draw(st.sampled_from([*DASHES, "——", "- "])) if negative else draw(st.sampled_from(["", "", "+"]))
    return draw(dressed(sign + text)), -value if negative else value


@st.composite
def exponents(draw: st.DrawFn, power: int) -> str:
    high = str(power).translate(HIGH)
    marks = [
        f"e{power}",
        f"E{power:+}",
        f"×10^{power}",
        f" x 10^{power}",
        f"*10**({power})",
        f"×10{high}",
        f" · 10{high}",
    ]
    return draw(st.sampled_from([*marks, f"·10^{power}", rf"\times 10^{{{power}}}"]))


@st.composite
def dressed(draw: st.DrawFn, text: str) -> str:
    """The text with what gets around an answer: spaces, full width, a stop, an invisible joiner."""
    text = text.translate(WIDE) if draw(st.booleans()) else text
    before = draw(st.sampled_from(["", "", " ", "= ", "≈", "x = ", "\ufeff"]))
    return before + text + draw(st.sampled_from(["", "", " ", "。", ".", "\u200b", "\u3000"]))


@settings(max_examples=1500, deadline=None)
@given(decimals())
def test_a_decimal_number_never_reads_as_another(spelled: tuple[str, Fraction]) -> None:
    reads_as_meant_or_asks(*spelled)


@settings(max_examples=300, deadline=None)
@given(st.integers(1, 10**7), st.integers(0, 6), st.sampled_from(".,"), st.booleans())
def test_a_number_without_thousands_reads_unless_it_might_have_them(
    digits: int, places: int, sign: str, wide: bool
) -> None:
    value = Fraction(digits, 10**places)
    whole, rest = divmod(digits, 10**places)
    text = f"{whole}{sign}{rest:0{places}}" if places else str(whole)
    text = text.translate(WIDE) if wide else text
    may_be_thousands = places == 3 and 0 < whole < 1000
    assert reads_as_meant_or_asks(text, value) != may_be_thousands


VULGAR = {
    character: Fraction(*map(int, unicodedata.normalize("NFKC", character).split("⁄")))
    for character in "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
}


@st.composite
def fractions(draw: st.DrawFn) -> tuple[str, Fraction]:
    """A fraction or a mixed number, in characters, signs or LaTeX."""
    whole = draw(st.one_of(st.none(), st.integers(1, 2000)))
    if draw(st.booleans()):
        part, value = draw(st.sampled_from(sorted(VULGAR.items())))
        space = draw(st.sampled_from(["", " "]))
    else:
        below = draw(st.integers(2, 2000))
        above = draw(st.integers(1, below - 1 if whole else 4000))
        value = Fraction(above, below)
        slash = draw(st.sampled_from(["/", " / ", "⁄", "∕", "÷", "／", "latex", "high"]))
        part, space = f"{above}{slash}{below}", " "
        if slash == "latex":
            part, space = rf"\frac{{{above}}}{{{below}}}", ""
        if slash == "high":
            low = str(below).translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))
            part, space = f"{str(above).translate(HIGH)}⁄{low}", ""
    sign = draw(st.sampled_from(["", "", "-", "−", "–"]))
    text = f"{sign}{whole or ''}{space if whole else ''}{part}"
    value += whole or 0
    return draw(dressed(text)), -value if sign else value


@settings(max_examples=1000, deadline=None)
@given(fractions())
def test_a_fraction_never_reads_as_another_number(spelled: tuple[str, Fraction]) -> None:
    reads_as_meant_or_asks(*spelled)


@dataclass(frozen=True)
class Term:
    """An expression as text, its value, the size of what was added up in it, and how tightly it binds."""

    text: str
    value: float
    size: float
    rank: int  # 0 sum, 1 product, 2 power, 3 atom

    def at(self, rank: int) -> str:
        return self.text if self.rank >= rank else f"({self.text})"


def _leaf() -> st.SearchStrategy[Term]:
    whole = st.integers(0, 999).map(lambda n: Term(str(n), n, n, 3))
    point = st.decimals(0, 99, places=2).map(lambda d: Term(str(d), float(d), float(d), 3))
    comma = st.decimals(0, 99, places=2).map(lambda d: Term(str(d).replace(".", ","), float(d), float(d), 3))
    names = [("pi", math.pi), ("π", math.pi), ("e", math.e), ("½", 0.5), ("¾", 0.75)]
    constant = st.sampled_from([Term(name, value, value, 3) for name, value in names])
    return st.one_of(whole, whole, point, comma, constant)


FUNCTIONS = [
    *(("sqrt", math.sqrt), ("√", math.sqrt), ("ln", math.log), ("exp", math.exp), ("log2", math.log2)),
    *(
        ("log10", math.log10),
        ("lg", math.log10),
        ("tanh", math.tanh),
        ("abs", abs),
        ("log", math.log),
        ("log", math.log10),
    ),
]


@st.composite
def _combined(draw: st.DrawFn, inner: st.SearchStrategy[Term]) -> Term:
    kind = draw(st.sampled_from(["+", "-", "*", "/", "^", "next", "under", "call", "bare", "minus"]))
    left, right = draw(inner), draw(inner)
    space = draw(st.sampled_from(["", " "]))
    try:
        if kind == "+":
            return Term(f"{left.text}{space}+{space}{right.at(1)}", left.value + right.value, left.size + right.size, 0)
        if kind == "-":
            dash = draw(st.sampled_from("-−–"))
            text = f"{left.text}{space}{dash}{space}{right.at(1)}"
            return Term(text, left.value - right.value, left.size + right.size, 0)
        if kind == "*":
            sign = draw(st.sampled_from(["*", "×", "·", " x ", "⋅"]))
            return Term(f"{left.at(1)}{sign}{right.at(2)}", left.value * right.value, left.size * right.size, 1)
        if kind == "/":
            size = left.size / abs(right.value) + abs(left.value) * right.size / right.value**2
            return Term(f"{left.at(1)}{space}/{space}{right.at(2)}", left.value / right.value, size, 1)
        if kind == "^":
            power = draw(st.integers(-4, 4))
            mark = draw(st.sampled_from([f"^{power}", f"**{power}", f"^({power})", str(power).translate(HIGH)]))
            size = abs(left.value) ** (power - 1) * left.size * (abs(power) + 1)
            return Term(left.at(3) + mark, left.value**power, size, 2)
        if kind == "next":
            name, value = draw(
                st.sampled_from([("pi", math.pi), ("π", math.pi), ("√2", math.sqrt(2)), ("sqrt(3)", math.sqrt(3))])
            )
            return Term(f"{left.at(3)}{space}{name}", left.value * value, left.size * value, 1)
        if kind == "under":  # the whole of 2pi under the line, as many write it
            below = draw(st.integers(2, 9))
            value = left.value / (below * math.pi)
            return Term(f"{left.at(3)}/{below}{draw(st.sampled_from(['pi', 'π', ' pi']))}", value, left.size, 1)
        if kind == "minus":
            return Term(f"-{left.at(1)}", -left.value, left.size, 0)
        name, function = draw(st.sampled_from(FUNCTIONS))
        value = function(left.value)
        steep = abs(function(left.value * (1 + 1e-6)) - value) / 1e-6 * left.size / max(abs(left.value), 1e-300)
        argument = f"({left.text})" if kind == "call" else f" {left.at(3)}"
        return Term(f"{name}{argument}", value, max(abs(value), 2 * steep), 3 if kind == "call" else 2)
    except (ValueError, OverflowError, ZeroDivisionError):
        return left


expressions = st.recursive(_leaf(), _combined, max_leaves=6)


@settings(max_examples=2500, deadline=None)
@given(expressions)
def test_an_expression_never_reads_as_another_value(term: Term) -> None:
    if math.isfinite(term.value) and math.isfinite(term.size):
        reads_as_meant_or_asks(term.text, term.value, term.size * 1e3)


@settings(max_examples=3000, deadline=None)
@given(st.text("0123456789.+-*/() ", max_size=9))
def test_what_python_can_compute_reads_as_python_computes_it(text: str) -> None:
    try:
        found = read_number(text)
    except Unreadable:
        return
    if "**" in text:
        return
    exact = re.sub(r"\d+\.?\d*|\.\d+", lambda number: f"Fraction('{number[0].rstrip('.')}')", text.strip())
    try:
        value = eval(exact, {"Fraction": Fraction})
    except SyntaxError:
        return  # `5 3/5` and `3.` at the end of a sentence are no Python
    assert math.isclose(found, value, rel_tol=1e-12, abs_tol=1e-12), text


@settings(max_examples=3000, deadline=None)
@given(
    st.text(
        st.one_of(st.sampled_from("0123456789.,-+*/^()e% xπ½²⁻₂·'_√logsqrtn"), st.characters(exclude_categories=())),
        max_size=70,
    )
)
def test_any_text_gives_a_finite_number_or_a_sentence_in_both_languages(text: str) -> None:
    try:
        found = read_number(text)
    except Unreadable as error:
        said = error.text
    else:
        assert math.isfinite(found)
        return
    assert said.en
    assert said.zh
    assert "".join(said).isprintable()


@pytest.mark.parametrize("text", ["1.5", "2/3", "-7", "5 3/5", "2pi", "1e-3"])
def test_the_oracle_would_notice_a_wrong_reading(text: str) -> None:
    with pytest.raises(AssertionError, match="was read as"):
        reads_as_meant_or_asks(text, Fraction(17, 3))
