"""Every letter that the screens draw can be read: contrast by WCAG 2, measured on the drawn cells in each theme."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from rich.color import Color as RichColor
from textual.pilot import Pilot

from db.types import NewReview, Rating
from tests.tui.screens.conftest import Launch
from tui.themes import CONTRAST, DARK, LIGHT

LEAST = {DARK.name: 4.5, LIGHT.name: 4.5, CONTRAST.name: 7.0}
THEN = {"study": ("f4",), "laboratory": ("enter", "enter")}
"""What is pressed in a room that then shows more."""
ROOMS = ["home", "settings", "browse", "notes", "statistics", "laboratory", "interview", "decks", "weak", "study"]


def luminance(rgb: tuple[int, int, int]) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = [c / 255 for c in rgb]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """From 1 (the same) to 21 (black and white)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def rgb(colour: RichColor | None) -> tuple[int, int, int] | None:
    return None if colour is None or colour.is_default else tuple(colour.get_truecolor())  # type: ignore[return-value]


def weak(screen, least: float) -> Iterator[tuple[str, float]]:
    """(text, contrast) of what is drawn with too little."""
    for strip in screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if style is None or not any(c.isalnum() for c in segment.text):
                continue
            front, back = rgb(style.color), rgb(style.bgcolor)
            if style.reverse:
                front, back = back, front
            if front is None or back is None:
                continue
            if style.dim:
                front = tuple((f + b) // 2 for f, b in zip(front, back, strict=True))  # type: ignore[assignment]
            found = contrast(front, back)
            if found < least:
                yield segment.text.strip(), round(found, 2)


def test_the_measure_is_that_of_wcag():
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("room", ROOMS)
async def test_all_text_of_a_room_can_be_read(launch: Launch, room: str) -> None:
    async with launch(size=(120, 40)) as pilot:
        memory = pilot.app.context.memory
        for number, card in enumerate(memory.cards()[:6]):
            memory.answer(card, NewReview(Rating(number % 4 + 1), Rating.GOOD, "a", 1.0, 9.0, confidence=3))
        if room != "home":
            pilot.app.go(room)
        await read(pilot, room)
        if room in THEN:
            await pilot.press(*THEN[room])
            await read(pilot, f"{room}, {THEN[room]}")


async def read(pilot: Pilot[None], what: str) -> None:
    """Every letter of the screen, in every theme."""
    await pilot.pause(0.3)
    await pilot.app.workers.wait_for_complete()
    for theme, least in LEAST.items():
        pilot.app.theme = theme
        await pilot.pause(0.1)
        assert list(weak(pilot.app.screen, least)) == [], (what, theme)


async def test_a_colour_too_weak_is_noticed(launch: Launch) -> None:
    async with launch("settings") as pilot:
        pilot.app.register_theme(replace(DARK, name="too-weak", foreground="#4a525b"))
        pilot.app.theme = "too-weak"
        await pilot.pause(0.2)
        found = list(weak(pilot.app.screen, 4.5))
        assert any("new" in text.lower() for text, _ in found), found
