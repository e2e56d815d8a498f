"""What the engine refuses is said in both languages, and an unknown name is answered with what there is."""

from __future__ import annotations

import pickle
import re

import pytest

from engine.expressions import ExpressionError, compile_expression, parse
from engine.messages import Usage, suggestion
from engine.parameters import ParameterError
from engine.reading.arithmetic import Malformed
from engine.reading.matrices import read_matrix
from engine.reading.numbers import read_number
from engine.reading.outcome import Ambiguous, Unreadable
from engine.registry import UnknownDemonstration, find
from engine.text import Text

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(
    ("kind", "fail"),
    [
        (UnknownDemonstration, lambda: find("poolng_router")),
        (UnknownDemonstration, lambda: find("?")),
        (ParameterError, lambda: find("pooling_router").parameter("kernl")),
        (ParameterError, lambda: find("pooling_router").accept({"kernel": "wide"})),
        (ParameterError, lambda: find("pooling_router").parameter("kernel").parse("")),
        (Malformed, lambda: read_number("many")),
        (Unreadable, lambda: read_number("1e400")),
        (Ambiguous, lambda: read_number("1,234")),
        (Unreadable, lambda: read_matrix("1 2; 3", (2, 2))),
        (ExpressionError, lambda: parse("1 +")),
        (ExpressionError, lambda: parse("a.b")),
        (ExpressionError, lambda: parse("f(1)")),
        (ExpressionError, lambda: parse("abs(x=1)")),
        (ExpressionError, lambda: parse("1 | 2")),
        (ExpressionError, lambda: parse("b'x'")),
        (ExpressionError, lambda: parse("1 + " * 400 + "1")),
        (ExpressionError, lambda: compile_expression("alhpa", ["alpha"])),
        (ExpressionError, lambda: parse("'text'").holds({})),
        (ExpressionError, lambda: parse("1 % 0").value({})),
    ],
)
def test_what_is_wrong_is_said_in_both_languages(kind, fail):
    with pytest.raises(kind) as caught:
        fail()
    error = caught.value
    assert str(error) == error.text.en
    assert CHINESE.search(error.zh)
    assert not CHINESE.search(error.text.en)
    assert "\n" not in str(error) + error.zh


def test_a_text_is_passed_as_two_sentences_and_survives_a_process():
    error = Usage(*Text("no deck '{name}'", "没有题库“{name}”").format(name="x"))
    assert pickle.loads(pickle.dumps(error)).text == Text("no deck 'x'", "没有题库“x”")
    unclear = Ambiguous.between("1,234", ("1234", "1.234"), Text("write one", "请写一个"))
    again = pickle.loads(pickle.dumps(unclear))
    assert (again.text, again.readings) == (unclear.text, ("1234", "1.234"))


def test_an_unknown_name_is_answered_with_the_nearest_or_with_all():
    assert suggestion("kernl", ["kernel", "stride"]) == Text("Did you mean 'kernel'?", "是指“kernel”吗？")
    assert suggestion("q", ["kernel", "stride"]).en == "There are: kernel, stride."
    assert suggestion("q", []).zh == "可用的有：无。"
    many = [f"question-{number}" for number in range(160)]
    assert suggestion("?", many).en.startswith("There are 160, such as question-")
    assert suggestion("question-1590", many).en == "Did you mean 'question-159'?"
