"""Spellings of numbers, each with what it is read as, and those that are asked again."""

from __future__ import annotations

import math

import pytest

from engine.reading.numbers import read_number
from engine.reading.outcome import Ambiguous, Unreadable

READ = {
    0.643: [
        "0.643",
        "0,643",
        "0。643",
        "０．６４３",
        ".643",
        ",643",
        "00,643",
        "64.3%",
        "64,3 %",
        "６４．３％",
        "643‰",
    ],
    1.5: ["1.5", "1,5", "1½", "1 ½", "3/2", "3⁄2", "3 / 2", "1 1/2", "1¹⁄₂", r"\frac{3}{2}", r"1\frac{1}{2}", "+1.5"],
    -1.5: ["-1.5", "−1.5", "‑1.5", "–1,5", "—1.5", "——1.5", "－１。５", "﹣1.5", "- 1.5", "-1½", "-1 1/2", "-3/2"],
    5.6: ["5 3/5", "5⅗", "28/5", "5.6", "x = 5.6", "≈5.6", "= 5.6", "~ 5,6", "λ=5.6", "56e-1"],
    3.0: [
        "3",
        "3.",
        "3。",
        "3,",
        "３",
        "٣",
        "3.0",
        "log2 8",
        "log2(8)",
        "log₂8",
        "log_2 8",
        "ln(e^3)",
        "1+2",
        "abs(-3)",
    ],
    1234.0: ["1234", "1'234", "1’234", "1_234", "1,234.0", "1.234,0", "1234.0", "1.234e3", "1,234e3", "1.234×10^3"],
    1234567.0: ["1,234,567", "1.234.567", "1'234'567", "1234567", "1.234567e6", "123.4567万"],
    1234.5: ["1,234.5", "1.234,5", "1234.5", "1234,5", "1'234.5"],
    0.001: [
        "1e-3",
        "1E-3",
        "10^-3",
        "10^(-3)",
        "10**-3",
        "10⁻³",
        "1x10^-3",
        "1×10⁻³",
        "1·10^-3",
        "1 X 10^-3",
        "10^{-3}",
    ],
    -4.0: ["-2^2", "-(2^2)", "-2²", "-2**2"],
    4.0: ["(-2)^2", "2²", "2/½", "2^(1+1)"],
    math.sqrt(2) / 3: ["sqrt(2)/3", "√2/3", "√(2)/3", "SQRT(2) / 3", r"\sqrt{2}/3", r"\frac{\sqrt{2}}{3}", "2^0.5/3"],
    math.log(8): ["ln 8", "ln8", "ln(8)", "LN 8", "㏑8", r"\ln 8", "3ln 2", "3*ln(2)"],
    2 * math.pi: ["2pi", "2*pi", "2π", "2 π", "π*2", "2×π", r"2\pi", "2𝜋"],
    math.exp(-2): ["exp(-2)", "e^-2", "e^(-2)", "e⁻²", "1/e^2"],
    1 - math.tanh(0.5) ** 2: ["1-tanh(0.5)^2", "1 - tanh(0,5)²"],
    2.0**-30: ["2^-30", "2⁻³⁰", "2**-30", "1/2^30"],
    1.234: ["tensor(1.234)", "np.float32(1.234)", "tensor(1.234, dtype=torch.float64, grad_fn=<MeanBackward0>)"],
    0.4: ["tensor(0.4)", "np.float64(0.4)", "array(0.4)", "0.4\u200b", "\ufeff0.4", " 0.4 ", "0.4\u3000"],
}


@pytest.mark.parametrize(("value", "text"), [(value, text) for value, texts in READ.items() for text in texts])
def test_it_is_read_as_it_is_meant(value: float, text: str) -> None:
    assert read_number(text) == pytest.approx(value, rel=1e-12)


