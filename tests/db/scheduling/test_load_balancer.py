"""Reviews spread over the coming days, within the range of the fuzz, shown as given, and replayed bit for bit."""

from __future__ import annotations

from collections import Counter

import pytest

from db.cards import held_state
from db.memory import Memory
from db.scheduling.fsrs import Parameters, interval_range
from db.scheduling.load_balancer import lightest
from db.types import CardEntry, CardState, Rating

CARDS = 120


@pytest.fixture
def many(memory):
    memory.sync(CardEntry(f"m{i}", "deck", f"topic {i % 4}") for i in range(CARDS))
    return memory


def learned(memory, clock, answer, balance):
    """Every card brought to review by Easy, then answered Good on the day it is due: the days they are due next."""
    memory.settings.set("balance", balance)
    for i in range(CARDS):
        answer(memory, memory.card(f"m{i}"), Rating.EASY)
    clock.pass_(days=20)
    for i in range(CARDS):
        answer(memory, memory.card(f"m{i}"), Rating.GOOD)
    return Counter(memory.card(f"m{i}").due_day for i in range(CARDS))


def test_the_busiest_day_is_less_busy_than_by_chance(many, clock, answer):
    balanced = learned(many, clock, answer, True)
    span = (max(balanced) - min(balanced)).days + 1
    assert max(balanced.values()) <= CARDS / span + 2
    assert many.replay_check() == []


def test_without_balancing_days_differ_as_chance_has_it(many, clock, answer):
    chance = learned(many, clock, answer, False)
    span = (max(chance) - min(chance)).days + 1
    assert max(chance.values()) > CARDS / span + 2  # or the test above would show nothing
    assert many.replay_check() == []


def test_the_interval_shown_is_given_whatever_happens_in_between(many, clock, answer, home):
    for i in range(30):
        answer(many, many.card(f"m{i}"), Rating.EASY)
    clock.pass_(days=15)
    card = many.card("m0")
    shown = many.previews(card)[Rating.GOOD].interval_days
    other = Memory.open(home, learner=many.learner, clock=clock)
    for i in range(1, 30):
        answer(other, other.card(f"m{i}"), Rating.GOOD)
    other.close()
    after = answer(many, card, Rating.GOOD)
    assert (after.due_day - many.today()).days == shown
    assert many.replay_check() == []


def test_an_undone_answer_given_again_gets_the_same_day(many, clock, answer):
    answer(many, many.card("m1"), Rating.EASY)
    clock.pass_(days=15)
    first = answer(many, many.card("m1"), Rating.GOOD)
    many.undo()
    answer(many, many.card("m2"), Rating.GOOD)
    assert answer(many, many.card("m1"), Rating.GOOD).due_day == first.due_day


@pytest.mark.parametrize("rating", list(Rating))
def test_the_choice_stays_within_the_range_of_the_fuzz(many, clock, answer, rating):
    card = answer(many, many.card("m3"), Rating.EASY)
    clock.pass_(days=(card.due_day - many.today()).days)
    before, day = held_state(card), many.today().toordinal()
    allowed = interval_range(before, rating, day, card.card_id, Parameters())
    after = answer(many, card, rating)
    if allowed is None:
        assert after.state is not CardState.REVIEW
    else:
        assert allowed[0] <= (after.due_day - many.today()).days <= allowed[1]


def test_the_lightest_day_wins_and_equals_are_told_apart_by_the_seed():
    assert lightest({11: 3, 12: 0, 13: 2}, 10, 1, 3, "a") == 2
    assert len({lightest({}, 0, 10, 14, str(seed)) for seed in range(60)}) == 5
