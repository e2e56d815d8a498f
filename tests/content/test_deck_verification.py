"""The shipped deck: everything holds, and every fault that can be planted in it is caught."""

from __future__ import annotations

import pytest

from content.kind import kind_of, kinds
from content.scene import varies
from content.validation.questions import question_faults
from content.verification.item import prove_claim, prove_question
from tests import shipped
from tests.content import planting

DECK = shipped.deck()
FOUNDATION = ("pooling", "batchnorm", "descent")


@pytest.mark.parametrize("claim_id", list(DECK.claims))
def test_the_claim_holds(claim_id, in_full):
    assert prove_claim(DECK.claims[claim_id], range(12 if in_full else 3)).failures == []


@pytest.mark.parametrize("question_id", list(DECK.questions))
def test_the_question_holds(question_id, in_full):
    assert prove_question(DECK.questions[question_id], range(25 if in_full else 5)).failures == []


def caught(question):
    """Whether the deck check or verification objects to the question."""
    return bool(list(question_faults(question))) or any(prove_question(question, [seed]).failures for seed in range(40))


# What a task asks and decides is not in the deck; the tests of the tasks mutate it.
@pytest.mark.parametrize("question_id", [name for name, q in DECK.questions.items() if not kind_of(q).judged])
def test_every_fault_planted_in_the_question_is_caught(question_id):
    planted = dict(planting.in_question(DECK.questions[question_id]))
    assert planted
    assert [name for name, question in planted.items() if not caught(question)] == []


def claim_caught(claim):
    return any(prove_claim(claim, [seed]).failures for seed in range(3))


@pytest.mark.parametrize("claim_id", [i for i, c in DECK.claims.items() if any(e.check for e in c.evidence)])
def test_every_negated_check_of_the_claim_is_caught(claim_id):
    planted = dict(planting.in_claim(DECK.claims[claim_id]))
    assert [name for name, claim in planted.items() if not claim_caught(claim)] == []


def test_every_claim_is_examined_by_a_question():
    asked = {claim for question in DECK.questions.values() for claim in question.claims}
    assert set(DECK.claims) - asked == set()


def test_every_kind_of_question_is_there_and_most_draw_fresh_numbers():
    questions = [q for topic in DECK.topics if topic.info.id in FOUNDATION for q in topic.questions]
    assert {q.kind for q in questions} == set(kinds())
    assert len(questions) >= 24
    assert sum(varies(q) for q in questions) >= 16


def test_the_deck_declares_the_eight_sections_of_the_notes():
    assert [topic.info.section for topic in DECK.topics] == list("12345678")
