"""Outputs that are not Unicode: signs in ASCII, plots too, one sentence where that is impossible, never a traceback."""

from __future__ import annotations

import json

import pytest

from tests.tui.commands.conftest import one_sentence
from tui.cli.encoding import SIGNS

ASCII = {"PYTHONIOENCODING": "ascii", "LANG": "C"}


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
@pytest.mark.parametrize(
    "command",
    [
        ("demo", "activation_explorer"),
        ("demo", "pooling_router"),
        ("demo",),
        ("notes",),
        ("due",),
        ("stats",),
        ("exam", "2027-03-01", "--now", "2027-01-04T20:00"),
        ("check",),
        ("interview", "--open"),
    ],
)
def test_commands_write_what_the_output_can_take(backdrill, command, encoding):
    done = backdrill(*command, PYTHONIOENCODING=encoding, LANG="C")
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout


def test_plots_are_drawn_in_ascii(backdrill):
    drawn = backdrill("demo", "activation_explorer", **ASCII).stdout
    assert drawn.isascii()
    assert drawn.count("?") < 20
    assert any(line.lstrip().startswith("|") for line in drawn.splitlines())


def test_a_question_is_asked_and_judged(backdrill):
    done = backdrill("ask", "descent-epoch-updates", "--plain", typed="7\n", **ASCII)
    assert done.returncode == 0, done.stderr
    assert "+ correct" in done.stdout or "x wrong" in done.stdout


def test_json_is_escaped_and_whole(backdrill):
    data = json.loads(backdrill("demo", "--json", **ASCII).stdout)
    assert any(not item["summary"]["zh"].isascii() for item in data)


def test_chinese_is_refused_in_a_sentence_and_not_chosen_by_itself(backdrill):
    one_sentence(backdrill("due", "--lang", "zh", **ASCII), "LANG=C.UTF-8", "ascii")
    assert "Due 0" in backdrill("due", PYTHONIOENCODING="ascii", LANG="zh_CN.GBK").stdout
    assert "到期" in backdrill("due", PYTHONIOENCODING="gbk", LANG="zh_CN.GBK").stdout


def test_every_sign_has_an_ascii_form():
    assert all(form.isascii() and len(sign) == 1 for sign, form in SIGNS.items())
