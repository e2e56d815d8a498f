"""The gate: a sound deck passes, and each point finds the deck that was planted for it, which no other point finds."""

from __future__ import annotations

from dataclasses import replace

import pytest
from scipy import stats

from content.interview import Heard
from content.kind import kind_of, kinds
from content.loader import read_deck
from content.model import Option, Show, Why
from content.validation.glossary import read as read_glossary
from content.verification.deck import verify
from content.verification.fault_hunt import hunt
from content.verification.gate import exact_tests
from content.verification.gate.findings import Point
from content.verification.planting import FaultClass, planted
from engine.text import NOTHING, Text
from tests.content.conftest import TWELVE

TRUE, FALSE = {"correct": True}, {"correct": False}


def judged(deck, only=None, draws=30):
    return verify(deck, draws, 0, only, 1)


def changed(deck, name, **fields):
    """The deck with one item changed."""
    topic = deck.topics[0]
    questions = tuple(replace(q, **fields) if q.id == name else q for q in topic.questions)
    claims = tuple(replace(c, **fields) if c.id == name else c for c in topic.claims)
    return replace(deck, topics=(replace(topic, questions=questions, claims=claims),))


def points(deck, only):
    report = judged(deck, only)
    assert report.failures == []
    return {finding.point for finding in report.gate}


def test_a_sound_deck_of_every_kind_passes(twelve):
    assert {q.kind for q in twelve.questions.values()} == set(kinds())
    assert sum(kind_of(q).graded for q in twelve.questions.values()) == 12
    report = judged(twelve, draws=60)
    assert report.failures == []
    assert report.gate == []
    assert report.checks > 4000


def test_a_check_that_no_measurement_decides_is_a_tautology(twelve):
    question = twelve.questions["pool-many"]
    lie = replace(question.options[2], check="1 == 1", text=Text("It learns.", "它会学习。"))
    deck = changed(twelve, "pool-many", options=(*question.options[:2], lie, *question.options[3:]))
    assert points(deck, "pool-many") == {Point.TAUTOLOGY}


def test_a_check_that_cannot_fail_is_a_tautology(twelve):
    claim = twelve.claims["pool-shares"]
    evidence = replace(claim.evidence[0], supports=("abs(trainable) >= 0",))
    assert points(changed(twelve, "pool-shares", evidence=(evidence,)), "pool-shares") == {Point.TAUTOLOGY}


def test_a_check_over_drawn_values_alone_is_a_tautology(twelve):
    claim = twelve.claims["chain-product"]
    evidence = replace(claim.evidence[0], supports=(*claim.evidence[0].supports, "depth < 10"))
    assert points(changed(twelve, claim.id, evidence=(evidence,)), claim.id) == {Point.TAUTOLOGY}


def test_a_proof_that_does_not_name_the_answer_is_a_tautology_beside_one_that_does(twelve):
    answer = twelve.questions["chain-number"].answer
    more = replace(answer, proof=(*answer.proof, "layer_slope == slope"))
    assert points(changed(twelve, "chain-number", answer=more), "chain-number") == {Point.TAUTOLOGY}


def test_a_proof_that_repeats_its_check_is_a_tautology(twelve):
    deck = changed(twelve, "step-truth", check="step < stability_limit", proof=("stability_limit > step",))
    assert points(deck, "step-truth") == {Point.TAUTOLOGY}


@pytest.mark.parametrize("proof", ["gradient > 0", "answer > 0", "answer == answer"])
def test_a_proof_that_is_blind_to_the_answer_is_a_tautology(twelve, proof):
    answer = replace(twelve.questions["chain-number"].answer, proof=(proof,))
    assert points(changed(twelve, "chain-number", answer=answer), "chain-number") == {Point.TAUTOLOGY}


def test_a_question_that_never_changes_has_no_variety(twelve):
    fixed = {"kind": "linear", "slope": 1.5, "weight": 0.5, "depth": 5}
    found = points(changed(twelve, "chain-number", parameters=fixed, fixed_seed=0), "chain-number")
    assert found == {Point.VARIETY}


def test_a_true_false_with_one_side_has_no_variety(twelve):
    question = twelve.questions["step-truth"]
    draws = {"relative_step": {"float": [2.1, 3.0]}, "largest": {"integer": [1, 9]}}
    assert points(changed(twelve, question.id, parameters=draws), question.id) == {Point.VARIETY}


