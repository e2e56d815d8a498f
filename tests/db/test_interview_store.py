"""Interviews on disk, and the way from the schema before them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import create_engine

from db import tables
from db.errors import StaleCard
from db.interviews import Coming, InterviewAnswer, Interviews, InterviewState
from db.memory import Memory
from db.migrations.run import upgrade
from db.storage.store import HEAD
from db.types import CardEntry, NewReview, Rating

AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
TABLES = ("learners", "cards", "reviews", "events", "counters", "settings", "parameter_sets")


def given(number: int = 1, correctness: float | None = 1.0) -> InterviewAnswer:
    return InterviewAnswer(number, "q1", "planned", 7, AT, "a", correctness, Rating.GOOD, 12.5, 3)


@pytest.fixture
def memory(tmp_path):
    memory = Memory.open(str(tmp_path / "memory.db"), clock=lambda: AT)
    yield memory
    memory.close()


def columns(connection, table):
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def rows(path, wanted=None):
    """Every row of every table; of each only the columns `wanted` (all of them without it)."""
    with closing(sqlite3.connect(path)) as connection:
        wanted = wanted or {name: columns(connection, name) for name in TABLES}
        return {
            name: sorted(map(repr, connection.execute(f"SELECT {', '.join(wanted[name])} FROM {name}")))
            for name in TABLES
        }


def make_old(path):
    """A database of schema 0001 with a learner, reviews, an event and a setting in it."""
    memory = Memory.open(str(path), clock=lambda: AT)
    memory.sync([CardEntry("q1", "deck", "pooling"), CardEntry("q2", "deck", "descent")])
    for name in ("q1", "q2"):
        memory.answer(memory.card(name), NewReview(Rating.GOOD, Rating.GOOD, "a", 1.0, 5.0))
    memory.flag("q1")
    memory.settings.set("new_per_day", 7)
    memory.close()
    fresh = path.with_name("old.db")
    with create_engine(f"sqlite:///{fresh}", isolation_level="AUTOCOMMIT").connect() as connection:
        upgrade(connection, "0001")
    with closing(sqlite3.connect(fresh)) as connection:
        connection.execute(f"ATTACH '{path}' AS new")
        for name in TABLES:
            kept = ", ".join(columns(connection, name))
            connection.execute(f"INSERT INTO main.{name} ({kept}) SELECT {kept} FROM new.{name}")
        connection.commit()
        return fresh, {name: columns(connection, name) for name in TABLES}


def test_the_migration_keeps_every_row_and_saves_the_file_before_it(tmp_path):
    old, known = make_old(tmp_path / "source.db")
    before = rows(old)
    assert len(before["reviews"]) == 2
    assert before["events"]
    memory = Memory.open(str(old), clock=lambda: AT)
    assert memory.replay_check() == []
    assert Interviews(memory).finished() == []
    memory.close()
    assert rows(old, known) == before
    (saved,) = (tmp_path / "backups").glob("*-before-migration.db")
    assert rows(saved) == before
    with closing(sqlite3.connect(saved)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)


def test_a_new_file_and_one_of_the_present_schema_need_no_backup(tmp_path, memory):
    Memory.open(str(tmp_path / "memory.db"), clock=lambda: AT).close()
    assert not (tmp_path / "backups").exists()


def test_the_migrated_tables_have_the_columns_of_the_models(tmp_path, memory):
    with closing(sqlite3.connect(tmp_path / "memory.db")) as connection:
        for table in tables.METADATA.sorted_tables:
            found = {row[1]: bool(row[3]) for row in connection.execute(f"PRAGMA table_info({table.name})")}
            assert found == {column.name: not column.nullable for column in table.columns}


def test_an_answer_is_on_disk_when_the_call_returns_with_what_comes_next(tmp_path, memory):
    interviews = Interviews(memory)
    stored = interviews.begin({"seed": 3}, [Coming("q1"), Coming("q2")], AT)
    interviews.answer(stored.interview_id, given(), [Coming("q3", "harder")])
    other = Memory.open(str(tmp_path / "memory.db"), clock=lambda: AT)
    seen = Interviews(other).unfinished()
    other.close()
    assert seen is not None
    assert (seen.plan, seen.coming, seen.answers) == ({"seed": 3}, (Coming("q3", "harder"),), (given(),))


def test_two_windows_cannot_answer_the_same_number(tmp_path, memory):
    interviews = Interviews(memory)
    stored = interviews.begin({}, [Coming("q1")], AT)
    interviews.answer(stored.interview_id, given(), [])
    with pytest.raises(StaleCard):
        interviews.answer(stored.interview_id, given(correctness=0.0), [Coming("q9")])
    assert interviews.get(stored.interview_id).answers == (given(),)
    assert interviews.get(stored.interview_id).coming == ()


def test_ticking_finishing_and_dropping_are_kept(memory):
    interviews = Interviews(memory)
    first, second = (interviews.begin({}, [], AT + timedelta(hours=n)) for n in (0, 1))
    interviews.answer(first.interview_id, given(correctness=None), [])
    interviews.tick(first.interview_id, 1, 0.5, Rating.HARD)
    interviews.finish(first.interview_id, {"score": 0.5}, AT)
    interviews.drop(second.interview_id, {"abandoned": True}, AT)
    assert interviews.unfinished() is None
    assert interviews.all_unfinished() == []
    assert [one.state for one in interviews.past()] == [InterviewState.DROPPED, InterviewState.FINISHED]
    (kept,) = interviews.finished()
    assert (kept.state, kept.report, kept.answers[0].correctness) == (InterviewState.FINISHED, {"score": 0.5}, 0.5)


def test_interviews_begun_at_the_same_instant_are_two_and_learners_see_their_own(tmp_path, memory):
    interviews = Interviews(memory)
    assert interviews.begin({}, [], AT).interview_id != interviews.begin({}, [], AT).interview_id
    other = Memory.open(str(tmp_path / "memory.db"), learner="another", clock=lambda: AT)
    assert Interviews(other).unfinished() is None
    other.close()


def test_what_is_over_takes_no_further_answer_and_no_second_end(memory):
    interviews = Interviews(memory)
    stored = interviews.begin({"seed": 1}, [Coming("q1")], AT)
    interviews.drop(stored.interview_id, {}, AT)
    for late in (
        lambda: interviews.answer(stored.interview_id, given(), []),
        lambda: interviews.tick(stored.interview_id, 1, 1.0, Rating.GOOD),
        lambda: interviews.leave_out(stored.interview_id, []),
        lambda: interviews.finish(stored.interview_id, {}, AT),
        lambda: interviews.drop(stored.interview_id, {}, AT),
    ):
        with pytest.raises(StaleCard, match="ended in another window"):
            late()
    interviews.keep_plan(stored.interview_id, {"seed": 2})
    assert interviews.get(stored.interview_id).plan == {"seed": 1}


def test_all_open_interviews_are_listed_newest_first(memory):
    interviews = Interviews(memory)
    begun = [interviews.begin({"seed": n}, [Coming("q1")], AT + timedelta(hours=n)) for n in range(3)]
    assert [one.plan["seed"] for one in interviews.all_unfinished()] == [2, 1, 0]
    interviews.keep_plan(begun[1].interview_id, {"seed": 9})
    assert [one.plan["seed"] for one in interviews.all_unfinished()] == [2, 9, 0]
