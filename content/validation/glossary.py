"""The deck's glossary: one name for one thing, in both languages; `check` reads `glossary.yaml` beside `deck.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from content.model import Term
from content.strict_yaml import YamlError, load_file
from content.structure import structure
from content.validation.faults import Fault, line_of
from content.validation.form import form_faults
from engine.text import Text

FILE = "glossary.yaml"
_FORMULA = re.compile(r"\$.+?\$|\{\{.+?\}\}", re.S)


def read(folder: Path) -> tuple[tuple[Term, ...], list[Fault]]:
    """The terms in `folder`, and what is wrong with the file; a deck without one has no terms."""
    try:
        tree = load_file(folder / FILE)
    except FileNotFoundError:
        return (), []
    except OSError as error:
        return (), [Fault(FILE, 1, f"cannot be read: {error.strerror}")]
    except YamlError as error:
        return (), [Fault(FILE, error.line, str(error))]
    faults = [Fault(FILE, line_of(tree, path), message) for path, message in form_faults("glossary", tree)]
    return (() if faults else tuple(structure(Term, term) for term in tree)), faults


def term_faults(text: Text, terms: Sequence[Term]) -> Iterator[tuple[str, str]]:
    """(language, message) for every name to avoid, and for a term that only the English text uses."""
    said = Text(_FORMULA.sub(" ", text.en), _FORMULA.sub(" ", text.zh))
    for term in terms:
        for name in term.avoid:
            if _holds(said.en, name):
                yield "en", f"says '{name}'; the glossary has '{term.term.en}'"
            if _holds(said.zh, name):
                yield "zh", f"says '{name}'; the glossary has '{term.term.zh}'"
        if _holds(said.en, term.term.en) and not any(_holds(said.zh, name) for name in (term.term.zh, *term.also)):
            yield "zh", f"the English says '{term.term.en}', the Chinese not '{term.term.zh}'"


def _holds(words: str, name: str) -> bool:
    if name.isascii():
        return re.search(rf"(?<![A-Za-z]){re.escape(name)}s?(?![A-Za-z])", words, re.IGNORECASE) is not None
    return name in words
