"""House rules that `check` adds to form and meaning: nothing that would break a deck, all that would mar it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from content.faults import Fault, line_of
from content.model import Deck, Question
from content.rules import texts
from content.strict_yaml import YamlError, load

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff])[,;:?!](?=[\u4e00-\u9fff\s]|$)")
_PLACE = re.compile(r"\{\{.+?\}\}")
_FORMULA = re.compile(r"\$.+?\$", re.S)


def lint(folder: Path, deck: Deck) -> list[Fault]:
    """Chinese texts that hold no Chinese, or half-width punctuation between Chinese characters."""
    found: list[Fault] = []
    for topic in deck.topics:
        name = f"{topic.info.id}/questions.yaml"
        tree = _tree(folder / name)
        for index, question in enumerate(topic.questions):
            for path, message in _text_faults(question):
                found.append(Fault(name, line_of(tree, (index, *path)), f"{question.id}: {message}"))
    return found


def _tree(path: Path) -> object:
    try:
        return load(path.read_text(encoding="utf-8"))
    except (OSError, YamlError):
        return None


def _text_faults(question: Question) -> Iterator[tuple[tuple[str | int, ...], str]]:
    for path, text in texts(question):
        prose = _PLACE.sub("", _FORMULA.sub("", text.zh))
        words = _PLACE.sub("", _FORMULA.sub("", text.en)).split()
        if len([word for word in words if word.isalpha()]) > 3 and not _CHINESE.search(prose):
            yield (*path, "zh"), "the Chinese text holds no Chinese; translate it"
        if match := _HALF_WIDTH.search(prose):
            yield (*path, "zh"), f"a half-width '{match[0]}' stands between Chinese characters; write it full-width"
