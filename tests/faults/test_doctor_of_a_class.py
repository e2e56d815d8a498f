"""Several learners in one database, in both homes: each doctor counts and checks her own, and mends nobody else's."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from db.doctor import examine
from db.memory import Memory
from db.types import CardEntry, NewReview, Rating
from tests.faults.released import engine_of

GIVEN = {"anna": 2, "bertolt": 5, "clara": 0}


@pytest.fixture
def room(home):
    memories = {}
    for name, answers in GIVEN.items():
        memories[name] = memory = Memory.open(home, learner=name, clock=lambda: datetime.now(UTC))
        memory.sync([CardEntry(f"q{n}", "deck", "pooling") for n in range(6)])
        for number in range(answers):
            memory.answer(memory.card(f"q{number}"), NewReview(Rating.GOOD, Rating.GOOD, "a", 1.0, 1.0))
    yield memories
    for memory in memories.values():
        memory.close()


def test_each_learner_is_told_of_her_own_reviews(room):
    assert {name: examine(memory).reviews for name, memory in room.items()} == GIVEN
    assert all(examine(memory).cards == 6 and examine(memory).sound for memory in room.values())


def test_another_learners_fault_is_neither_found_nor_mended(room, home):
    engine = engine_of(home)
    with engine.connect() as connection:
        connection.execute(
            text("UPDATE cards SET stability = 77 WHERE learner_id = :it AND question_id = 'q1'"),
            {"it": room["bertolt"].learner_id},
        )
        connection.commit()
    engine.dispose()
    assert examine(room["anna"], repair=True).sound
    found = examine(room["bertolt"])
    assert not found.sound
    assert [(m.question_id, m.field, m.stored) for m in found.mismatches] == [("q1", "stability", 77)]
    assert examine(room["bertolt"], repair=True).repaired == 1
    assert examine(room["bertolt"]).sound
