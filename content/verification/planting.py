"""Mechanical faults: one thing changed in a claim or question, as a slip of the keyboard or a wrong paste would.

What verification does not notice is what only a careful reader can see.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from typing import Any

from content.model import Claim, ClaimVerdict, Evidence, Option, Question, Show
from content.templates import places
from engine.text import NOTHING, Text


class FaultClass(StrEnum):
    """The kind of change that a planted fault makes."""

    FLIP = "flip"
    SWAP = "swap"
    NEGATE = "negate"
    OFF_BY_ONE = "off by one"
    CONSTANT = "changed constant"
    CONDITION = "dropped condition"
    LANGUAGES = "swapped languages"
    TEXTS = "exchanged texts"
    VERDICT = "verdict turned"


@dataclass(frozen=True)
class Planted:
    """A faulty item, and what was done to it."""

    kind: FaultClass
    what: str
    item: Claim | Question


def planted(item: Claim | Question) -> list[Planted]:
    """Every fault that can be planted in the item."""
    makers = CLAIM_MAKERS if isinstance(item, Claim) else QUESTION_MAKERS
    return [Planted(kind, what, changed) for kind, maker in makers for what, changed in maker(item) if changed != item]


Maker = Callable[[Any], Iterator[tuple[str, Any]]]


def _options(question: Question, index: int, option: Option) -> Question:
    return replace(question, options=(*question.options[:index], option, *question.options[index + 1 :]))


def _flipped(question: Question) -> Iterator[tuple[str, Question]]:
    """A declared truth turned, a right wording taken for a wrong one."""
    if question.correct is not None:
        yield "correct", replace(question, correct=not question.correct)
    for i, option in enumerate(question.options):
        if option.correct is not None:
            yield f"option {i + 1}", _options(question, i, replace(option, correct=not option.correct))
        elif option.wrong:
            wording = option.wrong[0]
            turned = replace(option, check=wording.check, wrong=(replace(wording, check=option.check),))
            yield f"line {i + 1}: the checks of right and wrong", _options(question, i, turned)


def _negated(question: Question) -> Iterator[tuple[str, Question]]:
    if question.check:
        yield "check", replace(question, check=_not(question.check))
    for i, option in enumerate(question.options):
        yield f"option {i + 1}: check", _options(question, i, replace(option, check=_not(option.check)))
    if question.answer is not None and question.answer.proof:
        first, *rest = question.answer.proof
        yield "proof", replace(question, answer=replace(question.answer, proof=(_not(first), *rest)))
        yield "answer's sign", replace(question, answer=replace(question.answer, value=f"-({question.answer.value})"))


def _not(source: str) -> str:
    return f"not ({source})"


def _swapped(question: Question) -> Iterator[tuple[str, Question]]:
    """Two items, the two sides of a comparison, an answer and its mistake."""
    for i, (one, other) in enumerate(pairwise(question.items)):
        keys = (replace(one, key=other.key), replace(other, key=one.key))
        yield (
            f"the keys of items {i + 1} and {i + 2}",
            replace(question, items=(*question.items[:i], *keys, *question.items[i + 2 :])),
        )
    if question.answer is not None and question.mistakes:
        first, *rest = question.mistakes
        answer = replace(question.answer, value=first.value)
        mistake = replace(first, value=question.answer.value)
        yield "answer and mistake", replace(question, answer=answer, mistakes=(mistake, *rest))
    for i, option in enumerate(question.options):
        if turned := _turned(option.check):
            yield f"option {i + 1}: < and >", _options(question, i, replace(option, check=turned))
    if question.check and (turned := _turned(question.check)):
        yield "check: < and >", replace(question, check=turned)


def _turned(source: str) -> str:
    return re.sub(r"(?<![<>=!])[<>](?!=)|<=|>=", lambda m: m[0].translate(str.maketrans("<>", "><")), source, count=1)


_WHOLE = re.compile(r"(?<![\w.])\d+(?![\w.])")
_DECIMAL = re.compile(r"(?<![\w.])\d*\.?\d+(?:e-?\d+)?(?![\w.])")


def _plus_one(source: str) -> str:
    return _WHOLE.sub(lambda m: str(int(m[0]) + 1), source, count=1)


def _larger(source: str) -> str:
    """The last number of an expression ten times as large: a slip that changes a limit."""
    found = list(_DECIMAL.finditer(source))
    if not found or float(found[-1][0]) == 0:
        return source
    last = found[-1]
    return f"{source[: last.start()]}{float(last[0]) * 1.5:.6g}{source[last.end() :]}"


def _changed_by(change: Callable[[str], str]) -> Maker:
    def maker(question: Question) -> Iterator[tuple[str, Question]]:
        if question.answer is not None:
            rule = change(question.answer.value)
            if rule == question.answer.value:
                rule = f"({rule}) + 1" if change is _plus_one else f"({rule}) * 1.1"
            yield "answer", replace(question, answer=replace(question.answer, value=rule))
        for i, option in enumerate(question.options):
            yield f"option {i + 1}: check", _options(question, i, replace(option, check=change(option.check)))
        if question.check:
            yield "check", replace(question, check=change(question.check))
        for i, item in enumerate(question.items):
            other = replace(item, key=change(item.key))
            yield f"item {i + 1}", replace(question, items=(*question.items[:i], other, *question.items[i + 1 :]))

    return maker


def _conditions(question: Question) -> Iterator[tuple[str, Question]]:
    """What keeps statements apart is dropped: a part of a check, or the number of true ones that may be shown."""
    for i, option in enumerate(question.options):
        head, found, _ = option.check.partition(" and ")
        if found:
            yield f"option {i + 1}: after 'and'", _options(question, i, replace(option, check=head))
    if question.show is not None and question.show.true:
        everything = Show(statements=question.show.statements, true=(0, question.show.statements))
        yield "the number of true statements", replace(question, show=everything)
    if question.answer is not None and question.answer.proof:
        yield "the proof", replace(question, answer=replace(question.answer, proof=()))


def _other_language(text: Text) -> Text:
    return Text(text.zh, text.en)


def _languages(question: Question) -> Iterator[tuple[str, Question]]:
    yield "prompt", replace(question, prompt=_other_language(question.prompt))
    yield "explanation", replace(question, explanation=_other_language(question.explanation))
    for i, option in enumerate(question.options):
        yield f"option {i + 1}", _options(question, i, replace(option, text=_other_language(option.text)))


def _texts(question: Question) -> Iterator[tuple[str, Question]]:
    """Texts in each other's places; and one number in place of another, in one language."""
    yield "prompt and explanation", replace(question, prompt=question.explanation, explanation=question.prompt)
    for i in range(0, len(question.options) - 1, 2):
        one, other = question.options[i : i + 2]
        pair = (replace(one, text=other.text), replace(other, text=one.text))
        yield (
            f"options {i + 1} and {i + 2}",
            replace(question, options=(*question.options[:i], *pair, *question.options[i + 2 :])),
        )
    found = sorted(set(places(question.prompt.zh)))
    if len(found) > 1:
        zh = question.prompt.zh.replace(_place(found[0]), _place(found[1]))
        yield "a number of the Chinese prompt", replace(question, prompt=Text(question.prompt.en, zh))


