"""The time of an answer: a screen left alone stops its clock, no answer counts for more than its limit, and one left open
over night moves nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from content.library import Library
from content.loader import load_deck
from db.memory import Memory
from db.review_log.answer_times import USUAL, answer_times
from db.types import CardEntry, NewReview, Rating
from tui.context import Context
from tui.locations import Locations
from tui.sessions.start import session_for

DECK = Path(__file__).parents[1] / "screens" / "deck"


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2027, 3, 1, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at


@pytest.fixture
def context(tmp_path):
    context = Context(Locations(tmp_path), clock=Clock())
    context.__dict__["library"] = Library((load_deck(DECK),))
    yield context
    context.close()


def asked(context):
    session = session_for(context)
    question = session.next().question
    question.idle = session.answer_seconds
    return session, question


def wait(context, seconds):
    context.clock.at += timedelta(seconds=seconds)


def test_a_screen_left_alone_stops_its_clock_and_a_key_starts_it_again(context):
    context.memory.settings.set("answer_seconds", 100)
    _, question = asked(context)
    question.limit = 1000
    wait(context, 30)
    assert question.elapsed() == 30
    question.touch()
    wait(context, 9 * 3600)
    assert question.elapsed() == 130
    question.touch()
    wait(context, 10)
    assert question.elapsed() == 140


def test_an_answer_counts_for_no_more_than_its_limit(context):
    session, question = asked(context)
    for _ in range(100):
        wait(context, 60)
        question.touch()
    question.give_up()
    session.rate(Rating.AGAIN)
    (review,) = context.memory.history(session.answered[0].question_id)
    assert review.seconds == 120
    assert session.answered[0].seconds == 120


def test_the_limit_is_a_setting_and_code_has_ten_times_as_much(context):
    context.memory.settings.set("answer_seconds", 60)
    kinds = {}
    session = session_for(context)
    while (now := session.next()) is not None and len(kinds) < 20:
        kinds[now.question.variant.question.kind] = now.question.limit
        now.question.give_up()
        session.rate(Rating.EASY)
    assert {limit for kind, limit in kinds.items() if kind != "code"} == {60}
    assert all(limit == 600 for kind, limit in kinds.items() if kind == "code")


def test_what_an_answer_takes_is_the_median_and_a_night_moves_nothing(tmp_path):
    clock = Clock()
    memory = Memory.open(str(tmp_path / "memory.db"), clock=clock)
    memory.sync([CardEntry("q0", "deck", "pooling")])
    card = memory.card("q0")
    for number in range(26):
        seconds = 9 * 3600.0 if number == 5 else 20.0
        card = memory.answer(card, NewReview(Rating.GOOD, Rating.GOOD, "a", 1.0, seconds))
        clock.at += timedelta(seconds=seconds)
        if number == 10:
            assert times(memory).usual == USUAL
    assert times(memory).usual == times(memory).of("pooling") == 20
    memory.settings.set("exam_date", "2027-03-20")
    assert memory.exam_wanted().answers_a_day == 90
    memory.close()


def times(memory):
    with memory.store.reading() as connection:
        return answer_times(connection, memory.learner_id, memory.today().toordinal())
