"""Faults planted in a deck, one at a time: what verification must catch, all of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from content.model import Claim, Question


def in_question(question: Question) -> Iterator[tuple[str, Question]]:
    """(name, faulty question) for every single fault that can be planted."""
    yield from _options(question)
    yield from _answers(question)
    if question.check:
        yield "correct flipped", replace(question, correct=not question.correct)
        yield "check negated", replace(question, check=f"not ({question.check})")
    for i, proof in enumerate(question.proof):
        changed = (*question.proof[:i], f"not ({proof})", *question.proof[i + 1 :])
        yield f"proof {i} negated", replace(question, proof=changed)
    if question.items and all(item.proof for item in question.items):
        turned = tuple(replace(item, key=f"0 - ({item.key})") for item in question.items)
        yield "all keys turned", replace(question, items=turned)
        return
    for i in range(len(question.items) - 1):
        items = list(question.items)
        items[i], items[i + 1] = items[i + 1], items[i]
        yield f"items {i} and {i + 1} swapped", replace(question, items=tuple(items))


def _options(question: Question) -> Iterator[tuple[str, Question]]:
    for i, option in enumerate(question.options):
        for name, changed in (
            ("correct flipped", replace(option, correct=not option.declared)),
            ("check negated", replace(option, check=f"not ({option.check})")),
        ):
            options = (*question.options[:i], changed, *question.options[i + 1 :])
            yield f"option {i} {name}", replace(question, options=options)
        other = question.options[i - 1]
        same = replace(option, text=other.text)
        yield (
            f"option {i} reads like option {i - 1}",
            replace(question, options=(*question.options[:i], same, *question.options[i + 1 :])),
        )


def _answers(question: Question) -> Iterator[tuple[str, Question]]:
    answer = question.answer
    if answer is None:
        return
    off = f"({answer.value}) * 1.02 + 0.5 * ({answer.value} == 0)" if answer.relative else f"({answer.value}) + 1"
    yield "answer rule changed", replace(question, answer=replace(answer, value=off))
    for i, proof in enumerate(answer.proof):
        changed = (*answer.proof[:i], f"not ({proof})", *answer.proof[i + 1 :])
        yield f"answer proof {i} negated", replace(question, answer=replace(answer, proof=changed))
    if answer.relative or answer.absolute:
        wide = replace(answer, relative=answer.relative * 100, absolute=answer.absolute * 100)
        yield "tolerance widened", replace(question, answer=wide)
    for i, mistake in enumerate(question.mistakes):
        right = replace(mistake, value=answer.value)
        mistakes = (*question.mistakes[:i], right, *question.mistakes[i + 1 :])
        yield f"mistake {i} made right", replace(question, mistakes=mistakes)


def in_claim(claim: Claim) -> Iterator[tuple[str, Claim]]:
    """(name, faulty claim) with one check of its evidence negated."""
    for i, evidence in enumerate(claim.evidence):
        for j, check in enumerate(evidence.check):
            changed = replace(evidence, check=(*evidence.check[:j], f"not ({check})", *evidence.check[j + 1 :]))
            pieces = (*claim.evidence[:i], changed, *claim.evidence[i + 1 :])
            yield f"evidence {i} check {j} negated", replace(claim, evidence=pieces)
