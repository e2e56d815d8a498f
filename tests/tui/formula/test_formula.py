"""Formulas keep their meaning on one line, line up in two dimensions, and refuse what they do not know."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.formula import FormulaError, flat, formulas, in_text, render
from tui.formula.box import box_of
from tui.formula.parse import parse

BATCHNORM = (
    r"\frac{\partial L}{\partial x_i} = \frac{\gamma}{\sqrt{\sigma^2+\epsilon}}"
    r"\left(\frac{\partial L}{\partial y_i} - \frac{1}{N}\sum_{j=1}^{N}\frac{\partial L}{\partial y_j}\right)"
)


@pytest.mark.parametrize(
    ("latex", "line"),
    [
        (r"\frac{a}{b+c}", "a/(b + c)"),
        (r"\frac{a+b}{c}", "(a + b)/c"),
        (r"\frac{a}{bc}", "a/(bc)"),
        (r"\frac{\frac{a}{b}}{c}", "(a/b)/c"),
        (r"\frac{a}{\frac{b}{c}}", "a/(b/c)"),
        (r"\frac{1}{2}x", "(1/2) x"),
        (r"x\,\frac{1}{2}", "x (1/2)"),
        (r"\frac{1}{10}", "1/10"),
        (r"\frac{\log a}{b}", "(log a)/b"),
        (r"\log\frac{a}{b}", "log (a/b)"),
        (r"\frac{a}{b}^2", "(a/b)²"),
        (r"{a+b}^2", "(a + b)²"),
        (r"{x^2}^3", "(x²)³"),
        (r"\sqrt{x}y", "√(x)y"),
        (r"\sqrt{x}^2", "(√x)²"),
        (r"\sqrt{\sigma^2+\epsilon}", "√(σ² + ε)"),
        (r"\sqrt[3]{x}", "³√x"),
        (r"e^{-x/2}", "e^(−x/2)"),
        (r"y_c x", "y_c x"),
        (r"a/\frac{b}{c}", "a/(b/c)"),
        (r"\sum_{i=1}^{N} x_i", "∑ᵢ₌₁ᴺ xᵢ"),
        (r"\hat{x}_i^2", "x̂ᵢ²"),
        (r"W^\top \lVert w\rVert_2", "Wᵀ‖w‖₂"),
        (r"\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}", "[1  2; 3  4]"),
        (r"\mathbb{E}[x] \le \infty \ne 0", "𝔼[x] ≤ ∞ ≠ 0"),
        (r"\text{准确率} \ge 50\%", "准确率 ≥ 50%"),
    ],
)
def test_precedence_survives_on_one_line(latex: str, line: str) -> None:
    assert flat(latex) == line


def test_a_fraction_stands_on_the_line_of_its_equals_sign() -> None:
    assert render(r"y=\frac{a}{b+c}") == ["       a", "y = ───────", "     b + c"]


def test_a_matrix_is_drawn_between_tall_brackets() -> None:
    assert render(r"\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}") == ["⎡1  2⎤", "⎣3  4⎦"]


def test_limits_stand_over_and_under_their_sum() -> None:
    assert render(r"\sum_{i=1}^{N} x_i") == [" N", " ∑  xᵢ", "i=1"]


@pytest.mark.parametrize("latex", [BATCHNORM, r"\text{准确率} = \frac{\text{预测正确}}{N}", r"x^{\frac{a}{b}}_{max}"])
def test_every_line_of_a_box_has_the_same_width(latex: str) -> None:
    assert len({cell_len(line) for line in box_of(parse(latex)).lines}) == 1


@pytest.mark.parametrize(
    ("latex", "position", "word"),
    [
        (r"a + \alpah", 4, "did you mean '\\alpha'"),
        (r"x + {y", 4, "not closed"),
        (r"x}", 1, "closes nothing"),
        (r"\frac{1}", 8, "missing"),
        (r"a\left( x", 1, "no '\\right'"),
        (r"x^1^2", 4, "two '^'"),
        (r"\begin{bmatrix} 1", 0, "no '\\end'"),
        (r"\begin{tabular}1\end{tabular}", 0, "unknown environment"),
        (r"\text{a", 5, "not closed"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_its_place(latex: str, position: int, word: str) -> None:
    with pytest.raises(FormulaError) as caught:
        flat(latex)
    assert caught.value.position == position
    assert word in str(caught.value)


@pytest.mark.parametrize(
    "latex", ["{" * 1999, r"\frac" * 300, "x^{" * 600, r"\sqrt{" * 300, "x" * 2001, r"\left(" * 300]
)
def test_hostile_input_is_refused_not_followed(latex: str) -> None:
    with pytest.raises(FormulaError):
        render(latex)


PIECES = [
    *("abx12+-=()[]{}^_&| /.,"),
    *("\\\\", r"\frac", r"\sqrt", r"\sum", r"\left", r"\right", r"\hat", r"\text{中}", r"\alpha"),
    *(r"\begin{cases}", r"\end{cases}", r"\log", r"\,", "\x1b"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map(lambda pieces: " ".join(pieces)))
def test_any_input_is_drawn_or_refused(latex: str) -> None:
    try:
        lines = render(latex)
    except FormulaError:
        return
    assert lines
    assert "\x1b" not in flat(latex) + "".join(lines)


def test_formulas_in_text_are_flat_inline_and_drawn_when_displayed() -> None:
    lines = in_text(r"梯度 $\frac{a}{b}$ 如下：$$y=\frac{a}{b+c}$$因此成立。", 40)
    assert lines[0] == "梯度 a/b 如下："
    assert lines[2].strip() == "y = ───────"
    assert lines[-1] == "因此成立。"


def test_a_displayed_formula_that_does_not_fit_is_flat_and_wrapped() -> None:
    lines = in_text(f"$${BATCHNORM}$$", 20)
    assert all(cell_len(line) <= 20 for line in lines)
    assert not any("──" in line for line in lines)


def test_an_escaped_dollar_is_money_and_an_unreadable_formula_stays_as_written() -> None:
    assert in_text(r"costs \$5 or $\foo$", 40) == [r"costs $5 or \foo"]


def test_the_place_of_each_formula_is_known() -> None:
    assert list(formulas("a $x$ b $$y$$")) == [("x", 3), ("y", 10)]


def test_formulas_need_no_textual() -> None:
    code = "import sys, tui.formula, tui.text.line_breaking; sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_matrix_in_a_sentence_stands_on_lines_of_its_own() -> None:
    lines = in_text("Pool [-7 4; 3 -3] with the gradient [3 2; 1 9]. Then add.", 40)
    assert lines[0] == "Pool"
    assert [line.strip()[0] for line in lines[1:3]] == ["⎡", "⎣"]
    assert lines[3] == "with the gradient"
    assert lines[5].endswith("⎦.")
    assert lines[6] == "Then add."


@pytest.mark.parametrize("text", ["[a b; c d]", "[1, 2, 3]", "[1 2]", "see [1; x]"])
def test_other_brackets_stay_where_they_are(text: str) -> None:
    assert in_text(text, 40) == [text]


def test_a_matrix_too_wide_for_its_place_stays_on_the_line() -> None:
    wide = "[" + "; ".join("1 2 3 4 5 6 7 8 9" for _ in range(2)) + "]"
    assert "⎡" not in "".join(in_text(wide, 20))
