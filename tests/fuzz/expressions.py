"""Expressions: of decks, as an author or an attacker writes them, and answers as a learner types them."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from content.loader import shipped_folder
from engine.expressions import FUNCTIONS, ExpressionError, compile_expression
from engine.grading import Tolerance
from engine.keys.choice import ChoiceKey
from engine.keys.matrix import MatrixKey
from engine.keys.numeric import NumberKey
from engine.keys.ordering import OrderKey
from engine.messages import ExpectedError
from tests.fuzz.harness import Fuzzer
from tests.fuzz.mutations import STRANGE_NUMBERS, STRANGE_TEXTS, mutated_text
from tui.text.sanitize import inert, shortened

NAMES: dict[str, Any] = {
    "x": 3,
    "rate": 0.1,
    "flag": True,
    "kind": "relu",
    "none": float("nan"),
    "endless": float("inf"),
    "empty": np.zeros(0),
    "row": np.arange(5.0),
    "matrix": np.arange(12.0).reshape(3, 4),
    "wide": np.ones((1, 3000)),
    "tall": np.ones((3000, 1)),
    "huge": np.ones(900_000),
}
OPERATORS = ("+", "-", "*", "/", "//", "%", "**", "<", "<=", "==", "!=", ">", "and", "or")
FOREIGN = ("@", "|", "<<", "in", "is", ":=")
KEYS = (
    NumberKey(0.5, Tolerance()),
    MatrixKey(np.zeros((2, 2)), Tolerance()),
    ChoiceKey(4, frozenset({1}), True),
    OrderKey((2, 0, 1)),
)


@cache
def written() -> tuple[str, ...]:
    """Expressions of the shipped deck."""
    text = "\n".join(file.read_text("utf-8") for file in shipped_folder().glob("*/*.yaml"))
    return tuple(re.findall(r"(?:check|value|compute): \"?(.+?)\"?$", text, re.M))


def grown(rng: random.Random, depth: int, wild: float = 0.3) -> str:
    """A source with the grammar of expressions; a part of it, `wild`, with what that leaves out."""
    if depth == 0 or rng.random() < 0.1:
        foreign = [repr(rng.choice(STRANGE_NUMBERS)), "9" * 40, "()", "[]", "unknown"]
        return rng.choice(foreign if rng.random() < wild else [*NAMES, "2", "0.5", "10**9", "true", "'text'"])
    a, b, c = (grown(rng, depth - 1, wild) for _ in range(3))
    if rng.random() < wild / 3:
        name = rng.choice(["pow", "open", "range"])
        foreign = [
            f"({a} {rng.choice(FOREIGN)} {b})",
            f"{name}({a})",
            f"{a}[{b}:{c}]",
            f"{a}.real",
            f"[{a} for x in {b}]",
        ]
        return rng.choice([*foreign, f"max(a={a})", f"lambda: {a}", f"({a}, {b})", f"f'{{{a}}}'"])
    call = f"{rng.choice(list(FUNCTIONS))}({', '.join((a, b)[: rng.choice([0, 1, 1, 1, 1, 2])])})"
    rest = [f"{a}[{b}]", f"{a}[{b}, {c}]", f"({a} if {b} else {c})", f"not {a}", f"-{a}", f"{a} < {b} < {c}"]
    return rng.choice([*[f"({a} {rng.choice(OPERATORS)} {b})"] * 6, *[call] * 4, rng.choice(rest)])


def typed(rng: random.Random) -> str:
    """An answer: numbers, signs and brackets of many keyboards."""
    parts = [
        "1",
        "0",
        "9" * rng.randrange(1, 400),
        ".",
        ",",
        "e",
        "-",
        "−",
        "–",
        "/",
        "^",
        "²",
        "½",
        "π",
        "ln",
        "sqrt",
        "exp",
    ]
    parts += [
        "(",
        ")",
        "[",
        "]",
        "[[",
        "]]",
        ";",
        "；",
        "、",
        " ",
        "\t",
        "\n",
        "\\frac",
        "{",
        "}",
        "&",
        "\\\\",
        "array",
        "tensor",
    ]
    parts += ["%", "×10^", "*", "**", "!", "e308", "１", "。", "a", "b)", ">", "true", "对", *STRANGE_TEXTS[:12]]
    return "".join(rng.choice(parts) for _ in range(rng.randrange(1, 40)))


class Expressions(Fuzzer):
    """A case is a source and a typed answer."""

    name = "expressions"

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        written()

    def case(self, rng: random.Random) -> tuple[str, str]:
        source = (
            grown(rng, rng.randrange(1, 5), rng.choice([0.0, 0.3]))
            if rng.random() < 0.6
            else mutated_text(rng.choice(written()), rng)
        )
        answer = typed(rng) if rng.random() < 0.7 else grown(rng, rng.randrange(1, 4))
        return source, answer

    def run(self, case: tuple[str, str]) -> str:
        source, answer = case
        said = []
        try:
            value = compile_expression(source, NAMES).value(NAMES)
            assert np.size(value) <= 1_000_000, "a value without bounds"
            said.append(repr(value)[:1000])
        except ExpressionError as error:
            said += [str(error), error.zh]
        for key in KEYS:
            try:
                said.append(repr(key.read(answer)))
            except ExpectedError as error:
                said += [str(error), error.zh]
        shown = shortened("\n".join(said))
        assert all(len(line) <= 1000 for line in shown.split("\n")), "a line without bounds"
        return inert(shown)
