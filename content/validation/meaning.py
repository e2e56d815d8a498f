"""What a deck must mean, beyond its form: names that exist, keys that fit the kind, both languages complete.

Nothing is run here; `content.verification.deck` computes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import TypeAlias

from content.draws import DrawError, draw, is_drawn
from content.model import Claim, Deck, DeckInfo, Evidence, Kind, Question, Setup
from content.scene import known_names
from content.templates import faults as template_faults
from content.templates import places
from content.validation.faults import Path
from engine.expressions import ExpressionError, compile_expression
from engine.parameters import ParameterError
from engine.registry import UnknownDemonstration, find, generator
from engine.text import NOTHING, Text

Found: TypeAlias = tuple[Path, str]

_ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_NAME = re.compile(r"^[a-z][a-z0-9_]*$")
_TOPIC = re.compile(r"^[a-z0-9]+(?:[-_][a-z0-9]+)*$")
LONGEST_ID = 100
"""The most characters of an id."""
_CHOICES = {Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.SPOT_THE_ERROR}
_FIELDS = {
    "options": _CHOICES,
    "check": {Kind.TRUE_FALSE},
    "why": {Kind.TRUE_FALSE},
    "answer": {Kind.NUMERIC, Kind.MATRIX},
    "mistakes": {Kind.NUMERIC, Kind.MATRIX},
    "items": {Kind.ORDERING},
    "rubric": {Kind.OPEN},
    "back": {Kind.RECALL},
}
"""Which kinds need, and alone may have, a field."""
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
LONGEST_TEXT = 4_000
"""The most characters one text may have."""


def meaning_faults(deck: Deck) -> Iterator[tuple[str, Path, str]]:
    """(file, path, message) for every fault."""
    yield from alias_faults(deck)
    questions, claims = set(deck.questions), set(deck.claims)
    seen: set[str] = set()
    for topic in deck.topics:
        for index, claim in enumerate(topic.claims):
            yield from _placed(f"{topic.info.id}/claims.yaml", index, _identity(claim.id, seen))
            yield from _placed(f"{topic.info.id}/claims.yaml", index, claim_faults(claim, deck.sources))
        for index, question in enumerate(topic.questions):
            file = f"{topic.info.id}/questions.yaml"
            yield from _placed(file, index, _identity(question.id, seen))
            yield from _placed(file, index, _links(question, questions, claims, deck.sources))
            yield from _placed(file, index, question_faults(question))


def info_faults(info: DeckInfo) -> Iterator[Found]:
    """What is wrong with the ids in `deck.yaml`. Looked at first: a topic's id is the name of its folder."""
    if not _ID.match(info.id) or len(info.id) > LONGEST_ID:
        yield ("id",), f"'{info.id[:LONGEST_ID]}' is not lower-case words joined by hyphens"
    if not info.topics:
        yield ("topics",), "is empty; name at least one topic"
    seen: set[str] = set()
    for i, topic in enumerate(info.topics):
        if not _TOPIC.match(topic.id) or len(topic.id) > LONGEST_ID:
            yield (
                ("topics", i, "id"),
                f"'{topic.id[:LONGEST_ID]}' is not lower-case words joined by hyphens or underscores",
            )
        if topic.id in seen:
            yield ("topics", i, "id"), f"'{topic.id}' is used twice; each topic has a folder of its own"
        seen.add(topic.id)


def alias_faults(deck: Deck) -> Iterator[tuple[str, Path, str]]:
    """(file, path, message) for earlier ids that would give one question's history to another."""
    owners: dict[str, str] = {}
    for topic in deck.topics:
        for index, question in enumerate(topic.questions):
            for i, old in enumerate(question.aliases):
                where = f"{topic.info.id}/questions.yaml", (index, "aliases", i)
                if old in deck.questions:
                    yield *where, f"'{old}' is a question of this deck; an alias is an id that is no longer used"
                elif old in owners:
                    yield *where, f"'{old}' is already an alias of '{owners[old]}'; keep it in one place"
                owners.setdefault(old, question.id)


