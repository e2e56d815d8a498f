"""Interview sessions on a real SQLite file, with a clock and a seed given."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from content.library import Library
from content.loader import load_deck
from db.errors import StaleCard
from db.interviews import Coming, Interviews
from db.memory import Memory
from db.statistics.kept_knowledge import KeptKnowledge
from engine.keys.open import RubricKey
from engine.messages import Usage
from tui.line_mode.interview import LineMode, reason_of, sit
from tui.sessions.card_sync import entries
from tui.sessions.interview import InterviewSession
from tui.sessions.interview_follow_up import react
from tui.sessions.interview_plan import InterviewPlan, InterviewRequest, draw
from tui.sessions.report_types import VERSION, from_json, to_json
from tui.text.interview_report import markdown

DECK = Path(__file__).parents[1] / "screens" / "deck"
AT = datetime(2027, 3, 1, 9, tzinfo=UTC)
WISH = InterviewRequest(seed=5, questions=4)


class Clock:
    """Goes on by a second at each look."""

    def __init__(self) -> None:
        self.now = AT

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(scope="module")
def library():
    return Library((load_deck(DECK),))


@pytest.fixture
def memory(tmp_path, library, clock):
    memory = Memory.open(str(tmp_path / "memory.db"), clock=clock)
    memory.sync(entries(library), library.aliases())
    yield memory
    memory.close()


def begun(memory, library, clock, wish=WISH):
    return InterviewSession.start(memory, library, clock, wish)


def right(variant):
    """The answer that the deck's own key calls right."""
    key = variant.key
    if isinstance(key, RubricKey):
        return "in my own words"
    for name in ("correct", "value", "values", "order"):
        if hasattr(key, name):
            return getattr(key, name)
    raise AssertionError(key)


def answer_all(session, correctly=True):
    while asked := session.next():
        session.give(right(asked.variant) if correctly else None)


def test_the_same_seed_plans_the_same_interview_and_another_seed_another(library):
    plans = [draw(library, InterviewRequest(seed=seed, questions=4)).questions for seed in (5, 5, *range(6, 16))]
    assert plans[0] == plans[1]
    assert len(set(plans)) > 3


def test_levels_rise_and_no_question_comes_twice(library):
    for seed in range(30):
        names = draw(library, InterviewRequest(seed=seed, questions=5)).questions
        levels = [library.question(name).level for name in names]
        assert len(set(names)) == 5
        assert "pool-recall" not in names
        assert sum(later < earlier for earlier, later in pairwise(levels)) <= 1
        assert {"pool-open", "pool-error"} & set(names)


def test_suspended_questions_are_not_asked_and_an_empty_pool_is_told(memory, library, clock):
    for name in library.questions:
        if name != "pool-single":
            memory.suspend(name)
    assert begun(memory, library, clock).plan.questions == ("pool-single",)
    memory.suspend("pool-single")
    with pytest.raises(Usage):
        begun(memory, library, clock)


def planned_first(library, first):
    for seed in range(500):
        wish = InterviewRequest(seed=seed, questions=4)
        if draw(library, wish).questions[0] == first:
            return wish
    raise AssertionError(first)


def test_a_right_answer_brings_a_harder_follow_up_and_the_number_of_questions_stays(memory, library, clock):
    session = begun(memory, library, clock, planned_first(library, "pool-single"))
    session.give(right(session.next().variant))
    assert (session.coming[0].question_id, session.coming[0].why) == ("pool-number", "harder")
    assert session.total == 4


@pytest.mark.parametrize("asked", ["pool-multiple", "pool-error"])
def test_a_miss_brings_an_easier_follow_up_and_half_right_none(library, asked):
    plan = InterviewPlan(1, tuple(library.topics), (1, 2), 120.0, (asked, "pool-number", "pool-truth"))
    coming = [Coming("pool-number"), Coming("pool-truth")]
    question = library.question(asked)
    first, second = react(library, plan, coming, question, 0.0, {asked})
    assert (first.question_id, first.why) == ("pool-single", "easier")
    assert second in coming
    assert react(library, plan, coming, question, 0.8, {asked}) == coming
    assert react(library, plan, coming, question, 0.0, {asked, *library.questions}) == coming


def test_one_question_in_three_may_be_a_follow_up(memory, library, clock):
    for seed in range(20):
        session = begun(memory, library, clock, InterviewRequest(seed=seed, questions=6))
        while session.next() is not None:
            session.give(None)
        followed = [answer.why for answer in session.answers if answer.why != "planned"]
        assert len(followed) <= 2
        assert len(session.answers) == 6


def test_a_crash_loses_neither_the_time_taken_nor_what_was_typed(memory, library, clock):
    session = begun(memory, library, clock)
    session.next()
    session.give(None)
    asked = session.next()
    clock.now += timedelta(seconds=40)
    session.note("half an answer")()
    taken = asked.elapsed()
    clock.now += timedelta(hours=9)  # the machine was off
    again = InterviewSession.resume(memory, library, clock)
    question = again.next()
    assert question.variant.question.id == asked.variant.question.id
    assert again.draft == "half an answer"
    assert taken <= question.elapsed() < taken + 10
    again.give(None)
    if again.next() is not None:
        assert again.draft == ""
        assert again.current.elapsed() < 10


