"""A recorded answer is read back as it was given, not as a learner's spelling: 1.234 there is never 1234."""

from __future__ import annotations

import numpy as np
import pytest

from engine.grading import Tolerance
from engine.keys.choice import ChoiceKey
from engine.keys.matrix import MatrixKey
from engine.keys.numeric import NumberKey
from engine.keys.ordering import OrderKey
from engine.keys.recall import RecallKey
from tui.sessions.question import from_record, recorded

TOLERANCE = Tolerance(0.01)
NUMBER, CHOICE, ORDER = NumberKey(1.0, TOLERANCE), ChoiceKey(4, frozenset({1}), True), OrderKey((2, 0, 1))
MATRIX = MatrixKey(np.eye(2), TOLERANCE)


@pytest.mark.parametrize("value", [1.234, -12.345, 1e-300, 123456.789, 5.0, 0.1])
def test_a_number_comes_back(value: float) -> None:
    assert from_record(NUMBER, recorded(value)) == value


def test_every_other_kind_comes_back() -> None:
    assert from_record(CHOICE, recorded(frozenset({0, 3}))) == {0, 3}
    assert from_record(ORDER, recorded((2, 0, 1))) == (2, 0, 1)
    assert from_record(RecallKey(), recorded("as it was\ntyped")) == "as it was\ntyped"
    values = np.array([[1.234, -2.345], [0.5, 1e-7]])
    np.testing.assert_array_equal(from_record(MATRIX, recorded(values)), values)


@pytest.mark.parametrize(
    ("key", "text"),
    [(NUMBER, "a,b"), (CHOICE, "e"), (CHOICE, "0.5"), (CHOICE, ""), (ORDER, "x y"), (MATRIX, "1 2; 3"), (MATRIX, "a")],
)
def test_what_no_longer_fits_the_question_is_nothing(key: NumberKey, text: str) -> None:
    assert from_record(key, text) is None
