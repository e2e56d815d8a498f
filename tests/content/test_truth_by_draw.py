"""The format: truths that change with the draw, significant digits, mistakes that can be told apart, bad input refused."""

from __future__ import annotations

import math
import shutil
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.claims import stated
from content.kinds.spot_the_error import NO_ERROR
from content.loader import read_deck
from content.model import Show
from content.rounding import half_unit, near_tie, phrase, significant, unit
from content.variants import KeyFault, make
from content.verification.item import prove_claim, prove_question
from content.verification.universals import attack
from engine.grading import Tolerance
from engine.keys.choice import ChoiceKey
from engine.keys.matrix import MatrixKey
from engine.keys.ordering import OrderKey
from tests.content.conftest import TWELVE

DRAWS = range(60)
CONDITION = (
    '  condition: {en: "The step lies below $2/L$, with $L$ the largest curvature.", '
    'zh: "步长小于 $2/L$，其中 $L$ 为最大曲率。"}\n'
)


@pytest.fixture
def copy(tmp_path):
    return shutil.copytree(TWELVE, tmp_path / "twelve")


def faults_after(copy, name, old, new):
    path = copy / "basics" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(fault) for fault in read_deck(copy)[1]]


# What a draw decides


def test_a_pool_shows_as_many_statements_and_true_ones_as_it_says(twelve):
    counts = Counter()
    for seed in DRAWS:
        variant = make(twelve.questions["step-many"], seed)
        assert len(variant.options) == 4
        assert [o.correct for o in variant.options] == [o.holds for o in variant.options]
        counts[len(variant.key.correct)] += 1
    assert set(counts) == {1, 2, 3}


@pytest.mark.parametrize("name", ["step-truth", "pool-truth"])
def test_a_true_false_draws_both_sides_with_the_reason_of_the_side(twelve, name):
    variants = [make(twelve.questions[name], seed) for seed in DRAWS]
    sides = Counter(min(v.key.correct) for v in variants)
    assert set(sides) == {0, 1}
    if name == "step-truth":
        for variant in variants:
            assert ("below" in variant.options[0].why.en) == (variant.key.correct == {0})
    else:
        assert len({v.prompt.en.split("\n\n")[1][:12] for v in variants}) > 2


def test_every_line_can_be_the_wrong_one_and_so_can_none(twelve):
    places = Counter()
    for seed in DRAWS:
        variant = make(twelve.questions["chain-lines"], seed)
        assert variant.options[-1].text == NO_ERROR
        places[min(variant.key.correct)] += 1
        wrong = [o for o in variant.options[:-1] if not o.holds]
        assert len(wrong) == (variant.key.correct != {4})
    assert set(places) == {0, 1, 2, 3, 4}


def test_an_ordering_follows_the_draw(twelve):
    orders = {make(twelve.questions["chain-order"], seed).key.order for seed in DRAWS}
    assert len(orders) == 6
    pool = replace(twelve.questions["chain-order"], show=Show(statements=2))
    assert len(make(pool, 0).items) == 2


def test_a_proof_that_contradicts_its_check_is_told_and_never_asked(twelve):
    question = replace(twelve.questions["step-truth"], proof=("step < best_step",))
    failures = prove_question(question, DRAWS).failures
    assert failures
    assert any("step < best_step" in failure.check for failure in failures)
    seed = failures[0].seed
    with pytest.raises(KeyFault, match="proof"):
        make(question, seed)


def test_statements_that_all_come_out_true_where_one_is_asked_are_told(twelve):
    question = twelve.questions["step-many"]
    drawn = tuple(o for o in question.options if o.proof)
    single = replace(question, kind="single_choice", options=drawn, show=None)
    assert any("options are right" in str(f.measured) for f in prove_question(single, DRAWS).failures)


# Significant digits


@given(st.floats(1e-9, 1e9), st.integers(1, 6), st.sampled_from([-1.0, 1.0]))
def test_the_correctly_rounded_answer_is_right_and_two_units_off_is_wrong(size, digits, sign):
    value = sign * size
    tolerance = Tolerance(absolute=half_unit(value, digits))
    assert tolerance.allows(float(significant(value, digits)), value)
    assert not tolerance.allows(value + 2 * unit(value, digits), value)
    assert float(significant(value, digits)) == pytest.approx(float(f"{value:.{digits - 1}e}"))


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [(8 / 81, 3, "0.0988"), (1.5, 3, "1.50"), (1.2e-7, 2, "1.2e-7"), (-9.996, 3, "-10.0"), (12345.0, 3, "12300")],
)
def test_a_key_is_shown_with_the_digits_asked(value, digits, shown):
    assert significant(value, digits) == shown


