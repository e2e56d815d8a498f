"""Another program deletes or replaces the open database, or its log: nothing is acknowledged into a lost file."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.faults.program import RATE, Program, Session, one_sentence, study


def deleted(database: Path) -> None:
    for part in (database, Path(f"{database}-wal"), Path(f"{database}-shm")):
        part.unlink(missing_ok=True)


def replaced(database: Path) -> None:
    """As programs that synchronise do: another copy is renamed into its place."""
    copy = database.with_name("copy of another machine")
    shutil.copyfile(database, copy)
    os.replace(copy, database)


def log_deleted(database: Path) -> None:
    Path(f"{database}-wal").unlink()


def held_answer(session: Session) -> tuple[int, str]:
    """One more answer; exit code and the sentence."""
    session.type()
    session.until(RATE)
    session.type()
    out, errors = session.process.communicate(timeout=60)
    assert "Saved: next" not in out
    return session.process.returncode, errors


def lose_the_file(program: Program, harm) -> None:
    before = study(program, 2)
    session = program.study()
    session.answer(3)
    harm(program.database)
    ended = held_answer(session)
    one_sentence(ended, "deleted or replaced", "backdrill import")
    rescue = Path(re.search(r"import (\S+rescue-\S+\.jsonl)", ended[1])[1].rstrip("'"))
    assert rescue.parent == program.folder
    deleted(program.database)
    taken = program.run("import", str(rescue), "--json")
    assert json.loads(taken.stdout)["added"]["review"] == before + 3 + 1
    assert program.reviews() == before + session.acknowledged + 1


@pytest.mark.parametrize("harm", [deleted, replaced, log_deleted])
def test_answers_after_the_file_is_gone_are_held_and_everything_is_in_a_rescue_file(program, harm):
    lose_the_file(program, harm)


def test_the_test_notices_a_program_that_does_not_look(program):
    program.plant = "import db.storage.place; db.storage.place.Place.check = lambda self: None"
    with pytest.raises(AssertionError):
        lose_the_file(program, deleted)


def test_the_new_file_is_not_harmed_by_the_old_ones_log(program):
    study(program, 2)
    session = program.study()
    session.answer(3)
    replaced(program.database)
    held_answer(session)
    with sqlite3.connect(program.database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert program.run("doctor").returncode in (0, 1)
