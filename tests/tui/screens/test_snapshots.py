"""A few whole screens as they are drawn, beside what they looked like when somebody last looked at them.

pytest tests/tui/screens/test_snapshots.py --renew-snapshots     # after looking at what changed
"""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path

import pytest

from db.types import NewReview, Rating
from engine.text import Language
from tests.tui.screens.conftest import MORNING, Launch, context_in

KEPT = Path(__file__).parent / "snapshots"
SCREENS = {
    "home": ("home", ()),
    "question": ("ask", ()),
    "judged": ("ask", ("2", "enter", "3")),
    "statistics": ("statistics", ()),
    "laboratory": ("laboratory", ()),
    "settings": ("settings", ()),
}
VARIANTS: list[tuple[tuple[int, int], Language, str]] = [
    ((80, 24), "zh", "backdrill-dark"),
    ((80, 24), "en", "backdrill-light"),
    ((120, 40), "en", "backdrill-dark"),
    ((120, 40), "zh", "backdrill-contrast"),
]


def drawn(screen) -> str:
    """The rows of a screen, and a digest of their styles below them."""
    digest, rows = hashlib.blake2b(digest_size=8), []
    for strip in screen._compositor.render_strips():
        rows.append("".join(segment.text for segment in strip).rstrip())
        styles = [(len(segment.text), str(segment.style)) for segment in strip.simplify() if segment.text.strip()]
        digest.update(repr(styles).encode())
    return "\n".join([*rows, "", f"styles {digest.hexdigest()}", ""])


def a_learner(folder: Path, language: Language):
    """Two weeks of answers."""
    context, now = context_in(folder, language), [MORNING]
    context.clock = lambda: now[0]
    for ago in range(14, 0, -1):
        now[0] = MORNING - timedelta(days=ago)
        for number, card in enumerate(context.memory.cards()[: 3 + ago % 5]):
            right = (number + ago) % 4 > 0
            rating = Rating.GOOD if right else Rating.AGAIN
            context.memory.answer(card, NewReview(rating, rating, "a", float(right), 15.0 + number, confidence=3))
    now[0] = MORNING
    context.knowledge.now()
    return context


async def settled(pilot) -> None:
    """Until nothing is computed any more and three looks in turn see the same."""
    seen: list[str] = []
    for _ in range(200):
        await pilot.app.workers.wait_for_complete()
        await pilot.pause(0.05)
        seen.append(drawn(pilot.app.screen))
        if len(seen) > 3 and len(set(seen[-3:])) == 1:
            return


@pytest.mark.parametrize("name", list(SCREENS))
@pytest.mark.parametrize(("size", "language", "theme"), VARIANTS)
async def test_the_screen_is_drawn_as_it_was(
    launch: Launch, tmp_path: Path, request: pytest.FixtureRequest, name: str, size, language: Language, theme: str
) -> None:
    start, keys = SCREENS[name]
    kept = KEPT / f"{name}-{size[0]}x{size[1]}-{language}-{theme.removeprefix('backdrill-')}.txt"
    wanted = kept.read_text(encoding="utf-8") if kept.exists() else ""
    options = {"question_id": "pool-single", "seed": 1} if start == "ask" else {}
    async with launch(start, language, size=size, context=a_learner(tmp_path, language), **options) as pilot:
        pilot.app.theme = theme
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await settled(pilot)
        found = drawn(pilot.app.screen)
        for _ in range(0 if request.config.getoption("--renew-snapshots") else 100):
            if found == wanted:  # on a busy machine the last frame may be late
                break
            await pilot.pause(0.05)
            found = drawn(pilot.app.screen)
    if request.config.getoption("--renew-snapshots"):
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(found, encoding="utf-8")
        wanted = found
    assert wanted, f"no snapshot {kept.name}; look at the screen, then --renew-snapshots"
    assert found.split("\n") == wanted.split("\n")


async def test_a_change_of_text_or_of_colour_alone_is_noticed(launch: Launch, tmp_path: Path) -> None:
    async with launch("settings", context=a_learner(tmp_path, "en")) as pilot:
        first = drawn(pilot.app.screen)
        pilot.app.theme = "backdrill-light"
        await pilot.pause(0.2)
        second = drawn(pilot.app.screen)
        assert first.split("\n")[:-2] == second.split("\n")[:-2]
        assert first != second
        await pilot.press("f2")
        await pilot.pause()
        assert drawn(pilot.app.screen).split("\n")[:-2] != second.split("\n")[:-2]