def _placed(file: str, index: int, found: Iterator[Found]) -> Iterator[tuple[str, Path, str]]:
    for path, message in found:
        yield file, (index, *path), message


def _identity(item_id: str, seen: set[str]) -> Iterator[Found]:
    if not _ID.match(item_id) or len(item_id) > LONGEST_ID:
        yield ("id",), f"'{item_id[:LONGEST_ID]}' is not lower-case words joined by hyphens"
    if item_id in seen:
        yield ("id",), f"'{item_id}' is used twice in this deck; ids are unique"
    seen.add(item_id)


def _links(question: Question, questions: set[str], claims: set[str], sources: Collection[str]) -> Iterator[Found]:
    yield from _known("claims", question.claims, claims, "claim")
    yield from _known("followups", question.followups, questions - {question.id}, "other question")
    yield from _known("references", question.references, sources, "source of sources.yaml")
    for i, point in enumerate(question.rubric):
        for _, message in _known("claim", (point.claim,), claims, "claim"):
            yield ("rubric", i, "claim"), message
    if not question.claims:
        yield ("claims",), "names no claim; name the claims it examines"
    if not question.followups:
        yield ("followups",), "names no question to go on with; name at least one"


def _known(key: str, names: tuple[str, ...], known: Collection[str], what: str) -> Iterator[Found]:
    for i, name in enumerate(names):
        if name not in known:
            near = get_close_matches(name, known, 1, 0.5)
            yield (key, i), f"'{name}' is no {what}" + (f"; did you mean '{near[0]}'?" if near else "")


def claim_faults(claim: Claim, sources: Collection[str]) -> Iterator[Found]:
    """What is wrong with one claim."""
    for key in ("paraphrase", "statement"):
        yield from _text((key,), getattr(claim, key), set())
    yield from _text(("condition",), claim.condition, set(), optional=True)
    yield from _known("references", claim.references, sources, "source of sources.yaml")
    if not claim.evidence:
        yield ("evidence",), "is empty; give a check over a demonstration, or a citation"
    for i, evidence in enumerate(claim.evidence):
        for path, message in _evidence(evidence, sources):
            yield ("evidence", i, *path), message


def _evidence(evidence: Evidence, sources: Collection[str]) -> Iterator[Found]:
    if bool(evidence.cite) == bool(evidence.demonstration):
        yield (), "takes either a demonstration with a check or a citation ('cite')"
        return
    names, found = _setting(evidence)
    yield from found
    if evidence.cite:
        yield from (((("cite",)), m) for _, m in _known("cite", (evidence.cite,), sources, "source of sources.yaml"))
    elif not evidence.check:
        yield ("check",), "is empty; a demonstration proves something only through a check"
    if names is not None:
        for i, source in enumerate(evidence.check):
            yield from _expression(("check", i), source, names)
        yield from _text(("shows",), evidence.shows, names, optional=True)


def question_faults(question: Question) -> Iterator[Found]:
    """What is wrong with one question."""
    if question.level not in (1, 2, 3):
        yield ("level",), "is 1 (recall), 2 (understand) or 3 (derive)"
    if not 1 <= len(question.hints) <= 3:
        yield ("hints",), "there are one to three hints, each telling more than the one before"
    yield from _kind(question)
    names, found = _setting(question)
    yield from found
    if not question.demonstration:
        yield ("demonstration",), "is missing; `backdrill demo` lists them"
    elif names is not None:
        yield from _expressions(question, names)
        yield from _texts(question, names)


