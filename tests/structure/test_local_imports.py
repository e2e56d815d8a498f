"""An import inside a function or under TYPE_CHECKING gives its reason in a comment."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from tests.structure.import_graph import PACKAGES

ROOT = Path(__file__).resolve().parents[2]


def without_reason(source: str) -> list[int]:
    """The first lines of blocks of imports that are not at the top and have no comment on or above their first line.

    Imports that follow one another share a reason.
    """
    lines = source.splitlines()
    return [
        block[0].lineno
        for block in _blocks(ast.parse(source))
        if "#" not in lines[block[0].lineno - 1] + lines[block[0].lineno - 2]
    ]


def _blocks(tree: ast.Module) -> Iterator[list[ast.stmt]]:
    inner = (node for node in ast.walk(tree) if not isinstance(node, ast.Module))
    for node in inner:
        for statements in (value for _, value in ast.iter_fields(node) if isinstance(value, list)):
            for imports, block in groupby(statements, lambda one: isinstance(one, ast.Import | ast.ImportFrom)):
                if imports:
                    yield list(block)


def test_every_import_inside_a_function_says_why():
    files = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    found = {f"{path.relative_to(ROOT)}:{line}" for path in files for line in without_reason(path.read_text("utf-8"))}
    assert found == set()


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("import a\n", []),
        ("def f():\n    import a\n", [2]),
        ("def f():\n    import a  # heavy\n    import b\n", []),
        ("def f():\n    # heavy\n    import a\n", []),
        ("def f():\n    try:\n        import a\n    except ImportError:\n        import b\n", [3, 5]),
        ("def f():\n    import a  # heavy\n    x = 1\n    import b\n", [4]),
        ("if TYPE_CHECKING:\n    import a\n", [2]),
        ("if TYPE_CHECKING:  # heavy\n    import a\n", []),
    ],
)
def test_an_import_without_a_reason_is_told(source, lines):
    assert without_reason(source) == lines
