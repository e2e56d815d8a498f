"""Small expressions as learners write them, computed by a parser of our own: no names but those listed.

    sum     = [sign] product { ("+" | "-") product }
    product = mixed | factor { ("*" | "/" | "x") [sign] factor }
    mixed   = integer fraction | integer " " integer "/" integer        1½, 5 3/5
    factor  = power { power }                                           2pi, 2sqrt(3): only before a name
    power   = atom [ "^" [sign] atom ]
    atom    = number | fraction | constant | function atom | "(" sum ")"

The text is short (`numbers` refuses more than 60 characters), so time and depth are bounded.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from engine.reading import finite
from engine.reading.finite import FUNCTIONS
from engine.reading.outcome import Unreadable

CONSTANTS = {"pi": math.pi, "e": math.e}
SCALES = {"%": (1.0, 100.0), "‰": (1.0, 1000.0), "万": (1e4, 1.0), "亿": (1e8, 1.0)}
"""Signs at the end that multiply by the first number and divide by the second."""
_INFINITE = ("inf", "infinity", "nan")
_TOKEN = re.compile(
    r"(?P<fraction>⟨\d+/\d+⟩)|(?P<number>(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)"
    r"|(?P<name>log_?(?:2|10)(?=[ (])|[a-z]+|√)|(?P<sign>\*\*|[-+*/×^()%‰万亿])"
)
_MISLEADING = re.compile(r"(?<![\d.])0x\d|(?<![\d.a-z])e[+-]\d")
"""`0x10` is hexadecimal in most languages, and `e-3` may be meant as 1e-3."""


class Malformed(Unreadable):
    """Not an expression in this notation; another notation may still read it."""


class _Token(NamedTuple):
    kind: str
    text: str
    space_before: bool = False
    space_after: bool = False


_END = _Token("end", "")


def compute(text: str, wide: bool = False) -> float:
    """The value of a text in lower case with decimal points.

    `wide` says how far a name reaches without brackets: `1/2pi` is 1/(2pi) and `ln 8/2` is ln(8/2) when it is true,
    (1/2)pi and (ln 8)/2 when not. Raises Malformed, or Unreadable where no float holds the value.
    """
    try:
        return _Parser(list(_tokens(text)), wide).whole()
    except OverflowError:
        raise finite.too_large() from None


def _tokens(text: str) -> Iterator[_Token]:
    if _MISLEADING.search(text):
        raise malformed()
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        found = _TOKEN.match(text, at)
        if found is None or found.lastgroup is None:
            raise malformed()
        before, after = text[at - 1 : at], text[found.end() : found.end() + 1]
        yield _Token(found.lastgroup, found[0].replace("_", ""), before.isspace(), after.isspace())
        at = found.end()


class _Parser:
    """Recursive descent over the tokens, a method a rule."""

    def __init__(self, tokens: list[_Token], wide: bool) -> None:
        self._tokens, self._wide, self._at = tokens, wide, 0

    def _ahead(self, distance: int = 0) -> _Token:
        place = self._at + distance
        return self._tokens[place] if 0 <= place < len(self._tokens) else _END

    def _take(self, *texts: str) -> str:
        """The next token's text if it is one of `texts`, else nothing."""
        found = self._ahead().text
        if found not in texts:
            return ""
        self._at += 1
        return found

    def whole(self) -> float:
        value, terms = self._sum()
        scale = self._take(*SCALES)
        if self._ahead() is not _END:
            raise self._unexpected()
        if not scale:
            return value
        if terms > 1:
            raise malformed()  # `1 + 50%`: half of 1, or half of all?
        up, down = SCALES[scale]
        return finite.kept(value * up / down, value)

    def _sum(self) -> tuple[float, int]:
        """The value, and of how many terms it is made."""
        value, terms = self._sign() * self._product(), 1
        while self._ahead().text in ("+", "-"):
            operator = self._ahead()
            if operator.space_before and not operator.space_after:
                raise _two_numbers()  # `3 -4` is two numbers of a row, `3 - 4` a difference
            self._at += 1
            value += self._product() * (1.0 if operator.text == "+" else -1.0)
            terms += 1
        return finite.kept(value), terms

    def _sign(self) -> float:
        return -1.0 if self._take("+", "-") == "-" else 1.0

    def _product(self) -> float:
        mixed = self._mixed()
        if mixed is not None:
            return mixed
        value, divided = self._factor(), False
        while True:
            if self._starts_factor():
                value = finite.product(value, self._factor())
            elif self._take("*", "×", "x"):
                value = finite.product(value, self._sign() * self._factor())
            elif self._take("/"):
                if divided:
                    raise malformed()  # a/b/c: which line of the fraction is the longer one?
                value, divided = finite.quotient(value, self._sign() * self._factor()), True
            else:
                return value

    def _mixed(self) -> float | None:
        """`5 3/5`, which is 5.6; None where the term does not begin so."""
        whole, second, slash, fourth = (self._ahead(distance) for distance in range(4))
        if not whole.text.isdecimal():
            return None
        if second.kind == "fraction":
            (above, below), length = second.text[1:-1].split("/"), 2
        elif second.text.isdecimal() and slash.text == "/" and fourth.text.isdecimal():
            (above, below), length = (second.text, fourth.text), 4
        else:
            return None
        # `5 6/5` is no mixed number, and `1 234/567` may be 1234/567 with a space in the thousands.
        ends = self._ahead(length).text in ("", "+", "-", ")", *SCALES)
        if int(above) >= int(below) or len(above) == 3 or not ends:
            raise malformed()
        self._at += length
        return finite.number(whole.text) + int(above) / int(below)

    def _factor(self) -> float:
        value = self._power()
        while self._wide and self._starts_factor():
            value = finite.product(value, self._power())
        return value

    def _starts_factor(self) -> bool:
        """Whether a factor follows without a sign between, as in `2pi`."""
        token = self._ahead()
        if token.kind != "name" or token.text == "x":
            return False
        if token.text == "e" and self._ahead(1).text not in ("^", "**"):
            raise malformed()  # `2e` may be the beginning of 2e-3
        return True

    def _power(self) -> float:
        base = self._atom()
        if not self._take("^", "**"):
            return base
        value = finite.power(base, self._sign() * self._exponent())
        if self._ahead().text in ("^", "**"):
            raise malformed()  # 2^3^2 is 512 in Python and 64 in MATLAB
        return value

    def _exponent(self) -> float:
        bracketed = self._ahead().text == "("
        value = self._atom()
        while self._wide and not bracketed and self._starts_factor():
            value = finite.product(value, self._atom())
        return value

    def _atom(self) -> float:
        token = self._ahead()
        self._at += 1
        if token.kind == "number":
            return finite.number(token.text)
        if token.kind == "fraction":
            above, below = token.text[1:-1].split("/")
            return finite.quotient(finite.number(above), finite.number(below))
        if token.text in CONSTANTS:
            return CONSTANTS[token.text]
        if token.text in FUNCTIONS:
            return finite.applied(token.text, self._argument(token.text))
        if token.text == "(":
            return self._bracketed()
        self._at -= 1
        raise self._unexpected()

    def _argument(self, function: str) -> float:
        if self._take("("):
            return self._bracketed()
        if not self._wide:
            return self._atom()
        return self._factor() if function == "√" else self._product()

    def _bracketed(self) -> float:
        value, _ = self._sum()
        if not self._take(")"):
            raise self._unexpected()
        return value

    def _unexpected(self) -> Unreadable:
        here, before = self._ahead(), self._ahead(-1)
        if here.text in _INFINITE:
            return finite.not_finite()
        if {here.kind, before.kind} <= {"number", "fraction"}:
            return _two_numbers()
        return malformed()


def malformed() -> Malformed:
    """The refusal of what is no expression."""
    return Malformed(
        "that is not a number; write it as 0.25, 1/4, 25%, 1e-3 or sqrt(2)/3",
        "这不是数字，可写成 0.25、1/4、25%、1e-3 或 sqrt(2)/3",
    )


def _two_numbers() -> Malformed:
    return Malformed(
        "two numbers stand side by side and one is asked for; leave the space out, or write what is between them",
        "这里并排写了两个数，而题目只要一个；请去掉空格，或写出中间的运算符",
    )
