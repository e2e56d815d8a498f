"""Backups that are whole, thinned with age and can be gone back to; a doctor that finds what is wrong."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.doctor import examine
from db.errors import DatabaseTrouble
from db.memory import Memory
from db.storage import backup
from db.types import Rating

START = datetime(2026, 1, 1, 9, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    """Backups are SQLite's; PostgreSQL brings its own."""
    return str(tmp_path / "memory.db")


def test_a_backup_taken_while_the_database_is_open_is_whole(memory, clock, answer, tmp_path):
    for number in range(5):
        answer(memory, memory.card(f"q{number}"), Rating.GOOD)
    made = backup.back_up(tmp_path / "memory.db", START)
    copy = Memory.open(str(made), clock=clock)
    assert copy.cards() == memory.cards()
    assert copy.replay_check() == []
    copy.close()


def test_restoring_goes_back_and_keeps_what_it_replaced(memory, clock, answer, tmp_path):
    path = tmp_path / "memory.db"
    answer(memory, memory.card("q0"))
    before = memory.cards()
    made = backup.back_up(path, START)
    answer(memory, memory.card("q1"))
    after = memory.cards()
    memory.close()
    saved = backup.restore(path, made, START + timedelta(hours=1))
    for file, expected in ((path, before), (saved, after)):
        opened = Memory.open(str(file), clock=clock)
        assert opened.cards() == expected
        opened.close()


@pytest.mark.parametrize("content", [b"", b"nonsense" * 1000])
def test_a_file_that_is_no_backup_changes_nothing(memory, answer, tmp_path, content):
    answer(memory, memory.card("q0"))
    memory.close()
    path, bad = tmp_path / "memory.db", tmp_path / "bad.db"
    bad.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(DatabaseTrouble, match="backup"):
        backup.restore(path, bad, START)
    assert path.read_bytes() == before


def test_two_years_of_daily_backups_are_thinned_to_days_weeks_and_months(memory, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    paths = [folder / f"backdrill-{START + timedelta(days=n):%Y-%m-%dT%H%M%S}-daily.db" for n in range(730)]
    gone = set(backup.superfluous(paths))
    kept = [path for path in paths if path not in gone]
    assert paths[-7:] == kept[-7:]
    assert 18 <= len(kept) <= 23
    asked = Path("backdrill-2020-01-01T000000-asked.db")
    assert asked not in backup.superfluous([*paths, asked])


def test_one_backup_a_day(memory, tmp_path):
    assert backup.daily(tmp_path / "memory.db", START) is not None
    assert backup.daily(tmp_path / "memory.db", START + timedelta(hours=3)) is None
    assert backup.daily(tmp_path / "memory.db", START + timedelta(days=1)) is not None


def test_a_folder_that_cannot_hold_backups_is_told(memory, tmp_path):
    (tmp_path / "backups").write_text("in the way")
    with pytest.raises(DatabaseTrouble, match="no backup could be written"):
        backup.back_up(tmp_path / "memory.db", START)


def test_the_doctor_finds_a_broken_reference(memory, answer, tmp_path):
    answer(memory, memory.card("q0"))
    connection = sqlite3.connect(tmp_path / "memory.db")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("UPDATE settings SET learner_id = 5")
    connection.execute("INSERT INTO settings VALUES (5, 'theme', '1')")
    connection.commit()
    connection.close()
    found = examine(memory)
    assert found.references
    assert not found.sound


@pytest.mark.parametrize(
    "name", ["backdrill-old.db", "backdrill-2026-11-25 (conflict copy).db", "backdrill-2026-99-99T000000-daily.db"]
)
def test_strange_files_among_the_backups_are_passed_over_and_named(memory, tmp_path, name):
    database = tmp_path / "memory.db"
    backup.back_up(database, START)
    stranger = backup.folder_of(database) / name
    stranger.write_bytes(b"not ours")
    backup.daily(database, START + timedelta(days=1))
    assert len(backup.backups(database)) == 2
    assert stranger not in backup.backups(database)
    assert examine(memory).strangers == [str(stranger)]
    assert examine(memory).sound


@pytest.mark.parametrize("name", ["why? not", "a#b", "50%25", "空 格"])
def test_a_path_may_hold_signs_that_mean_something_in_an_address(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    Memory.open(str(folder / "backdrill.db"), clock=lambda: START).close()
    assert [path.name for path in folder.iterdir()] == ["backdrill.db"]
    assert [path.name for path in tmp_path.iterdir()] == [name]
