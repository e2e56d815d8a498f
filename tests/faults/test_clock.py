"""The clock jumps back a day, and ahead, in the middle of a session: order and replay hold."""

from __future__ import annotations

import random
import sqlite3
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from db.doctor import examine
from db.memory import Memory
from db.types import CardEntry, NewReview, Rating
from tests.faults.program import Program

JUMPING = """
import os
import tui.context, tui.cli.options
from datetime import timedelta
def jumping(real=tui.context.now):
    return real() - timedelta(days=os.path.exists({flag!r}))
tui.cli.options.now = jumping
"""
ENTRIES = [CardEntry(f"q{n}", "deck", f"t{n % 2}") for n in range(5)]


def test_a_session_goes_on_when_the_clock_jumps_back_a_day(program: Program, tmp_path):
    flag = tmp_path / "yesterday"
    program.plant = JUMPING.format(flag=str(flag))
    session = program.study()
    session.answer(2)
    for jump in (flag.touch, flag.unlink):
        jump()
        session.answer(2)
    assert session.stop() == (0, "")
    assert program.reviews() == session.acknowledged == 6
    with sqlite3.connect(program.database) as connection:
        days = {row[0] for row in connection.execute("SELECT day FROM reviews")}
    assert len(days) == 2, "the clock did not jump"


def jump_about(home: str, seed: int) -> tuple[Memory, dict[str, list[str]]]:
    """Answers, undos and events under a clock that jumps; the answers in the order in which they were acknowledged."""
    rng, at = random.Random(seed), datetime(2027, 3, 1, 9, tzinfo=UTC)
    memory = Memory.open(home, clock=lambda: at)
    memory.sync(ENTRIES)
    given: dict[str, list[str]] = {entry.question_id: [] for entry in ENTRIES}
    for number in range(80):
        at += timedelta(**rng.choice(({"minutes": 7}, {"hours": 30}, {"days": -1}, {"days": -1, "hours": 3})))
        question = rng.choice(ENTRIES).question_id
        what = rng.random()
        if what < 0.75:
            memory.answer(
                memory.card(question), NewReview(Rating(rng.randint(1, 4)), Rating.GOOD, str(number), 1.0, 1.0)
            )
            given[question].append(str(number))
        elif what < 0.85:
            memory.undo()
        else:
            rng.choice((memory.bury, memory.reset, memory.suspend, memory.unsuspend))(question)
    return memory, given


def in_order(memory: Memory, given: dict[str, list[str]]) -> None:
    for question, answers in given.items():
        history = memory.history(question)
        assert [review.answer for review in history] == answers
        assert all(a.at < b.at for a, b in pairwise(history))
    assert examine(memory).sound
    assert examine(memory).reviews == sum(map(len, given.values()))


@pytest.mark.parametrize("seed", [0, 1])
def test_reviews_stay_in_order_and_replay_gives_every_state(home, seed):
    memory, given = jump_about(home, seed)
    try:
        in_order(memory, given)
    finally:
        memory.close()


def test_the_test_of_order_notices_two_reviews_that_change_places(tmp_path):
    home = str(tmp_path / "home.db")
    memory, given = jump_about(home, 0)
    with sqlite3.connect(home) as connection:
        (card, first), (_, second) = connection.execute(
            "SELECT card_id, at FROM reviews WHERE card_id = (SELECT min(card_id) FROM reviews) ORDER BY at LIMIT 2"
        ).fetchall()
        for old, new in ((first, -1), (second, first), (-1, second)):
            connection.execute("UPDATE reviews SET at = ? WHERE card_id = ? AND at = ?", (new, card, old))
    connection.close()
    with pytest.raises(AssertionError):
        in_order(memory, given)
    memory.close()
