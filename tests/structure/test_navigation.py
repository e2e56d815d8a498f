"""The table of screens against the screens."""

from __future__ import annotations

import inspect
import re
from importlib import import_module
from pathlib import Path

import pytest
from textual.screen import Screen

import tui.screens
from tui.navigation import HOME, SCREENS

FILES = Path(tui.screens.__file__).parent


def screen_of(entry):
    return getattr(import_module(f"tui.screens.{entry.module}"), entry.screen)


@pytest.mark.parametrize("name", SCREENS)
def test_every_entry_leads_to_a_screen_that_takes_its_options(name):
    screen = screen_of(SCREENS[name])
    assert issubclass(screen, Screen)
    inspect.signature(screen).bind_partial(**SCREENS[name].options)


@pytest.mark.parametrize("name", HOME)
def test_what_home_offers_has_words_and_opens_without_options(name):
    assert all([*HOME[name].label, *HOME[name].help])
    inspect.signature(screen_of(HOME[name])).bind()


def test_every_name_that_is_opened_has_an_entry():
    calls = re.compile(r"\.(?:go|switch)\(\s*\"(\w+)\"")
    used = {name for path in FILES.parent.rglob("*.py") for name in calls.findall(path.read_text(encoding="utf-8"))}
    assert used
    assert used <= set(SCREENS)


def test_no_two_screens_share_a_key_on_home():
    keys = [key for entry in HOME.values() for key in entry.keys.split(",")]
    assert len(keys) == len(set(keys))