def _kind(question: Question) -> Iterator[Found]:
    for name, kinds in _FIELDS.items():
        present = bool(getattr(question, name)) and getattr(question, name) != NOTHING
        if present and question.kind not in kinds:
            yield (name,), f"does not belong to the kind {question.kind}; remove it"
        if not present and question.kind in kinds:
            yield (name,), f"is missing; the kind {question.kind} needs it"
    right = sum(option.correct for option in question.options)
    if question.kind is Kind.SINGLE_CHOICE and right != 1:
        yield ("options",), f"{right} options are declared correct; a single choice has one"
    if question.kind is Kind.MULTIPLE_CHOICE and right < 1:
        yield ("options",), "no option is declared correct"
    if question.kind is Kind.SPOT_THE_ERROR and len(question.options) - right != 1:
        yield ("options",), f"{len(question.options) - right} lines are declared faulty; there is exactly one"
    yield from _counts(question)


def _counts(question: Question) -> Iterator[Found]:
    if question.kind in _CHOICES and not 2 <= len(question.options) <= 8:
        yield ("options",), f"there are {len(question.options)}; a question has 2 to 8"
    if question.kind is Kind.TRUE_FALSE and question.correct is None:
        yield ("correct",), "is missing; say true or false"
    if question.kind is not Kind.TRUE_FALSE and question.correct is not None:
        yield ("correct",), f"does not belong to the kind {question.kind}; remove it"
    if question.kind is Kind.ORDERING and not 3 <= len(question.items) <= 8:
        yield ("items",), f"there are {len(question.items)}; an ordering has 3 to 8"
    if question.kind in (Kind.RECALL, Kind.OPEN) and not question.proof:
        yield ("proof",), f"is missing; the kind {question.kind} proves its model answer with it"
    if question.kind is Kind.OPEN and not 2 <= len(question.rubric) <= 8:
        yield ("rubric",), f"there are {len(question.rubric)} key points; a rubric has 2 to 8"
    if question.answer is not None:
        yield from _tolerance(question)


def _tolerance(question: Question) -> Iterator[Found]:
    assert question.answer is not None
    relative, absolute = question.answer.relative, question.answer.absolute
    if not question.answer.proof:
        yield ("answer", "proof"), "is empty; prove the answer by an independent route"
    if relative and absolute:
        yield ("answer", "absolute"), "stands beside 'relative'; give one of them"
    if relative and not 0.001 <= relative <= 0.01:
        yield ("answer", "relative"), f"is {relative:g}; it lies from 0.001 to 0.01"
    if absolute < 0:
        yield ("answer", "absolute"), "is negative"


def _setting(setting: Setup) -> tuple[set[str] | None, list[Found]]:
    """The names that expressions may use (None when they cannot be known) and what is wrong."""
    found: list[Found] = []
    for path, name in [(("demonstration",), setting.demonstration)] + [
        (("runs", alias, "demonstration"), run.demonstration) for alias, run in setting.runs.items()
    ]:
        try:
            if name:
                find(name)
        except UnknownDemonstration as error:
            found.append((path, str(error)))
    if found:
        return None, found
    names = known_names(setting)
    found += _draws(setting)
    for name, source in setting.let.items():
        found += _expression(("let", name), source, names)
    for i, source in enumerate(setting.such_that):
        found += _expression(("such_that", i), source, names)
    return names, found


def _draws(setting: Setup) -> Iterator[Found]:
    own = known_names(Setup(demonstration=setting.demonstration, runs=setting.runs))
    for name in [*setting.draw, *setting.let, *setting.runs]:
        where = "draw" if name in setting.draw else "let" if name in setting.let else "runs"
        if not _NAME.match(name):
            yield (where, name), "is not a name of lower-case letters, digits and underscores"
        if name in own:
            yield (where, name), "is already a name of the demonstration; choose another"
    for name, spec in setting.draw.items():
        yield from _draw(("draw", name), spec)
    for path, demonstration, parameters in [
        (("parameters",), setting.demonstration, setting.parameters),
        *((("runs", alias, "parameters"), run.demonstration, run.parameters) for alias, run in setting.runs.items()),
    ]:
        if demonstration:
            for name, spec in parameters.items():
                yield from _parameter((*path, name), demonstration, name, spec)


