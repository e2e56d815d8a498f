"""Where topics stand and why, the choice by expected gain, and statistics from the counters."""

from __future__ import annotations

import pytest

from db.scheduling.leeches import leeches, reached
from db.statistics.gains import gains
from db.statistics.kept_knowledge import KeptKnowledge
from db.statistics.progress import statistics
from db.statistics.topic_standing import sure_but_wrong, topic_standings
from db.types import Rating, Reason


def knowledge_of(memory):
    return KeptKnowledge(memory, dict, None)


def standings(memory):
    return topic_standings(memory, knowledge_of(memory).now())


def by_topic(memory):
    return {topic.topic: topic for topic in standings(memory)}


def test_a_topic_without_answers_is_not_begun_whatever_else_was_answered(memory, answer):
    answer(memory, memory.card("q0"))
    found = by_topic(memory)
    assert found["pooling"].estimate is not None
    assert found["batchnorm"].estimate is None
    assert not found["batchnorm"].ready
    assert [topic.topic for topic in standings(memory)] == ["pooling", "batchnorm", "descent"]


def test_wrong_answers_make_a_topic_weak_and_say_why(memory, clock, answer):
    for _ in range(4):
        for number in range(12):
            card = memory.card(f"q{number}")
            wrong = card.topic == "pooling"
            rating = Rating.AGAIN if wrong else Rating.EASY
            answer(memory, card, rating, correctness=0.0 if wrong else 1.0, confidence=4)
        clock.pass_(days=1)
    found = by_topic(memory)
    assert standings(memory)[0].topic == "pooling"
    assert found["pooling"].reasons[Reason.SURE_BUT_WRONG] == 16
    assert found["batchnorm"].estimate.mean > 0.7 > 0.3 > found["pooling"].estimate.mean
    assert found["batchnorm"].days_right == 4
    assert set(sure_but_wrong(memory)) == {"q0", "q3", "q6", "q9"}


def test_a_topic_is_ready_when_it_is_surely_known_and_was_right_on_three_days(memory, clock, answer):
    ready = []
    for _ in range(20):
        for number in range(1, 12, 3):
            answer(memory, memory.card(f"q{number}"), Rating.GOOD)
        ready.append(by_topic(memory)["batchnorm"].ready)
        clock.pass_(days=1)
    assert not any(ready[:2])
    assert ready[-1]
    assert ready == sorted(ready)


def test_an_answer_taken_back_does_not_count(memory, answer):
    answer(memory, memory.card("q0"), Rating.AGAIN, correctness=0.0)
    memory.undo()
    assert by_topic(memory)["pooling"].answers == 0


def test_what_is_forgotten_gains_most_and_what_is_put_away_nothing(memory, clock, answer):
    for _ in range(3):
        for number in range(12):
            wrong = number == 5
            rating = Rating.AGAIN if wrong else Rating.EASY
            answer(memory, memory.card(f"q{number}"), rating, correctness=float(not wrong))
        clock.pass_(days=3)
    found = gains(memory, knowledge_of(memory))
    assert max(found.questions, key=found.questions.get) == "q5"
    assert max(found.topics, key=found.topics.get) == "descent"
    memory.suspend("q5")
    memory.bury("q4")
    assert {"q4", "q5"} & set(gains(memory, knowledge_of(memory)).questions) == set()


def test_slow_topics_gain_less_in_a_minute(memory, clock, answer):
    for day in range(8):
        for number in range(12):
            right = float((day + number // 3) % 2)
            seconds = 100.0 if number % 3 == 0 else 10.0
            answer(memory, memory.card(f"q{number}"), Rating.GOOD, correctness=right, seconds=seconds)
        clock.pass_(days=1)
    found = gains(memory, knowledge_of(memory)).topics
    assert 5 * found["pooling"] < min(found["batchnorm"], found["descent"])


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