def test_a_line_that_is_never_wrong_has_no_variety(twelve):
    question = twelve.questions["chain-lines"]
    first = replace(question.options[0], wrong=(), correct=True)
    assert points(changed(twelve, question.id, options=(first, *question.options[1:])), question.id) == {Point.VARIETY}


def test_a_multiple_choice_with_one_number_of_right_statements_has_no_variety(twelve):
    deck = changed(twelve, "step-many", show=Show(statements=4, true=(2, 2)))
    assert points(deck, "step-many") == {Point.VARIETY}


def test_a_prompt_that_shows_its_answer_has_no_variety(twelve):
    prompt = twelve.questions["chain-number"].prompt
    told = Text(prompt.en + " It is {{gradient:.4g}}?", prompt.zh + "是 {{gradient:.4g}} 吗？")
    assert points(changed(twelve, "chain-number", prompt=told), "chain-number") == {Point.VARIETY}


def test_players_that_know_nothing_find_a_deck_whose_longest_option_is_right(twelve):
    topic = twelve.topics[0]
    choice = twelve.questions["chain-choice"]
    longer = Text("It is {{gradient:.1e}}, for the factors are multiplied", "为 {{gradient:.1e}}，因为各因子相乘")
    options = (replace(choice.options[0], text=longer), *choice.options[1:])
    same = tuple(replace(choice, id=f"same-{i}", options=options) for i in range(12))
    report = judged(replace(twelve, topics=(replace(topic, questions=same),)))
    assert report.failures == []
    assert {finding.point for finding in report.gate} == {Point.PLAYERS}
    assert "the longest option" in {finding.path[0] for finding in report.gate}
    few = judged(replace(twelve, topics=(replace(topic, questions=same[:11]),)))
    assert few.gate == []


def test_an_answer_rounded_as_told_that_is_refused_is_found_by_the_reader(twelve):
    question = twelve.questions["chain-number"]
    asks = Text(question.prompt.en + " Two significant digits.", question.prompt.zh + "保留两位有效数字。")
    strict = replace(question.answer, digits=0, relative=0.001)
    assert points(changed(twelve, question.id, prompt=asks, answer=strict), question.id) == {Point.READER}
    loose = replace(question.answer, digits=0, relative=0.01)
    asks = Text(question.prompt.en + " Four significant digits.", question.prompt.zh + "保留四位有效数字。")
    assert points(changed(twelve, question.id, prompt=asks, answer=loose), question.id) == {Point.READER}


def test_an_exact_form_that_is_not_the_key_is_found_by_the_reader(twelve):
    answer = replace(twelve.questions["best-step"].answer, exact="{{condition}}/{{largest}}")
    assert points(changed(twelve, "best-step", answer=answer), "best-step") == {Point.READER}


def test_mistakes_that_no_draw_tells_apart_are_found(twelve):
    question = twelve.questions["chain-number"]
    twice = (*question.mistakes, question.mistakes[0])
    assert points(changed(twelve, question.id, mistakes=twice), question.id) == {Point.MISTAKES}


def test_a_drawn_value_that_the_prompt_hides_is_insufficient(twelve):
    prompt = Text(
        "A chain of {{depth}} layers has slope {{slope}} and some weight. Which factor?",
        "由 {{depth}} 层组成的链，斜率为 {{slope}}，权重未知。因子是多少？",
    )
    assert points(changed(twelve, "chain-number", prompt=prompt), "chain-number") == {Point.SUFFICIENCY}


def test_a_seed_that_the_prompt_hides_is_insufficient(twelve):
    question = twelve.questions["pool-matrix"]
    hidden = {key: value for key, value in question.parameters.items() if key != "grad_output"}
    prompt = Text(
        "Max pooling 2 by 2, stride 1, sees {{x}}. Which gradient?",
        "2 乘 2、步幅 1 的最大池化，输入 {{x}}。梯度是什么？",
    )
    deck = changed(twelve, question.id, parameters=hidden, prompt=prompt)
    assert points(deck, question.id) == {Point.SUFFICIENCY}


@pytest.mark.parametrize(
    ("en", "zh"),
    [
        ("The factor is {{factor:.3g}}, not 12.", "因子为 {{factor:.3g}}，不是 13。"),
        ("The factor is {{factor:.3g}}, not 0.25.", "因子为 {{factor:.3g}}，不是 0.25。"),
        ("See chain-open: {{factor:.3g}}.", "见 chain-open：{{factor:.3g}}。"),
        ("The layer_slope and {{factor:.3g}}.", "layer_slope 与 {{factor:.3g}}。"),
        ("因子 {{factor:.3g}}", "因子 {{factor:.3g}}"),
    ],
)
def test_texts_that_languages_or_learners_stumble_over_are_found(twelve, en, zh):
    deck = changed(twelve, "chain-number", explanation=Text(en, zh))
    assert points(deck, "chain-number") == {Point.LANGUAGES}


