"""The estimate of knowledge as it is kept: it follows the log, whoever wrote it, and the same log gives the same numbers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from db.memory import Memory
from db.statistics.kept_knowledge import KeptKnowledge
from db.types import CardEntry, Rating

KINDS = {f"q{i}": ("numeric", "single_choice")[i % 2] for i in range(12)}


def knowledge_of(memory, folder=None):
    return KeptKnowledge(memory, lambda: KINDS, folder)


def right(memory, answer, name, correctness=1.0):
    return answer(memory, memory.card(name), Rating.GOOD if correctness else Rating.AGAIN, correctness=correctness)


def wrong(memory, answer, name):
    return right(memory, answer, name, 0.0)


def a_week(memory, clock, answer):
    for day in range(7):
        for number in range(6):
            right(memory, answer, f"q{number}", float((day + number) % 3 > 0))
        clock.pass_(days=1)


def test_sixteen_wrong_answers_of_sixteen_say_little_is_known(memory, answer):
    for _ in range(4):
        for name in ("q0", "q3", "q6", "q9"):
            wrong(memory, answer, name)
    found = knowledge_of(memory).now().topics["pooling"]
    assert found.mean < 0.35
    assert found.high - found.low > 0.3


def test_it_never_rises_for_waiting(memory, clock, answer):
    for number in range(27):
        right(memory, answer, f"q{3 * (number % 4)}", float(number % 7 > 0))
        clock.pass_(hours=5)
    before = knowledge_of(memory).now()
    for days in (1, 30, 90, 400):
        clock.pass_(days=days)
        after = knowledge_of(memory).now()
        assert after.topics["pooling"].mean <= before.topics["pooling"].mean + 1e-9
        assert after.overall.mean <= before.overall.mean + 1e-9
        before = after


def test_a_topic_without_answers_has_no_estimate_of_its_own_and_the_prior_is_one_number(memory, clock, answer):
    a_week(memory, clock, answer)
    memory.sync([*(CardEntry(f"q{i}", "deck", "pooling") for i in range(6)), CardEntry("q6", "deck", "descent")])
    known = knowledge_of(memory).now()
    assert set(known.topics) == {"pooling"}
    assert 0 < known.prior.mean < 1


@pytest.mark.parametrize("kept_first", [True, False])
def test_answers_are_followed_one_by_one_as_if_all_were_read_at_once(memory, clock, answer, tmp_path, kept_first):
    kept = knowledge_of(memory, tmp_path if kept_first else None)
    for day in range(5):
        for number in range(12):
            right(memory, answer, f"q{number}", float((day * number) % 4 > 0))
            if number % 5 == 0:
                kept.now()
        clock.pass_(days=1)
    at_once = knowledge_of(memory).now()
    assert kept.now().topics == at_once.topics
    assert kept.now().overall == at_once.overall
    assert knowledge_of(memory, tmp_path).now().topics == at_once.topics


def test_an_undo_a_reset_a_renamed_topic_and_another_window_are_all_followed(memory, clock, answer, home, tmp_path):
    a_week(memory, clock, answer)
    kept, before = knowledge_of(memory, tmp_path), knowledge_of(memory).now()
    kept.now()
    wrong(memory, answer, "q1")
    assert kept.now().topics != before.topics
    memory.undo()
    assert kept.now() == before
    memory.reset("q0")
    assert kept.now().topics["pooling"] == knowledge_of(memory).now().topics["pooling"]
    other = Memory.open(home, clock=clock)
    wrong(other, answer, "q4")
    other.close()
    assert kept.now().topics == knowledge_of(memory).now().topics
    memory.sync([CardEntry(f"q{i}", "deck", "one") for i in range(12)])
    assert kept.now().topics == knowledge_of(memory).now().topics
    assert set(kept.now().topics) == {"one"}


def test_what_is_kept_is_read_by_the_next_process_without_a_fit(memory, clock, answer, tmp_path, monkeypatch):
    a_week(memory, clock, answer)
    first = knowledge_of(memory, tmp_path).now()

    def refused(*_):
        raise AssertionError("a fit")

    monkeypatch.setattr("db.statistics.kept_knowledge.knowledge.fit", refused)
    again = knowledge_of(memory, tmp_path)
    assert again.kept == first
    assert again.fresh
    assert again.now() == first
    wrong(memory, answer, "q0")
    assert not again.fresh
    assert again.kept == first


@pytest.mark.parametrize(
    "spoil", [lambda text: text[:100], lambda text: "{}", lambda text: text.replace("mark", "m", 1)]
)
def test_a_damaged_file_is_made_again(memory, clock, answer, tmp_path, spoil):
    a_week(memory, clock, answer)
    first = knowledge_of(memory, tmp_path).now()
    (file,) = tmp_path.glob("knowledge-*.json")
    file.write_text(spoil(file.read_text(encoding="utf-8")), encoding="utf-8")
    again = knowledge_of(memory, tmp_path)
    assert again.kept is None
    assert again.now() == first


def test_the_day_turns_and_the_estimate_is_made_for_the_next(memory, clock, answer):
    a_week(memory, clock, answer)
    kept = knowledge_of(memory)
    before = kept.now()
    clock.pass_(days=20)
    assert not kept.fresh
    assert kept.now().day == before.day + 20
    assert kept.now().overall.mean < before.overall.mean


def test_a_learner_who_cannot_be_predicted_is_told_so(memory, clock, answer):
    right(memory, answer, "q0")
    assert not knowledge_of(memory).now().topics["pooling"].predictable


def test_practice_gains_and_a_question_answered_today_gains_nothing_more(memory, clock, answer):
    a_week(memory, clock, answer)
    wrong(memory, answer, "q0")
    rises = knowledge_of(memory).rises()
    assert rises["q0"].by < 0.01
    assert rises["q1"].by >= 0
    assert rises["q11"].by > 0


def test_recall_is_told_by_the_learners_own_rating(memory, clock, answer):
    for _ in range(3):
        for number in range(12):
            answer(memory, memory.card(f"q{number}"), Rating.AGAIN, correctness=1.0)
        clock.pass_(days=1)
    by_rating = KeptKnowledge(memory, lambda: dict.fromkeys(KINDS, "recall"), None).now()
    by_grade = KeptKnowledge(memory, lambda: dict.fromkeys(KINDS, "numeric"), None).now()
    assert by_rating.overall.mean < 0.4 < 0.8 < by_grade.overall.mean


def test_a_clock_set_back_is_no_trouble(memory, clock, answer, tmp_path):
    a_week(memory, clock, answer)
    kept = knowledge_of(memory, tmp_path)
    kept.now()
    clock.at -= timedelta(days=3)
    wrong(memory, answer, "q5")
    assert kept.now().topics == knowledge_of(memory).now().topics
