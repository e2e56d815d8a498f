"""House rules that `check` adds to form and meaning: nothing that would break a deck, all that would mar it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path as Folder

from content.model import Claim, Deck, Question, Term
from content.strict_yaml import YamlError, load_file
from content.validation.faults import Fault, Path, line_of
from content.validation.glossary import read, term_faults
from content.validation.texts import texts
from engine.text import Text

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff])[,;:?!](?=[\u4e00-\u9fff\s]|$)")
_PLACE = re.compile(r"\{\{.+?\}\}")
_FORMULA = re.compile(r"\$.+?\$", re.S)


def lint(folder: Folder, deck: Deck) -> list[Fault]:
    """Chinese texts without Chinese, half-width punctuation between Chinese characters, words against the glossary."""
    terms, found = read(folder)
    for topic in deck.topics:
        parts: dict[str, Sequence[Claim | Question]] = {"claims": topic.claims, "questions": topic.questions}
        for name, items in parts.items():
            file = f"{topic.info.id}/{name}.yaml"
            tree = _tree(folder / file)
            for index, item in enumerate(items):
                for path, message in item_faults(item, terms):
                    found.append(Fault(file, line_of(tree, (index, *path)), f"{item.id}: {message}"))
    return found


def _tree(path: Folder) -> object:
    try:
        return load_file(path)
    except (OSError, YamlError):
        return None


def text_faults(text: Text, terms: Sequence[Term]) -> Iterator[tuple[str, str]]:
    """(language, message) for everything that mars one text."""
    yield from term_faults(text, terms)
    prose = _PLACE.sub("", _FORMULA.sub("", text.zh))
    words = _PLACE.sub("", _FORMULA.sub("", text.en)).split()
    if len([word for word in words if word.isalpha()]) > 3 and not _CHINESE.search(prose):
        yield "zh", "the Chinese text holds no Chinese; translate it"
    if match := _HALF_WIDTH.search(prose):
        yield "zh", f"a half-width '{match[0]}' stands between Chinese characters; write it full-width"


def item_faults(item: Claim | Question, terms: Sequence[Term]) -> Iterator[tuple[Path, str]]:
    """(path, message) for every text of an item against the glossary and the habits of both languages."""
    for path, text in texts(item):
        for language, message in text_faults(text, terms):
            yield (*path, language), message
