"""Jump mode: letters on rows and widgets, in every room and both languages."""

from __future__ import annotations

import pytest

from engine.text import Language
from tests.tui.screens.conftest import Launch, shown
from tui.screens.jump import LETTERS, JumpScreen, targets
from tui.screens.study import StudyScreen
from tui.widgets.rows import Rows


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_letter_goes_to_a_row_and_enter_opens_it(launch: Launch, language: Language) -> None:
    async with launch("settings", language=language) as pilot:
        rows = pilot.app.screen.query_one(Rows)
        wanted = rows.in_view()[4]
        found = targets(pilot.app.screen)
        place = next(i for i, target in enumerate(found) if target.at.y == rows.content_region.y + wanted[0])
        await press(pilot, "ctrl+o")
        assert f"[{LETTERS[place]}]" in shown(pilot)
        await press(pilot, LETTERS[place])
        assert not isinstance(pilot.app.screen, JumpScreen)
        assert rows.cursor == wanted[1]
        assert rows.has_focus


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("room", ["laboratory", "browse", "notes", "decks", "interview", "statistics", "study"])
async def test_every_room_has_places_each_of_which_takes_the_keyboard(launch: Launch, room: str, size, in_full) -> None:
    async with launch(room, size=size) as pilot:
        await pilot.pause(0.1)
        count = len(targets(pilot.app.screen))
        assert count
        for place in range(min(count, 8 if in_full else 3)):
            await press(pilot, "ctrl+o")
            assert isinstance(pilot.app.screen, JumpScreen)
            before = pilot.app.screen_stack[-2].focused
            await press(pilot, LETTERS[place])
            assert not isinstance(pilot.app.screen, JumpScreen)
            assert pilot.app.focused is not None or before is None


async def test_escape_and_unknown_letters_leave_everything_as_it_was(launch: Launch) -> None:
    async with launch("study") as pilot:
        await pilot.pause()
        focused = pilot.app.focused
        for key in ("escape", "exclamation_mark", "f4", "ctrl+o"):
            await press(pilot, "ctrl+o", key)
            if isinstance(pilot.app.screen, JumpScreen):
                await press(pilot, "escape")
            assert isinstance(pilot.app.screen, StudyScreen)
            assert pilot.app.focused is focused
            assert pilot.app.screen.question.verdict is None


async def test_a_terminal_of_another_size_has_other_places(launch: Launch) -> None:
    async with launch("settings") as pilot:
        await press(pilot, "ctrl+o")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, JumpScreen)
