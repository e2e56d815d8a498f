"""Every key that F1 lists acts, wherever it is listed, in the real app. `--all` presses the other names of keys as well."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.events import Key
from textual.screen import Screen

from tests.guards.places import ROOMS
from tests.guards.source import classes
from tests.guards.walk import Place, walking
from tui.app import Backdrill
from tui.screens.settings import SettingsScreen
from tui.widgets.rows import Rows


@pytest.mark.parametrize("rooms", ROOMS)
async def test_every_key_that_f1_lists_acts(folder: Path, rooms: str, in_full: bool) -> None:
    tried: set[object] = set()
    async with walking(folder) as walk:
        found = [fault for place in ROOMS[rooms] for fault in await walk.faults(place, tried, in_full)]
    assert found == []
    assert len(tried) > 10


def test_every_screen_is_walked() -> None:
    walked = {place.screen for places in ROOMS.values() for place in places}
    bases = {base for cls in classes(Screen) for base in cls.__mro__[1:]}
    there = {cls.__name__ for cls in classes(Screen) if cls not in bases}
    assert there - walked == {"HelpDialog", "JumpScreen"}, "what F1 opens, and what takes any key as a letter"


# ── planted faults ──────────────────────────────────────────────────────────────────────────────────────────

SETTINGS = Place("settings", "SettingsScreen", "settings")


async def faults_in_settings(folder: Path) -> list[str]:
    async with walking(folder) as walk:
        return await walk.faults(SETTINGS, set())


async def test_a_key_whose_action_does_nothing_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SettingsScreen, "action_default", lambda self: None)
    assert await faults_in_settings(folder) == ["settings: backspace (settings.default) does nothing"]


async def test_a_key_that_something_else_takes_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def take(rows: Rows, event: Key) -> None:
        if event.key == "left":
            event.stop()
            rows.cursor = 5

    monkeypatch.setattr(Rows, "on_key", take, raising=False)
    assert await faults_in_settings(folder) == ["settings: left (settings.less) does nothing"]


async def test_a_key_with_an_internal_name_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Backdrill, "get_key_display", lambda app, binding: f"key_{binding.key}")
    assert "settings: F1 calls a key 'key_left'" in await faults_in_settings(folder)
