"""Texts: both languages state the same numbers, a word that a run backs names that run, no inner names are shown."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache

from content.draws import is_drawn
from content.model import Claim, Deck, Question, Setup
from content.scene import known_names
from content.templates import names_of, places
from content.validation.faults import Path
from content.validation.texts import texts
from content.variants import Variant
from content.verification.gate.findings import Finding, Point
from content.verification.gate.kind import gate_of
from engine.expressions import ExpressionError, parse
from engine.registry import find
from engine.text import Text

_PLACE = re.compile(r"\{\{.+?\}\}", re.S)
_CODE = re.compile(r"`[^`]*`|\$\$.+?\$\$|\$.+?\$", re.S)
_NUMBER = re.compile(r"(?<![\w.])(?<![A-Za-z]-)\d+(?:,\d{3})*(?:\.\d+)?(?:e-?\d+)?%?")
_RAW = re.compile(r"(?<![\w.`])[a-z]+(?:_[a-z0-9]+)+(?![\w(])")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_ID = re.compile(r"(?<![\w-])[a-z]+[a-z0-9]*(?:-[a-z0-9]+)+(?![\w-])")
_SECTION = re.compile(r"(?:§|section|sections|chapter|ch\.|figure|table|第)\s*\d+(?:\.\d+)*", re.IGNORECASE)
_YEAR = re.compile(r"^(?:1[89]|20)\d\d$")
_FULL_WIDTH = str.maketrans("０１２３４５６７８９．％×", "0123456789.%x")


@lru_cache(maxsize=8192)
def typed_numbers(text: str) -> tuple[str, ...]:
    """The numbers that are typed in a text, outside templates: full-width ones as plain ones, without commas."""
    plain = _PLACE.sub(" ", text).translate(_FULL_WIDTH)
    return tuple(sorted(number.replace(",", "") for number in _NUMBER.findall(plain)))


def significant_numbers(text: str) -> list[str]:
    """Typed numbers that a check should confirm: decimals, percentages, two digits or more; years are free."""
    prose = _SECTION.sub(" ", _CODE.sub(" ", text))
    return [
        number
        for number in typed_numbers(prose)
        if ("." in number or "%" in number or "e" in number or len(number) > 1)
        and not _YEAR.match(number)
        and number not in ("10", "100%", "0.5")
    ]


def text_findings(item: Claim | Question, ids: Collection[str]) -> Iterator[Finding]:
    """Faults in the texts of one item, found without drawing it."""
    inner = _inner_names(item)
    for path, text in texts(item):
        for message, fix in _text(text, ids, inner):
            yield Finding(Point.LANGUAGES, item.id, message, fix, path=path)
    if isinstance(item, Question):
        yield from _asks(item)
        yield from _labels(item)
        yield from _unbacked(item)


_QUESTION = re.compile(
    r"[?:]|\b(?:write|give|order|sort|arrange|rank|put|compute|find|name|explain|state|fill|derive|choose|pick|select|"
    r"which|what|describe|compare|how|why|show|list|say|work out)\b",
    re.IGNORECASE,
)


def _asks(question: Question) -> Iterator[Finding]:
    """A prompt asks something; that of a true/false question may be the statement itself."""
    prompt = _CODE.sub(" ", _PLACE.sub(" ", question.prompt.en))
    if gate_of(question).asks and not _QUESTION.search(prompt):
        fix = "ask a question; an explanation may stand in its place"
        yield Finding(Point.LANGUAGES, question.id, "the prompt asks nothing", fix, path=("prompt",))


def _inner_names(item: Claim | Question) -> set[str]:
    """Names of parameters and measurements that no learner needs to know."""
    settings: Collection[Setup] = item.evidence if isinstance(item, Claim) else (item,)
    found: set[str] = set()
    for setting in settings:
        if setting.demonstration:
            found |= known_names(setting)
    return {name for name in found if "_" in name}


def _text(text: Text, ids: Collection[str], inner: Collection[str]) -> Iterator[tuple[str, str]]:
    english, chinese = Counter(_digits(text.en)), Counter(_digits(text.zh))
    if english != chinese:
        only = sorted((english - chinese) + (chinese - english))
        yield f"the languages state different numbers: {', '.join(only)}", "state the same numbers in both languages"
    if _CHINESE.search(_PLACE.sub(" ", text.en)):
        yield "the English text holds Chinese", "write it in English"
    for said in text:
        for word in _ID.findall(_PLACE.sub(" ", said)):
            if word in ids:
                yield f"the id '{word}' is shown to learners", "say what it is about instead"
        for word in set(_RAW.findall(_CODE.sub(" ", _PLACE.sub(" ", said)))) & set(inner):
            yield f"the raw identifier '{word}' is shown to learners", "write the word of the field, or `code`"
    if typed := significant_numbers(text.en):
        yield (
            f"types {', '.join(typed)}, which nothing computes",
            "write a template, or a named constant that a check confirms",
        )


def _digits(text: str) -> tuple[str, ...]:
    """Numbers that both languages write in digits: counts up to ten may be words in one of them."""
    return tuple(n for n in typed_numbers(text) if len(n) > 1 and n != "10")


def shown_identifiers(variant: Variant) -> Iterator[Finding]:
    """Inner names that a template puts before the learner, such as the value of a choice."""
    inner = {value for value in variant.scene.names.values() if isinstance(value, str) and "_" in value}
    for path, text in _shown(variant):
        for word in inner & set(_RAW.findall(text.en)):
            message = f"the raw identifier '{word}' is shown to learners"
            fix = "write the word of the field: options of their own, or the label of the choice"
            yield Finding(Point.LANGUAGES, variant.question.id, message, fix, variant.seed, path)


def _shown(variant: Variant) -> Iterator[tuple[Path, Text]]:
    yield ("prompt",), variant.prompt
    yield ("explanation",), variant.explanation
    for option in variant.options:
        yield ("options",), option.text
        yield ("options",), option.why


def _labels(question: Question) -> Iterator[Finding]:
    """A word that is one value of a drawn choice claims that the run drew it."""
    for name, options in _drawn_words(question).items():
        for path, text in texts(question):
            said = [option for option in options if _says(text.en, option)]
            if len(said) == 1 and not _names_it(text, name):
                message = f"says '{said[0]}', while '{name}' draws {', '.join(options)}"
                yield Finding(
                    Point.LANGUAGES, question.id, message, f"write {{{{{name}}}}}, or fix '{name}'", path=path
                )


def _drawn_words(question: Question) -> dict[str, list[str]]:
    groups = [question.draw, question.parameters]
    groups += [run.parameters for run in question.runs.values()]
    fixed = {spec for group in groups for spec in group.values() if isinstance(spec, str)}
    drawn = {}
    for group in groups:
        for name, spec in group.items():
            options = spec["choose"] if is_drawn(spec) and "choose" in spec else []
            words = [word for word in options if isinstance(word, str) and len(word) > 2 and word not in fixed]
            if len(options) > 1 and words == list(options):
                drawn[name] = words
    return drawn


def _says(text: str, word: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", _PLACE.sub(" ", text), re.IGNORECASE) is not None


def _names_it(text: Text, name: str) -> bool:
    try:
        return name in names_of(text)
    except ExpressionError:
        return False


def _unbacked(question: Question) -> Iterator[Finding]:
    """A statement that shows a number is checked with that number, so that another check cannot take its place."""
    for i, option in enumerate(question.options):
        for path, text, sources in (
            (("options", i, "text"), option.text, (option.check, *option.proof)),
            *((("options", i, "wrong", j, "text"), w.text, (w.check,)) for j, w in enumerate(option.wrong)),
        ):
            missing = _unchecked(question, text, sources)
            if missing:
                message = f"shows {', '.join(missing)}, which its check does not look at"
                fix = "check the statement with the numbers that it states"
                yield Finding(Point.LANGUAGES, question.id, message, fix, path=path)


def _unchecked(question: Question, text: Text, sources: Collection[str]) -> list[str]:
    """The expressions that a statement shows and its check does not hold: names that nothing in the check comes from,
    and sums or products that do not stand in it."""
    known = _closure(question, sources)
    used = [*sources, *(source for name, source in question.let.items() if name in known)]
    parts = {part for source in used for part in _parts(source)}
    missing = set()
    for expression, _ in places(text.en):
        tree = _tree(expression)
        held = tree is None or (tree.id in known if isinstance(tree, ast.Name) else ast.dump(tree) in parts)
        if not held:
            missing.add(expression)
    return sorted(missing)


def _tree(source: str) -> ast.expr | None:
    try:
        return parse(source).tree
    except ExpressionError:
        return None


def _parts(source: str) -> set[str]:
    tree = _tree(source)
    return set() if tree is None else {ast.dump(node) for node in ast.walk(tree)}


def _closure(question: Question, sources: Collection[str]) -> set[str]:
    """The names in expressions with all that `let` computes from them or for them, and the parameters of their runs."""
    found: set[str] = set()
    waiting = [name for source in sources for name in parse(source).names]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += parse(question.let[name]).names if name in question.let else ()
    found |= _parameters(question, found)
    return found | {name for name, source in question.let.items() if parse(source).names <= found}


def _parameters(question: Question, used: Collection[str]) -> set[str]:
    """What a run was given is backed by any measurement of it; so is what a parameter was computed from."""
    demonstration = find(question.demonstration)
    if not {m.name for m in demonstration.measurements} & set(used):
        return set()
    backed = {parameter.name for parameter in demonstration.parameters}
    for spec in question.parameters.values():
        if isinstance(spec, Mapping) and "compute" in spec:
            backed |= parse(str(spec["compute"])).names
    return backed


def id_names(deck: Deck) -> set[str]:
    """Every id of the deck's claims and questions."""
    return set(deck.claims) | set(deck.questions)
