"""Every text in the Python of the program stands in both languages and keeps to the glossary."""

from __future__ import annotations

import inspect
from pathlib import Path

import pytest

from content.loader import shipped_folder
from content.model import Term
from content.validation.glossary import read
from engine.registry import catalogue
from engine.text import Text
from tests.guards.texts import Written, faults, of_demonstrations, texts_in, written


@pytest.fixture(scope="module")
def terms() -> tuple[Term, ...]:
    return read(shipped_folder())[0]


def told(found: list[Written], terms: tuple[Term, ...]) -> list[str]:
    return [f"{one.place}: {fault}: {one.text}" for one in found for fault in faults(one.text, terms)]


def test_every_text_in_the_source_is_sound(terms: tuple[Term, ...]) -> None:
    found = written()
    assert told(found, terms) == []
    assert len(found) > 2500, "the reader no longer finds the texts"


def test_every_text_of_a_demonstration_is_sound(terms: tuple[Term, ...]) -> None:
    found = of_demonstrations()
    assert told(found, terms) == []
    assert len(found) > 1000


def test_the_prose_of_every_demonstration_is_there() -> None:
    for item in catalogue().values():
        for text in (item.title, item.summary, item.look_for, item.predict, item.limits):
            assert all(said.strip() for said in text), item.name


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (Text("", "池化"), "one language is empty"),
        (Text("Pooling", " "), "one language is empty"),
        (Text("the weight", "the weight"), "is not translated"),
        (Text("weight", "weight"), "is not translated"),
        (Text("the 池化 layer", "池化层"), "holds Chinese"),
        (Text("It needs no training.", "它不 need any more training。"), "holds the English"),
        (Text("the learning rate", "学习速率"), "the glossary has '学习率'"),
        (Text("closed form", "解析式"), "the Chinese not '闭式'"),
        (Text("Which, and why?", "哪个,为什么？"), "write it full-width"),
    ],
)
def test_a_planted_fault_is_found(text: Text, fault: str, terms: tuple[Term, ...]) -> None:
    assert any(fault in one for one in faults(text, terms))


@pytest.mark.parametrize(
    "text",
    [
        Text("ReLU", "ReLU"),
        Text("gamma", "γ"),
        Text("{estimate}, between {low} and {high}", "{estimate}（{low}～{high}）"),
        Text("1  English      2  中文", "1  English      2  中文"),
        Text("see 'backdrill export jsonl FILE'", "见 'backdrill export jsonl FILE'"),
        Text("the loss $loss(x)$", "损失 $loss(x)$"),
    ],
)
def test_a_sound_text_is_left_alone(text: Text, terms: tuple[Term, ...]) -> None:
    assert faults(text, terms) == []


@pytest.mark.parametrize(
    "code",
    [
        'Text("Open", "")',
        'Text("", "打开")',
        'Text(en="Open", zh="")',
        'text.Text("Open", f"")',
        'same("a whole sentence")',
        'raise Trouble(f"{path} is gone", f"{path} 丢了,请恢复")',
        'TABLE = {"disk": ("The variance is full", "磁盘已满")}',
        'Text("the " + name, "the " + name)',
    ],
)
def test_the_reader_finds_a_fault_in_every_form_of_a_text(code: str, terms: tuple[Term, ...]) -> None:
    assert any(faults(text, terms) for _, text in texts_in(code))


def test_an_emptied_text_of_a_demonstration_is_found(terms: tuple[Term, ...]) -> None:
    file = inspect.getsourcefile(next(iter(catalogue().values())).function)
    source = Path(str(file)).read_text("utf-8")
    longest = max((text.zh for _, text in texts_in(source) if text.zh in source), key=len)
    planted = source.replace(longest, "")
    assert [fault for _, one in texts_in(planted) for fault in faults(one, terms)] == ["one language is empty"]
