"""PostgreSQL as a second home: a class that answers at once, windows that meet, connections and servers that die."""

from __future__ import annotations

import json
import random
import textwrap
import threading
import time
from collections import Counter
from datetime import UTC, datetime

import pytest

from db.doctor import examine
from db.errors import DatabaseTrouble, StaleCard
from db.memory import Memory
from db.storage.store import HEAD
from db.types import CardEntry, NewReview, Rating
from tests import fork_server
from tests.postgresql_server import Server
from tests.tui.commands.conftest import MAIN

ENTRIES = [CardEntry(f"q{i}", "deck", "pooling") for i in range(6)]
GOOD = NewReview(Rating.GOOD, Rating.GOOD, "a", 1.0, 1.0)


@pytest.fixture
def home(server):
    return server.database()


def now():
    return datetime.now(UTC)


def opened(home, learner):
    memory = Memory.open(home, learner=learner, clock=now)
    memory.sync(ENTRIES)
    return memory


def at_once(*works):
    """Run all, each in a thread that waits for the others; what they returned or raised."""
    start, results = threading.Barrier(len(works), timeout=60), [None] * len(works)

    def run(number):
        start.wait()
        try:
            results[number] = works[number]()
        except Exception as error:
            results[number] = error

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


CLASSROOM = textwrap.dedent(
    """
    import os, sys, threading
    from datetime import datetime, UTC
    import db.migrations.run
    from db.memory import Memory
    from db.types import CardEntry, NewReview, Rating
    home, first, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    entries = [CardEntry(f"q{i}", "deck", "pooling") for i in range(6)]
    start = threading.Barrier(count, timeout=120)
    def study(name):
        memory = Memory.open(home, learner=name, clock=lambda: datetime.now(UTC))
        memory.sync(entries)
        start.wait()
        for number in range(6):
            memory.answer(memory.card(f"q{number}"), NewReview(Rating.GOOD, Rating.GOOD, "a", 1.0, 2.0))
            os.write(1, f"{name}\\n".encode())  # whole lines, though fifty threads write
        memory.close()
    threads = [threading.Thread(target=study, args=(f"learner {n}",)) for n in range(first, first + count)]
    print("ready", flush=True)
    sys.stdin.readline()
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    """
)


@pytest.fixture
def room(in_full):
    """How many learners sit in each of four rooms."""
    return 50 if in_full else 12


