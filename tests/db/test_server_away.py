"""A server that goes away and comes back: nothing is lost, nothing is written twice, sessions go on by themselves."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from psycopg import OperationalError
from sqlalchemy import exc

from db.errors import Away, DatabaseTrouble, StaleCard
from db.memory import Memory
from db.storage.driver_errors import trouble
from db.types import CardEntry, NewReview, Rating
from tests.failover.learners import Learner
from tests.postgresql_server import Server
from tests.shipped import warm
from tui.locale.study import AWAY, BACK

ENTRIES = [CardEntry(f"q{i}", "deck", "pooling") for i in range(3)]
GOOD = NewReview(Rating.GOOD, Rating.GOOD, "a", 1.0, 1.0)


@pytest.fixture
def own_server():
    server = Server()
    yield server
    server.close()


@pytest.fixture
def home(own_server):
    return own_server.database(own_server.prepared)


@pytest.fixture
def memory(home):
    opened = Memory.open(home, learner="me", clock=lambda: datetime.now(UTC))
    opened.sync(ENTRIES)
    yield opened
    opened.close()


def test_an_answer_waits_for_the_server_and_is_written_once(memory, own_server):
    card = memory.card("q0")
    own_server.stop("immediate")
    for _ in range(2):
        with pytest.raises(Away):
            memory.answer(card, GOOD)
    own_server.start()
    assert memory.answer(card, GOOD).reviews == 1
    with pytest.raises(StaleCard):
        memory.answer(card, GOOD)


def test_an_answer_whose_commit_was_cut_off_finds_itself_in_the_log(memory, monkeypatch):
    """The server had written it, and went away before it said so."""
    card, connection = memory.card("q0"), memory.store._connection
    commit = type(connection).commit

    def cut_off(self):
        commit(self)
        raise exc.OperationalError("COMMIT", {}, OperationalError("server closed the connection unexpectedly"))

    with monkeypatch.context() as cut:
        cut.setattr(type(connection), "commit", cut_off)
        with pytest.raises(Away):
            memory.answer(card, GOOD)
    assert memory.answer(card, GOOD).reviews == 1
    assert memory.card("q0").reviews == 1


@pytest.mark.parametrize(
    ("cause", "kind"),
    [
        ('connection failed: connection to server at "127.0.0.1", port 1 failed: Connection refused', Away),
        ("terminating connection due to administrator command", Away),
        ("FATAL:  the database system is starting up", Away),
        ("cannot execute INSERT in a read-only transaction", Away),
        ("consuming input failed: server closed the connection unexpectedly", Away),
        ('connection failed: FATAL:  password authentication failed for user "x"', DatabaseTrouble),
        ('connection failed: FATAL:  database "x" does not exist', DatabaseTrouble),
        ("division by zero", DatabaseTrouble),
    ],
)
def test_what_waiting_mends_is_known_by_what_the_driver_says(cause, kind):
    assert type(trouble("postgresql://x/y", OperationalError(cause))) is kind


def test_the_line_mode_says_so_and_goes_on_by_itself(home, own_server, tmp_path):
    warm(tmp_path)
    learner = Learner("slow", home, tmp_path, answers=8, pause=0.3)
    limit = time.monotonic() + 60
    while learner.acknowledged < 2 and time.monotonic() < limit:
        time.sleep(0.1)
    own_server.stop("immediate")
    while AWAY.en not in learner.said and time.monotonic() < limit:
        time.sleep(0.1)
    own_server.start()
    assert learner.end(60) == 0, learner.trouble()
    assert learner.said.count(AWAY.en) == learner.said.count(BACK.en) == 1
    assert learner.acknowledged == 8
    assert own_server.query(home, "SELECT count(*) FROM reviews") == [(8,)]