def test_a_statement_that_is_checked_with_other_numbers_is_found(twelve):
    question = twelve.questions["pool-many"]
    one, other = question.options[2:4]
    swapped = (replace(one, text=other.text), replace(other, text=one.text))
    deck = changed(twelve, question.id, options=(*question.options[:2], *swapped, *question.options[4:]))
    assert points(deck, question.id) == {Point.LANGUAGES}


def test_a_word_that_only_one_draw_backs_is_found(twelve):
    question = twelve.questions["chain-recall"]
    deck = changed(
        twelve,
        question.id,
        parameters={"activation": {"choose": ["tanh", "softsign"]}, "point": 1.0},
        prompt=Text("What is the slope of tanh at its origin?", "tanh 在原点的斜率是多少？"),
        proof=("close(derivative, difference_quotient, 1e-6)",),
    )
    assert points(deck, question.id) == {Point.LANGUAGES}


def test_an_inner_name_that_a_template_shows_is_found(twelve):
    question = twelve.questions["chain-recall"]
    deck = changed(
        twelve,
        question.id,
        parameters={"activation": {"choose": ["leaky_relu", "relu"]}, "point": 1.0},
        prompt=Text("What is the slope of {{activation}}?", "{{activation}} 的斜率是多少？"),
        proof=("close(derivative, difference_quotient, 1e-6)",),
    )
    assert points(deck, question.id) == {Point.LANGUAGES}


def test_most_planted_faults_are_noticed_and_every_class_is_planted(twelve):
    items = [*twelve.claims.values(), *twelve.questions.values()]
    report = hunt(twelve, items, read_glossary(TWELVE)[0], 1)
    assert set(report.planted) == set(FaultClass)
    assert report.noticed.total() >= 0.9 * report.planted.total(), report.as_json()
    assert all(len(planted(question)) >= 3 for question in twelve.questions.values())
    assert all(len(planted(claim)) >= 2 for claim in twelve.claims.values())


@pytest.mark.parametrize(("hits", "draws", "share"), [(50, 60, 0.6), (9, 60, 0.5), (60, 60, 0.7), (0, 20, 0.3)])
def test_the_tails_are_the_binomial_ones(hits, draws, share):
    expected = stats.binom.sf(hits - 1, draws, share)
    assert exact_tests.at_least(hits, draws, share) == pytest.approx(expected, rel=1e-9, abs=1e-15)


def test_few_values_out_of_many_are_as_rare_as_inclusion_and_exclusion_say():
    # P(exactly k of n kinds in d draws) = C(n, k) sum_j (-1)^j C(k, j) ((k - j) / n)^d
    from math import comb

    def exactly(k, n, d):
        return comb(n, k) * sum((-1) ** j * comb(k, j) * ((k - j) / n) ** d for j in range(k + 1))

    for few in (1, 5, 8, 11):
        expected = sum(exactly(k, 12, 60) for k in range(few + 1))
        assert exact_tests.as_few(few, 60, 12) == pytest.approx(expected, rel=1e-6)


def test_a_mean_is_bounded_from_above_by_its_exact_tail():
    for hits in (40, 50, 58):
        assert exact_tests.mean_above(hits / 60, 60, 0.5) >= stats.binom.sf(hits - 1, 60, 0.5)


def test_a_fair_true_false_is_hardly_ever_blamed():
    level = exact_tests.LEVEL / 50
    blamed = sum(stats.binom.pmf(k, 60, 0.5) for k in range(61) if exact_tests.as_extreme(k, 60) < level)
    assert blamed < level


def test_the_deck_of_twelve_lies_in_files_that_read_back():
    deck, faults = read_deck(TWELVE)
    assert faults == []
    assert deck.threads[0].steps[0].question == "chain-recall"
    assert deck.questions["chain-open"].rubric[0].heard[1] == Heard(text="梯度会变小。", made=False)
    assert isinstance(deck.questions["pool-many"].options[0], Option)
    assert deck.questions["step-truth"].why == Why(
        holds=deck.questions["step-truth"].why.holds, fails=deck.questions["step-truth"].why.fails
    )
    assert deck.questions["chain-number"].back == NOTHING
