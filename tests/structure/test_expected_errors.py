"""What goes wrong as expected is one of two classes that need both languages, or the operating system's refusal."""

from __future__ import annotations

import ast
import builtins
import inspect
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

import tui.expected_errors
from content.strict_yaml import YamlError
from content.validation.faults import DeckError, Fault
from db.errors import DamagedFile, DatabaseTrouble
from engine.messages import ExpectedError
from engine.text import LANGUAGES, Text
from engine.utf8 import NotUtf8
from tui.expected_errors import EXPECTED, Expected, sentence
from tui.locations import FolderTrouble

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u4e00-\u9fff]")
INTERNAL = {"FormulaError", "Stopped", "_TooLarge", "Ended", "Garbled", "NoValue"}
"""Exceptions that are caught where they are raised; no learner reads them."""
MADE: dict[type[BaseException], Callable[[], Expected]] = {
    DamagedFile: lambda: DamagedFile(Path("backdrill.db"), "malformed"),
    DeckError: lambda: DeckError([Fault("deck.yaml", 1, "is missing")]),
    FolderTrouble: lambda: FolderTrouble(Path("data"), Text("it cannot be written", "它不可写")),
    NotUtf8: lambda: NotUtf8("a byte", "一个字节", 1, 2),
    YamlError: lambda: YamlError("a tag", "标签", 3),
}
"""Those that are made from other things than two sentences."""


def sources() -> list[Path]:
    return [file for package in ("tui", "content", "engine", "db") for file in (ROOT / package).rglob("*.py")]


def exceptions() -> dict[str, str]:
    """The module of each exception class of the four packages, found in the source: nothing escapes for being unused."""
    classes: dict[str, tuple[set[str], str]] = {}
    for file in sources():
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
                classes.setdefault(node.name, (bases, module))
    found = {name for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, Exception)}
    grown = True
    while grown:
        more = {name for name, (bases, _) in classes.items() if bases & found} - found
        found, grown = found | more, bool(more)
    return {name: classes[name][1] for name in sorted(found & set(classes))}


ALL = {name: module for name, module in exceptions().items() if name not in INTERNAL}


@pytest.mark.parametrize("name", ALL)
def test_every_exception_is_an_expected_one_and_needs_both_languages(name: str) -> None:
    kind: type[Expected] = getattr(import_module(ALL[name]), name)
    assert issubclass(kind, EXPECTED)
    with pytest.raises((TypeError, AttributeError)):
        kind("one sentence alone")  # type: ignore[call-arg]
    error = MADE[kind]() if kind in MADE else kind("one sentence", "一句话")
    told = {language: sentence(error, language) for language in LANGUAGES}
    assert CHINESE.search(told["zh"])
    assert not CHINESE.search(told["en"])


def test_the_search_finds_what_there_is() -> None:
    assert {"Usage", "KeyFault", "UnknownItem", "KeymapTrouble", "Displaced", "BadTransfer"} <= set(ALL)
    assert set(exceptions()) >= INTERNAL
    assert (ExpectedError, DatabaseTrouble, OSError) == EXPECTED


def test_no_language_is_fetched_by_a_name_that_may_be_missing() -> None:
    assert "getattr" not in inspect.getsource(tui.expected_errors)
    assert [file for file in sources() if re.search(r'getattr\([^)]*"(zh|en)"', file.read_text("utf-8"))] == []
