"""What a demonstration takes, and what it says of anything else."""

from __future__ import annotations

import re

import numpy as np
import pytest

from engine.demonstration import Demonstration
from engine.parameters import Array, Choice, Float, Integer, ParameterError
from engine.registry import catalogue
from engine.text import Text


@pytest.mark.parametrize("demonstration", catalogue().values(), ids=lambda found: found.name)
def test_what_a_parameter_takes_is_told_in_both_languages(demonstration: Demonstration) -> None:
    for parameter in demonstration.parameters:
        with pytest.raises(ParameterError) as caught:
            parameter.accept(object())
        assert parameter.name in caught.value.zh
        assert parameter.allowed().zh in caught.value.zh
        assert parameter.allowed().en in str(caught.value)
        assert re.search(r"[\u4e00-\u9fff]", caught.value.zh)


LABEL = Text("a label", "标签")
SPECIFICATIONS = [
    Integer("count", LABEL, 3, 1, 9),
    Float("rate", LABEL, 0.5, 0.0, 1.0),
    Choice("way", LABEL, "max", ("max", "mean")),
    Choice("ties", LABEL, True, (True, False)),
    Array("points", LABEL, ((1.0,),), 2, -9, 9, 4),
]
NEVER = [
    *(None, object(), [], {}, "", "many", b"1", 1j, float("nan"), float("inf"), -1e300, 10**400, 10**5000),
    *([[1.0], [2.0, 3.0]], [[10**400]], [[float("nan")]], [["x"]], np.ones(7), np.zeros((2, 0)), np.ones((5, 5))),
]


@pytest.mark.parametrize("parameter", SPECIFICATIONS, ids=lambda p: p.name)
@pytest.mark.parametrize("value", NEVER, ids=range(len(NEVER)))
def test_what_no_parameter_takes_is_refused_and_nothing_else_happens(parameter, value):
    with pytest.raises(ParameterError):
        parameter.accept(value)


@pytest.mark.parametrize("parameter", SPECIFICATIONS, ids=lambda p: p.name)
@pytest.mark.parametrize(
    "text", ["", "x", "1e999", "9" * 5000, "[" * 100_000, "[[1,", "[[1],[2,3]]", "1;2 3", "nan", "\x00"]
)
def test_text_that_cannot_be_read_is_refused_and_nothing_else_happens(parameter, text):
    with pytest.raises(ParameterError):
        parameter.parse(text)


def test_an_array_may_be_left_empty_only_where_the_demonstration_draws_one():
    assert Array("points", LABEL, (), 1).accept([]).shape == (0,)
    assert Array("points", LABEL, (), 2, least=2).accept([]).shape == (0, 0)
    assert Array("points", LABEL, (), 1, least=2).accept([1, 2]).tolist() == [1.0, 2.0]
    with pytest.raises(ParameterError, match="at least 2"):
        Array("points", LABEL, (), 1, least=2).accept([1.0])
    with pytest.raises(ParameterError):
        Array("points", LABEL, (1.0,), 1).accept([])
