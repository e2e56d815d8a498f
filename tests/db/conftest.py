"""A clock that tests turn, and a memory in each of its homes: a real SQLite file, a real PostgreSQL server."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import create_engine, text

from db.memory import Memory
from db.storage.store import Store
from db.types import CardEntry, NewReview, Rating
from tests.failover.services import missing
from tests.postgresql_server import Server, homes

# Where there is no PostgreSQL, `tests/conftest.py` says so at the end of the run.
collect_ignore = [] if "postgresql" in homes() else ["test_postgresql.py", "test_server_away.py"]
collect_ignore += ["test_pgbouncer.py"] if missing("initdb", "pgbouncer") and not os.environ.get("CI") else []


class Clock:
    """Stands still until turned; a microsecond passes at each look."""

    def __init__(self) -> None:
        self.at = datetime(2026, 11, 23, 20, 0, tzinfo=timezone(timedelta(hours=8)))

    def __call__(self) -> datetime:
        self.at += timedelta(microseconds=1)
        return self.at

    def pass_(self, **time: float) -> None:
        self.at += timedelta(**time)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="session")
def entries():
    topics = ("pooling", "batchnorm", "descent")
    return [CardEntry(f"q{i}", "deck", topics[i % 3], siblings=f"s{i // 2}") for i in range(12)]


@pytest.fixture(scope="session")
def server():
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="session")
def schema(tmp_path_factory):
    """An SQLite file with the newest schema and nothing in it, as the program leaves it."""
    file = tmp_path_factory.mktemp("schema") / "memory.db"
    Store(str(file)).close()
    return file


@pytest.fixture(params=homes())
def home(request, tmp_path):
    """The address of an empty database; for a `memory` one that has its schema already, which saves most of the time."""
    prepared = "memory" in request.fixturenames
    if request.param == "postgresql":
        server = request.getfixturevalue("server")
        return server.database(server.prepared) if prepared else server.database()
    if prepared:
        shutil.copy(request.getfixturevalue("schema"), tmp_path / "memory.db")
    return str(tmp_path / "memory.db")


@pytest.fixture
def tamper(home):
    """Change the database past the program."""

    def run(sql: str) -> None:
        engine = create_engine(home if "://" in home else f"sqlite:///{home}")
        with engine.begin() as connection:
            connection.execute(text(sql))
        engine.dispose()

    return run


@pytest.fixture
def memory(home, clock, entries):
    memory = Memory.open(home, clock=clock)
    memory.sync(entries)
    yield memory
    memory.close()


@pytest.fixture(scope="session")
def answer():
    def give(memory, card, rating=Rating.GOOD, **values):
        review = {"proposed": Rating.GOOD, "answer": "a", "correctness": 1.0, "seconds": 5.0} | values
        return memory.answer(card, NewReview(rating=Rating(rating), **review))

    return give
