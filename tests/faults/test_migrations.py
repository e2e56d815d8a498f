"""From every released schema with data in it, in both homes; killed in the middle of it, at every statement."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from db.errors import DatabaseTrouble
from db.memory import Memory
from db.storage.backup import backups
from db.storage.store import HEAD
from tests import fork_server
from tests.faults import released
from tests.faults.program import Program, no_traceback, one_sentence, study

OLD = [revision for revision in released.REVISIONS if revision != HEAD]


def now() -> datetime:
    return datetime.now(UTC)


def test_every_revision_is_among_those_tested():
    versions = Path(released.__file__).parents[2] / "db" / "migrations" / "versions"
    assert sorted(path.name[1:5] for path in versions.glob("r*.py")) == list(released.REVISIONS)
    assert released.REVISIONS[-1] == HEAD


def migrate(home: str, old: str, spoil=None) -> None:
    released.make(home, old)
    before = released.content(home)
    Memory.open(home, learner="somebody", clock=now).close()
    if spoil:
        spoil(home)
    after = released.content(home)
    assert [row for row in after.pop("learners") if "anna" in row] == before.pop("learners")
    assert {name: after[name] for name in before} == before
    assert released.revision(home) == HEAD


@pytest.mark.parametrize("old", OLD)
def test_what_was_kept_under_an_earlier_schema_is_all_there_under_the_newest(home, old):
    migrate(home, old)


def test_the_test_of_migrations_notices_a_value_that_changes(home):
    def spoil(home: str) -> None:
        engine = released.engine_of(home)
        with engine.connect() as connection:
            connection.execute(text("UPDATE reviews SET hints = 2 WHERE card_id = 17"))
            connection.commit()
        engine.dispose()

    with pytest.raises(AssertionError):
        migrate(home, "0001", spoil)


OPENER = """
import os, sys
from datetime import datetime, UTC
import db.migrations.run
from sqlalchemy import event
from sqlalchemy.engine import Engine
from db.memory import Memory
stop, seen = int(sys.argv[2]), 0
@event.listens_for(Engine, "before_cursor_execute")
def count(connection, cursor, statement, *_):
    global seen
    if migrating:
        seen += 1
        if seen == stop:
            os.kill(os.getpid(), 9)
upgrade, migrating = db.migrations.run.upgrade, False
def watched(*arguments):
    global migrating
    migrating = True
    upgrade(*arguments)
    migrating = False
db.migrations.run.upgrade = watched
{plant}
Memory.open(sys.argv[1], learner="somebody", clock=lambda: datetime.now(UTC)).close()
print(seen)
"""

COMMITS_IN_BETWEEN = """
import alembic.op
create = alembic.op.create_index
def committing(*arguments, **options):
    create(*arguments, **options)
    connection = alembic.op.get_bind()
    connection.exec_driver_sql("COMMIT")
    connection.exec_driver_sql("BEGIN")
alembic.op.create_index = committing
"""


def opening(home: str, stop: int, plant: str = "") -> tuple[int, str]:
    """Open, and die before the statement of the migration that has number `stop`."""
    done = fork_server.run(OPENER.replace("{plant}", plant), home, str(stop))
    return done.returncode, done.stdout


def kill_in_the_middle(tmp_path: Path, old: str, few: bool, plant: str = "") -> None:
    start = tmp_path / f"start-{old}.db"
    released.make(str(start), old)
    before = released.content(str(start))
    whole = shutil.copy(start, tmp_path / f"whole-{old}.db")
    code, said = opening(str(whole), 0, plant)
    assert code == 0, said
    statements = range(1, int(said) + 1)
    chosen = random.Random(old).sample(statements, 4) if few else statements
    for stop in chosen:
        home = str(shutil.copy(start, tmp_path / f"killed-{old}-{stop}.db"))
        assert opening(home, stop, plant)[0] == -signal.SIGKILL
        assert released.revision(home) == old, "neither the old schema nor the new one"
        assert released.content(home) == before
        assert [released.content(str(path)) for path in backups(Path(home))][-1:] == [before]
        Memory.open(home, learner="somebody", clock=now).close()
        after = released.content(home)
        assert {name: rows for name, rows in after.items() if name in before and name != "learners"} == {
            name: rows for name, rows in before.items() if name != "learners"
        }
        assert _counted(home) == _counted(whole)
        shutil.rmtree(tmp_path / "backups")


def _counted(home: str | Path) -> list[tuple[object, ...]]:
    with sqlite3.connect(home) as connection:
        return connection.execute("SELECT * FROM counters ORDER BY learner_id, day, topic").fetchall()


@pytest.mark.parametrize("old", OLD)
def test_a_migration_killed_in_the_middle_leaves_the_old_schema_whole_and_is_done_at_the_next_opening(
    tmp_path, old, in_full
):
    kill_in_the_middle(tmp_path, old, few=not in_full)


def test_the_test_of_killed_migrations_notices_one_that_commits_in_between(tmp_path):
    # The next opening finds half of the new schema there, or the rows say so.
    with pytest.raises((AssertionError, DatabaseTrouble)):
        kill_in_the_middle(tmp_path, "0002", few=False, plant=COMMITS_IN_BETWEEN)


def test_a_migration_killed_at_any_time_on_a_server_leaves_the_one_or_the_other(server, in_full):
    rng = random.Random(3)
    for _ in range(20 if in_full else 2):
        home, old = server.database(), rng.choice(OLD)
        released.make(home, old)
        before = released.content(home)
        assert opening(home, rng.randint(2, 8))[0] == -signal.SIGKILL
        limit = time.monotonic() + 30
        while server.query(home, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") != [(0,)]:
            assert time.monotonic() < limit
        assert (released.revision(home), released.content(home)) == (old, before)
        Memory.open(home, learner="somebody", clock=now).close()
        assert released.revision(home) == HEAD
        assert released.content(home)["reviews"] == before["reviews"]


def test_a_newer_schema_is_told_by_every_command_and_nothing_is_changed(program: Program):
    study(program, 2)
    with sqlite3.connect(program.database) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = program.database.read_bytes()
    one_sentence(program.run("study", "--plain"), "newer than this Backdrill", "update Backdrill")
    told = no_traceback(program)
    assert {command[0] for command in told} >= {"due", "stats", "doctor", "weak"}
    assert all("update Backdrill" in sentence for command, sentence in told.items())
    assert program.database.read_bytes() == before


def test_a_schema_that_no_release_has_is_told(tmp_path):
    home = str(tmp_path / "home.db")
    released.make(home, HEAD)
    with sqlite3.connect(home) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '00x4'")
    connection.close()
    with pytest.raises(DatabaseTrouble, match=r"damaged: .*00x4"):
        Memory.open(home, clock=now)
