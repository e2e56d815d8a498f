"""Planning for an exam: every date from today on helps, nothing is held back while minutes are left, and what is expected
is the one estimate of knowledge."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.exam.day import DayStart
from db.exam.pace import PEAK, SWEEP_DAYS, Wanted, course, is_short
from db.exam.plan import exam_plan, study_days, triage
from db.statistics.kept_knowledge import KeptKnowledge
from db.types import CardEntry, Rating


def knowledge_of(memory):
    return KeptKnowledge(memory, dict, None)


def examined(memory, days, minutes=30):
    memory.settings.set("exam_date", (memory.today() + timedelta(days=days)).isoformat())
    memory.settings.set("exam_minutes", minutes)


def many(memory, count=160, topics=8):
    memory.sync(CardEntry(f"q{i}", "deck", f"t{i % topics}") for i in range(count))


def planned(memory):
    return exam_plan(memory, knowledge_of(memory))


def studied(memory, clock, answer, seconds=40.0, most=400, right=True):
    """All that the queue gives today, each question answered in `seconds`; the cards as they were asked."""
    asked = []
    while (card := memory.next_card()) is not None and len(asked) < most:
        asked.append(card)
        rating = Rating.GOOD if right else Rating.AGAIN
        answer(memory, card, rating, correctness=float(right), seconds=seconds)
        clock.pass_(seconds=seconds)
    return asked


@given(
    days=st.integers(0, 400),
    unseen=st.integers(0, 500),
    known=st.integers(0, 500),
    answers=st.integers(1, 300),
    wish=st.floats(0.7, 0.97),
)
def test_the_pace_fits_the_day_and_nobody_is_taught_nothing(days, unseen, known, answers, wish):
    now = course(Wanted(days, answers, wish), unseen, known)
    later = course(Wanted(max(0, days - 1), answers, wish), unseen, known)
    assert min(unseen, 1) <= now.new_per_day <= min(unseen, max(1, answers // 2))
    assert round(wish, 4) <= now.retention <= later.retention <= PEAK + 1e-9
    assert now.sweep <= (max(1, days) <= SWEEP_DAYS)
    assert later.sweep >= now.sweep


def test_a_last_look_takes_only_as_long_as_what_is_known_needs():
    def sweeps(known):
        return [course(Wanted(days, 45, 0.9), 0, known).sweep for days in (3, 2, 1, 0)]

    assert sweeps(0) == [False] * 4
    assert sweeps(30) == [False, False, True, True]
    assert sweeps(60) == [False, True, True, True]
    assert sweeps(1000) == [True] * 4


def test_today_is_planned_like_tomorrow():
    start = DayStart(160, 0, 40.0)
    assert study_days(Wanted(0, 45, 0.9), start, 0)[0].answers == 45
    assert [(day.answers, day.new) for day in study_days(Wanted(0, 45, 0.9), start, 0)] == [
        (day.answers, day.new) for day in study_days(Wanted(1, 45, 0.9), start, 0)
    ]


@pytest.mark.parametrize("days", [0, 1, 2, 3, 4])
def test_a_new_learner_with_an_exam_at_once_is_taught_as_much_as_the_minutes_allow(memory, clock, answer, days):
    many(memory)
    examined(memory, days)
    assert memory.exam_course().new_per_day >= 20
    assert memory.due_counts().new >= 20
    asked = studied(memory, clock, answer)
    new = sum(card.reviews == 0 for card in asked)
    assert 20 <= new <= 24
    assert len({card.topic for card in asked}) == 8


def test_nothing_due_or_new_is_held_back_while_minutes_are_left(memory, clock, answer):
    many(memory, 60)
    memory.settings.set("new_per_day", 1)
    memory.settings.set("reviews_per_day", 1)
    examined(memory, 90, minutes=20)
    assert memory.exam_course().new_per_day == 1
    for _ in range(2):
        asked = studied(memory, clock, answer, seconds=20.0)
        assert 20 * len(asked) >= 20 * 60 - 120 or len(asked) == 60
        clock.pass_(days=9)


def test_the_pace_of_a_day_does_not_change_as_it_is_met(memory, clock, answer):
    assert memory.exam_course() is None
    examined(memory, 9, minutes=10)
    before = memory.exam_course()
    studied(memory, clock, answer, most=4)
    assert memory.exam_course() == before


def test_when_all_is_seen_the_last_look_takes_everything_known_the_weakest_first(memory, clock, answer):
    memory.sync(CardEntry(name, "deck", "pooling") for name in ("q1", "q2", "q4"))
    for name in ("q1", "q2", "q4"):
        answer(memory, memory.card(name), Rating.EASY)
    clock.pass_(days=2)
    answer(memory, memory.card("q4"), Rating.EASY)
    clock.pass_(days=1)
    examined(memory, 1)
    seen = [card.question_id for card in studied(memory, clock, answer, most=10)]
    assert set(seen) == {"q1", "q2", "q4"}
    assert seen[-1] == "q4"
    clock.pass_(days=5)
    assert memory.exam_course() is None  # over
    assert planned(memory) is None


def test_with_little_time_what_gains_most_comes_first_and_what_does_not_count_not_at_all(memory, clock, answer):
    many(memory, 80, topics=2)
    for _ in range(3):
        for number in range(20):
            right = number % 2 == 0
            answer(memory, memory.card(f"q{number}"), Rating.GOOD, correctness=float(right), seconds=40.0)
        clock.pass_(days=1)
    examined(memory, 1)
    memory.triage = triage(memory, knowledge_of(memory))
    assert memory.triage
    by_gain = [card.topic for card in studied(memory, clock, answer) if card.reviews == 0]
    assert by_gain
    memory.settings.set("exam_weights", {"t0": 0.0})
    clock.pass_(days=1)
    examined(memory, 1)
    memory.triage = triage(memory, knowledge_of(memory))
    left = [card.topic for card in studied(memory, clock, answer) if card.reviews == 0]
    assert set(left) == {"t1"}
    assert {topic.topic for topic in planned(memory).readiness} == {"t1"}


def test_where_there_is_time_for_everything_nothing_is_ranked(memory, clock, answer):
    examined(memory, 60)
    assert triage(memory, knowledge_of(memory)) == {}


def test_too_little_time_is_said_and_what_is_left_out_is_counted(memory):
    many(memory, 120, topics=3)
    examined(memory, 3, minutes=10)
    found = planned(memory)
    assert not found.enough
    assert set(found.leave_out) == {"t0", "t1", "t2"}
    assert found.unseen == sum(topic.unseen for topic in found.readiness) > 60
    assert found.cards == 120
    assert is_short(memory.exam_wanted(), 120)


def test_enough_time_leaves_nothing_out(memory):
    examined(memory, 30)
    found = planned(memory)
    assert (found.enough, found.leave_out, found.unseen) == (True, [], 0)


def test_more_minutes_and_more_days_show_more(memory):
    many(memory, 60)
    unseen = []
    for minutes in (5, 10, 20, 60):
        examined(memory, 10, minutes)
        unseen.append(planned(memory).unseen)
    assert unseen == sorted(unseen, reverse=True)
    assert unseen[0] > unseen[-1]
    unseen = []
    for days in (1, 4, 16, 64):
        examined(memory, days, 15)
        unseen.append(planned(memory).unseen)
    assert unseen == sorted(unseen, reverse=True)


def test_the_same_memory_gives_the_same_plan_and_the_interval_holds_the_estimate(memory, clock, answer):
    studied(memory, clock, answer)
    examined(memory, 20)
    first = planned(memory)
    assert first == planned(memory)
    assert len(first.course_of) == 20
    assert first.course_of[-1] == pytest.approx(first.expected.mean)
    for topic in first.readiness:
        assert 0 <= topic.estimate.low <= topic.estimate.mean <= topic.estimate.high <= 1


@pytest.mark.parametrize("rate", [0.02, 0.55])
def test_what_is_expected_is_what_the_learner_is_like_not_what_the_scheduler_believes(memory, clock, answer, rate):
    rng = random.Random(4)
    for _ in range(15):
        for _ in range(30):
            card = memory.next_card() or memory.card(f"q{rng.randrange(12)}")
            right = rng.random() < rate
            answer(memory, card, Rating.GOOD if right else Rating.AGAIN, correctness=float(right), seconds=20.0)
            clock.pass_(minutes=11)
        clock.pass_(hours=24 - 5.5)
    examined(memory, 14)
    found = planned(memory).expected
    assert found.low < (0.4 if rate < 0.1 else 0.75)
    assert found.mean < rate + 0.3


def test_an_exam_so_far_off_that_an_earlier_version_let_it_pass_is_planned_for(memory):
    memory.settings.set("exam_date", "2200-12-31")
    assert planned(memory).days > 60_000
    assert memory.next_card() is not None


def test_minutes_spent_already_are_not_spent_again(memory, clock, answer):
    many(memory)
    examined(memory, 1)
    before = planned(memory).unseen
    studied(memory, clock, answer)
    after = planned(memory)
    assert abs(after.unseen - (160 - sum(card.reviews > 0 for card in memory.cards()))) <= 1
    assert after.unseen <= before + 1


def test_an_exam_asks_for_more_and_replay_still_gives_every_state(memory, clock, answer):
    for card in memory.cards():
        answer(memory, card, Rating.EASY)
    clock.pass_(days=30)
    examined(memory, 1)
    card = memory.card("q1")
    short = memory.previews(card)[Rating.GOOD].interval_days
    memory.settings.set("exam_date", "")
    assert short < memory.previews(card)[Rating.GOOD].interval_days
    examined(memory, 1)
    answer(memory, card, Rating.GOOD)
    assert memory.replay_check() == []
