"""A progress file takes everything along, merges by union, and does nothing when anything in it is wrong."""

from __future__ import annotations

import hashlib
import json
import random
import shutil

import pytest

from db.interviews import Coming, InterviewAnswer, Interviews
from db.memory import Memory
from db.transfer.exporter import progress
from db.transfer.format import BadTransfer
from db.transfer.importer import bring_in
from db.types import CardEntry, Rating
from tests.db.conftest import Clock
from tests.db.counted import counted
from tests.postgresql_server import homes


def study(memory, clock, answer, answers, seed):
    random_ = random.Random(seed)
    for _ in range(answers):
        clock.pass_(hours=random_.choice((0.1, 3, 9, 30)))
        card = random_.choice([card for card in memory.cards() if not card.suspended])
        answer(
            memory, card, random_.randint(1, 4), correctness=random_.choice((0.0, 0.5, 1.0)), seconds=random_.random()
        )
        if random_.random() < 0.2:
            memory.undo()
            if random_.random() < 0.5:
                memory.redo()


def mark(memory):
    memory.note("q1", "look again \x1b[31m [bold]红[/bold]")
    memory.flag("q2")
    memory.suspend("q3")
    memory.bury("q4")
    memory.suspend("q5")
    memory.undo()
    memory.reset("q6")
    memory.settings.set("new_per_day", 7)


def interview(memory, clock):
    kept = Interviews(memory)
    begun = kept.begin({"seed": 1}, [Coming("q1"), Coming("q2")], clock())
    given = InterviewAnswer(1, "q1", "planned", 5, clock(), "a", 1.0, Rating.GOOD, 3.0, 2)
    kept.answer(begun.interview_id, given, [Coming("q2")])
    return begun.interview_id


@pytest.fixture
def other(tmp_path, schema, clock, entries):
    memory = Memory.open(str(shutil.copy(schema, tmp_path / "other.db")), clock=clock)
    memory.sync(entries)
    yield memory
    memory.close()


def sealed(lines):
    """Lines with an end that fits them."""
    whole = b"".join(lines)
    end = {"is": "end", "lines": len(lines), "digest": hashlib.blake2b(whole, digest_size=16).hexdigest()}
    return [*lines, json.dumps(end).encode() + b"\n"]


@pytest.mark.parametrize("seed", range(3))
def test_everything_comes_along_and_a_second_time_changes_nothing(memory, other, clock, answer, seed):
    study(memory, clock, answer, 120, seed)
    mark(memory)
    interview(memory, clock)
    lines = list(progress(memory))
    added = bring_in(other, lines)
    assert added["review"] == 120
    assert added["interview"] == 1
    assert list(progress(other)) == lines
    assert counted(other) == counted(memory)
    assert other.cards() == memory.cards()
    assert other.due_counts() == memory.due_counts()
    assert other.settings.all() == memory.settings.all()
    assert other.replay_check() == []
    assert set(bring_in(other, lines).values()) == {0}
    assert list(progress(other)) == lines


def test_two_machines_meet_in_the_same_state_whichever_takes_first(memory, other, clock, answer):
    study(memory, clock, answer, 40, 1)
    bring_in(other, list(progress(memory)))
    study(memory, clock, answer, 30, 2)
    memory.note("q7", "from here")
    study(other, clock, answer, 30, 3)
    other.note("q7", "from there, later")
    here, there = list(progress(memory)), list(progress(other))
    assert bring_in(memory, there)["review"] == 30
    assert bring_in(other, here)["review"] == 30
    assert memory.cards() == other.cards()
    assert memory.card("q7").note == "from there, later"
    assert memory.replay_check() == other.replay_check() == []
    assert counted(memory) == counted(other)
    assert sum(row[2] for row in counted(memory)[0]) == len(standing(memory))


def standing(memory):
    return [r for card in memory.cards() for r in memory.history(card.question_id) if not r.undone]


