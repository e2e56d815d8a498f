"""The laboratory: choosing, predicting, turning knobs, comparing, saving, stopping."""

from __future__ import annotations

import csv
import json
import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from textual.pilot import Pilot

from engine.demonstration import Demonstration, Partial, demonstration
from engine.parameters import Array, Choice, Float, Integer
from engine.registry import find
from engine.result import Axis, Lines, Result, Series
from engine.text import Text, same
from tests.tui.screens.laboratory_app import LaboratoryApp
from tui.dialogs.export import numbers_csv, numbers_json, picture
from tui.screens.laboratory import LaboratoryScreen
from tui.widgets.demonstration_runner import Cache, Request
from tui.widgets.parameter_knob import Knob
from tui.widgets.result_view import ResultView
from tui.widgets.slider_steps import at, fraction, turned

POOLING = "pooling_router"
KEYS = "up down left right enter escape tab space n i c v d x shift+right 1 2 backspace slash f2"


def bench(app: LaboratoryApp) -> LaboratoryScreen:
    screen = app.screen_stack[1]
    assert isinstance(screen, LaboratoryScreen)
    return screen


async def settle(pilot: Pilot[None]) -> None:
    """Until no run is under way and all is drawn."""
    for _ in range(200):
        await pilot.pause(0.02)
        if not bench(pilot.app).running:  # type: ignore[arg-type]
            break
    await pilot.pause()


def seen(app: LaboratoryApp, view: str = "#now") -> str:
    return "\n".join(strip.text for strip in bench(app).query_one(view, ResultView)._strips)


async def test_a_demonstration_asks_for_a_prediction_before_it_runs() -> None:
    app = LaboratoryApp()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("slash", *"router", "enter", "enter")
        await pilot.pause()
        assert "Predict first" in seen(app)
        assert bench(app).result is None
        await pilot.press("enter")
        await settle(pilot)
        assert "input x" in seen(app)


async def test_a_turned_knob_redraws_and_stays_within_its_range() -> None:
    app = LaboratoryApp(demonstration=POOLING, parameters={"size": 4})
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        before = seen(app)
        await pilot.press("down", *["right"] * 3)
        await settle(pilot)
        assert seen(app) != before
        result = bench(app).result
        assert result is not None
        assert np.shape(result.measurements["x"]) == (7, 7)
        await pilot.press(*["shift+left"] * 5)
        assert bench(app)._request().parameters["size"] == 2


async def test_the_question_s_own_numbers_and_seed_are_used() -> None:
    given = {"input": [[1.0, 2.0], [3.0, 4.0]], "mode": "mean"}
    app = LaboratoryApp(demonstration=POOLING, parameters=given, seed=5)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        result = bench(app).result
        assert result is not None
        assert np.asarray(result.measurements["x"]).tolist() == [[1, 2], [3, 4]]
        assert bench(app).seed == 5


async def test_a_typed_value_out_of_range_is_told_in_words_and_not_taken() -> None:
    app = LaboratoryApp("zh", demonstration=POOLING, parameters={"size": 4})
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        await pilot.press("down", "9", "9", "enter")
        knob = bench(app).focused
        assert isinstance(knob, Knob)
        assert "2 到 12" in knob.render().plain
        assert knob.value == 4
        await pilot.press("escape", "8", "enter")
        assert knob.value == 8


async def test_an_impossible_combination_is_told_and_the_next_turn_recovers() -> None:
    app = LaboratoryApp(demonstration=POOLING, parameters={"size": 2, "kernel": 5})
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        assert "leaves no window" in seen(app)
        await pilot.press("d")
        await settle(pilot)
        assert "input x" in seen(app)


async def test_two_settings_stand_side_by_side() -> None:
    app = LaboratoryApp(demonstration=POOLING, parameters={"mode": "max"})
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        before = seen(app)
        await pilot.press("v", "right")
        await settle(pilot)
        assert [line.rstrip() for line in seen(app, "#kept").splitlines()[:3]] == [
            line.rstrip() for line in before.splitlines()[:3]
        ]
        assert seen(app).splitlines() != before.splitlines()


async def test_a_walk_is_stepped_with_the_arrows() -> None:
    app = LaboratoryApp(demonstration=POOLING, parameters={"size": 4})
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        view = bench(app).query_one("#now", ResultView)
        view.focus()
        assert "Step 1 of 4" in seen(app)
        await pilot.press("right", "right", "left", "left", "left", "right")
        assert "Step 2 of 4" in seen(app)
        await pilot.press(*["right"] * 9)
        assert "Step 4 of 4" in seen(app)


async def test_the_picture_and_the_numbers_are_saved_and_nothing_is_overwritten(tmp_path: Path) -> None:
    app = LaboratoryApp(demonstration=POOLING, parameters={"size": 4})
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        for name in ("a.svg", "a.csv", "a.json", "a.json"):
            await pilot.press("s")
            await pilot.pause()
            app.screen.query_one("Input").value = str(tmp_path / name)
            await pilot.press("enter")
            await pilot.pause()
        assert "exists already" in str(app.screen.query_one("#told").render())
    assert (tmp_path / "a.svg").read_text().startswith("<svg")
    assert json.loads((tmp_path / "a.json").read_text())["parameters"]["size"] == 4
    rows = list(csv.DictReader((tmp_path / "a.csv").open()))
    assert sum(row["measurement"] == "x" for row in rows) == 16