def _place(place: tuple[str, str]) -> str:
    return "{{" + place[0] + (f":{place[1]}" if place[1] else "") + "}}"


_TURNED: Mapping[ClaimVerdict, ClaimVerdict] = {
    ClaimVerdict.TRUE: ClaimVerdict.FALSE,
    ClaimVerdict.FALSE: ClaimVerdict.TRUE,
    ClaimVerdict.CONDITIONAL: ClaimVerdict.TRUE,
    ClaimVerdict.LOOSE: ClaimVerdict.TRUE,
    ClaimVerdict.MISLEADING: ClaimVerdict.TRUE,
    ClaimVerdict.BLANK: ClaimVerdict.FALSE,
    ClaimVerdict.EXTRA: ClaimVerdict.FALSE,
}


def _verdicts(claim: Claim) -> Iterator[tuple[str, Claim]]:
    turned = _TURNED[claim.verdict]
    yield f"{claim.verdict} to {turned}", replace(claim, verdict=turned)


def _checks(change: Callable[[str], str]) -> Maker:
    def maker(claim: Claim) -> Iterator[tuple[str, Claim]]:
        for i, evidence in enumerate(claim.evidence):
            for key in ("check", "supports", "refutes"):
                for j, source in enumerate(getattr(evidence, key)):
                    sources = (*getattr(evidence, key)[:j], change(source), *getattr(evidence, key)[j + 1 :])
                    changed: dict[str, Any] = {key: sources}
                    yield f"evidence {i + 1}: {key} {j + 1}", _evidence(claim, i, replace(evidence, **changed))

    return maker


def _evidence(claim: Claim, index: int, evidence: Evidence) -> Claim:
    return replace(claim, evidence=(*claim.evidence[:index], evidence, *claim.evidence[index + 1 :]))


def _claim_languages(claim: Claim) -> Iterator[tuple[str, Claim]]:
    yield "statement", replace(claim, statement=_other_language(claim.statement))
    yield "paraphrase", replace(claim, paraphrase=_other_language(claim.paraphrase))


def _claim_conditions(claim: Claim) -> Iterator[tuple[str, Claim]]:
    if claim.condition != NOTHING:
        yield "condition", replace(claim, condition=NOTHING)


def _claim_constants(claim: Claim) -> Iterator[tuple[str, Claim]]:
    for name, value in claim.constants.items():
        yield f"constant {name}", replace(claim, constants={**claim.constants, name: value * 1.1})


QUESTION_MAKERS: tuple[tuple[FaultClass, Maker], ...] = (
    (FaultClass.FLIP, _flipped),
    (FaultClass.NEGATE, _negated),
    (FaultClass.SWAP, _swapped),
    (FaultClass.OFF_BY_ONE, _changed_by(_plus_one)),
    (FaultClass.CONSTANT, _changed_by(_larger)),
    (FaultClass.CONDITION, _conditions),
    (FaultClass.LANGUAGES, _languages),
    (FaultClass.TEXTS, _texts),
)
CLAIM_MAKERS: tuple[tuple[FaultClass, Maker], ...] = (
    (FaultClass.VERDICT, _verdicts),
    (FaultClass.NEGATE, _checks(_not)),
    (FaultClass.SWAP, _checks(_turned)),
    (FaultClass.CONSTANT, _claim_constants),
    (FaultClass.CONDITION, _claim_conditions),
    (FaultClass.LANGUAGES, _claim_languages),
)
