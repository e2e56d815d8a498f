"""The learner's memory in both of its homes: scheduling, queue, undo, replay, two windows."""

from __future__ import annotations

import contextlib
import random
import sqlite3
from datetime import datetime, timedelta, timezone
from itertools import pairwise

import pytest

from db.errors import BadSetting, DatabaseTrouble, StaleCard, UnknownCard
from db.memory import Memory
from db.scheduling.fsrs import Parameters, retrievability
from db.scheduling.study_days import study_day
from db.types import CardEntry, CardState, Rating


def study_at_random(memory, clock, answer, answers=150, seed=1):
    rng = random.Random(seed)
    for _ in range(answers):
        card = memory.next_card()
        if card is None:
            clock.pass_(hours=rng.choice([1, 9, 15, 30, 200]))
            continue
        answer(memory, card, rng.choice([1, 2, 3, 3, 3, 4]))
        clock.pass_(minutes=rng.choice([1, 3, 12, 400]))


def test_new_cards_come_up_to_the_daily_limit_with_topics_alternating(memory, answer):
    memory.settings.set("new_per_day", 6)
    topics = []
    while (card := memory.next_card()) and card.state is CardState.NEW:
        topics.append(card.topic)
        answer(memory, card, Rating.EASY)
    assert len(topics) == 6
    assert all(a != b for a, b in pairwise(topics))
    assert memory.due_counts().new == 0


def test_siblings_stay_apart_on_one_day(memory, answer):
    first = memory.next_card()
    answer(memory, first, Rating.EASY)
    assert memory.next_card().siblings != first.siblings


def test_the_interval_shown_is_the_interval_given(memory, clock, answer):
    study_at_random(memory, clock, answer, 60)
    card = memory.cards()[0]
    shown = memory.previews(card)
    for rating in Rating:
        given = answer(memory, memory.card(card.question_id), rating)
        assert abs((given.due - shown[rating].due).total_seconds()) < 1
        memory.undo()


def test_an_evening_and_the_next_morning_are_two_study_days(memory, clock, answer):
    card = answer(memory, memory.card("q0"), Rating.EASY)
    clock.pass_(hours=11)
    assert card.last_day != memory.today()
    before = memory.retrievability(card)
    assert before < 1


def test_after_midnight_is_still_the_day_before_until_the_rollover():
    zone = timezone(timedelta(hours=8))
    assert study_day(datetime(2026, 11, 24, 3, 59, tzinfo=zone), 4) == study_day(
        datetime(2026, 11, 23, 12, 0, tzinfo=zone), 4
    )
    assert study_day(datetime(2026, 11, 24, 4, 0, tzinfo=zone), 4) > study_day(
        datetime(2026, 11, 23, 12, 0, tzinfo=zone), 4
    )


@pytest.mark.parametrize("seed", range(3))
def test_replaying_the_log_gives_every_state_bit_for_bit(memory, clock, answer, seed):
    study_at_random(memory, clock, answer, 200, seed)
    memory.reset("q1")
    memory.set_due("q2", memory.today() + timedelta(days=9))
    memory.undo()
    assert memory.replay_check() == []


def test_a_changed_state_is_told_by_replay(memory, clock, answer, tamper):
    study_at_random(memory, clock, answer, 20)
    tamper("UPDATE cards SET stability = stability * 1.0000001 WHERE reviews > 0")
    assert memory.replay_check()


def test_undo_restores_every_state_exactly_and_redo_does_it_again(memory, clock, answer):
    states = [memory.cards()]
    counts = [memory.due_counts()]
    for number in range(12):
        card = memory.next_card()
        if number == 4:
            memory.bury(card.question_id)
        elif number == 6:
            memory.suspend(card.question_id)
        elif number == 8:
            memory.note("q3", "look again")
        else:
            answer(memory, card, number % 4 + 1)
        states.append(memory.cards())
        counts.append(memory.due_counts())
    for state, count in zip(reversed(states[:-1]), reversed(counts[:-1]), strict=True):
        assert memory.undo() is not None
        assert memory.cards() == state
        assert memory.due_counts().due == count.due
    assert memory.undo() is None
    while memory.redo():
        pass
    assert memory.cards() == states[-1]
    assert memory.replay_check() == []


def test_an_undone_review_stays_in_the_log_marked(memory, answer):
    answer(memory, memory.card("q0"))
    memory.undo()
    assert [review.undone for review in memory.history("q0")] == [True]


