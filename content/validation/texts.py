"""Every text of a claim or question with its place, and what is wrong with one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from content.model import Claim, Question, Why
from content.templates import faults as template_faults
from content.templates import places
from content.validation.faults import Found, Path
from engine.text import NOTHING, Text

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
LONGEST_TEXT = 4_000
"""The most characters one text may have."""


def texts(item: Claim | Question) -> Iterator[tuple[Path, Text]]:
    """Every text with its place; one that is optional and left out is not among them."""
    return claim_texts(item) if isinstance(item, Claim) else question_texts(item)


def claim_texts(claim: Claim) -> Iterator[tuple[Path, Text]]:
    """Every text of a claim."""
    yield ("paraphrase",), claim.paraphrase
    yield ("statement",), claim.statement
    yield from _given(("condition",), claim.condition)
    for i, evidence in enumerate(claim.evidence):
        yield from _given(("evidence", i, "shows"), evidence.shows)


def question_texts(question: Question) -> Iterator[tuple[Path, Text]]:
    """Every text of a question."""
    yield from _given(("prompt",), question.prompt)
    yield from _given(("explanation",), question.explanation)
    yield from _given(("back",), question.back)
    yield from reasons(("why",), question.why)
    for i, option in enumerate(question.options):
        yield ("options", i, "text"), option.text
        yield from reasons(("options", i, "why"), option.why)
        for j, wording in enumerate(option.wrong):
            yield ("options", i, "wrong", j, "text"), wording.text
            yield ("options", i, "wrong", j, "why"), wording.why
    for i, item in enumerate(question.items):
        yield ("items", i, "text"), item.text
    for i, mistake in enumerate(question.mistakes):
        yield ("mistakes", i, "why"), mistake.why
    for i, hint in enumerate(question.hints):
        yield ("hints", i), hint
    if question.answer is not None:
        yield from _given(("answer", "unit"), question.answer.unit)
    yield from _interview_texts(question)


def _interview_texts(question: Question) -> Iterator[tuple[Path, Text]]:
    for i, point in enumerate(question.rubric):
        yield ("rubric", i, "text"), point.text
        yield from _given(("rubric", i, "probe"), point.probe)
    if question.model is not None:
        yield ("model", "solid"), question.model.solid
        yield ("model", "strong"), question.model.strong


def reasons(path: Path, why: Why) -> Iterator[tuple[Path, Text]]:
    """The texts of a reason: one, or one for each outcome."""
    if why.both:
        yield (*path, "holds"), why.holds
        yield (*path, "fails"), why.fails
    if not why.both or why.en or why.zh:
        yield from _given(path, Text(why.en, why.zh))


def _given(path: Path, text: Text) -> Iterator[tuple[Path, Text]]:
    if text != NOTHING:
        yield path, text


def text_faults(path: Path, text: Text, names: Collection[str]) -> Iterator[Found]:
    """The faults of one text."""
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
