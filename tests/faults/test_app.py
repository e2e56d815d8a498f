"""The faults in the app: a notice on the screen, the answer held until it can be written, nothing lost."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from pathlib import Path

import pytest

from db.errors import DatabaseTrouble
from db.storage.backup import back_up
from tests.tui.screens.conftest import context_in, ready, shown
from tui.app import Backdrill
from tui.dialogs.error import TroubleDialog
from tui.screens.study import StudyScreen
from tui.sessions.question import Phase


@pytest.fixture
async def pilot(tmp_path: Path):
    """The study screen, with one answer given."""
    context = context_in(tmp_path)
    context.memory.settings.set("welcomed", True)
    app = Backdrill(context, start="study")
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        await judged(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert kept(tmp_path) == 1
        yield pilot
    context.close()


def kept(folder: Path) -> int:
    with sqlite3.connect(folder / "backdrill.db") as connection:
        return int(connection.execute("SELECT count(*) FROM reviews").fetchone()[0])


async def judged(pilot) -> None:
    await pilot.press("f4")
    await pilot.pause()
    assert pilot.app.screen.question.phase is Phase.JUDGED


async def app_is_left(app) -> None:
    while app.uncaught is None or app._running:
        await asyncio.sleep(0.02)


async def refused(pilot, *words: str) -> None:
    """Rate; the refusal is read and closed, and the same question waits for its rating."""
    screen = pilot.app.screen
    before = screen.question
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(pilot.app.screen, TroubleDialog)
    told = " ".join(shown(pilot).replace("│", " ").split())
    for word in words:
        assert word in told, told
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(pilot.app.screen, StudyScreen)
    assert pilot.app.screen.question is before
    assert before.phase is Phase.JUDGED


async def accepted(pilot) -> None:
    before = pilot.app.screen.question
    await pilot.press("enter")
    await pilot.pause()
    assert isinstance(pilot.app.screen, StudyScreen)
    assert pilot.app.screen.question is not before


async def lock(pilot, folder: Path) -> None:
    await judged(pilot)
    other = sqlite3.connect(folder / "backdrill.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    await refused(pilot, "another program is writing", "nothing was written")
    assert kept(folder) == 1
    other.execute("ROLLBACK")
    other.close()
    await accepted(pilot)
    assert kept(folder) == 2


async def test_an_answer_under_a_lock_is_refused_and_written_when_it_is_gone(pilot, tmp_path):
    await lock(pilot, tmp_path)


async def test_the_test_of_the_lock_notices_an_app_that_goes_on_without_writing(pilot, tmp_path, monkeypatch):
    monkeypatch.setattr("db.memory.Memory.answer", lambda self, card, review: card)
    with pytest.raises(AssertionError):
        await lock(pilot, tmp_path)


async def test_an_answer_that_cannot_be_written_to_disk_is_refused_and_written_when_it_can(pilot, tmp_path):
    await judged(pilot)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))
    try:
        await refused(pilot, "free some space and try again", "acknowledged so far is safe")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    await accepted(pilot)
    assert kept(tmp_path) == 2
    assert pilot.app.context.memory.replay_check() == []


async def test_an_app_that_starts_on_a_damaged_file_says_so_with_the_mend(tmp_path):
    context = context_in(tmp_path)
    context.memory.settings.set("welcomed", True)
    context.close()
    database = tmp_path / "backdrill.db"
    good = back_up(database, context.clock(), "asked")
    database.write_bytes(b"noise" + database.read_bytes()[5:])
    async with Backdrill(context).run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        assert "is damaged" in pilot.app.failed
        assert f"backdrill restore {good}" in pilot.app.failed
        assert "is damaged" in " ".join(shown(pilot).split())


async def test_a_backup_that_cannot_be_written_is_told_and_learning_goes_on(tmp_path):
    context = context_in(tmp_path)
    context.memory.settings.set("welcomed", True)
    context.close()
    (tmp_path / "backups").write_text("in the way")
    app = Backdrill(context, start="study")
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)
        assert any("no backup could be written" in notice.message for notice in app._notifications)
        await judged(pilot)
        await accepted(pilot)
        assert kept(tmp_path) == 1
    context.close()


async def test_trouble_that_no_screen_expects_ends_the_app_with_its_sentence(tmp_path):
    context = context_in(tmp_path)
    context.memory.settings.set("welcomed", True)
    app = Backdrill(context, start="study")
    async with app.run_test(size=(100, 30)) as pilot:
        await ready(pilot)

        def fail() -> None:
            raise DatabaseTrouble("the database is damaged", "数据库已损坏")

        app.screen.call_later(fail)
        await asyncio.wait_for(app_is_left(app), 20)
    assert str(app.uncaught) == "the database is damaged"
    assert app.return_code == 2
    context.close()