def test_the_log_refuses_a_second_window_that_saw_an_old_card(memory, clock, answer, home):
    other = Memory.open(home, clock=clock)
    seen = other.card("q0")
    answer(memory, memory.card("q0"))
    with pytest.raises(StaleCard, match="another window"):
        answer(other, seen)
    assert len(memory.history("q0")) == 1
    other.close()


def test_a_step_that_became_stale_is_dropped_and_undo_goes_on_before_it(memory, clock, answer, home):
    before = memory.card("q1")
    for name in ("q1", "q2", "q0"):
        answer(memory, memory.card(name), Rating.GOOD)
    with contextlib.closing(Memory.open(home, clock=clock)) as other:
        clock.pass_(minutes=30)
        answered = answer(other, other.card("q0"), Rating.GOOD)
    with pytest.raises(StaleCard, match="undo goes on before it"):
        memory.undo()
    assert memory.card("q0") == answered
    assert memory.undo().question_id == "q2"
    assert memory.undo().question_id == "q1"
    assert memory.card("q1") == before
    assert memory.undo() is None
    assert memory.redo().question_id == "q1"
    assert memory.replay_check() == []


def test_undo_ends_with_the_program_and_a_write_that_fails_keeps_its_step(memory, clock, answer, home, monkeypatch):
    answer(memory, memory.card("q0"), Rating.GOOD)
    with contextlib.closing(Memory.open(home, clock=clock)) as again:
        assert again.undo() is None

    def refused(*_):
        raise DatabaseTrouble("refused", "拒绝")

    with monkeypatch.context() as patch:
        patch.setattr("db.memory.record.record_event", refused)
        with pytest.raises(DatabaseTrouble):
            memory.undo()
    assert memory.undo().question_id == "q0"


def test_content_changes_keep_progress(memory, clock, answer):
    answer(memory, memory.card("q0"), Rating.EASY)
    kept = memory.card("q0")
    memory.sync([CardEntry("renamed", "deck", "pooling"), CardEntry("q1", "deck", "batchnorm")], {"q0": "renamed"})
    assert memory.card("renamed").stability == kept.stability
    assert {card.question_id for card in memory.cards()} == {"renamed", "q1"}
    assert len(memory.history("renamed")) == 1
    memory.sync([CardEntry("q5", "deck", "descent")])
    assert len(memory.history("renamed")) == 1
    assert memory.replay_check() == []


def test_a_clock_set_back_a_day_loses_and_reorders_nothing(memory, clock, answer):
    for _ in range(3):
        answer(memory, memory.card("q0"), Rating.GOOD)
        clock.pass_(days=-1)
    history = memory.history("q0")
    assert [r.at for r in history] == sorted(r.at for r in history)
    assert len(history) == 3
    assert memory.replay_check() == []


@pytest.mark.parametrize("seed", range(4))
def test_predictions_equal_those_of_the_reference_in_rust(memory, clock, answer, seed):
    reference = pytest.importorskip("fsrs_rs_python")
    memory.settings.set("fuzz", False)
    rng = random.Random(seed)
    model = reference.FSRS(list(Parameters().weights))
    for question in ("q0", "q1", "q2", "q3"):
        reviews, last = [], None
        for _ in range(12):
            card = memory.card(question)
            rating = rng.choice([1, 2, 3, 3, 4])
            day = memory.today()
            reviews.append(reference.FSRSReview(rating, (day - last).days if last else 0))
            last = day
            card = answer(memory, card, rating)
            expected = model.memory_state(reference.FSRSItem(reviews))
            assert card.stability == pytest.approx(expected.stability, rel=1e-4)
            assert card.difficulty == pytest.approx(expected.difficulty, rel=1e-4)
            clock.pass_(hours=rng.choice([0.2, 11, 11, 26, 100, 900]))


def test_retrievability_is_ninety_percent_after_the_stability():
    from db.scheduling.fsrs import MemoryState

    state = MemoryState(stability=10.0, last_day=100)
    assert retrievability(state, 110, Parameters()) == pytest.approx(0.9, abs=1e-9)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("new_per_day", -1, "0 to 999"),
        ("new_per_day", "many", "whole number"),
        ("desired_retention", 1.5, "0.7 to 0.98"),
        ("theme", "pink", "one of"),
        ("nothing", 1, "there is no setting"),
    ],
)
def test_settings_out_of_range_are_refused_with_the_range(memory, name, value, message):
    with pytest.raises(BadSetting, match=message):
        memory.settings.set(name, value)


