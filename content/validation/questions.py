"""What is wrong with a question: fields that fit its kind, statements that can be shown, expressions and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from content.model import Kind, Question, Show, Solution
from content.rounding import MOST_DIGITS
from content.statements import ONE_OF_TWO
from content.validation.faults import Path
from content.validation.settings import Found, expression_faults, setting_faults
from content.validation.texts import question_texts, text_faults
from engine.text import NOTHING, same

_TASK = re.compile(r"^[a-z][a-z0-9_]*$")
_CHOICES = {Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.SPOT_THE_ERROR}
_NEEDS = {
    "options": _CHOICES,
    "answer": {Kind.NUMERIC, Kind.MATRIX},
    "items": {Kind.ORDERING},
    "rubric": {Kind.OPEN},
    "back": {Kind.RECALL},
    "task": {Kind.CODE},
}
"""Which kinds need a field."""
_PROVES = {Kind.RECALL, Kind.OPEN, Kind.CODE}
"""Kinds that are not graded by value: the model answer is proved instead."""
_MAY_HAVE = {
    **_NEEDS,
    "options": _CHOICES | {Kind.TRUE_FALSE},
    "check": {Kind.TRUE_FALSE},
    "why": {Kind.TRUE_FALSE},
    "mistakes": {Kind.NUMERIC, Kind.MATRIX},
    "show": {Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.TRUE_FALSE, Kind.ORDERING},
    "model": {Kind.OPEN, Kind.RECALL, Kind.CODE},
}
"""Which kinds alone may have a field."""


def question_faults(question: Question) -> Iterator[Found]:
    """What is wrong with one question."""
    if question.level not in (1, 2, 3):
        yield ("level",), "is 1 (recall), 2 (understand) or 3 (derive)"
    if not 1 <= len(question.hints) <= 3:
        yield ("hints",), "there are one to three hints, each telling more than the one before"
    yield from _kind(question)
    names, found = setting_faults(question)
    yield from found
    if not question.demonstration:
        yield ("demonstration",), "is missing; `backdrill demo` lists them"
    elif names is not None:
        yield from _expressions(question, names)
        for path, text in question_texts(question):
            yield from text_faults(path, text, names)


def _kind(question: Question) -> Iterator[Found]:
    for name, kinds in _MAY_HAVE.items():
        present = bool(getattr(question, name)) and getattr(question, name) != NOTHING
        if name == "why":
            present = question.why.both or bool(question.why.en or question.why.zh)
        if present and question.kind not in kinds:
            yield (name,), f"does not belong to the kind {question.kind}; remove it"
        if not present and question.kind in _NEEDS.get(name, ()):
            yield (name,), f"is missing; the kind {question.kind} needs it"
    if question.kind is Kind.CODE and question.task and not _TASK.match(question.task):
        yield ("task",), f"'{question.task}' is not the name of a task: lower-case letters, digits and underscores"
    if question.kind is not Kind.TRUE_FALSE and question.correct is not None:
        yield ("correct",), f"does not belong to the kind {question.kind}; remove it"
    if question.kind in _PROVES and not question.proof:
        yield ("proof",), f"is missing; the kind {question.kind} proves its model answer with it"
    if question.kind is Kind.OPEN and not 2 <= len(question.rubric) <= 8:
        yield ("rubric",), f"there are {len(question.rubric)} key points; a rubric has 2 to 8"
    yield from _true_false(question)
    yield from _statements(question)
    yield from _counts(question)
    if question.answer is not None:
        yield from _solution(question.answer, question)


def _true_false(question: Question) -> Iterator[Found]:
    if question.kind is not Kind.TRUE_FALSE:
        return
    if bool(question.check) == bool(question.options):
        yield ("check",), "takes either a check with a reason, or statements under 'options' of which a draw shows one"
    if question.check:
        yield from _proved(("proof",), question.correct, question.proof)
        if not question.why.both and not question.why.en:
            yield ("why",), "is missing; the kind true_false needs it"


def _proved(path: Path, declared: bool | None, proof: tuple[str, ...]) -> Iterator[Found]:
    if declared is None and not proof:
        yield (
            path,
            "is missing: where the truth is not declared ('correct'), an independent route must agree with the check",
        )


def _statements(question: Question) -> Iterator[Found]:
    for i, option in enumerate(question.options):
        if option.wrong and question.kind is not Kind.SPOT_THE_ERROR:
            yield ("options", i, "wrong"), "belongs to the lines of spot_the_error; remove it"
        if option.wrong and option.correct is False:
            yield ("options", i, "correct"), "is false, but a line with wrong wordings is right as it stands"
        yield from _proved(("options", i, "proof"), option.declared, option.proof)
        if question.kind is not Kind.SPOT_THE_ERROR and not option.why.both and not option.why.en:
            yield ("options", i, "why"), "is missing; say why the statement holds or fails"
    if question.options:
        yield from _pool(question) if question.show or question.kind is Kind.TRUE_FALSE else _declared(question)


def _declared(question: Question) -> Iterator[Found]:
    """All statements are shown: what is declared must leave a key of the kind."""
    right = sum(option.declared is True for option in question.options)
    free = sum(option.declared is None for option in question.options)
    wrong = len(question.options) - right - free
    if question.kind is Kind.SINGLE_CHOICE and (right > 1 or right + free < 1):
        yield ("options",), f"{right} options are declared correct; a single choice has one"
    if question.kind is Kind.MULTIPLE_CHOICE and right + free < 1:
        yield ("options",), "no option is declared correct"
    if question.kind is Kind.SPOT_THE_ERROR:
        exempt = free or any(option.wrong for option in question.options)
        if wrong > 1 or (wrong == 0 and not exempt):
            yield ("options",), f"{wrong} lines are declared faulty; there is exactly one"


def _pool(question: Question) -> Iterator[Found]:
    """The pool must hold enough true and false statements for every number of true ones that may be shown."""
    show = question.show or ONE_OF_TWO
    if len(show.true) != 2 or not 0 <= show.true[0] <= show.true[1] <= show.statements:
        yield ("show", "true"), f"is the fewest and the most true statements shown, such as [1, {show.statements - 1}]"
        return
    low, high = show.true
    if question.kind is Kind.SINGLE_CHOICE and (low, high) != (1, 1):
        yield ("show", "true"), "is 1 for a single choice"
    if question.kind is Kind.MULTIPLE_CHOICE and (low < 1 or high >= show.statements):
        yield ("show", "true"), f"lies from 1 to {show.statements - 1}: neither nothing nor everything is the answer"
    if question.kind is Kind.TRUE_FALSE and (show.statements != 1 or (low, high) != (0, 1)):
        yield ("show",), "is {statements: 1, true: [0, 1]} for true or false, or left out"
    yield from _large_enough(question, show, low, high)


def _large_enough(question: Question, show: Show, low: int, high: int) -> Iterator[Found]:
    can_hold = sum(option.declared is not False for option in question.options)
    can_fail = sum(option.declared is not True for option in question.options)
    if can_hold < high or can_fail < show.statements - low:
        yield (
            ("options",),
            f"are a pool of {len(question.options)}, of which {can_hold} can be true and {can_fail} false; to show "
            f"{show.statements} with {low} to {high} true ones it needs {high} that can be true and "
            f"{show.statements - low} that can be false",
        )
    elif len(question.options) <= show.statements:
        yield ("options",), f"are {len(question.options)}; a pool holds more than the {show.statements} it shows"
    always_false = sum(option.declared is False for option in question.options)
    drawn = sum(option.declared is None for option in question.options)
    if drawn and not question.such_that and always_false < show.statements - high and drawn == len(question.options):
        yield (
            ("options",),
            f"can all come out true where {high} may be; declare {show.statements - high} that are false by nature, or "
            "give a such_that that keeps them apart",
        )


def _counts(question: Question) -> Iterator[Found]:
    if question.kind in _CHOICES:
        shown = question.show.statements if question.show else len(question.options)
        if not 2 <= shown <= 8:
            yield ("options",), f"there are {shown}; a question has 2 to 8"
    if question.kind is Kind.ORDERING:
        yield from _items(question)


def _items(question: Question) -> Iterator[Found]:
    count = question.show.statements if question.show else len(question.items)
    if not 3 <= count <= 8:
        yield ("items",), f"there are {count}; an ordering has 3 to 8"
    if count > len(question.items):
        yield ("show", "statements"), f"asks for {count} of {len(question.items)} items"
    if question.show and question.show.true:
        yield ("show", "true"), "does not belong to an ordering; remove it"
    proved = sum(bool(item.proof) for item in question.items)
    if proved and proved < len(question.items):
        yield ("items",), "have a proof in part; give all of them a second key, or none"


def _solution(answer: Solution, question: Question) -> Iterator[Found]:
    relative, absolute = answer.relative, answer.absolute
    if not answer.proof:
        yield ("answer", "proof"), "is empty; prove the answer by an independent route"
    if relative and absolute:
        yield ("answer", "absolute"), "stands beside 'relative'; give one of them"
    if relative and not 0.001 <= relative <= 0.01:
        yield ("answer", "relative"), f"is {relative:g}; it lies from 0.001 to 0.01"
    if absolute < 0:
        yield ("answer", "absolute"), "is negative"
    if answer.digits:
        yield from _digits(answer, question)


def _digits(answer: Solution, question: Question) -> Iterator[Found]:
    if not 1 <= answer.digits <= MOST_DIGITS:
        yield ("answer", "digits"), f"is {answer.digits}; it lies from 1 to {MOST_DIGITS}"
    for key in ("relative", "absolute"):
        if getattr(answer, key):
            yield ("answer", key), "contradicts 'digits', which gives the tolerance by itself; remove it"
    for language, words in (("en", "significant digit"), ("zh", "有效数字")):
        if words in question.prompt.said(language):  # type: ignore[arg-type]
            yield ("prompt", language), "says how many digits to give; 'digits' adds that by itself, so remove it"


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
