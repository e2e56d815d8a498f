"""The app on a real SQLite file, a frozen clock and a deck of all nine kinds."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from textual.pilot import Pilot

from content.library import Library
from content.loader import load_deck
from engine.text import Language
from tui.app import Backdrill
from tui.context import Context, frozen
from tui.locations import Locations

DECK = Path(__file__).parent / "deck"
MORNING = datetime(2027, 3, 1, 9, tzinfo=UTC)
Launch = Callable[..., AbstractAsyncContextManager[Pilot[None]]]


def context_in(folder: Path, language: Language = "en") -> Context:
    """Surroundings with the nine-kinds deck alone."""
    context = Context(Locations(folder), language=language, clock=frozen(MORNING))
    context.__dict__["library"] = Library((load_deck(DECK),))
    return context


async def ready(pilot: Pilot[None]) -> None:
    """Wait until the memory is open and the first screen stands."""
    app = pilot.app
    assert isinstance(app, Backdrill)
    for _ in range(400):
        await pilot.pause(0.02)
        if app.ready or app.failed:
            break
    await pilot.pause()


@pytest.fixture
def launch(tmp_path: Path) -> Launch:
    """`async with launch("study", size=(80, 24)) as pilot`: the app, ready."""

    @asynccontextmanager
    async def started(
        start: str = "home",
        language: Language = "en",
        size: tuple[int, int] = (80, 24),
        welcomed: bool = True,
        context: Context | None = None,
        **options: object,
    ) -> AsyncIterator[Pilot[None]]:
        context = context or context_in(tmp_path, language)
        if welcomed:
            context.memory.settings.set("welcomed", True)
        app = Backdrill(context, start=start, **options)
        async with app.run_test(size=size, notifications=True) as pilot:
            await ready(pilot)
            yield pilot
        context.close()

    return started


def shown(pilot: Pilot[None]) -> str:
    """The whole screen as text."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


@pytest.fixture
def broken_deck(tmp_path: Path) -> Path:
    """A deck of one's own with a fault in it."""
    folder = tmp_path / "decks" / "mine"
    shutil.copytree(DECK, folder)
    (folder / "deck.yaml").write_text("id: [", encoding="utf-8")
    return folder
