"""Random keys over every screen in both languages: no exception, no lost review. BACKDRILL_MONKEY_KEYS says how many."""

from __future__ import annotations

import os
import random

import pytest

from tests.tui.screens.conftest import Launch
from tui.app import Backdrill

KEYS = [
    *"123456789abcdefuflnbsrivtwpc?/q１２,.-",
    *("up", "down", "left", "right", "enter", "enter", "enter", "space", "tab", "shift+tab", "escape", "backspace"),
    *("home", "end", "pageup", "pagedown", "shift+up", "shift+down", "ctrl+z", "ctrl+y", "ctrl+p", "ctrl+j", "ctrl+f"),
    *("ctrl+o", "ctrl+s", "ctrl+n", "delete", "shift+enter"),
    *("f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10"),
]
SIZES = [(80, 24), (120, 40), (60, 18), (40, 12), (200, 50)]


@pytest.mark.parametrize("seed", range(3))
async def test_a_monkey_breaks_nothing_and_loses_no_review(launch: Launch, seed: int, in_full: bool) -> None:
    rng, keys = random.Random(seed), int(os.environ.get("BACKDRILL_MONKEY_KEYS", "400" if in_full else "120"))
    async with launch("study", language=rng.choice(["en", "zh"])) as pilot:
        app = pilot.app
        assert isinstance(app, Backdrill)
        app.exit = lambda *_args, **_options: None  # type: ignore[method-assign]  # the door is locked
        for pressed in range(keys):
            if rng.random() < 0.02:
                await pilot.resize_terminal(*rng.choice(SIZES))
            if rng.random() < 0.05:
                await pilot.click(offset=(rng.randrange(app.size.width), rng.randrange(app.size.height)))
            choice = rng.choice(KEYS)
            await pilot.press(choice)
            assert app._exception is None, (pressed, choice)
            assert app.is_running
        assert app.context.memory.replay_check() == []