def _parameter(path: Path, demonstration: str, name: str, spec: object) -> Iterator[Found]:
    try:
        parameter = find(demonstration).parameter(name)
        if not is_drawn(spec):
            parameter.accept(spec)
    except ParameterError as error:
        yield path, str(error)
        return
    yield from _draw(path, spec)


def _waits(lengths: object) -> bool:
    """Whether an array's length is the name of an earlier draw."""
    return isinstance(lengths, Sequence) and not isinstance(lengths, str) and any(isinstance(n, str) for n in lengths)


def _draw(path: Path, spec: object) -> Iterator[Found]:
    """Draw once to see the form; what depends on other draws is left to verification."""
    if not isinstance(spec, Mapping) or "compute" in spec or _waits(spec.get("array")):
        return
    try:
        draw(spec, {}, generator(0))
    except (DrawError, ValueError, TypeError, KeyError) as error:
        yield path, str(error)


def _expression(path: Path, source: str, names: Collection[str]) -> list[Found]:
    try:
        compile_expression(source, names)
    except ExpressionError as error:
        return [(path, str(error))]
    return []


def _expressions(question: Question, names: set[str]) -> Iterator[Found]:
    for i, option in enumerate(question.options):
        yield from _expression(("options", i, "check"), option.check, names)
    for i, item in enumerate(question.items):
        yield from _expression(("items", i, "key"), item.key, names)
    for i, mistake in enumerate(question.mistakes):
        yield from _expression(("mistakes", i, "value"), mistake.value, names)
    for i, source in enumerate(question.proof):
        yield from _expression(("proof", i), source, names)
    if question.check:
        yield from _expression(("check",), question.check, names)
    if question.answer is not None:
        yield from _expression(("answer", "value"), question.answer.value, names)
        for i, source in enumerate(question.answer.proof):
            yield from _expression(("answer", "proof", i), source, names | {"answer"})


def texts(question: Question) -> Iterator[tuple[Path, Text]]:
    """Every text of a question with its place."""
    for key in ("prompt", "explanation", "why", "back"):
        yield (key,), getattr(question, key)
    for i, option in enumerate(question.options):
        yield ("options", i, "text"), option.text
        yield ("options", i, "why"), option.why
    for i, item in enumerate(question.items):
        yield ("items", i, "text"), item.text
    for i, mistake in enumerate(question.mistakes):
        yield ("mistakes", i, "why"), mistake.why
    for i, point in enumerate(question.rubric):
        yield ("rubric", i, "text"), point.text
    for i, hint in enumerate(question.hints):
        yield ("hints", i), hint
    if question.answer is not None:
        yield ("answer", "unit"), question.answer.unit


def _texts(question: Question, names: set[str]) -> Iterator[Found]:
    optional = {"back", "why", "unit"}
    for path, text in texts(question):
        may_lack = path[-1] in optional and not (path[0] == "options" and question.kind is not Kind.SPOT_THE_ERROR)
        yield from _text(path, text, names, optional=may_lack)


def _text(path: Path, text: Text, names: Collection[str], optional: bool = False) -> Iterator[Found]:
    if optional and text == NOTHING:
        return
    for language, said in text._asdict().items():
        if not said.strip():
            yield (*path, language), "is empty; write it in both languages"
        if len(said) > LONGEST_TEXT:
            yield (*path, language), f"has {len(said):,} characters; {LONGEST_TEXT:,} are allowed"
        if match := _CONTROL.search(said):
            yield (*path, language), f"holds the control character U+{ord(match[0]):04X}; remove it"
        for message in template_faults(said, names):
            yield (*path, language), message
    if sorted(places(text.en)) != sorted(places(text.zh)):
        yield path, "shows different numbers in the two languages; use the same {{...}} in both"
