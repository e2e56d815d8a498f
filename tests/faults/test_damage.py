"""A file cut short or overwritten in the middle: told with the way back, and the way back leads to the last backup."""

from __future__ import annotations

import random
import re
import sqlite3
from pathlib import Path

import pytest

from tests.faults.program import COMMANDS, FEW, Program, no_traceback, one_sentence, study

PAGE = 4096


def _cut(content: bytearray, rng: random.Random) -> None:
    del content[rng.randrange(PAGE, len(content)) :]


def _cut_within_the_first_page(content: bytearray, rng: random.Random) -> None:
    del content[rng.randrange(1, PAGE) :]


def _noise(content: bytearray, rng: random.Random) -> None:
    start = rng.randrange(PAGE, len(content) - 5 * PAGE)
    content[start : start + 5 * PAGE] = rng.randbytes(5 * PAGE)


def _noise_over_the_header(content: bytearray, rng: random.Random) -> None:
    content[:100] = rng.randbytes(100)


def _noise_over_the_schema(content: bytearray, rng: random.Random) -> None:
    content[200:PAGE] = rng.randbytes(PAGE - 200)


def _zeros(content: bytearray, rng: random.Random) -> None:
    start = rng.randrange(PAGE, len(content) - 8 * PAGE)
    content[start : start + 8 * PAGE] = bytes(8 * PAGE)


def _another_file(content: bytearray, rng: random.Random) -> None:
    content[:] = b"Not a database at all.\n" * 1000


DAMAGES = (_cut, _noise, _noise_over_the_header)
MORE_DAMAGES = (_cut_within_the_first_page, _noise_over_the_schema, _zeros, _another_file)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "damage" in metafunc.fixturenames:
        every = DAMAGES + (MORE_DAMAGES if metafunc.config.getoption("--all") else ())
        metafunc.parametrize("damage", every, ids=lambda damage: damage.__name__.strip("_"))
    if "seeds" in metafunc.fixturenames:
        parts = [range(first, first + 15) for first in range(0, 150, 15)]
        metafunc.parametrize("seeds", parts if metafunc.config.getoption("--all") else [range(5)], ids=str)


def hurt(database: Path, damage, seed: int) -> None:
    content = bytearray(database.read_bytes())
    damage(content, random.Random(seed))
    database.write_bytes(content)


def damage_and_restore(program: Program, damage, commands=FEW) -> None:
    kept = study(program, 3)
    backup = Path(program.run("backup").stdout.split()[-1])
    study(program, 1)
    assert program.reviews() == kept + 1
    hurt(program.database, damage, 0)
    hurt_bytes = program.database.read_bytes()
    told = program.run("doctor")
    one_sentence(told, "is damaged", f"backdrill restore {backup}")
    no_traceback(program, commands)
    assert backup == sorted((program.folder / "backups").glob("*.db"))[-1], "a damaged file was backed up"
    named = re.search(r"'backdrill (restore) (.+)'", told.stderr)
    restored = program.run(*named.groups())
    assert restored.returncode == 0, restored.stderr
    assert program.reviews() == kept
    saved = Path(restored.stdout.split()[-1])
    assert saved.read_bytes() == hurt_bytes
    assert study(program, 1) == 1
    assert program.reviews() == kept + 1


def test_damage_is_told_with_its_mend_and_the_mend_gives_every_backed_up_review(program, damage, in_full):
    damage_and_restore(program, damage, COMMANDS if in_full else FEW)


def test_the_test_of_damage_notices_a_restore_that_brings_less(program):
    program.plant = """
import sqlite3
import db.storage.backup
restore = db.storage.backup.restore
def forgetful(database, backup, at):
    saved = restore(database, backup, at)
    with sqlite3.connect(database) as connection:
        connection.execute("DELETE FROM reviews WHERE at = (SELECT max(at) FROM reviews)")
    return saved
db.storage.backup.restore = forgetful
"""
    with pytest.raises(AssertionError, match=r"replaying gives|reviews"):
        damage_and_restore(program, _noise_over_the_header)


def test_damage_without_any_backup_is_told_so(program):
    study(program, 1)
    hurt(program.database, _noise_over_the_header, 1)
    one_sentence(program.run("due"), "There is no sound backup", "move it away")


def test_damage_that_the_newest_backups_hold_too_leads_to_an_older_one(program):
    study(program, 2)
    good = Path(program.run("backup").stdout.split()[-1])
    for day in ("2098-01-01T000000", "2099-01-01T000000"):
        (program.folder / "backups" / f"backdrill-{day}-daily.db").write_bytes(good.read_bytes()[: 20 * PAGE])
    hurt(program.database, _noise_over_the_header, 1)
    one_sentence(program.run("due"), f"backdrill restore {good}")


def test_a_damaged_file_is_not_backed_up_over_the_days_and_its_good_backups_stay(program):
    study(program, 2)
    study(program, 1)
    before = sorted((program.folder / "backups").iterdir())
    assert before
    hurt(program.database, _noise, 1)
    for day in range(1, 4):
        one_sentence(program.run("due", "--now", f"2099-03-{day:02}T09:00"), "is damaged")
    assert sorted((program.folder / "backups").iterdir()) == before


def test_any_damage_at_all_ends_in_sentences_and_never_in_a_traceback(program, seeds, in_full):
    """Flipped bytes may hit what nothing reads, or change a text to another: told or not, nothing breaks."""
    study(program, 6)
    sound = program.database.read_bytes()
    commands = COMMANDS if in_full else FEW
    noticed = 0
    for seed in seeds:
        rng = random.Random(seed)
        content = bytearray(sound)
        for _ in range(rng.choice((1, 5, 40))):
            start, size = rng.randrange(len(content)), rng.choice((1, 16, 300))
            content[start : start + size] = rng.randbytes(size)
        program.database.write_bytes(content)
        for leftover in ("-wal", "-shm"):
            Path(f"{program.database}{leftover}").unlink(missing_ok=True)
        noticed += bool(no_traceback(program, commands))
    assert noticed


def test_restore_refuses_while_a_session_is_open_and_its_answers_stay(program):
    study(program, 1)
    backup = program.run("backup").stdout.split()[-1]
    session = program.study()
    session.answer(2)
    one_sentence(program.run("restore", backup), "another program has the database", "close it")
    session.answer()
    assert session.stop() == (0, "")
    assert program.reviews() == 4
    assert program.run("restore", backup).returncode == 0
    assert program.reviews() == 1


def test_a_restore_that_is_broken_off_leaves_the_one_or_the_other(program):
    study(program, 2)
    backup = program.run("backup").stdout.split()[-1]
    study(program, 1)
    for broken in ("db.storage.backup._copy", "pathlib.Path.replace"):
        where, _, name = broken.rpartition(".")
        program.plant = (
            f"import os, pathlib, db.storage.backup\ndef kill(*_): os.kill(os.getpid(), 9)\n{where}.{name} = kill\n"
        )
        assert program.run("restore", backup).returncode == -9
        program.plant = ""
        assert program.reviews() == 3
    with sqlite3.connect(backup) as kept:
        assert kept.execute("SELECT count(*) FROM reviews").fetchone() == (2,)
