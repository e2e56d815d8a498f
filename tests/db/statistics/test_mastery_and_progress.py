"""Mastery with its interval and reasons, the choice by expected gain, and statistics from the counters."""

from __future__ import annotations

import pytest

from db.scheduling.leeches import leeches, reached
from db.statistics.mastery import mastery, sure_but_wrong, weakest_card, wilson
from db.statistics.progress import statistics
from db.types import Rating, Reason


def by_topic(memory):
    return {topic.topic: topic for topic in mastery(memory)}


def test_no_answers_say_nothing_and_the_interval_is_everything(memory):
    for topic in mastery(memory):
        assert (topic.low, topic.high) == (0, 1)
        assert topic.estimate == pytest.approx(0.5)
        assert not topic.ready


def test_the_interval_narrows_with_answers_and_holds_the_estimate():
    few, many = wilson(0.8, 5), wilson(0.8, 200)
    assert few[0] < many[0] < 0.8 < many[1] < few[1]


def test_wilson_agrees_with_scipy():
    scipy_stats = pytest.importorskip("scipy.stats")
    expected = scipy_stats.binomtest(16, 20).proportion_ci(0.9, method="wilson")
    assert wilson(0.8, 20) == pytest.approx((expected.low, expected.high), abs=2e-4)


def test_wrong_answers_make_a_topic_weak_and_say_why(memory, clock, answer):
    for _ in range(4):
        for number in range(12):
            card = memory.card(f"q{number}")
            wrong = card.topic == "pooling"
            rating = Rating.AGAIN if wrong else Rating.EASY
            answer(memory, card, rating, correctness=0.0 if wrong else 1.0, confidence=4)
        clock.pass_(days=1)
    found = by_topic(memory)
    assert mastery(memory)[0].topic == "pooling"
    assert found["pooling"].reasons[Reason.SURE_BUT_WRONG] == 16
    assert found["batchnorm"].estimate > 0.9
    assert found["batchnorm"].days_right == 4
    assert set(sure_but_wrong(memory)) == {"q0", "q3", "q6", "q9"}


def test_a_topic_is_ready_only_after_right_answers_on_three_days(memory, clock, answer):
    for day in range(4):
        for _ in range(3):
            for number in range(1, 12, 3):
                answer(memory, memory.card(f"q{number}"), Rating.GOOD)
        assert by_topic(memory)["batchnorm"].ready == (day >= 2)
        clock.pass_(days=1)


def test_an_answer_taken_back_does_not_count(memory, answer):
    answer(memory, memory.card("q0"), Rating.AGAIN, correctness=0.0)
    memory.undo()
    assert by_topic(memory)["pooling"].answers == 0


def test_the_weakest_card_is_the_one_likely_forgotten(memory, clock, answer):
    for number in range(12):
        answer(memory, memory.card(f"q{number}"), Rating.AGAIN if number == 5 else Rating.EASY)
    clock.pass_(days=3)
    assert weakest_card(memory).question_id == "q5"
    assert weakest_card(memory, ["q5"]).question_id != "q5"
    memory.suspend("q5")
    assert weakest_card(memory).question_id != "q5"


def test_statistics_are_what_the_log_says(memory, clock, answer):
    for day in range(3):
        for number in range(4):
            answer(memory, memory.card(f"q{number}"), Rating.EASY if number else Rating.GOOD, seconds=30.0)
        clock.pass_(days=1 if day < 2 else 0)
    numbers = statistics(memory)
    assert [row.answers for row in numbers.days] == [4, 4, 4]
    assert numbers.days[0].introduced == 4
    assert numbers.days[0].minutes == pytest.approx(2.0)
    assert numbers.streak == numbers.longest_streak == 3
    assert sum(numbers.forecast) <= 4
    assert sum(numbers.states.values()) == 12
    memory.undo()
    assert statistics(memory).days[-1].answers == 3
    assert numbers.to_json()["days"][0]["day"]


def test_the_streak_ends_after_a_day_without_answers(memory, clock, answer):
    answer(memory, memory.card("q0"))
    clock.pass_(days=1)
    assert statistics(memory).streak == 1
    clock.pass_(days=1)
    assert statistics(memory).streak == 0


def test_a_leech_is_told_at_the_threshold_and_at_every_half_of_it_more(memory, clock, answer):
    memory.settings.set("leech_threshold", 4)
    told, card = [], answer(memory, memory.card("q1"), Rating.EASY)
    for _ in range(9):
        clock.pass_(days=40)
        before, card = card.lapses, answer(memory, memory.card("q1"), Rating.AGAIN)
        told.append(reached(before, card.lapses, 4))
        clock.pass_(minutes=30)
        card = answer(memory, memory.card("q1"), Rating.GOOD)
        assert not reached(card.lapses, card.lapses, 4)
    assert [number for number, said in enumerate(told, 1) if said] == [4, 6, 8]
    assert [leech.question_id for leech in leeches(memory)] == ["q1"]
    memory.suspend("q1")
    assert leeches(memory) == []