def test_keys_near_a_tie_are_drawn_again(twelve):
    assert near_tie([2.345], 3)
    assert not near_tie([2.341], 3)
    for seed in DRAWS:
        variant = make(twelve.questions["chain-number"], seed)
        parts = abs(variant.key.value) / unit(variant.key.value, 3)
        assert abs(math.modf(parts)[0] - 0.5) >= 0.1
        assert variant.prompt.en.endswith(phrase(3).en)


def test_an_exact_form_is_read_as_the_key(twelve):
    variant = make(twelve.questions["best-step"], 3)
    assert "/" in variant.exact
    assert variant.key.grade(variant.read(variant.exact)).correct


def test_each_cell_of_a_matrix_has_the_tolerance_of_its_own_digits():
    key = MatrixKey(np.array([[12.34, 0.01234]]), Tolerance(), np.array([[0.05, 0.00005]]))
    assert key.grade(np.array([[12.3, 0.0123]])).correct
    assert key.grade(np.array([[12.3, 0.03]])).parts == (True, False)


# Mistakes and partial credit


def test_mistakes_differ_from_the_key_and_from_each_other_in_each_draw(twelve):
    for question in twelve.questions.values():
        for seed in DRAWS if question.mistakes else ():
            variant = make(question, seed)
            for mistake in variant.mistakes:
                answer = mistake.value if question.kind == "numeric" else np.atleast_2d(mistake.value)
                assert not variant.key.grade(answer).correct
                assert variant.mistake_behind(answer) is mistake


def test_blind_strategies_earn_nothing():
    several = ChoiceKey(4, frozenset({0, 1, 2}), True)
    assert several.grade(frozenset({0, 1, 2, 3})).correctness == 0
    assert several.grade(frozenset({0, 1})).correctness == pytest.approx(2 / 3)
    assert several.grade(frozenset({0, 1, 2})).correct
    matrix = MatrixKey(np.array([[0.0, 5.0], [0.0, 7.0]]), Tolerance())
    assert matrix.grade(np.zeros((2, 2))).correctness == 0
    assert matrix.grade(np.array([[0.0, 5.0], [0.0, 1.0]])).correctness == 0.5
    assert matrix.grade(np.array([[1.0, 5.0], [0.0, 7.0]])).correctness == 0.5
    assert OrderKey((0, 1, 2)).grade((2, 1, 0)).correctness == 0
    assert OrderKey((0, 1, 2)).grade((0, 2, 1)).correctness == pytest.approx(1 / 3)


def test_the_matrix_of_the_usual_bug_does_not_pass(twelve):
    for seed in DRAWS:
        variant = make(twelve.questions["pool-matrix"], seed)
        assert variant.key.grade(np.zeros((3, 3))).correctness == 0
        assert variant.key.grade(np.atleast_2d(variant.mistakes[0].value)).correctness < 0.9


# Claims


def test_a_claim_shows_its_constants_and_its_numbers(twelve):
    said = stated(twelve.claims["slope-alone"]).statement
    assert "0.25" in said.en
    assert "{{" not in said.en + said.zh
    assert stated(twelve.claims["soft-zeros"]) is twelve.claims["soft-zeros"]


def test_a_universal_that_a_grid_holds_for_is_broken_by_search(twelve):
    claim = twelve.claims["sigmoid-quarter"]
    evidence = claim.evidence[0]
    # At the grid's points -8, -6, ..., 8 but 0 the slope lies below 0.2; between them it does not.
    narrow = replace(evidence, margin="0.2 - derivative")
    found = attack("x", narrow, seconds=60)
    assert found.broken
    assert abs(found.at["point"]) < 1.5
    failures = prove_claim(replace(claim, evidence=(narrow,)), [0]).failures
    assert [failure.check for failure in failures] == ["0.2 - derivative >= 0 for all"]


def test_a_search_that_holds_finishes_and_one_without_time_says_so(twelve):
    evidence = twelve.claims["sigmoid-quarter"].evidence[0]
    held = attack("x", evidence, seconds=60)
    assert (held.broken, held.finished) == (False, True)
    late = attack("x", evidence, seconds=-1)
    assert (late.broken, late.finished, late.evaluations) == (False, False, 0)