def test_a_note_written_late_does_not_belong_to_the_next_question(memory, library, clock):
    session = begun(memory, library, clock)
    session.next()
    late = session.note("of the first")
    session.give(None)
    late()
    again = InterviewSession.resume(memory, library, clock)
    again.next()
    assert again.draft == ""
    assert again.plan == session.plan


def test_any_open_interview_can_be_gone_on_with_and_one_can_be_abandoned(memory, library, clock):
    first = begun(memory, library, clock, InterviewRequest(seed=1, questions=3))
    first.next()
    first.give(None)
    first.next()
    second = begun(memory, library, clock, InterviewRequest(seed=2, questions=2))
    newest = InterviewSession.resume(memory, library, clock)
    assert newest.stored.interview_id == second.stored.interview_id
    older = InterviewSession.resume(memory, library, clock, first.stored.interview_id)
    assert len(older.answers) == 1
    older.drop()
    assert older.over
    assert InterviewSession.resume(memory, library, clock, first.stored.interview_id) is None
    (kept,) = Interviews(memory).past()
    assert kept.report["abandoned"]
    asked = kept.answers[0].question_id
    assert len(memory.history(asked)) == (kept.answers[0].correctness is not None)
    with pytest.raises(StaleCard):
        first.give(None)
    assert first.over
    finished = second.finish()
    assert finished.earlier.interviews == 0  # an abandoned one is no measure


def test_nothing_reaches_the_memory_and_no_report_stands_before_the_end(memory, library, clock):
    session = begun(memory, library, clock)
    answer_all(session)
    assert [name for name in library.questions if memory.history(name)] == []
    assert session.stored.report == {}
    assert session.give(None) is None


def test_after_a_crash_in_the_middle_the_same_variant_is_asked_again(memory, tmp_path, library, clock):
    session = begun(memory, library, clock)
    for _ in range(2):
        session.give(right(session.next().variant))
    cut_off = session.next().variant
    coming, number = list(session.coming), session.stored.interview_id
    del session
    again = Memory.open(str(tmp_path / "memory.db"), clock=clock)
    resumed = InterviewSession.resume(again, library, clock)
    assert resumed is not None
    assert (resumed.stored.interview_id, resumed.coming, len(resumed.answers)) == (number, coming, 2)
    asked = resumed.next().variant
    assert (asked.question.id, asked.seed, asked.prompt) == (cut_off.question.id, cut_off.seed, cut_off.prompt)
    assert repr(asked.scene.parameters) == repr(cut_off.scene.parameters)
    again.close()


def test_another_interview_draws_other_variants_of_the_same_questions(memory, library, clock):
    first, second = begun(memory, library, clock), begun(memory, library, clock)
    assert first.plan.questions == second.plan.questions
    assert first.next().variant.seed != second.next().variant.seed


def test_an_answer_given_in_another_window_is_not_overwritten(memory, library, clock):
    here = begun(memory, library, clock)
    there = InterviewSession.resume(memory, library, clock)
    here.give(right(here.next().variant))
    there.next()
    with pytest.raises(StaleCard):
        there.give(None)
    assert [answer.correctness for answer in there.answers] == [answer.correctness for answer in here.answers]
    assert there.coming == here.coming


def finished(session, correctly=True):
    answer_all(session, correctly)
    for answer, _ in session.to_tick:
        session.tick(answer.number, frozenset())
    return session.finish()


def test_finishing_twice_records_every_answer_once(memory, library, clock):
    session = begun(memory, library, clock)
    first = finished(session)
    second = session.finish()
    asked = [answer.question_id for answer in session.answers]
    assert [len(memory.history(name)) for name in asked] == [1] * len(asked)
    assert {review.mode for name in asked for review in memory.history(name)} == {"interview"}
    assert first.score == second.score
    assert memory.replay_check() == []


def test_the_report_says_what_is_known_of_each_topic_now(memory, library, clock):
    session = begun(memory, library, clock)
    session.knowledge = KeptKnowledge(memory, lambda: library.kinds, None)
    report = finished(session, correctly=False)
    for topic in report.topics:
        assert topic.known == session.knowledge.now().topics[topic.topic]
    assert from_json(to_json(report)) == report
    assert "; known now: cannot be predicted yet" in markdown(report, "en")
    assert "；目前掌握：尚无法预测" in markdown(report, "zh")


def test_misses_are_due_for_study_today(memory, library, clock):
    session = begun(memory, library, clock)
    report = finished(session, correctly=False)
    assert (report.score, report.right) == (0.0, 0)
    for answer in session.answers:
        assert memory.card(answer.question_id).due_day <= memory.today()
    clock.now += timedelta(minutes=30)
    assert memory.next_card().question_id in {answer.question_id for answer in session.answers}


