"""The glossary: one name for one thing, and `check` says where a text departs from it."""

from __future__ import annotations

import pytest

from content.loader import read_deck, shipped_folder
from content.model import Term
from content.validation.glossary import read, term_faults
from content.validation.style import lint
from engine.text import Text

RATE = Term(term=Text("learning rate", "学习率"), also=("步长",), avoid=("学习速率", "step length"))


@pytest.mark.parametrize(
    ("en", "zh", "faults"),
    [
        ("The learning rate is 0.1.", "学习率为 0.1。", []),
        ("Two Learning Rates.", "两个步长。", []),
        ("The learning rate is 0.1.", "速度为 0.1。", ["zh"]),
        ("Speed.", "学习速率为 0.1。", ["zh"]),
        ("A step length of 1.", "步长为 1。", ["en"]),
        ("$learning rate$ {{learning_rate}}", "公式", []),
    ],
)
def test_a_text_keeps_to_the_glossary(en, zh, faults):
    assert [language for language, _ in term_faults(Text(en, zh), [RATE])] == faults


def test_the_shipped_glossary_is_read_and_kept(deck):
    terms, faults = read(shipped_folder())
    assert faults == []
    assert len(terms) >= 30
    assert lint(shipped_folder(), deck) == []


def test_a_departure_is_told_with_its_line(copy):
    file = copy / "pooling" / "claims.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("反向传播", "误差反传", 1), encoding="utf-8")
    (copy / "glossary.yaml").write_text(
        "- {term: {en: back-propagation, zh: 反向传播}, avoid: [误差反传]}\n", encoding="utf-8"
    )
    deck, _ = read_deck(copy)
    said = [str(fault) for fault in lint(copy, deck)]
    assert len(said) == 1
    assert said[0].startswith("pooling/claims.yaml:")
    assert "误差反传" in said[0]


@pytest.mark.parametrize(
    "text", ["- {term: {en: a}}", "- {name: x}", "term: &a [*a]", "- [", "- {term: {en: a, zh: b}, also: 3}"]
)
def test_a_bad_glossary_is_told_and_breaks_nothing(copy, text):
    (copy / "glossary.yaml").write_text(text, encoding="utf-8")
    terms, faults = read(copy)
    assert terms == ()
    assert faults
    assert all(fault.file == "glossary.yaml" and fault.line >= 1 for fault in faults)
