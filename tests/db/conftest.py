"""A clock that tests turn, and a memory in a real SQLite file."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from db.memory import Memory
from db.types import CardEntry, NewReview, Rating


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


@pytest.fixture
def entries():
    topics = ("pooling", "batchnorm", "descent")
    return [CardEntry(f"q{i}", "deck", topics[i % 3], siblings=f"s{i // 2}") for i in range(12)]


@pytest.fixture
def memory(tmp_path, clock, entries):
    memory = Memory.open(str(tmp_path / "memory.db"), clock=clock)
    memory.sync(entries)
    yield memory
    memory.close()


@pytest.fixture
def answer():
    def give(memory, card, rating=Rating.GOOD, **values):
        review = {"proposed": Rating.GOOD, "answer": "a", "correctness": 1.0, "seconds": 5.0} | values
        return memory.answer(card, NewReview(rating=Rating(rating), **review))

    return give