def test_many_learners_answering_at_once_from_an_empty_database_lose_nothing(server, home, room):
    rooms = [fork_server.start(CLASSROOM, home, str(first), str(room)) for first in range(0, 4 * room, room)]
    acknowledged = Counter()
    try:
        assert [process.stdout.readline() for process in rooms] == ["ready\n"] * 4
        for process in rooms:
            process.stdin.write("\n")
        for process in rooms:
            said, trouble = process.communicate(timeout=240)
            assert trouble == ""
            acknowledged.update(said.splitlines())
    finally:
        for process in rooms:
            process.kill()
    assert acknowledged == {f"learner {n}": 6 for n in range(4 * room)}
    kept = server.query(
        home,
        "SELECT l.name, count(*) FROM reviews r JOIN cards c ON c.id = r.card_id "
        "JOIN learners l ON l.id = c.learner_id GROUP BY l.name",
    )
    assert dict(kept) == acknowledged
    assert server.query(home, "SELECT sum(answers), sum(introduced), sum(seconds) FROM counters") == [
        (24 * room, 24 * room, 48.0 * room)
    ]
    assert server.query(home, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    for name in ("learner 0", f"learner {2 * room + 3}", f"learner {4 * room - 1}"):
        memory = opened(home, name)
        assert examine(memory).sound
        memory.close()


def test_of_eight_windows_that_answer_one_card_at_once_exactly_one_is_written(home):
    windows = [opened(home, "anna") for _ in range(8)]
    for card in windows[0].cards():
        results = at_once(*(lambda w=window, c=card: w.answer(c, GOOD) for window in windows))
        refused = [result for result in results if isinstance(result, StaleCard)]
        assert len(refused) == 7, results
        assert len(windows[0].history(card.question_id)) == 1
    assert windows[0].replay_check() == []
    for window in windows:
        window.close()


def test_windows_that_answer_different_cards_count_every_answer(server, home):
    windows = [opened(home, "anna") for _ in range(6)]
    works = [lambda w=window, q=f"q{n}": w.answer(w.card(q), GOOD) for n, window in enumerate(windows)]
    assert not [result for result in at_once(*works) if isinstance(result, Exception)]
    assert server.query(home, "SELECT answers, introduced FROM counters") == [(6, 6)]
    settings = [lambda w=window, n=n: w.settings.set("new_per_day", n) for n, window in enumerate(windows)]
    assert not [result for result in at_once(*settings) if isinstance(result, Exception)]
    assert len(server.query(home, "SELECT value FROM settings")) == 1
    for window in windows:
        window.close()


def persistent(memory, question, patience=60.0):
    """Answer once, whatever happens to the connection: the same card is offered again until it is written."""
    limit, card = time.monotonic() + patience, None
    while True:
        try:
            card = card or memory.card(question)
            memory.answer(card, GOOD)
            return 0
        except StaleCard:
            return 1  # the commit had gone through, and only its acknowledgement was lost
        except DatabaseTrouble:
            if time.monotonic() > limit:
                raise
            time.sleep(0.01)


def under(disturbance, home, learners=4, rounds=8):
    """Learners who answer every card in each round while `disturbance` happens, and the sum of what was kept."""
    memories = [opened(home, f"learner {n}") for n in range(learners)]
    done = threading.Event()
    nuisance = threading.Thread(target=disturbance, args=(done,))

    def study(memory):
        for number in range(rounds):
            for entry in random.Random(number).sample(ENTRIES, len(ENTRIES)):
                persistent(memory, entry.question_id)

    nuisance.start()
    results = at_once(*(lambda m=memory: study(m) for memory in memories))
    done.set()
    nuisance.join()
    assert results == [None] * learners
    for memory in memories:
        assert [card.reviews for card in memory.cards()] == [rounds] * len(ENTRIES)
        assert [len(memory.history(entry.question_id)) for entry in ENTRIES] == [rounds] * len(ENTRIES)
        assert memory.replay_check() == []
        memory.close()
    return learners * rounds * len(ENTRIES)


def test_connections_killed_in_the_midst_of_answers_lose_nothing_and_double_nothing(server, home):
    killed = []

    def kill(done):
        while not done.wait(0.02):
            killed.extend(
                server.query(
                    home,
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                    "AND pid <> pg_backend_pid() ORDER BY random() LIMIT 1",
                )
            )

    answers = under(kill, home)
    assert len(killed) > 5
    assert server.query(home, "SELECT (SELECT count(*) FROM reviews), (SELECT sum(answers) FROM counters)") == [
        (answers, answers)
    ]


def test_a_server_that_crashes_and_comes_back_under_load_loses_nothing():
    own, crashes = Server(), []

    def crash(done):
        while len(crashes) < 2 and not done.wait(0.3):
            own.stop("immediate")
            own.start()
            crashes.append(1)

    try:
        answers = under(crash, home := own.database())
        assert crashes
        assert own.query(home, "SELECT count(*) FROM reviews") == [(answers,)]
    finally:
        own.close()


def test_a_count_of_answers_would_notice_one_that_is_lost_or_doubled(server, home):
    class Forgetful(Memory):
        def answer(self, card, review):
            return card

    class Repeating(Memory):
        def answer(self, card, review):
            super().answer(card, review)
            return super().answer(self.card(card.question_id), review)

    for kind, kept in ((Forgetful, 0), (Repeating, 2)):
        memory = kind.open(home, learner=kind.__name__, clock=now)
        memory.sync(ENTRIES)
        persistent(memory, "q0")
        assert len(memory.history("q0")) == kept
        memory.close()


def test_a_server_that_is_down_is_told_in_a_sentence_and_the_next_answer_after_its_return_is_kept():
    own = Server()
    try:
        memory = opened(home := own.database(), "anna")
        card = memory.answer(memory.card("q0"), GOOD)
        own.stop()
        with pytest.raises(DatabaseTrouble, match=r"acknowledged so far is safe|Start the server") as told:
            memory.answer(card, GOOD)
        assert "\n" not in str(told.value)
        with pytest.raises(DatabaseTrouble, match="Start the server"):
            Memory.open(home, clock=now)
        own.start()
        assert memory.answer(card, GOOD).reviews == 2
        memory.close()
    finally:
        own.close()


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("postgresql+psycopg://teacher:geheim@/nothing?host={folder}", "Create it on the server"),
        ("postgresql+psycopg://nobody:geheim@/postgres?host={folder}", "Create it on the server"),
        ("postgresql+psycopg://teacher:geheim@/postgres?host=/nowhere", "Start the server"),
        ("postgresql+nothing://teacher:geheim@/postgres", "with the extra 'postgres'"),
        ("postgresql+psycopg://teacher:geheim@host:port/postgres", "Write sqlite"),
    ],
)
def test_an_address_that_cannot_be_used_is_told_without_its_password(server, address, message):
    with pytest.raises(DatabaseTrouble, match=message) as told:
        Memory.open(address.format(folder=server.folder), clock=now)
    assert "geheim" not in str(told.value)
    assert "\n" not in str(told.value)


def test_a_newer_schema_and_a_foreign_database_are_refused(server):
    newer, foreign = server.database(), server.database()
    opened(newer, "anna").close()
    server.query(newer, "UPDATE alembic_version SET version_num = '9999'")
    server.query(foreign, "CREATE TABLE recipes (id integer)")
    for home, message in ((newer, "newer than this Backdrill"), (foreign, "another program")):
        with pytest.raises(DatabaseTrouble, match=message):
            Memory.open(home, clock=now)


def test_learners_by_name_share_a_database_from_the_command_line(home, tmp_path):
    def backdrill(*arguments, typed="", learner="anna"):
        everywhere = ["--database", home, "--learner", learner, "--data", str(tmp_path), "--now", "2027-03-01T09:00"]
        return fork_server.run(MAIN, *arguments, *everywhere, typed=typed)

    assert backdrill("study", "--plain", "--limit", "2", typed="\n\n\n\n").returncode == 0
    assert backdrill("study", "--plain", "--limit", "1", typed="\n\n", learner="bertolt").returncode == 0
    for learner, answered in (("anna", 2), ("bertolt", 1)):
        counts = json.loads(backdrill("due", "--json", learner=learner).stdout)
        assert sum(topic["seen"] for topic in counts["topics"].values()) == answered
        assert backdrill("doctor", learner=learner).returncode == 0
    refused = backdrill("backup")
    assert refused.returncode == 2
    assert refused.stderr.count("\n") == 1
