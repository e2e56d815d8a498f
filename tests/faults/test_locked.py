"""Another program holds the write lock for ten seconds: that is said while it lasts, and the answer is written after."""

from __future__ import annotations

import threading
from collections import Counter

import pytest

from tests import fork_server
from tests.faults.plants import SWALLOWS
from tests.faults.program import RATE, REFUSED, SAVED, Program, no_traceback, one_sentence, study

HOLDER = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.readline()
connection.execute("ROLLBACK")
"""
WAITING = "Another program is writing to the database; waiting for it"


class Holder:
    """A process of its own that holds the lock until it is let go."""

    def __init__(self, program: Program) -> None:
        self._process = fork_server.start(HOLDER, str(program.database))
        assert self._process.stdout.readline() == "held\n"

    def let_go(self) -> None:
        self._process.communicate("\n")

    def __enter__(self) -> Holder:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.communicate()


def lock_and_let_go(program: Program, seconds: float) -> None:
    study(program, 1)
    session = program.study()
    session.answer()
    with Holder(program) as holder:
        session.type()
        session.until(RATE)
        session.type()
        assert session.until(WAITING, SAVED, REFUSED) == WAITING
        threading.Timer(seconds, holder.let_go).start()
        assert session.until(SAVED, REFUSED) == SAVED
    session.acknowledged += 1
    session.answer()
    assert session.stop() == (0, "")
    assert program.reviews() == 1 + session.acknowledged == 4


def test_an_answer_waits_for_a_program_that_writes_for_ten_seconds(program, in_full):
    lock_and_let_go(program, 10 if in_full else 2)


def test_the_test_of_a_lock_notices_a_writer_that_swallows_it(program):
    program.plant = SWALLOWS
    with pytest.raises(AssertionError, match="Saved: next"):
        lock_and_let_go(program, 0)


def test_a_lock_that_stays_is_told_and_the_answer_is_refused_until_it_goes(program):
    program.plant = "import tui.line_mode.study as m\nm.TRIES, m.WAIT_SECONDS = 1, 0.2\n"
    session = program.study()
    session.answer()
    with Holder(program):
        assert session.rate() == REFUSED
        assert "another program is writing to the database" in session.said
    assert session.insist() == SAVED
    with Holder(program):
        assert session.rate() == REFUSED
        one_sentence(session.stop(), "another program is writing", "nothing was written")
    assert program.reviews() == session.acknowledged == 2


def test_every_command_beside_a_program_that_writes_ends_well_or_in_a_sentence(program):
    kept = study(program, 2)
    program.plant = "import db.storage.store\ndb.storage.store.BUSY_SECONDS = 0.2\nimport tui.line_mode.study as m\nm.TRIES = m.WAIT_SECONDS = 0\n"
    with Holder(program):
        told = no_traceback(program)
        assert "another program is writing" in told["study", "--plain", "--limit", "3"]
        assert ("due",) not in told
    assert program.reviews() == kept


def test_two_sessions_that_answer_at_once_lose_and_double_nothing(program):
    sessions = [program.study() for _ in range(2)]
    told: Counter[str] = Counter()

    def answer(session) -> None:
        for _ in range(12):
            session.type()
            session.until(RATE)
            session.type()
            said = session.until(SAVED, REFUSED, "answered in another window")
            told[said] += 1
            session.acknowledged += said == SAVED

    threads = [threading.Thread(target=answer, args=(session,)) for session in sessions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [session.stop() for session in sessions] == [(0, "")] * 2
    assert told[SAVED] == sum(session.acknowledged for session in sessions) == program.reviews()
    assert told[SAVED] + told["answered in another window"] == 24
    assert told["answered in another window"] > 0


def test_the_count_of_two_sessions_notices_an_answer_that_is_written_twice(program):
    program.plant = """
import db.memory
answer = db.memory.Memory.answer
db.memory.Memory.answer = lambda self, card, review: answer(self, answer(self, card, review), review)
"""
    session = program.study()
    session.answer(2)
    session.stop()
    assert program.reviews() == 2 * session.acknowledged