def test_a_file_of_the_first_format_is_taken_in_without_its_sums(memory, other, clock, answer):
    study(memory, clock, answer, 40, 6)
    header, *rows = [json.loads(line) for line in progress(memory)][:-1]
    for row in rows:
        if row["is"] == "review":
            del row["interval"]
    sums = {"is": "counter", "day": 739_000, "topic": "pooling", "answers": 9, "correct": 9.0}
    lines = [{**header, "format": 1}, sums, *rows]
    bring_in(other, sealed([json.dumps(line).encode() + b"\n" for line in lines]))
    assert counted(other) == counted(memory)
    assert [card.reviews for card in other.cards()] == [card.reviews for card in memory.cards()]
    with pytest.raises(BadTransfer, match="no kind"):
        bring_in(other, sealed([json.dumps(line).encode() + b"\n" for line in [header, sums]]))


def test_another_learner_takes_the_log_and_replay_holds(memory, clock, answer, home, entries):
    study(memory, clock, answer, 50, 4)
    lines = list(progress(memory))
    friend = Memory.open(home, learner="friend", clock=clock)
    friend.sync(entries)
    assert bring_in(friend, lines)["review"] == 50
    assert friend.replay_check() == []
    assert [card.reviews for card in friend.cards()] == [card.reviews for card in memory.cards()]
    assert list(progress(memory)) == lines
    friend.close()


def test_a_question_renamed_since_keeps_its_history_and_one_that_is_not_here_waits(memory, other, clock, answer):
    answer(memory, memory.card("q0"))
    answer(memory, memory.card("q1"))
    lines = list(progress(memory))
    newer = [CardEntry("q0-new", "deck", "pooling")]
    other.sync(newer)
    bring_in(other, lines, {"q0": "q0-new"})
    assert [len(other.history(name)) for name in ("q0-new", "q1")] == [1, 1]
    assert [card.question_id for card in other.cards()] == ["q0-new"]
    other.sync([*newer, CardEntry("q1", "deck", "batchnorm")])
    assert {card.question_id: card.reviews for card in other.cards()} == {"q0-new": 1, "q1": 1}
    assert other.replay_check() == []


def test_a_card_renamed_before_the_export_keeps_its_intervals(memory, clock, answer, tmp_path):
    for _ in range(8):
        answer(memory, memory.card("q0"), Rating.EASY)
        clock.pass_(days=40)
    renamed = [CardEntry("q0-new", "deck", "pooling")]
    memory.sync(renamed, {"q0": "q0-new"})
    fresh = Memory.open(str(tmp_path / "fresh.db"), clock=clock)
    fresh.sync(renamed)
    bring_in(fresh, list(progress(memory)))
    assert fresh.card("q0-new") == memory.card("q0-new")
    assert fresh.replay_check() == []
    fresh.close()


def test_an_interview_that_went_on_elsewhere_is_ended_here(memory, other, clock):
    held = interview(memory, clock)
    bring_in(other, list(progress(memory)))
    Interviews(memory).finish(held, {"score": 1}, clock())
    bring_in(other, list(progress(memory)))
    assert Interviews(other).last() == Interviews(memory).last()


def with_everything(memory, clock, answer):
    """A progress file that has a row of every kind."""
    study(memory, clock, answer, 12, 5)
    mark(memory)
    interview(memory, clock)
    return list(progress(memory))


@pytest.fixture(scope="module", params=homes())
def lines(request, tmp_path_factory, answer, entries):
    """The same, written once in each home: those who read it change nothing in it."""
    postgresql, clock = request.param == "postgresql", Clock()
    file = tmp_path_factory.mktemp("lines") / "memory.db"
    memory = Memory.open(request.getfixturevalue("server").database() if postgresql else str(file), clock=clock)
    memory.sync(entries)
    written = with_everything(memory, clock, answer)
    memory.close()
    return written


def refused(memory, lines, word="line"):
    before = list(progress(memory))
    with pytest.raises(BadTransfer, match=word) as told:
        bring_in(memory, lines)
    assert "nothing was changed" in str(told.value)
    assert "\n" not in str(told.value)
    assert list(progress(memory)) == before


