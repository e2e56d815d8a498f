"""What a question's own words allow behind a number, and what they tell about the decimal sign."""

from __future__ import annotations

import pytest

from engine.reading.numbers import read_number
from engine.reading.outcome import Ambiguous, Unreadable
from engine.reading.wording import Wording
from engine.text import NOTHING, Text

UPDATES = Wording(
    Text("600 samples, batches of 32. How many updates make one epoch?", "600 个样本，批大小 32，一轮要更新多少次？")
)
ITERATIONS = Wording(Text("After how many full-gradient iterations is it below 0.1?", "多少步后低于 0.1？"))
PER_EPOCH = Wording(Text("How many updates per epoch?", "每轮几次？"))
LAYERS = Wording(Text("The gradient shrinks by 0.5 in each of 7 layers.", "7 层网络，每层梯度缩小到 0.5 倍。"))
MILLISECONDS = Wording(Text("A step takes a while. How long?", "一步要多久？"), Text("ms", "毫秒"))
PERCENT = Wording(Text("Which share?", "占多大比例？"), Text("%", "%"))
TWO_MEASURES = Wording(Text("One step takes 25 ms, loading takes 2 s.", "一步 25 ms，加载 2 s。"))
ONE_MEASURE = Wording(Text("Each of 4 steps takes 25 ms.", "4 步，每步 25 毫秒。"))
FACTOR = Wording(Text("By which factor does it grow?", "增大为原来的几倍？"))
BYTES = Wording(Text("In float64 (8 bytes): how many bytes?", "float64（8 字节），共多少字节？"))


@pytest.mark.parametrize(
    ("wording", "text", "value"),
    [
        (UPDATES, "18 updates", 18),
        (UPDATES, "18 Updates.", 18),
        (UPDATES, "18updates", 18),
        (UPDATES, "1 update", 1),
        (ITERATIONS, "7 iterations", 7),
        (ITERATIONS, "7 full-gradient iterations", 7),
        (UPDATES, "18 次", 18),
        (UPDATES, "１８次", 18),
        (UPDATES, "18个", 18),
        (UPDATES, "1.2万次", 12000),
        (LAYERS, "3 layers", 3),
        (LAYERS, "3 layer", 3),
        (LAYERS, "3层", 3),
        (LAYERS, "2^3 layers", 8),
        (MILLISECONDS, "25 ms", 25),
        (MILLISECONDS, "0,5 毫秒", 0.5),
        (PERCENT, "25%", 25),
        (PERCENT, "25", 25),
        (ONE_MEASURE, "100 ms", 100),
        (ONE_MEASURE, "100 毫秒", 100),
        (FACTOR, "20x", 20),
        (FACTOR, "20 ×", 20),
        (FACTOR, "20倍", 20),
        (BYTES, "1024 bytes", 1024),
        (BYTES, "1024 字节", 1024),
    ],
)
def test_a_unit_that_the_question_names_is_passed_over(wording: Wording, text: str, value: float) -> None:
    assert read_number(text, wording) == value


@pytest.mark.parametrize(
    ("wording", "text"),
    [
        (UPDATES, "18 samples"),
        (UPDATES, "18 epochs"),
        (PER_EPOCH, "18 epochs"),
        (UPDATES, "18 k"),
        (UPDATES, "18 million"),
        (UPDATES, "18 千次"),
        (UPDATES, "18x"),
        (LAYERS, "3 units"),
        (LAYERS, "3 lay"),
        (MILLISECONDS, "0.025 s"),
        (MILLISECONDS, "25 MS"),
        (MILLISECONDS, "25 seconds"),
        (TWO_MEASURES, "3 s"),
        (TWO_MEASURES, "3000 ms"),
        (ONE_MEASURE, "0.1 s"),
        (BYTES, "1 KB"),
        (BYTES, "1 kbytes"),
        (BYTES, "8192 bits"),
        (Wording(), "18 updates"),
    ],
)
def test_any_other_word_is_asked_about(wording: Wording, text: str) -> None:
    with pytest.raises(Unreadable, match="names no unit"):
        read_number(text, wording)


def test_a_scale_is_no_unit_even_where_the_prompt_says_it() -> None:
    wording = Wording(Text("It has 4 million weights, 4 k rows.", "有 4 万个样本。"))
    for text in ("3 million", "3 k"):
        with pytest.raises(Unreadable):
            read_number(text, wording)
    assert read_number("3万", wording) == 30000


def test_beside_a_prompt_with_decimal_points_a_point_splits_no_thousands() -> None:
    assert read_number("1.234", LAYERS) == 1.234
    for wording in (UPDATES, Wording(Text("Section 1.234 of 10,000.", "见 10,000。"))):
        with pytest.raises(Ambiguous):
            read_number("1.234", wording)
    with pytest.raises(Ambiguous):
        read_number("1,234", LAYERS)


def test_a_percent_sign_divides_unless_the_unit_is_percent() -> None:
    assert read_number("25%", Wording(NOTHING)) == 0.25
