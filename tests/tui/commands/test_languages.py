"""`--lang zh`, and a Chinese locale, give Chinese: help, refusals and reports."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator

import pytest

from tui.cli.parser import Parser, parser
from tui.commands import COMMANDS
from tui.locale.command_line import argparse_message

CHINESE = re.compile(r"[\u4e00-\u9fff]")
WORDS = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
"""Three English words in a row: a sentence that was not translated."""

WRONG = [
    ["fly"],
    ["ask", "nosuch"],
    ["ask", "pooling-ties", "--seed", "x"],
    ["ask", "pooling-ties", "--seed"],
    ["ask", "pooling-ties", "too-much"],
    ["ask", "pooling-ties", "--plain=no"],
    ["ask", "pooling-ties", "--l", "3"],
    ["backup"],
    ["check", "nosuch"],
    ["code", "nosuch"],
    ["code", "--watch"],
    ["code", "stable_softmax", "--check", "/nonexist"],
    ["code", "stable_softmax", "--check", "/"],
    ["code", "stable_softmax", "--watch", "--solution"],
    ["code", "stable_softmax", "--watch", "--check", "/nonexist"],
    ["code", "stable_softmax", "--seed", "-1"],
    ["completion", "csh"],
    ["deck", "bury"],
    ["deck", "new"],
    ["deck", "new", "No Name"],
    ["deck", "new", "deep-learning-1"],
    ["deck", "remove", "nosuch"],
    ["deck", "add", "/nonexist"],
    ["demo", "nosuch"],
    ["demo", "D15", "--set", "kernel"],
    ["demo", "D15", "--set", "kernl=2"],
    ["demo", "D15", "--set", "kernel=9"],
    ["demo", "D15", "--set", "input=1 2; 3"],
    ["due", "--now", "yesterday"],
    ["due", "--lang", "fr"],
    ["due", "--database", "nosuch://place"],
    ["exam", "2020-01-01"],
    ["exam", "soon"],
    ["exam", "--minutes-a-day", "1000"],
    ["export", "pdf", "x"],
    ["export", "anki", "-"],
    ["export", "csv", "/"],
    ["export", "csv", "-", "--json"],
    ["fit", "--back", "--dry-run"],
    ["import", "/nonexist"],
    ["interview", "--topics", "nosuch", "--plain"],
    ["interview", "--level", "4", "--plain"],
    ["interview", "--show", "3"],
    ["interview", "--resume", "--plain"],
    ["notes", "nosuch"],
    ["restore", "/nonexist"],
    ["serve", "--port", "80"],
    ["study", "--topic", "nosuch", "--plain"],
    ["study", "--limit", "0"],
    ["verify", "--only", "nosuch"],
    ["weak", "--topic", "nosuch", "--plain"],
    [],
]


@pytest.mark.parametrize("arguments", WRONG, ids=" ".join)
def test_every_refusal_is_one_sentence_in_the_language_asked_for(here, arguments):
    english, chinese = (here(*arguments), here("--lang", "zh", *arguments))
    for code, out, said in (english, chinese):
        assert code == 2
        assert said.count("\n") == 1, said
        assert not out or "--json" in arguments
    assert not CHINESE.search(english[2])
    if "--lang" not in arguments:
        assert CHINESE.search(chinese[2])
        assert not WORDS.search(chinese[2])
        assert here(*arguments, "--lang", "zh")[2] == chinese[2]


def test_the_locale_decides_where_nothing_else_does(here, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "可选" in here("fly")[2]
    assert "用法：" in here("study", "--help")[1]
    assert "invalid choice" in here("fly", "--lang", "en")[2]


def told(of: argparse.ArgumentParser) -> Iterator[str]:
    """Every text of a parser that its help shows, its commands' too."""
    yield str(of.description)
    for group in of._action_groups:
        if group._group_actions:
            yield str(group.title)
    for action in of._actions:
        if action.help and action.help is not argparse.SUPPRESS:
            yield action.help
        if isinstance(action, argparse._SubParsersAction):
            yield from (str(line.help) for line in action._choices_actions)
            for command in action.choices.values():
                yield from told(command)


def test_every_text_of_every_help_is_in_both_languages():
    chinese, english = list(told(parser("zh", declared=True))), list(told(parser("en", declared=True)))
    assert len(chinese) == len(english) > 200
    assert [text for text in chinese if not CHINESE.search(text)] == []
    assert [text for text in english if CHINESE.search(text)] == []


@pytest.mark.parametrize("command", [None, *COMMANDS])
def test_help_is_printed_in_the_language_asked_for(here, command):
    line = [command] if command else []
    code, out, _ = here("--lang", "zh", *line, "--help")
    assert code == 0
    assert out.startswith("用法：backdrill")
    assert not WORDS.search(out.replace("study|weak", ""))
    assert max(sum(1 + (len(sign.encode()) > 2) for sign in row) for row in out.splitlines()) <= 80
    assert not any(row.lstrip()[:1] in set("，。；：、）") for row in out.splitlines())
    code, out, _ = here(*line, "-h")
    assert out.startswith("usage: backdrill")
    assert not CHINESE.search(out)


def test_a_message_of_argparse_that_is_not_known_is_chinese_all_the_same():
    with pytest.raises(Exception, match="something new") as caught:
        Parser("zh", prog="backdrill").error("something new")
    assert caught.value.zh == "用法有误（something new）。用法见 'backdrill --help'。"


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("the following arguments are required: FILE", "缺少参数：FILE"),
        ("one of the arguments --a --b is required", "参数 --a --b 必须给出一个"),
        ("unrecognized arguments: x y", "无法识别的参数：x y"),
        ("argument --seed: expected one argument", "参数 --seed：需要一个值"),
        ("argument --seed: expected at most one argument", "参数 --seed：至多一个值"),
        ("argument --seed: expected at least one argument", "参数 --seed：至少需要一个值"),
        ("argument --seed: expected 2 arguments", "参数 --seed：需要 2 个值"),
        ("argument --a: not allowed with argument --b", "参数 --a：不能与 --b 同用"),
        ("argument --json: ignored explicit argument '3'", "参数 --json：不接受值 '3'"),
        ("ambiguous option: --l could match --lang, --limit", "选项 --l 不明确，可能是 --lang, --limit"),
        ("argument --seed: invalid int value: 'x'", "参数 --seed：'x' 不是整数"),
        ("argument --at: invalid float value: 'x'", "参数 --at：'x' 不是有效的 float"),
        ("argument --lang: invalid choice: 'fr' (choose from 'en', 'zh')", "参数 --lang：没有 'fr'；可选：'en', 'zh'"),
    ],
)
def test_argparse_s_own_words_have_their_chinese(english, chinese):
    assert argparse_message(english) == (english, chinese)


REPORTS = [
    ["backup"],
    ["check"],
    ["deck", "list"],
    ["deck", "new", "mine"],
    ["code"],
    ["demo"],
    ["demo", "D15"],
    ["doctor"],
    ["due"],
    ["exam"],
    ["exam", "2026-12-20"],
    ["exam", "--clear"],
    ["export", "csv", "reviews.csv"],
    ["interview", "--list"],
    ["interview", "--open"],
    ["stats"],
    ["study", "--plain"],
    ["weak", "--plain"],
]


def test_every_report_is_in_chinese(here, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    clock = ("--lang", "zh", "--now", "2026-11-23T20:00")
    here("study", "--limit", "1", *clock, typed="\n\n")
    for arguments in REPORTS:
        code, out, said = here(*arguments, *clock)
        assert code == 0, said
        assert CHINESE.search(out), arguments
        assert said == ""
