"""Kinds of question are known in files of their names alone."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from content.kind import kinds
from engine.grading import Key
from tui.line_mode import kind as line_mode
from tui.text import kind as text
from tui.widgets.answers import areas

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    *("engine/keys", "content/kinds", "content/verification/gate/kinds"),
    *("tui/widgets/answers", "tui/line_mode/kinds", "tui/text/kinds"),
)


@pytest.mark.parametrize("name", list(kinds()))
def test_every_kind_has_a_widget_a_line_and_words(name: str) -> None:
    files = kinds()[name].files
    assert files[0] == name
    for room in (areas.FILES, line_mode.FILES, text.FILES):
        assert room.find(*files)


def test_the_numbers_of_the_kinds_differ() -> None:
    numbers = [kind.number for kind in kinds().values()]
    assert numbers == sorted(set(numbers))


def branches(source: str, names: set[str]) -> Iterator[int]:
    """The lines that ask which kind a question has, or which key: by name, by `match`, or by `isinstance`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare):
            asked = {part.attr for part in ast.walk(node.left) if isinstance(part, ast.Attribute)} & {"kind"}
            said = {part.value for part in ast.walk(node) if isinstance(part, ast.Constant)}
            if asked and said & names:
                yield node.lineno
        elif isinstance(node, ast.match_case):
            patterns = [part for part in ast.walk(node.pattern) if isinstance(part, ast.MatchClass | ast.MatchValue)]
            told = {ast.unparse(part.cls if isinstance(part, ast.MatchClass) else part.value) for part in patterns}
            if told & {*map(repr, names), *KEYS}:
                yield node.pattern.lineno
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "isinstance":
            classes = {part.id for part in ast.walk(node.args[1]) if isinstance(part, ast.Name)}
            if classes & KEYS:
                yield node.lineno


KEYS = {"ChoiceKey", "NumberKey", "MatrixKey", "OrderKey", "RubricKey", "RecallKey"}


def test_the_keys_are_all_that_there_are() -> None:
    def below(key: type) -> set[type]:
        return {key, *(found for one in key.__subclasses__() for found in below(one))}

    assert {key.__name__ for key in below(Key)} >= KEYS


def test_no_other_file_asks_which_kind_a_question_has() -> None:
    names = set(kinds())
    found = [
        f"{file.relative_to(ROOT)}:{line}"
        for package in ("tui", "content", "engine", "db")
        for file in (ROOT / package).rglob("*.py")
        if not str(file.relative_to(ROOT)).startswith(ROOMS)
        for line in branches(file.read_text(encoding="utf-8"), names)
    ]
    assert found == []


@pytest.mark.parametrize(
    "source",
    [
        'if question.kind == "numeric":\n    pass',
        'found = question.kind in ("open", "recall")',
        'match question.kind:\n    case "matrix":\n        pass',
        "match key:\n    case ChoiceKey(correct=c):\n        pass",
        "isinstance(variant.key, NumberKey | MatrixKey)",
    ],
)
def test_a_branch_over_kinds_is_seen(source: str) -> None:
    assert list(branches(source, set(kinds())))