TWO_WAYS = {
    "1,234": (1234, 1.234),
    "1.234": (1.234, 1234),
    "1,000": (1000, 1),
    "-12.345": (-12.345, -12345),
    "1.234/2": (0.617, 617),
    "3·14": (42, 3.14),
    "log 8": (math.log(8), math.log10(8)),
    "log2": (math.log(2), math.log10(2)),
    "1/2pi": (math.pi / 2, 1 / (2 * math.pi)),
    "ln 8/2": (math.log(8) / 2, math.log(4)),
    "ln 2^3": (math.log(2) ** 3, math.log(8)),
    "sqrt2/3": (math.sqrt(2) / 3, math.sqrt(2 / 3)),
    "e^2pi": (math.exp(2) * math.pi, math.exp(2 * math.pi)),
    "2x10-3": (17, 0.002),
    "10-3": (7, 0.001),
    "2×10−3": (17, 0.002),
}


@pytest.mark.parametrize(("text", "values"), TWO_WAYS.items())
def test_what_has_two_usual_meanings_is_asked_again_with_both(text: str, values: tuple[float, float]) -> None:
    with pytest.raises(Ambiguous) as told:
        read_number(text)
    assert [float(reading) for reading in told.value.readings] == pytest.approx(list(values), rel=1e-9)
    for said in told.value.text:
        assert text in said
        assert all(reading in said for reading in told.value.readings)


def test_the_spelling_that_is_asked_for_instead_is_read() -> None:
    with pytest.raises(Ambiguous) as told:
        read_number("1,234")
    assert "write 1234 or 1.2340" in told.value.text.en
    assert (read_number("1234"), read_number("1.2340")) == (1234, 1.234)


REFUSED = {
    "too large": ["1e400", "10^400", "9^999", "exp(1000)", "1e308*10", "1e300^2"],
    "too small": ["1e-400", "10^-400", "exp(-1000)", "1e-200*1e-200", "2^-1070"],
    "a finite number": ["inf", "-inf", "Infinity", "nan", "NaN", "∞", "−∞", "1+inf"],
    "denominator 0": ["1/0", "0/0", "1/(2-2)", "0^-1"],
    "not a real number": ["sqrt(-1)", "ln 0", "(-8)^(1/3)", "log10(0)"],
    "side by side": ["3 4", "12 345", "1\u202f234", "3 -4", "0.5 0.5", "½½", "1e3,5"],
    "no number is written": ["", "   ", "\t"],
    "60 characters": ["1" * 61, "(" * 5000],
    "is not a number": [
        *("ten", "--5", "+-5", "1..2", "1.2.3", "1,2,3", "1,2.3", "0,123.4", "1,00,000", "1_0", "01'234", "1e", "2e"),
        *("1/2/3", "2^3^2", "1//2", "5 6/5", "1 234/567", "5(3/5)", "2(3+4)", "(1)(2)", "1+50%", "5%%", "sqrt()", "1)"),
        *(
            "0x10",
            "e-3",
            "2e - 3",
            "log(8,2)",
            "max(1,2)",
            "__import__('os')",
            "lambda: 1",
            "9**9**9",
            "1½ 2",
            "2 3/4 5",
        ),
        *(
            "0x1F",
            "⑤",
            "3₂",
            "5\xad3",
            "\u202e12",
            "1=2",
            "?",
            "(",
            ")",
            "(1",
            "pi 2",
            "exp -1",
            "ln -1",
            "1/exp 0/2",
            "sqrt",
        ),
    ],
    "names no unit": ["18 updates", "25 ms", "5㎡", "3 k", "18次", "1j", "2ⁿ", "2②", "1⅟"],
}


@pytest.mark.parametrize(("why", "text"), [(why, text) for why, texts in REFUSED.items() for text in texts])
def test_what_is_no_number_is_asked_again_with_the_reason(why: str, text: str) -> None:
    with pytest.raises(Unreadable) as told:
        read_number(text)
    assert not isinstance(told.value, Ambiguous)
    assert why in told.value.text.en
    assert any("\u4e00" <= character <= "\u9fff" for character in told.value.text.zh)


def test_a_sentence_quotes_no_control_characters_and_not_all_of_a_long_answer() -> None:
    with pytest.raises(Unreadable) as told:
        read_number("\x1b[31mred\r\n" + "y" * 45)
    assert "".join(told.value.text).isprintable()
    assert "y" * 30 in told.value.text.en
    assert "y" * 45 not in told.value.text.en
