"""After a break what waits is spread over days and new cards wait; one question comes only so often on a day; and the
counts add up wherever they stand."""

from __future__ import annotations

import pytest

from db.types import CardEntry, CardState, Rating

CARDS, KNOWN = 180, 120


@pytest.fixture
def backlog(memory, clock, answer):
    """120 of 180 questions learnt on four days, then nothing for two months."""
    memory.sync(CardEntry(f"q{i}", "deck", f"t{i % 8}") for i in range(CARDS))
    for day in range(4):
        for number in range(30 * day, 30 * (day + 1)):
            answer(memory, memory.card(f"q{number}"), Rating.EASY)
        clock.pass_(days=1)
    clock.pass_(days=60)
    return memory


def added_up(memory):
    """The counts, after holding the topics' against them."""
    counts = memory.due_counts()
    assert sum(topic.due for topic in counts.topics.values()) == counts.waiting
    assert sum(topic.new for topic in counts.topics.values()) == counts.unseen
    assert sum(topic.learning for topic in counts.topics.values()) == counts.learning
    return counts


def a_day(memory, clock, answer):
    """What the queue gives on a day, each answered right; the cards as they came."""
    asked = []
    while (card := memory.next_card()) is not None:
        asked.append(card)
        answer(memory, card, Rating.GOOD)
        clock.pass_(seconds=20)
        assert len(asked) < 500
    clock.pass_(days=1)
    return asked


def test_a_backlog_is_spread_over_the_days_and_new_cards_wait_until_it_is_done(backlog, clock, answer):
    counts = added_up(backlog)
    assert (counts.due, counts.waiting) == (18, KNOWN)
    assert (counts.new, counts.unseen) == (0, CARDS - KNOWN)
    days = []
    while backlog.catching_up() is not None:
        days.append([card.state for card in a_day(backlog, clock, answer)])
        assert len(days) < 10
    *before, last = days
    assert len(days) >= 6
    assert {state for day in before for state in day} == {CardState.REVIEW}
    assert all(16 <= len(day) <= 22 for day in before)
    assert CardState.NEW in last or added_up(backlog).new == 20


def test_the_share_of_a_day_does_not_change_as_it_is_done(backlog, clock, answer):
    for done in range(10):
        counts = added_up(backlog)
        assert (counts.due, counts.waiting) == (18 - done, KNOWN - done)
        answer(backlog, backlog.next_card(), Rating.EASY)


def test_what_is_least_remembered_comes_first_or_what_is_longest_overdue(backlog, clock, answer):
    backlog.settings.set("catch_up_days", 30)
    for number in range(0, 30, 3):  # due again soon, and then overdue for less long than they are forgotten
        answer(backlog, backlog.card(f"q{number}"), Rating.AGAIN)
        answer(backlog, backlog.card(f"q{number}"), Rating.GOOD)
        clock.pass_(minutes=11)
        answer(backlog, backlog.card(f"q{number}"), Rating.GOOD)
    clock.pass_(days=25)
    by_recall = backlog.next_card()
    waiting = [card for card in backlog.cards() if card.due_day and card.due_day <= backlog.today()]
    assert backlog.retrievability(by_recall) == pytest.approx(min(map(backlog.retrievability, waiting)), abs=0.02)
    backlog.settings.set("catch_up_by", "age")
    by_age = backlog.next_card()
    assert by_age.due_day == min(card.due_day for card in waiting)
    assert by_age.question_id != by_recall.question_id


def test_more_can_be_asked_for_and_it_can_be_turned_off(backlog):
    backlog.more_today(reviews=50)
    assert added_up(backlog).due == 68
    backlog.settings.set("catch_up_days", 0)
    assert backlog.catching_up() is None
    assert added_up(backlog).due == KNOWN


def test_an_exam_does_not_wait_for_it(backlog):
    backlog.settings.set("exam_date", backlog.today().isoformat())
    assert backlog.catching_up() is None
    assert added_up(backlog).due == KNOWN


def test_without_a_break_or_with_little_waiting_nothing_is_spread(memory, clock, answer):
    memory.sync(CardEntry(f"q{i}", "deck", f"t{i % 8}") for i in range(60))
    for _ in range(6):
        a_day(memory, clock, answer)
        assert memory.catching_up() is None
    clock.pass_(days=1)
    for card in [card for card in memory.cards() if card.reviews][9:]:
        memory.suspend(card.question_id)
    clock.pass_(days=90)
    assert memory.catching_up() is None
    assert added_up(memory).due == 9


def test_new_cards_do_not_come_on_top_of_reviews_that_the_limit_holds_back(backlog, clock, answer):
    backlog.settings.set("catch_up_days", 0)
    backlog.settings.set("reviews_per_day", 20)
    asked = a_day(backlog, clock, answer)
    assert len(asked) == 20
    assert all(card.reviews for card in asked)
    clock.pass_(days=-1)
    counts = added_up(backlog)
    assert (counts.due, counts.new) == (0, 0)
    assert counts.waiting == KNOWN - 20
    backlog.more_today(new=5)
    assert added_up(backlog).new == 25
    assert backlog.next_card().state is CardState.NEW


def test_one_question_comes_only_so_often_on_a_day_and_goes_on_tomorrow(memory, clock, answer):
    asked = []
    for _ in range(60):
        card = memory.next_card()
        if card is None:
            break
        asked.append(card.question_id)
        answer(memory, card, Rating.AGAIN, correctness=0.0)
        clock.pass_(minutes=2)
    assert {asked.count(name) for name in set(asked)} == {4}
    assert len(set(asked)) == 12
    assert added_up(memory).learning == 0
    clock.pass_(days=1)
    assert added_up(memory).learning == 12
    assert memory.next_card().state is CardState.LEARNING


def test_the_cap_is_a_setting_and_an_answer_taken_back_does_not_count(memory, clock, answer):
    memory.sync([CardEntry("q0", "deck", "pooling")])
    memory.settings.set("repeats_per_day", 2)
    for _ in range(2):
        answer(memory, memory.next_card(), Rating.AGAIN)
        clock.pass_(minutes=2)
    assert memory.next_card() is None
    assert added_up(memory).learning == 0
    memory.undo()
    assert added_up(memory).learning == 1
    assert memory.next_card().question_id == "q0"


def test_somebody_who_fails_much_sees_her_questions_all_the_same(memory, clock, answer):
    memory.sync(CardEntry(f"q{i}", "deck", f"t{i % 8}") for i in range(160))
    for _ in range(30):
        for _ in range(40):
            card = memory.next_card()
            if card is None:
                break
            answer(memory, card, Rating.AGAIN, correctness=0.0)
            clock.pass_(seconds=65)
        clock.pass_(hours=24 - 40 * 65 / 3600)
    assert sum(card.reviews > 0 for card in memory.cards()) >= 10
