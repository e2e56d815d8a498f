"""What is imported when, and that both languages are complete."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest

import tui.locale
from engine.registry import REGISTER, catalogue
from engine.text import Text

HEAVY = ("numpy", "sqlalchemy", "alembic", "fsrs", "yaml", "pydantic", "simpleeval", "shtab", "textual")


def imported_after(code: str, whole: bool = False) -> set[str]:
    name = "m" if whole else "m.split('.')[0]"
    script = f"import sys\n{code}\nprint('\\n'.join({name} for m in sys.modules))"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True)
    return set(result.stdout.split())


def test_the_command_line_itself_imports_nothing_heavy():
    assert imported_after("import tui.command_line") & set(HEAVY) == set()


def test_the_sessions_do_not_import_textual():
    assert "textual" not in imported_after("import tui.sessions.study, tui.line_mode.study")


def test_the_app_imports_nothing_but_textual_before_the_first_paint():
    heavy = set(HEAVY) - {"textual"}
    assert imported_after("import tui.app") & heavy == set()


@pytest.mark.parametrize("name", [info.name for info in pkgutil.iter_modules(tui.locale.__path__)])
def test_every_word_stands_in_both_languages(name):
    module = importlib.import_module(f"tui.locale.{name}")
    for text in texts_in(vars(module)):
        assert text.en.strip(), text
        assert text.zh.strip(), text


def texts_in(value):
    if isinstance(value, Text):
        if value != Text("", ""):
            yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not str(key).startswith("__"):
                yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)


def words_said(file):
    """(area, word) for every word of `tui.locale` that a file names, whatever it calls the area's module."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    areas = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "tui.locale":
            areas.update({alias.asname or alias.name: alias.name for alias in node.names})
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("tui.locale."):
            yield from ((node.module.rpartition(".")[2], alias.name) for alias in node.names)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in areas:
            yield areas[node.value.id], node.attr


def test_every_word_is_said_somewhere():
    home = Path(tui.locale.__path__[0])
    said = {found for file in home.parent.rglob("*.py") for found in words_said(file)}
    for file in home.glob("*.py"):
        source = file.read_text(encoding="utf-8")
        for word in re.findall(r"^([A-Z_]+)(?:: .*)? = ", source, re.M):
            used_here = len(re.findall(rf"\b{word}\b", source)) > 1
            assert word.startswith("_") or used_here or (file.stem, word) in said, f"{file.stem}.{word}"


def test_a_demonstration_is_found_by_its_path_and_imports_no_other():
    code = """
from engine.registry import REGISTER, find
prefix = "engine.demonstrations."
seen = set()
for name, module in sorted(REGISTER.modules.items(), key=lambda pair: pair[0] != "pooling_router"):
    find(name)
    now = {m for m in sys.modules if m.startswith(prefix) and m.count(".") == 3 and "._" not in m}
    assert now - seen == {module}, (name, now - seen)
    seen = now
    if len(seen) == 1:
        assert seen == {"engine.demonstrations.pooling.pooling_router"}
"""
    assert "engine.demonstrations.pooling.pooling_router" in imported_after(code, whole=True)


def test_a_demonstration_stands_in_the_folder_of_its_topic():
    own = {module.rpartition(".")[2]: module.split(".")[-2] for module in REGISTER.modules.values()}
    assert {name: catalogue()[name].topic for name in own} == own
    assert len(own) >= 49


@pytest.mark.parametrize("name", list(catalogue()))
def test_every_demonstration_is_documented_and_measures_what_it_declares(name):
    from engine.registry import generator

    item = catalogue()[name]
    for text in (item.title, item.summary, item.look_for, item.predict, item.limits):
        assert text.en.strip()
        assert text.zh.strip()
    assert item.kernels
    assert item.source()
    for measurement in item.measurements:
        assert measurement.meaning.en
        assert measurement.meaning.zh
    if not item.long:
        assert set(item.run({}, generator(0)).measurements) == {m.name for m in item.measurements}
