"""Answers typed in line mode: how they were read is said before the verdict, and what is unclear is asked again."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from io import StringIO
from types import SimpleNamespace

import pytest

from content.loader import load_deck, shipped_folder
from content.variants import make
from tui.line_mode import interview as interview_line
from tui.line_mode.study import LineMode
from tui.sessions.question import AskedQuestion, recorded

MATRIX, NUMBER, TRUTH, ORDER = (
    "pooling-mean-backward",
    "descent-epoch-updates",
    "pooling-padding-value",
    "regularization-path",
)


def key_of(backdrill, question: str):
    return json.loads(backdrill("ask", question, "--json", "--seed", "3").stdout)["key"]


def answered(backdrill, question: str, typed: str, *options: str) -> str:
    result = backdrill("ask", question, "--plain", "--seed", "3", *options, typed=typed + "\n")
    assert result.returncode == 0, result.stderr
    return result.stdout


def rows(key, between: str, end: str, frame: str = "{}") -> str:
    return frame.format(end.join(between.join(map(str, row)) for row in key))


FORMS = {
    "a NumPy print over four lines": lambda key: rows(key, " ", "]\n [", "[[{}]]"),
    "a tensor over four lines": lambda key: rows(key, ", ", "],\n        [", "tensor([[{}]], dtype=torch.float64)"),
    "a nested list": str,
    "MATLAB over lines": lambda key: rows(key, " ", "\n", "[{}]"),
    "LaTeX over lines": lambda key: rows(key, " & ", " \\\\\n", "\\begin{{pmatrix}}\n{}\n\\end{{pmatrix}}"),
    "decimal commas": lambda key: rows(key, " ", "; ").replace(".", ","),
    "full-width signs": lambda key: rows(key, "，", "；", "［{}］"),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_matrix_may_be_pasted_and_goes_on_while_a_bracket_is_open(backdrill, form):
    key = key_of(backdrill, MATRIX)
    said = answered(backdrill, MATRIX, FORMS[form](key))
    read = "; ".join(" ".join(f"{value:g}" for value in row) for row in key)
    assert said.index(f"Read as {read}") < said.index("✓ correct")


def test_a_row_without_a_bracket_ends_with_its_line(backdrill):
    said = answered(backdrill, MATRIX, "1 2 3 4\n[[1 2\n\nq")
    assert "(rows x columns) is asked for, and this is 1 x 4" in said
    assert "not closed" in said
    assert "✗" not in said


def test_how_a_number_was_read_is_said_before_the_verdict(backdrill):
    said = answered(backdrill, NUMBER, "0,643")
    assert said.index("Read as 0.643") < said.index("✗ wrong")
    assert "识别为 0.643" in answered(backdrill, NUMBER, "0,643", "--lang", "zh")


def test_an_ambiguous_number_is_asked_again_with_both_readings(backdrill):
    said = answered(backdrill, NUMBER, f"1,234\n3 4\n{key_of(backdrill, NUMBER):.0f} updates")
    assert "'1,234' can be read as 1234 or as 1.234; write 1234 or 1.2340" in said
    assert "two numbers stand side by side" in said
    assert said.count("Read as") == 1
    assert "✓ correct" in said


@pytest.mark.parametrize("unit", ["次", " 次更新", "updates"])
def test_the_unit_of_either_language_is_taken_in_both(backdrill, unit):
    assert "✓ 正确" in answered(backdrill, NUMBER, f"{key_of(backdrill, NUMBER):.0f}{unit}", "--lang", "zh")


def test_true_and_false_are_answered_in_words_and_letters(backdrill):
    (right,) = key_of(backdrill, TRUTH)
    words = {"a": ("true", "T", "对", "(a)", "A."), "b": ("false", "F", "错", "(b)", "B.")}[right]
    for word in words:
        said = answered(backdrill, TRUTH, word)
        assert said.index(f"Read as {right}") < said.index("✓ correct"), word


@pytest.mark.parametrize("between", ["", ">", "→", ", ", "、", " "])
def test_an_order_is_answered_with_and_without_signs(backdrill, between):
    order = [str(place) for place in key_of(backdrill, ORDER)]
    said = answered(backdrill, ORDER, between.join(order))
    assert said.index(f"Read as {' '.join(order)}") < said.index("✓ correct")


@pytest.mark.parametrize("question", [MATRIX, NUMBER, TRUTH, ORDER])
@pytest.mark.parametrize("typed", ["[[1 2]\n [3 4]]\n\n2\n", "1,234\nb)\n321\n3\n\n", "0.25\nT\n3>1>2\n\n"])
def test_the_interview_reads_as_study_does(question, typed):
    variant = make(load_deck(shipped_folder()).questions[question], 3)
    in_study, in_interview = (LineMode("en", StringIO(typed), StringIO()) for _ in range(2))
    answers = []
    while (line := in_study.prompt("")).strip() and not answers:
        answer = in_study.read(variant, line)
        answers += [] if answer is None else [recorded(answer)]
    session = SimpleNamespace(
        current=AskedQuestion(variant, lambda: datetime(2027, 3, 1, tzinfo=UTC)), can_show_choices=False
    )
    given, aloud = interview_line._answer(in_interview, session)
    assert not aloud
    assert answers == ([] if given is None else [recorded(given)])
    told = [line for line in in_study.output.getvalue().split("\n") if line.startswith(("Read as", "'"))]
    assert told == [line for line in in_interview.output.getvalue().split("\n") if line.startswith(("Read as", "'"))]