def test_open_answers_wait_for_their_key_points_and_then_count(memory, library, clock):
    session = begun(memory, library, clock, InterviewRequest(seed=1, questions=8))
    answer_all(session)
    ((answer, variant),) = session.to_tick
    assert (answer.question_id, answer.correctness) == ("pool-open", None)
    session.tick(answer.number, frozenset(range(len(variant.rubric))))
    assert session.to_tick == []
    assert session.answers[answer.number - 1].correctness == 1.0
    assert session.finish().score == 1.0


def test_stopping_reports_what_was_answered_and_compares_with_the_interview_before(memory, library, clock):
    assert finished(begun(memory, library, clock)).earlier.interviews == 0
    session = begun(memory, library, clock, planned_first(library, "pool-single"))
    session.next()
    session.give(None)
    session.stop()
    report = session.finish()
    assert (report.questions, report.score, report.earlier.interviews) == (1, 0.0, 1)
    assert report.calibration is None


def test_a_dropped_interview_is_not_offered_again(memory, library, clock):
    session = begun(memory, library, clock)
    session.next()
    session.give(None)
    session.drop()
    assert InterviewSession.resume(memory, library, clock) is None
    assert len(memory.history(session.answers[0].question_id)) == 1


def test_time_left_counts_down_and_stands_still_in_a_pause(memory, library, clock):
    session = begun(memory, library, clock, InterviewRequest(seed=1, questions=2, minutes=2))
    asked = session.next()
    whole = session.left
    assert session.left_in_all == pytest.approx(120, abs=5)
    clock.now += timedelta(seconds=30)
    assert session.left == pytest.approx(whole - 30, abs=5)
    assert session.left_in_all == pytest.approx(90, abs=5)
    asked.pause()
    before = session.left
    clock.now += timedelta(hours=1)
    assert session.left == before
    asked.resume()
    clock.now += timedelta(seconds=whole)
    assert session.left < 0


def test_a_miss_is_never_the_strongest_answer_and_a_right_one_never_the_weakest(memory, library, clock):
    missed = finished(begun(memory, library, clock), correctly=False)
    assert missed.strongest is None
    assert missed.weakest is not None
    session = begun(memory, library, clock, InterviewRequest(seed=2, questions=3, levels=(1, 2)))
    answer_all(session)
    report = session.finish()
    assert (report.score, report.weakest) == (1.0, None)
    assert report.strongest is not None


def test_the_report_holds_the_numbers_that_the_question_speaks_of(memory, library, clock):
    wish = InterviewRequest(seed=1, questions=8)
    session = begun(memory, library, clock, wish)
    items = {item.question: item for item in finished(session).items}
    side = items["pool-number"]
    assert side.evidence.demonstration
    assert all(isinstance(value, int | float) for value in side.evidence.measured.values())
    assert side.evidence.measured


def test_a_follow_up_does_not_say_whether_the_answer_before_it_was_right(memory, library, clock):
    assert reason_of("harder") == reason_of("easier") is not None
    assert reason_of("planned") is None
    output = io.StringIO()
    session = begun(memory, library, clock, planned_first(library, "pool-single"))
    letter = chr(ord("a") + min(session.next().variant.key.correct))
    sit(LineMode("en", io.StringIO(f"{letter}\n4\nq\n"), output), session)
    head = output.getvalue().split("── Question 2")[1].splitlines()[0]
    assert head == " of 4 · follow-up ──"


def test_a_single_partly_right_answer_is_not_both_strongest_and_weakest(memory, library, clock):
    wish = next(
        w
        for w in (InterviewRequest(s, questions=1) for s in range(500))
        if draw(library, w).questions == ("pool-open",)
    )
    session = begun(memory, library, clock, wish)
    answer_all(session)
    session.tick(1, frozenset({0}))
    report = session.finish()
    assert 0 < report.score < 1
    assert (report.strongest, report.weakest) == (1, None)


def test_a_report_survives_being_stored_and_one_of_an_earlier_version_is_read():
    old = {
        "interview": "7",
        "started": "2026-01-02T10:00:00+08:00",
        "score": 0.5,
        "questions": 1,
        "right": 0,
        "topics": [{"topic": "pooling", "title": {"en": "P", "zh": "池"}, "questions": 1, "score": 0.5, "seconds": 9}],
        "items": [{"number": 1, "question": "gone", "correctness": 0.5, "seconds": 9, "planned_seconds": 120}],
        "calibration": None,
        "earlier": {"interviews": 0, "last_score": None, "mean_score": None, "topics": {}, "last_topics": {}},
        "a_field_of_no_version": 1,
    }
    report = from_json(old)
    assert (report.score, report.interval, report.topics[0].interval) == (0.5, (0.0, 1.0), (0.0, 1.0))
    assert report.items[0].evidence is None
    assert from_json(json.loads(json.dumps(to_json(report)))) == report
    assert to_json(report)["version"] == VERSION
    assert from_json({}) is None
