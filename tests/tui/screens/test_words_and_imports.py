"""Every key, setting and word is there in both languages; nothing heavy is imported before the first paint."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import tui
from db.setting_kinds import Setting
from db.settings import SPECS
from engine.text import Text
from tui.locale.keys import KEYS
from tui.locale.laboratory import KEYS as LABORATORY_KEYS
from tui.navigation import HOME_KEYS

TUI = Path(tui.__file__).parent
HEAVY = ("numpy", "sqlalchemy", "yaml", "pydantic", "fsrs", "alembic", "simpleeval", "content", "db", "engine.kernels")


def texts(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from texts(item)


def test_no_word_is_empty_in_either_language() -> None:
    checked = 0
    for path in (TUI / "locale").glob("[a-z]*.py"):
        for value in vars(import_module(f"tui.locale.{path.stem}")).values():
            for text in texts(value):
                checked += 1
                assert text.en.strip(), (path.stem, text)
                assert text.zh.strip(), (path.stem, text)
    assert checked > 200


def test_both_languages_name_the_same_values() -> None:
    for path in (TUI / "locale").glob("[a-z]*.py"):
        for value in vars(import_module(f"tui.locale.{path.stem}")).values():
            for text in texts(value):
                places = [sorted(re.findall(r"\{(\w*)", said)) for said in text]
                assert places[0] == places[1], text


def test_every_key_has_words_and_every_word_a_key() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in TUI.rglob("*.py") if path.name != "keys.py")
    used = set(re.findall(r'key\([^()]*(?:\([^()]*\)[^()]*)*?"([a-z]+\.[a-z]+)"', sources))
    used |= set(re.findall(r'"((?:answer|scale|home)\.[a-z]+)"', sources))
    assert used - set(KEYS) - set(HOME_KEYS) - set(LABORATORY_KEYS) == set()
    assert set(KEYS) - used == set()


@pytest.mark.parametrize("setting", SPECS.values(), ids=lambda setting: setting.name)
def test_every_setting_is_named_and_explained_in_both_languages(setting: Setting) -> None:
    for words in (setting.label, setting.help, *getattr(setting, "choices", {}).values()):
        assert words.en
        assert words.zh
    assert re.search(r"[\u4e00-\u9fff]", setting.label.zh + setting.help.zh)
    assert not re.search(r"[\u4e00-\u9fff]", setting.label.en + setting.help.en)
    assert setting.fits(setting.default)


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    code = "import sys, tui.app, tui.context; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "textual.app" in loaded
    assert [name for name in HEAVY if name in loaded] == []
