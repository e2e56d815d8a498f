"""Planning for an exam: pace, ramp, last look, and a prediction that is deterministic, monotone and honest."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.exam.pace import PEAK, SWEEP_DAYS, course
from db.exam.simulator import UNSEEN, SimulatedCard, plan
from db.scheduling.fsrs import MemoryState, Parameters, retrievability
from db.types import CardState, Rating

TODAY = date(2027, 1, 4)


def cards(new: int, known: int = 0, stability: float = 20.0) -> list[SimulatedCard]:
    seen = MemoryState(CardState.REVIEW, 0, stability, 5.0, 0, TODAY.toordinal(), 0, TODAY.toordinal() - 5, reviews=3)
    fresh = [SimulatedCard(i + 1, f"t{i % 3}", MemoryState()) for i in range(new)]
    return fresh + [SimulatedCard(1000 + i, f"t{i % 3}", seen) for i in range(known)]


def planned(held, days=20, minutes=30, seed=0):
    topics = {card.topic: Parameters(fuzz=False) for card in held}
    return plan(held, TODAY, TODAY + timedelta(days=days), minutes, topics, 40.0, seed)


@given(days=st.integers(0, 400), unseen=st.integers(0, 500), answers=st.integers(1, 300), wish=st.floats(0.7, 0.97))
def test_the_pace_fits_the_day_and_the_retention_only_rises(days, unseen, answers, wish):
    now, later = course(days, unseen, answers, wish), course(max(0, days - 1), unseen, answers, wish)
    assert 0 <= now.new_per_day <= max(1, answers // 4)
    assert round(wish, 4) <= now.retention <= later.retention <= PEAK + 1e-9
    assert now.sweep == (days <= SWEEP_DAYS)
    assert not (now.sweep and now.new_per_day)


def test_enough_time_shows_every_card_before_the_last_look():
    found = planned(cards(40), days=30, minutes=30)
    assert found.enough
    assert found.leave_out == []
    assert sum(topic.unseen for topic in found.readiness) == 0
    assert found.expected > 0.85


def test_too_little_time_is_said_and_names_what_to_leave_out():
    found = planned(cards(120), days=6, minutes=10)
    assert not found.enough
    assert set(found.leave_out) <= {"t0", "t1", "t2"}
    assert sum(topic.unseen for topic in found.readiness) > 60
    assert found.expected < 0.6


def test_more_minutes_and_more_days_never_make_it_worse():
    expected = [planned(cards(60, 30), days=15, minutes=m).expected for m in (5, 10, 20, 40, 80)]
    assert all(later >= earlier - 0.02 for earlier, later in itertools.pairwise(expected))
    unseen = [sum(t.unseen for t in planned(cards(60), days=d, minutes=15).readiness) for d in (4, 8, 16, 32)]
    assert unseen == sorted(unseen, reverse=True)


def test_the_same_memory_gives_the_same_plan_and_the_interval_holds_the_estimate():
    first, again = planned(cards(30, 20)), planned(cards(30, 20))
    assert first == again
    for topic in first.readiness:
        assert 0 <= topic.low <= topic.expected <= topic.high <= 1


def test_an_exam_today_is_what_is_known_now():
    held = cards(3, 6)
    found = planned(held, days=0)
    chance = retrievability(held[-1].state, TODAY.toordinal(), Parameters())
    by_topic = {topic.topic: topic.expected for topic in found.readiness}
    assert by_topic["t0"] == pytest.approx((UNSEEN + 2 * chance) / 3)


@settings(max_examples=15, deadline=None)
@given(new=st.integers(0, 20), known=st.integers(0, 20), days=st.integers(0, 40), minutes=st.integers(5, 60))
def test_any_memory_can_be_planned(new, known, days, minutes):
    found = planned(cards(new, known), days, minutes)
    assert len(found.course_of) == days
    assert 0 <= found.expected <= 1


def test_the_queue_follows_the_exam(memory, clock, answer):
    assert memory.exam_course() is None
    exam = memory.today() + timedelta(days=9)
    memory.settings.set("exam_date", exam.isoformat())
    memory.settings.set("exam_minutes", 10)
    now = memory.exam_course()
    assert now.new_per_day == 2  # twelve cards over six days before the last look
    introduced = 0
    while (card := memory.next_card()) is not None and introduced < 12:
        introduced += card.reviews == 0
        answer(memory, card, Rating.EASY)
    assert introduced == 2
    assert memory.exam_course().new_per_day == 2  # the pace of a day does not change as it is met


def test_the_last_days_bring_nothing_new_and_everything_known_the_weakest_first(memory, clock, answer):
    for name in ("q1", "q2", "q4"):
        answer(memory, memory.card(name), Rating.EASY)
    clock.pass_(days=2)
    answer(memory, memory.card("q4"), Rating.EASY)
    clock.pass_(days=1)
    memory.settings.set("exam_date", (memory.today() + timedelta(days=2)).isoformat())
    seen = []
    while (card := memory.next_card()) is not None:
        seen.append(card.question_id)
        answer(memory, card, Rating.EASY)
        assert len(seen) < 10
    assert set(seen) == {"q1", "q2", "q4"}
    assert seen[-1] == "q4"
    clock.pass_(days=5)
    assert memory.exam_course() is None  # over


def test_an_exam_asks_for_more_and_replay_still_gives_every_state(memory, clock, answer):
    card = memory.card("q1")
    plain = memory.previews(answer(memory, card, Rating.EASY))
    clock.pass_(days=30)
    memory.settings.set("exam_date", (memory.today() + timedelta(days=1)).isoformat())
    card = memory.card("q1")
    short = memory.previews(card)[Rating.GOOD].interval_days
    memory.settings.set("exam_date", "")
    assert short < memory.previews(card)[Rating.GOOD].interval_days
    memory.settings.set("exam_date", (memory.today() + timedelta(days=1)).isoformat())
    answer(memory, card, Rating.GOOD)
    assert plain
    assert memory.replay_check() == []
