"""Choices and orders: every spelling gives what it was made from, and nothing else is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.keys.choice import ChoiceKey
from engine.keys.open import RubricKey
from engine.reading.orderings import read_order
from engine.reading.outcome import Ambiguous, Unreadable

ONE, SEVERAL = ChoiceKey(4, frozenset({0})), ChoiceKey(4, frozenset({0}), several=True)
TRUTH = ChoiceKey(2, frozenset({0}), truth=True)
WIDE = str.maketrans("abcdABCD123456789(),.;>", "ａｂｃｄＡＢＣＤ１２３４５６７８９（），．；＞")
ROUND = str.maketrans("123456789abcd", "①②③④⑤⑥⑦⑧⑨ⓐⓑⓒⓓ")


@pytest.mark.parametrize(
    "text", ["b", "B", "b)", "(b)", "（ｂ）", "B.", "b。", "2", "２", "②", "ⓑ", " b ", "[b]", "b:", "2)"]
)
def test_one_option_however_it_is_written(text: str) -> None:
    assert ONE.read(text) == {1}


@pytest.mark.parametrize(
    "text", ["", " ", "e", "5", "0", "ab", "b,c", "12", "bb", "true", "对", "t", "?", "b?", "-b", "a b"]
)
def test_what_is_not_one_option_is_asked_again(text: str) -> None:
    with pytest.raises(Unreadable):
        ONE.read(text)


@pytest.mark.parametrize(
    "text",
    ["a,c", "a、c", "a;c", "a；c", "ac", "CA", "1,3", "13", "①③", "a and c", "a和c", "(a)(c)", "a) c)", "a & c", "A/C"],
)
def test_several_options_however_they_are_written(text: str) -> None:
    assert SEVERAL.read(text) == {0, 2}


@pytest.mark.parametrize(
    "text", ["a-c", "a2", "aa", "a or c", "not a", "none", "all", "a,e", "abcde", "1.5", "a<c", "cab bag"]
)
def test_several_options_are_never_guessed(text: str) -> None:
    with pytest.raises(Unreadable):
        SEVERAL.read(text)


@pytest.mark.parametrize(
    ("place", "texts"),
    [
        (0, ["true", "True.", "T", "ｔ", "对", "对！", "正确", "是", "真", "√", "✓", "yes", "y", "a", "1", "A)"]),
        (
            1,
            [
                "false",
                "FALSE",
                "f",
                "错",
                "错误",
                "不对",
                "不正确",
                "否",
                "假",
                "×",
                "✗",
                "no",
                "n",
                "b",
                "2",
                "（ｂ）",
            ],
        ),
    ],
)
def test_true_and_false_in_words(place: int, texts: list[str]) -> None:
    for text in texts:
        assert TRUTH.read(text) == {place}, text


@pytest.mark.parametrize("text", ["T/F", "true false", "not true", "0", "c", "maybe", "对错", "对吗", "半对", "tf"])
def test_neither_true_nor_false_is_asked_again(text: str) -> None:
    with pytest.raises(Unreadable):
        TRUTH.read(text)


def test_a_number_of_two_digits_among_many_options_is_asked_about() -> None:
    many = ChoiceKey(12, frozenset({0}), several=True)
    with pytest.raises(Ambiguous) as told:
        many.read("12")
    assert told.value.readings == ("12", "1, 2")
    assert many.read("1,2") == {0, 1}
    assert many.read("3,12") == {2, 11}
    assert many.read("l") == {11}


def test_key_points_may_be_none() -> None:
    assert RubricKey((1, 1, 1)).read("  ") == frozenset()
    assert RubricKey((1, 1, 1)).read("a、c") == {0, 2}


@pytest.mark.parametrize(
    "text",
    *[
        [
            "312",
            "3>1>2",
            "3 1 2",
            "3→1→2",
            "3->1->2",
            "3=>1=>2",
            "3,1,2",
            "3、1、2",
            "3；1；2",
            "3-1-2",
            "③①②",
            "３＞１＞２",
        ]
    ],
)
def test_an_order_however_it_is_written(text: str) -> None:
    assert read_order(text, 3) == (2, 0, 1)
    assert read_order(text.translate(str.maketrans("123１２３①②③", "abcabcabc")), 3) == (2, 0, 1)


@pytest.mark.parametrize(
    "text",
    ["", "31", "3 1", "3122", "3 1 2 2", "3<1<2", "3=1>2", "3 1 b", "3 1 4", "0 1 2", "4 1 2", "3≥1≥2", "3.12.1"],
)
def test_what_is_no_order_is_asked_again(text: str) -> None:
    with pytest.raises(Unreadable):
        read_order(text, 3)


@st.composite
def dressed(draw: st.DrawFn, names: list[str]) -> str:
    around = draw(st.sampled_from(["{}", "{}", "({})", "{})", "{}.", " {} "]))
    between = draw(st.sampled_from([" ", ",", ", ", "、", ";", "；", "，"]))
    text = between.join(around.format(name) for name in names)
    if all(len(name) == 1 for name in names) and draw(st.booleans()):
        text = "".join(names)
    change = draw(st.sampled_from([str, str.upper, lambda t: t.translate(WIDE), lambda t: t.translate(ROUND)]))
    return change(text)


@settings(max_examples=500, deadline=None)
@given(st.integers(2, 9), st.booleans(), st.data())
def test_marked_options_never_read_as_others(count: int, letters: bool, data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.integers(0, count - 1), min_size=1, unique=True))
    text = data.draw(dressed([chr(ord("a") + place) if letters else str(place + 1) for place in chosen]))
    assert ChoiceKey(count, frozenset({0}), several=True).read(text) == set(chosen)


@settings(max_examples=500, deadline=None)
@given(st.integers(2, 15), st.booleans(), st.data())
def test_an_order_never_reads_as_another(count: int, letters: bool, data: st.DataObject) -> None:
    order = data.draw(st.permutations(range(count)))
    names = [chr(ord("a") + place) if letters else str(place + 1) for place in order]
    text = data.draw(
        st.one_of(dressed(names), st.sampled_from([">", "→", " > ", "->", "-"]).map(lambda sign: sign.join(names)))
    )
    try:
        found = read_order(text, count)
    except Unreadable:
        assert count > 9
    else:
        assert found == tuple(order)
