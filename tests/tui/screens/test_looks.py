"""Density and animation: what the settings say is what is drawn."""

from __future__ import annotations

import pytest

from tests.tui.screens.conftest import Launch, context_in, shown
from tui.widgets.result_view import ResultView
from tui.widgets.rows import Rows


async def press(pilot, *keys):
    for key in keys:
        await pilot.press(key)
        await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_compact_leaves_more_room(launch: Launch, tmp_path, size) -> None:
    context = context_in(tmp_path)
    drawn = {}
    for density in ("comfortable", "compact"):
        context.memory.settings.set("density", density)
        async with launch("ask", context=context, size=size, question_id="pool-single", seed=1) as pilot:
            await press(pilot, "2", "enter", "3")
            await pilot.pause(0.2)
            drawn[density] = shown(pilot)
    assert drawn["comfortable"].count("╭") > 0 == drawn["compact"].count("╭")
    why = {name: next(at for at, row in enumerate(page.split("\n")) if "Why:" in row) for name, page in drawn.items()}
    assert "✓ correct" in drawn["compact"]
    assert why["compact"] <= why["comfortable"] - 2


async def test_a_change_in_the_settings_is_seen_at_once(launch: Launch) -> None:
    async with launch("settings") as pilot:
        rows = pilot.app.screen.query_one(Rows)
        names = [row.name for row in rows._rows]
        assert "╭" in shown(pilot)
        rows.go_to(names.index("density"))
        await press(pilot, "right")
        assert "╭" not in shown(pilot)
        rows.go_to(names.index("animation"))
        await press(pilot, "right")
        assert pilot.app.animation_level == "none"
        await press(pilot, "right")
        assert pilot.app.animation_level != "none"


@pytest.mark.parametrize("moving", [True, False])
async def test_without_animation_playing_goes_to_the_last_step_at_once(launch: Launch, tmp_path, moving) -> None:
    context = context_in(tmp_path)
    context.memory.settings.set("animation", moving)
    async with launch("laboratory", context=context, demonstration="pooling_router") as pilot:
        await press(pilot, "enter")
        await pilot.pause(0.5)
        view = next(view for view in pilot.app.screen.query(ResultView) if view.steps is not None)
        view.action_play()
        await pilot.pause()
        last = len(view.steps.steps) - 1
        assert (view.step == last) is not moving
        assert (view._playing is not None) is moving
