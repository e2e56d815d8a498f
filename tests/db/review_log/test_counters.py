"""The sums that statistics read: against loops over the log, and counted again by the migration that brought them."""

from __future__ import annotations

import random
from collections import defaultdict

import pytest
from sqlalchemy import column, create_engine, insert, inspect, select, table

from db.memory import Memory
from db.migrations.run import upgrade
from db.review_log.counters import SUMS
from db.tables import METADATA
from db.types import Rating
from tests.db.counted import counted
from tests.postgresql_server import homes


def study(memory, clock, answer, seed, answers=80):
    rng = random.Random(seed)
    for _ in range(answers):
        right = rng.choice((0.0, 0.5, 1.0))
        rating = Rating(rng.randrange(1, 5))
        name = f"q{rng.randrange(12)}"
        answer(
            memory,
            memory.card(name),
            rating,
            correctness=right,
            confidence=rng.choice((None, 1, 2, 3, 4)),
            seconds=rng.random() * 60,
        )
        if rng.random() < 0.2:
            memory.undo()
            if rng.random() < 0.4:
                memory.redo()
        clock.pass_(hours=rng.choice((0.2, 5, 26, 24 * 21, 24 * 25)))


def by_loops(memory):
    """The sums by plain loops over what stands in the log."""
    sums, hours = defaultdict(lambda: defaultdict(float)), defaultdict(lambda: [0, 0.0])
    for card in memory.cards():
        seen = None
        for review in (r for r in memory.history(card.question_id) if not r.undone):
            of, right, kept = sums[review.day.toordinal(), card.topic], review.correctness, review.rating > 1
            of["answers"] += 1
            of["correct"] += right
            of["seconds"] += review.seconds
            of["right_answers"] += right == 1
            of["introduced"] += seen is None
            of["first_correct"] += right if seen is None else 0
            gap = 0 if seen is None else (review.day - seen).days
            for age, holds in (("young", 1 <= gap <= 20), ("mature", gap >= 21)):
                of[age] += holds
                of[f"{age}_recalled"] += holds and kept
            if review.confidence:
                of[f"said_{review.confidence}"] += 1
                of[f"correct_{review.confidence}"] += right
                of["squares"] += right * right
                of["sure_wrong"] += review.confidence >= 3 and right < 1
            hour = hours[review.at.astimezone(memory._clock().tzinfo).hour]
            hour[0] += 1
            hour[1] += right
            seen = review.day
    return sums, hours


@pytest.mark.parametrize("seed", range(2))
def test_the_sums_are_what_the_log_says(memory, clock, answer, seed):
    study(memory, clock, answer, seed)
    sums, hours = by_loops(memory)
    days, clocked = counted(memory)
    names = [name for name in SUMS if name not in ("reviewed", "recalled")]
    with memory.store.reading() as connection:
        rows = {
            (r.day, r.topic): r._mapping for r in connection.execute(select(METADATA.tables["counters"])) if r.answers
        }
    assert set(rows) == set(sums)
    for key, row in rows.items():
        assert {name: pytest.approx(row[name], abs=1e-9) for name in names} == {name: sums[key][name] for name in names}
    assert [list(row) for row in clocked] == [[hour, *hours[hour]] for hour in sorted(hours)]
    assert len(days) == len(rows)


def test_taking_everything_back_leaves_no_answer_counted(memory, clock, answer):
    for name in ("q0", "q1", "q2"):
        answer(memory, memory.card(name), confidence=4, correctness=0.5)
        clock.pass_(hours=3)
    while memory.undo():
        pass
    assert counted(memory) == ([], [])


@pytest.fixture(params=homes())
def elsewhere(request, tmp_path):
    """The address of another empty database."""
    if request.param == "postgresql":
        return request.getfixturevalue("server").database()
    return f"sqlite:///{tmp_path / 'older.db'}"


@pytest.mark.parametrize("revision", ["0001", "0002", "0003"])
def test_older_schemas_are_counted_again_from_their_log(tmp_path, clock, answer, entries, elsewhere, revision):
    source = Memory.open(str(tmp_path / "source.db"), clock=clock)
    source.sync(entries)
    study(source, clock, answer, 7)
    older(source, elsewhere, revision)
    migrated = Memory.open(elsewhere, clock=clock)
    assert counted(migrated) == counted(source)
    assert migrated.cards() == source.cards()
    assert [migrated.history(f"q{i}") for i in range(12)] == [source.history(f"q{i}") for i in range(12)]
    for memory in (migrated, source):
        memory.close()


def older(source, address, revision):
    """The source's rows in a database of an older schema."""
    isolation = {"isolation_level": "AUTOCOMMIT"} if address.startswith("sqlite") else {}
    with create_engine(address, **isolation).connect() as connection:
        upgrade(connection, revision)
        have = inspect(connection)
        for wanted in METADATA.sorted_tables:
            if have.has_table(wanted.name):
                copy(source, connection, wanted, [found["name"] for found in have.get_columns(wanted.name)])
        if not isolation:
            connection.commit()
    connection.engine.dispose()


def copy(source, connection, wanted, names):
    bare = table(wanted.name, *(column(name) for name in names))
    with source.store.reading() as reading:
        for row in reading.execute(select(wanted)).all():
            connection.execute(insert(bare).values({name: row._mapping[name] for name in names}))
