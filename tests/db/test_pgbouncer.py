"""A class behind PgBouncer in transaction mode: three connections to the server for everybody."""

from __future__ import annotations

import os
import threading
from collections import Counter
from datetime import UTC, datetime

import pytest

from db.doctor import examine
from db.memory import Memory
from db.types import CardEntry, NewReview, Rating
from tests.failover.services import Services, missing, start_pgbouncer
from tests.postgresql_server import Server

ENTRIES = [CardEntry(f"q{i}", "deck", "pooling") for i in range(6)]
LEARNERS, ANSWERS = 8, 12


@pytest.fixture(scope="module")
def pooled():
    """A database's address through PgBouncer."""
    server, services = Server(), Services()
    try:
        direct = server.database(server.prepared)
        port = start_pgbouncer(services, str(server.folder), 5432)
        yield f"postgresql+psycopg://teacher@127.0.0.1:{port}/{direct.split('@/')[1].split('?')[0]}"
    finally:
        services.close()
        server.close()


def opened(home, learner):
    memory = Memory.open(home, learner=learner, clock=lambda: datetime.now(UTC))
    memory.sync(ENTRIES)
    return memory


def test_a_class_answers_undoes_and_is_sound(pooled):
    kept, raised = Counter(), []

    def study(name):
        try:
            memory = opened(pooled, name)
            for number in range(ANSWERS):
                card = memory.card(f"q{number % len(ENTRIES)}")
                memory.answer(card, NewReview(Rating.GOOD, Rating.GOOD, "a", 1.0, 1.0))
                kept[name] += 1
            memory.undo()
            kept[name] -= 1
            memory.close()
        except Exception as error:
            raised.append(error)

    threads = [threading.Thread(target=study, args=(f"learner {n}",)) for n in range(LEARNERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []
    for n in range(LEARNERS):
        memory = opened(pooled, f"learner {n}")
        assert examine(memory).sound
        assert sum(card.reviews for card in memory.cards()) == kept[f"learner {n}"] == ANSWERS - 1
        memory.close()


def test_the_schema_is_made_through_it_too(pooled):
    name = pooled.rsplit("/", 1)[0]
    memory = opened(f"{name}/postgres", "first")
    assert len(memory.cards()) == len(ENTRIES)
    memory.close()


needed = missing("initdb", "pgbouncer")
if needed and os.environ.get("CI"):
    raise RuntimeError(f"the tests of a class need: {needed}")
