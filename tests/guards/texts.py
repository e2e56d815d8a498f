"""Every text in two languages that stands in the Python of the four packages, and what is wrong with one.

The source is read, not run: a title that is only made when a demonstration runs, and an error that is only raised when a
disk is full, are found as well.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from itertools import pairwise
from pathlib import Path

from content.model import Term
from content.validation.style import text_faults
from engine.registry import catalogue
from engine.text import Text

ROOT = Path(__file__).parents[2]
PACKAGES = ("tui", "content", "engine", "db")
NAMES = (
    "Adam Backdrill BatchNorm EDITOR ELU English GELU GroupNorm InstanceNorm LDA LayerNorm LeakyReLU LeCun Mish Nesterov PCA PReLU "
    "RMSNorm ReLU SELU SGD SVRG SiLU Xavier norm post pre "
    "lasso logit logits max min score sigmoid softmax softplus softsign tanh"
)
"""Words of three and more letters that need no translation."""

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_VERBATIM = re.compile(r"\$.+?\$|\{\{.+?\}\}|\{[^{}]*\}|`[^`]*`|'[^']*'|\[[^][]*\]", re.S)
_WORD = re.compile(r"[A-Za-z]{3,}")
_SENTENCE = re.compile(r"(?:[A-Za-z]+[ ,]+){3}[A-Za-z]+")


@dataclass(frozen=True)
class Written:
    """A text and where it stands."""

    place: str
    text: Text


def written(root: Path = ROOT) -> list[Written]:
    """All texts in the source of the four packages."""
    found = []
    for package in PACKAGES:
        for path in sorted((root / package).rglob("*.py")):
            place = path.relative_to(root)
            source = path.read_text(encoding="utf-8")
            found += [Written(f"{place}:{line}", text) for line, text in texts_in(source)]
    return found


def texts_in(source: str) -> Iterator[tuple[int, Text]]:
    """(line, text) of each `Text(...)`, `Both(...)` or `same(...)`, and of each other call or tuple in which a Chinese string
    follows another string, as errors have them. A value that is put in stands as `{}`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            words = {keyword.arg: keyword.value for keyword in node.keywords}
            if name == "same":
                node.args *= 2
            yield from _pairs(
                [*node.args, *(words[at] for at in ("en", "zh") if at in words)], name in ("Text", "same")
            )
        elif isinstance(node, ast.Tuple):
            yield from _pairs(node.elts, False)


def _pairs(parts: Sequence[ast.expr], always: bool) -> Iterator[tuple[int, Text]]:
    for first, second in pairwise(parts):
        en, zh = _shown(first), _shown(second)
        if en is not None and zh is not None and (always or (_CHINESE.search(zh) and not _CHINESE.search(en))):
            yield first.lineno, Text(en, zh)


def _shown(node: ast.expr) -> str | None:
    """A string as it is written; None for anything else."""
    match node:
        case ast.Constant(value=str(value)):
            return value
        case ast.JoinedStr(values=values):
            return "".join(_shown(value) or "{}" for value in values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            ends = _shown(left), _shown(right)
            return None if ends == (None, None) else "".join(end if end is not None else "{}" for end in ends)
    return None


def of_demonstrations() -> list[Written]:
    """The texts that the registered demonstrations hold, with the values that were put in."""
    return [Written(item.name, text) for item in catalogue().values() for text in _held(item)]


def _held(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _held(part)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _held(getattr(value, one.name))


def faults(text: Text, terms: Sequence[Term]) -> list[str]:
    """What is wrong with a text: a side is missing, the other language stands in it, or the glossary says otherwise."""
    if not text.en.strip() or not text.zh.strip():
        return ["one language is empty"] if text != Text("", "") else []
    bare = Text(*(_VERBATIM.sub(" ", said) for said in text))
    found = [f"{language}: {message}" for language, message in text_faults(bare, terms)]
    if _CHINESE.search(bare.en.replace("中文", "")):
        found.append("en: holds Chinese")
    if sentence := _SENTENCE.search(bare.zh):
        found.append(f"zh: holds the English '{sentence[0]}'")
    strange = set() if _CHINESE.search(bare.zh) else {*_WORD.findall(bare.zh)} - {*NAMES.split()}
    if strange:
        found.append(f"zh: {sorted(strange)} is not translated; if it is a name, add it to NAMES")
    return found