def test_a_file_that_was_cut_anywhere_is_refused(other, lines):
    for keep in range(0, len(lines), 7):
        refused(other, lines[:keep])


def test_a_changed_byte_anywhere_is_refused(other, lines):
    whole = b"".join(lines)
    random_ = random.Random(6)
    for _ in range(60):
        at = random_.randrange(len(whole))
        changed = whole[:at] + bytes([whole[at] ^ random_.randrange(1, 128)]) + whole[at + 1 :]
        refused(other, changed.splitlines(keepends=True))


CHANGES = [
    ("review", {"rating": 5}, "rating"),
    ("review", {"rating": True}, "rating"),
    ("review", {"rating": "3"}, "rating"),
    ("review", {"seconds": -1}, "seconds"),
    ("review", {"seconds": 1e400}, "seconds"),
    ("review", {"day": 10**30}, "day"),
    ("review", {"answer": "\ud800"}, "answer"),
    ("review", {"answer": "x" * 4_000_001}, "bytes"),
    ("review", {"parameter_set": 1}, "parameter set"),
    ("review", {"question_id": "q11\x1b[2J"}, "question_id"),
    ("review", {"question_id": "nowhere"}, "below its card"),
    ("review", {"extra": 1}, "extra"),
    ("event", {"kind": "explode"}, "cannot be read"),
    ("card", {"level": None}, "level"),
    ("card", {"question_id": "a;b"}, "question_id"),
    ("setting", {"name": "__class__"}, "setting"),
    ("setting", {"value": "-1"}, "setting"),
    ("setting", {"value": "[" * 100_000}, "setting"),
    ("parameters", {"parameters": "{}"}, "cannot be read"),
    ("interview", {"plan": "[]"}, "cannot be read"),
    ("interview_answer", {"interview_id": 3}, "interview"),
    ("backdrill", {"format": 3}, "update Backdrill"),
    ("backdrill", {"is": "other"}, "does not begin"),
]


@pytest.mark.parametrize(("kind", "change", "word"), CHANGES)
def test_a_row_that_the_tables_would_not_hold_is_refused_by_its_line(other, lines, kind, change, word):
    place = next(i for i, line in enumerate(lines) if json.loads(line)["is"] == kind)
    changed = json.dumps(json.loads(lines[place]) | change).encode() + b"\n"
    refused(other, sealed([*lines[:place], changed, *lines[place + 1 : -1]]), word)


@pytest.mark.parametrize(
    "text", [b"", b"\xff\xfe\n", b"[]\n", b"{" * 100_000 + b"\n", b"PK\x03\x04", b'{"is": "end"}\n']
)
def test_what_is_no_progress_file_is_refused(other, text):
    refused(other, text.splitlines(keepends=True))


def test_parameters_that_cannot_schedule_are_refused_before_they_are_stored(other, lines):
    place = next(i for i, line in enumerate(lines) if json.loads(line)["is"] == "parameters")
    row = json.loads(lines[place])
    data = json.loads(row["parameters"])
    data["weights"] = data["weights"][:3]
    row["parameters"] = json.dumps(data, sort_keys=True)
    text = f"{row['algorithm']}/{row['version']}/{row['parameters']}"
    old, row["id"] = row["id"], int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1
    changed = [line.replace(str(old).encode(), str(row["id"]).encode()) for line in lines[:-1]]
    changed[place] = json.dumps(row).encode() + b"\n"
    refused(other, sealed(changed), "cannot be used")


def test_another_answer_at_the_same_instant_is_refused(memory, clock, answer):
    lines = with_everything(memory, clock, answer)
    place = next(i for i, line in enumerate(lines) if json.loads(line)["is"] == "review")
    changed = json.dumps(json.loads(lines[place]) | {"answer": "forged"}).encode() + b"\n"
    refused(memory, sealed([*lines[:place], changed, *lines[place + 1 : -1]]), "same instant")