# Bad input


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("questions.yaml", "show: {statements: 4, true: 1}", "show: {statements: 8, true: 1}", "pool of 7"),
        (
            "questions.yaml",
            "show: {statements: 4, true: 1}",
            "show: {statements: 4, true: 2}",
            "is 1 for a single choice",
        ),
        ("questions.yaml", "true: [1, 3]", "true: [1, 4]", "neither nothing nor everything"),
        ("questions.yaml", '  proof: ["step < stability_limit"]\n', "", "an independent route must agree"),
        ("questions.yaml", '      proof: ["min(coverage) == 0"]\n', "", "an independent route must agree"),
        ("questions.yaml", "digits: 3", "digits: 3\n    relative: 0.005", "contradicts 'digits'"),
        ("questions.yaml", "digits: 3", "digits: 9", "lies from 1 to 6"),
        ("questions.yaml", 'at the output?"', 'at the output? Three significant digits."', "adds that by itself"),
        ("questions.yaml", "task: stable_softmax", "task: stable_softmx", "Did you mean 'stable_softmax'?"),
        ("questions.yaml", 'cues: ["<product>', 'cues: ["<produkt>', "did you mean 'product'"),
        ("questions.yaml", "made: false", "made: true", "no example that misses the point"),
        ("questions.yaml", ", proof: n_a * log(w_a)", "", "have a proof in part"),
        ("claims.yaml", "      margin: 1 / 4 - derivative\n", "", "stands without 'margin'"),
        ("claims.yaml", "for_all: {point: {float: [-8, 8]}}", "for_all: {pint: {float: [-8, 8]}}", "neither drawn nor"),
        ("claims.yaml", "for_all: {point: {float: [-8, 8]}}", "for_all: {point: 3}", "is a range such as"),
        ("claims.yaml", 'verdict: "false"', 'verdict: "true"', "evidence refutes the clause"),
        ("claims.yaml", "verdict: conditional", 'verdict: "true"', "evidence refutes the clause"),
        ("claims.yaml", CONDITION, "", "says under which condition"),
        ("claims.yaml", "constants: {quarter: 0.25}", "constants: {quarter: 0.25, other: 3}", "stands in no check"),
    ],
)
def test_bad_input_is_refused_with_file_line_and_fix(copy, name, old, new, message):
    faults = faults_after(copy, name, old, new)
    assert any(message in fault and fault.startswith(f"basics/{name}:") for fault in faults), faults


def test_statements_that_can_all_come_out_true_are_refused(copy):
    text = (copy / "basics" / "questions.yaml").read_text(encoding="utf-8")
    head, _, rest = text.partition("- id: soft-choice")
    body, mark, tail = rest.partition("- id: step-many")
    body = body.replace("      correct: true\n", "      proof: [zeros > 0]\n")
    body = body.replace("      correct: false\n", "      proof: [zeros > 0]\n")
    body = body[: body.index("  such_that")] + body[body.index("  show") :]
    (copy / "basics" / "questions.yaml").write_text(head + "- id: soft-choice" + body + mark + tail, encoding="utf-8")
    assert any("can all come out true" in str(fault) for fault in read_deck(copy)[1])


def test_threads_are_read_and_their_questions_must_exist(copy):
    path = copy / "threads.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("chain-open", "chain-opn"), encoding="utf-8")
    faults = [str(fault) for fault in read_deck(copy)[1]]
    assert any(f.startswith("threads.yaml:") and "did you mean 'chain-open'" in f for f in faults)


def test_threads_may_lie_beside_the_questions_of_their_topic(copy):
    (copy / "threads.yaml").rename(copy / "basics" / "threads.yaml")
    deck, faults = read_deck(copy)
    assert faults == []
    assert deck is not None
    assert [thread.id for thread in deck.topics[0].threads] == [thread.id for thread in deck.threads] != []


def test_examples_of_what_is_heard_are_held_against_the_cues(copy):
    path = copy / "basics" / "questions.yaml"
    text, said = path.read_text(encoding="utf-8"), "The slope and the weight are multiplied at each layer."
    path.write_text(text.replace(f'"{said}", made: true', f'"{said}", made: false'), encoding="utf-8")
    deck, faults = read_deck(copy)
    assert faults == []
    failures = prove_question(deck.questions["chain-open"], range(2)).failures
    assert [(failure.check, failure.declared, failure.measured) for failure in failures] == [
        (f"heard: {said}", "not found", "found")
    ]


def test_a_cue_that_cannot_be_read_is_refused(copy):
    path = copy / "basics" / "questions.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace('["sum|相加"]', '["?sum"]'), encoding="utf-8")
    assert any("has no group that must be there" in str(fault) for fault in read_deck(copy)[1])


def test_synonyms_stand_in_the_cues_of_a_deck_that_was_read():
    deck, _ = read_deck(TWELVE)
    assert deck.questions["chain-open"].rubric[0].cues[0].startswith("product|multiply|")