def slow(gate: threading.Event) -> Demonstration:
    """A long demonstration that waits at each tenth until `gate` opens."""
    x = np.arange(4.0)
    view = Lines(same("half way"), Axis(same("x")), Axis(same("y")), (Series(same("s"), x, x),))

    def run(rng: np.random.Generator) -> Iterator[Partial]:
        yield Partial(0.5, Result({}, (view,)))
        gate.wait(5)
        yield Partial(1.0, Result({"n": 1}, (replace(view, title=same("all the way")),)))

    texts = dict.fromkeys(("title", "summary", "look_for", "predict", "limits"), Text("slow", "慢"))
    fields = {"number": "D99", "name": "slow", "topic": "t", "parameters": (), "measurements": (), **texts}
    return demonstration(**fields)(run)


async def test_a_long_run_draws_what_it_has_and_stops_at_once() -> None:
    gate = threading.Event()
    app = LaboratoryApp(demonstration=POOLING, parameters={"size": 4})
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await bench(app)._open(slow(gate), {}, predict=False)
        await pilot.pause(0.2)
        assert "half way" in seen(app)
        assert bench(app).running
        await pilot.press("x")
        assert not bench(app).running
        gate.set()
        await pilot.pause(0.2)
        assert "half way" in seen(app)


async def test_a_late_answer_to_an_older_request_is_not_shown() -> None:
    app = LaboratoryApp(demonstration=POOLING, parameters={"size": 4})
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        screen = bench(app)
        before = seen(app)
        screen._runner._arrived(screen._runner._serial - 1, Result({}), 1.0)
        await pilot.pause()
        assert seen(app) == before


async def test_a_long_run_ends_with_its_answer() -> None:
    gate = threading.Event()
    gate.set()
    app = LaboratoryApp(demonstration=POOLING, parameters={"size": 4})
    async with app.run_test(size=(100, 30)) as pilot:
        await settle(pilot)
        await bench(app)._open(slow(gate), {}, predict=False)
        await settle(pilot)
        assert "all the way" in seen(app)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 50)])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_random_keys_and_resizes_break_nothing(size: tuple[int, int], language: str, in_full: bool) -> None:
    rng = random.Random(7)
    keys = KEYS.split()
    app = LaboratoryApp(language)  # type: ignore[arg-type]
    async with app.run_test(size=size) as pilot:
        for _ in range(120 if in_full else 40):
            if len(app.screen_stack) < 2:
                app.push_screen(LaboratoryScreen())
            await pilot.press(rng.choice(keys))
            if rng.random() < 0.05:
                await pilot.resize_terminal(rng.randrange(60, 200), rng.randrange(18, 50))
        assert app.is_running


def test_results_are_kept_by_demonstration_parameters_and_seed() -> None:
    router = find(POOLING)
    cache = Cache()
    result = Result({})
    cache.put(Request(router, router.accept({"input": [[1, 2], [3, 4]]}), 0), result)
    assert cache.get(Request(router, router.accept({"input": [[1, 2], [3, 4]]}), 0)) is result
    assert cache.get(Request(router, router.accept({"input": [[1, 2], [3, 5]]}), 0)) is None
    assert cache.get(Request(router, router.accept({"input": [[1, 2], [3, 4]]}), 1)) is None


@pytest.mark.parametrize(
    "parameter",
    [
        Integer("n", same("n"), 3, 1, 9, step=2),
        Float("x", same("x"), 0.5, -1.0, 1.0),
        Float("lr", same("lr"), 0.1, 1e-8, 10.0, log=True),
        Choice("c", same("c"), "a", ("a", "b", "c")),
    ],
)
def test_every_place_of_a_slider_is_an_accepted_value(parameter: Integer | Float | Choice) -> None:
    for place in np.linspace(-0.2, 1.2, 97).tolist():
        value = at(parameter, place)
        assert value is not None
        assert parameter.accept(value) == value
        assert abs(fraction(parameter, value) - min(1, max(0, place))) <= 0.26
        for steps in (-1000, -1, 1, 1000):
            after = turned(parameter, value, steps)
            assert after is not None
            assert parameter.accept(after) == after


def test_an_array_has_no_slider() -> None:
    assert at(Array("a", same("a")), 0.5) is None


def test_saved_numbers_and_pictures_hold_what_was_measured() -> None:
    router = find(POOLING)
    request = Request(router, router.accept({"size": 3}), 1)
    from engine.registry import generator
    from tui.drawing import Palette

    result = router.run(request.parameters, generator(1))
    saved = json.loads(numbers_json(request, result))["measurements"]
    assert saved["x"] == np.asarray(result.measurements["x"]).tolist()
    assert f"most_wins,,{result.measurements['most_wins']}" in numbers_csv(result)
    assert "输入" in picture(request, result, "zh", Palette())