def test_settings_survive_closing(memory, clock, home):
    memory.settings.set("new_per_day", 7)
    again = Memory.open(home, clock=clock)
    assert again.settings.new_per_day == 7
    again.close()


def test_an_unknown_card_is_told(memory):
    with pytest.raises(UnknownCard, match="no card"):
        memory.card("nothing")


def test_two_learners_do_not_see_each_other(memory, clock, answer, entries, home):
    answer(memory, memory.card("q0"))
    other = Memory.open(home, learner="other", clock=clock)
    other.sync(entries)
    assert other.card("q0").reviews == 0
    other.close()


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (lambda path: path.write_bytes(b"not a database at all" * 100), "not a database"),
        (lambda path: _newer(path), "newer than this Backdrill"),
        (lambda path: _foreign(path), "another program"),
    ],
)
def test_a_file_that_cannot_be_used_is_told_in_a_sentence(tmp_path, clock, prepare, message):
    path = tmp_path / "memory.db"
    prepare(path)
    with pytest.raises(DatabaseTrouble, match=message):
        Memory.open(str(path), clock=clock)


def _newer(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")


def _foreign(path):
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE recipes (id INTEGER)")


def test_a_folder_that_does_not_exist_is_told(tmp_path, clock):
    with pytest.raises(DatabaseTrouble, match="--data FOLDER"):
        Memory.open(str(tmp_path / "nowhere" / "memory.db"), clock=clock)


def test_limits_raised_today_hold_for_today_only(memory, clock, answer):
    memory.settings.set("new_per_day", 2)
    for _ in range(2):
        answer(memory, memory.next_card(), Rating.EASY)
    assert memory.next_card() is None
    memory.more_today(new=1)
    memory.more_today(new=2)
    assert memory.due_counts().new == 3
    for _ in range(3):
        answer(memory, memory.next_card(), Rating.EASY)
    assert memory.next_card() is None
    clock.pass_(days=1)
    assert memory.due_counts().new == 2
    with pytest.raises(BadSetting, match="at most 9,999"):
        memory.more_today(new=10_000)


def test_reviews_held_back_come_when_their_limit_is_raised_today(memory, clock, answer):
    memory.settings.set("new_per_day", 12)
    for _ in range(6):
        answer(memory, memory.next_card(), Rating.EASY)
    memory.settings.set("new_per_day", 0)
    memory.settings.set("reviews_per_day", 1)
    clock.pass_(days=60)
    answer(memory, memory.next_card(), Rating.EASY)
    assert memory.next_card() is None
    memory.more_today(reviews=5)
    assert memory.due_counts().due == 5
    assert memory.next_card() is not None


def test_reviews_ahead_come_in_the_order_of_their_days_and_once(memory, clock, answer):
    for name, rating in (("q0", Rating.EASY), ("q1", Rating.EASY), ("q2", Rating.EASY)):
        answer(memory, memory.card(name), rating)
    assert memory.next_due_day() is None
    clock.pass_(hours=12)
    first = memory.next_due_day()
    assert first == min(memory.card(name).due_day for name in ("q0", "q1", "q2"))
    ahead = (first - memory.today()).days
    assert memory.next_card(days_ahead=ahead - 1) is None
    held = memory.next_card(days_ahead=365)
    before = held.stability
    days = []
    while (card := memory.next_card(days_ahead=365)) is not None:
        days.append(card.due_day)
        after = answer(memory, card, Rating.GOOD)
    assert days == sorted(days)
    assert len(days) == 3
    assert after.stability > before
    assert memory.replay_check() == []


@pytest.mark.parametrize("seed", range(3))
def test_counts_kept_between_looks_are_those_counted_afresh(memory, clock, answer, home, seed, in_full):
    rng = random.Random(seed)
    for _ in range(120 if in_full else 40):
        name = f"q{rng.randrange(12)}"
        what = rng.choice(("answer",) * 6 + ("bury", "suspend", "unsuspend", "reset", "undo", "day", "other"))
        if what == "answer":
            answer(memory, memory.card(name), rng.choice([1, 2, 3, 4]))
        elif what == "day":
            clock.pass_(hours=rng.choice([0.3, 20, 300]))
        elif what == "other":
            second = Memory.open(home, clock=clock)
            answer(second, second.card(name), rng.choice([1, 4]))
            second.close()
        elif what == "undo":
            with contextlib.suppress(StaleCard):
                memory.undo()
        else:
            getattr(memory, what)(name)
        fresh = Memory.open(home, clock=clock)
        assert memory.due_counts() == fresh.due_counts()
        fresh.close()
