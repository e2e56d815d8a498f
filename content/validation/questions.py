"""What is wrong with a question: fields that fit its kind, statements that can be shown, expressions and texts."""

from __future__ import annotations

from collections.abc import Iterator

from content.kind import kind_of
from content.model import NO_REASON, Question
from content.validation.faults import Found, Path
from content.validation.settings import expression_faults, setting_faults
from content.validation.texts import question_texts, text_faults
from engine.text import NOTHING, same

_OF_SINGLE_KINDS = (
    *("options", "answer", "items", "rubric", "back", "task"),
    *("check", "correct", "why", "mistakes", "show", "model"),
)
"""Fields of a question that belong to some kinds alone; the kinds' files say to which."""


def question_faults(question: Question) -> Iterator[Found]:
    """The faults of one question."""
    if question.level not in (1, 2, 3):
        yield ("level",), "is 1 (recall), 2 (understand) or 3 (derive)"
    if not kind_of(question).judged:
        yield from _own_texts(question)
    yield from _fields(question)
    yield from kind_of(question).faults(question)
    names, found = setting_faults(question)
    yield from found
    if not question.demonstration:
        yield ("demonstration",), "is missing; `backdrill demo` lists them"
    elif names is not None:
        yield from _expressions(question, names)
        for path, text in question_texts(question):
            yield from text_faults(path, text, names)


def _own_texts(question: Question) -> Iterator[Found]:
    """Texts that nothing else brings."""
    for name in ("prompt", "explanation"):
        if not _present(question, name):
            yield (name,), "is missing; add it"
    if not 1 <= len(question.hints) <= 3:
        yield ("hints",), "there are one to three hints, each telling more than the one before"


def _fields(question: Question) -> Iterator[Found]:
    """Fields that belong to other kinds, and those that this kind needs."""
    kind = kind_of(question)
    for name in _OF_SINGLE_KINDS:
        present = _present(question, name)
        if present and name not in kind.needs | kind.takes:
            yield (name,), f"does not belong to the kind {question.kind}; remove it"
        if not present and name in kind.needs:
            yield (name,), f"is missing; the kind {question.kind} needs it"
    if not kind.graded and not kind.judged and not question.proof:
        yield ("proof",), f"is missing; the kind {question.kind} proves its model answer with it"


def _present(question: Question, name: str) -> bool:
    if name == "why":
        return question.why != NO_REASON
    if name == "correct":
        return question.correct is not None
    return bool(getattr(question, name)) and getattr(question, name) != NOTHING


def _expressions(question: Question, names: set[str]) -> Iterator[Found]:
    for path, source in _sources(question):
        yield from expression_faults(path, source, names)
    if question.answer is not None:
        for i, source in enumerate(question.answer.proof):
            yield from expression_faults(("answer", "proof", i), source, names | {"answer"})
        if question.answer.exact:
            yield from text_faults(("answer", "exact"), same(question.answer.exact), names)


def _sources(question: Question) -> Iterator[tuple[Path, str]]:
    """Every expression over the setting's own names, with its place."""
    for i, option in enumerate(question.options):
        yield ("options", i, "check"), option.check
        for j, source in enumerate(option.proof):
            yield ("options", i, "proof", j), source
        for j, wording in enumerate(option.wrong):
            yield ("options", i, "wrong", j, "check"), wording.check
    for i, item in enumerate(question.items):
        yield ("items", i, "key"), item.key
        if item.proof:
            yield ("items", i, "proof"), item.proof
    for i, mistake in enumerate(question.mistakes):
        yield ("mistakes", i, "value"), mistake.value
    for i, source in enumerate(question.proof):
        yield ("proof", i), source
    if question.check:
        yield ("check",), question.check
    if question.answer is not None:
        yield ("answer", "value"), question.answer.value
