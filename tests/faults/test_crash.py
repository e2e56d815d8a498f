"""Processes killed while they write, and what happens to the log they leave behind."""

from __future__ import annotations

import random
import signal
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.doctor import examine
from db.errors import Damaged
from db.memory import Memory
from db.storage import wal
from db.storage.checkpoint import QUIET_SECONDS
from tests import fork_server
from tests.faults.plants import LAZY
from tests.faults.program import Program, no_traceback, one_sentence, study

WRITER = """
import sys, random
from datetime import datetime, UTC
from db.memory import Memory
from db.types import CardEntry, NewReview, Rating
memory = Memory.open(sys.argv[1], clock=lambda: datetime.now(UTC))
memory.sync([CardEntry(f"q{i}", "deck", "pooling") for i in range(20)])
rng = random.Random(sys.argv[2])
while True:
    card = memory.card(f"q{rng.randrange(20)}")
    memory.answer(card, NewReview(Rating(rng.randrange(1, 5)), Rating.GOOD, "a", 1.0, 1.0))
    print(card.question_id, flush=True)
"""


def now() -> datetime:
    return datetime.now(UTC)


def kill_writers(home: str, kills: int, plant: str = "") -> None:
    acknowledged, rng = 0, random.Random(7)
    for kill in range(kills):
        process = fork_server.start(WRITER, home, str(kill), plant=plant)
        assert process.stdout.readline()
        acknowledged += 1
        for _ in range(rng.randrange(60)):
            acknowledged += bool(process.stdout.readline())
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.read().count("\n")
        process.wait()
    memory = Memory.open(home, clock=now)
    try:
        found = examine(memory)
        # A review may be on disk whose acknowledgement the kill swallowed, one a kill at most; never the reverse.
        assert acknowledged <= found.reviews <= acknowledged + kills
        assert found.sound
    finally:
        memory.close()


def test_no_acknowledged_review_is_lost_when_the_process_is_killed(home, kills):
    kill_writers(home, kills)


def test_the_count_notices_a_writer_that_acknowledges_before_it_writes(home, kills):
    with pytest.raises(AssertionError, match="<="):
        kill_writers(home, 3, LAZY)


def test_a_killed_session_keeps_every_answer_it_acknowledged(program):
    acknowledged = 0
    for answers in (1, 3):
        session = program.study()
        session.answer(answers)
        session.kill()
        acknowledged += session.acknowledged
    assert program.reviews() == acknowledged == 4


# ── the log that a crash leaves ─────────────────────────────────────────────────────────────────────────────────


def crashed(program: Program) -> tuple[int, Path]:
    """A session that was killed; its answers are in the log alone. How many, and the log."""
    study(program, 1)
    session = program.study()
    session.answer(4)
    session.kill()
    log = Path(f"{program.database}-wal")
    assert log.stat().st_size > 0
    return 1 + session.acknowledged, log


def missing(log: Path) -> None:
    log.unlink()


def cut_short(log: Path) -> None:
    log.write_bytes(log.read_bytes()[:2000])


def noise(log: Path) -> None:
    """In the first page; what lies behind the newest transaction is of an earlier round and may be anything."""
    content = bytearray(log.read_bytes())
    content[500:564] = random.Random(1).randbytes(64)
    log.write_bytes(content)


def noise_over_the_header(log: Path) -> None:
    log.write_bytes(random.Random(1).randbytes(32) + log.read_bytes()[32:])


def lose_the_log(program: Program, damage) -> None:
    acknowledged, log = crashed(program)
    before = log.read_bytes()
    damage(log)
    one_sentence(program.run("study", "--plain", "--limit", "1", typed="\n\n"), log.name, "doctor --repair")
    told = no_traceback(program, [("due",), ("backup",), ("doctor",), ("doctor", "--json")])
    assert len(told) == 4
    log.write_bytes(before)
    assert program.reviews() == acknowledged


def lose_the_log_after_a_pause(program: Program) -> None:
    session = program.study()
    before = program.database.read_bytes()
    session.answer(4)
    limit = time.monotonic() + 5 * QUIET_SECONDS
    while program.database.read_bytes() == before and time.monotonic() < limit:
        time.sleep(0.1)
    session.kill()
    missing(Path(f"{program.database}-wal"))
    assert program.reviews() == session.acknowledged == 4


def test_after_a_pause_the_answers_no_longer_need_the_log(program):
    lose_the_log_after_a_pause(program)


def test_the_test_of_a_pause_notices_a_program_that_does_not_use_it(program):
    program.plant = "import db.storage.checkpoint; db.storage.checkpoint.checkpoint = lambda database: None"
    with pytest.raises(AssertionError):
        lose_the_log_after_a_pause(program)


@pytest.mark.parametrize("damage", [missing, noise])
def test_a_log_that_is_gone_is_told_before_anything_is_written_and_may_be_put_back(program, damage):
    lose_the_log(program, damage)


def test_the_test_of_a_lost_log_notices_a_program_that_goes_on_in_silence(program):
    program.plant = "import db.storage.wal\ndb.wal.lost_frames = lambda database: 0\n"
    with pytest.raises(AssertionError):
        lose_the_log(program, missing)


@pytest.mark.parametrize("damage", [missing, cut_short, noise_over_the_header])
def test_without_the_log_the_doctor_goes_on_with_what_is_there_and_keeps_the_rest_aside(program, damage):
    acknowledged, log = crashed(program)
    damage(log)
    left = log.read_bytes() if log.exists() else None
    mended = program.run("doctor", "--repair")
    assert mended.returncode == 0, mended.stderr
    kept = Path(mended.stderr.split()[-1])
    assert (Path(f"{kept}-wal").read_bytes() if left is not None else None) == left
    assert 1 <= program.reviews() < acknowledged
    assert study(program, 1) == 1


@pytest.mark.parametrize("damage", [missing, cut_short, noise, noise_over_the_header])
def test_every_loss_in_the_log_is_found_and_a_sound_one_is_not_suspected(tmp_path, damage, in_full):
    for seed in range(10 if in_full else 2):
        database = tmp_path / f"memory-{seed}.db"
        process = fork_server.start(WRITER, str(database), str(seed))
        for _ in range(random.Random(seed).choice((10, 150, 400))):
            process.stdout.readline()
        wal.check(database)  # in use: nothing is said
        process.kill()
        process.wait()
        wal.check(database)
        damage(Path(f"{database}-wal"))
        with pytest.raises(Damaged, match="doctor --repair"):
            wal.check(database)


def test_a_log_that_is_not_needed_is_not_missed(tmp_path):
    database = tmp_path / "memory.db"
    memory = Memory.open(str(database), clock=now)
    with memory.store.reading() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    for suffix in ("-wal", "-shm"):
        Path(f"{tmp_path}/copy.db{suffix}").write_bytes(Path(f"{database}{suffix}").read_bytes())
    Path(f"{tmp_path}/copy.db").write_bytes(database.read_bytes())
    memory.close()
    Path(f"{tmp_path}/copy.db-wal").unlink()
    wal.check(tmp_path / "copy.db")
    Memory.open(f"{tmp_path}/copy.db", clock=now).close()
