"""Variety: what a learner would know by heart after some reviews. Shares are judged by exact tests over the deck."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from content.kind import kind_of
from content.model import Question
from content.variants import redrawn
from content.verification.gate.exact_tests import LEVEL, as_extreme, as_few, at_least
from content.verification.gate.findings import Finding, Point
from content.verification.gate.kind import gate_of
from content.verification.gate.observation import Observation

DRAWS = 60
"""How many draws are looked at, at least."""
PROMPTS = 12
"""How many different prompts with options a question has, at least."""
SAME_ANSWER = 0.6
"""The largest share that one answer may have."""
SAME_COUNT = 0.7
"""The largest share that one number of right statements may have."""

FEWEST_TOLD = 8
"""In how many draws, at least, the prompt must hold the answer before it is said to tell it."""

Rule = Callable[[Question, Observation], Iterator[tuple[float, str, str]]]
"""Gives (chance under a fair question, message, fix) for what it tests."""


def variety_findings(questions: Mapping[str, Question], seen: Mapping[str, Observation]) -> list[Finding]:
    """Findings over all closed questions; the level is shared by all tests that are made."""
    tests = [
        (question, outcome)
        for question in questions.values()
        if kind_of(question).graded and question.id in seen and seen[question.id].draws >= DRAWS
        for rule in RULES
        for outcome in rule(question, seen[question.id])
    ]
    level = LEVEL / max(1, len(tests))
    found = [
        Finding(Point.VARIETY, question.id, message, fix)
        for question, (probability, message, fix) in tests
        if probability < level
    ]
    for question in questions.values():
        found += [*_never_changes(question), *_fixed_lines(question)]
        if question.id in seen:
            found += _told(question, seen[question.id])
    return found


def _different_prompts(question: Question, seen: Observation) -> Iterator[tuple[float, str, str]]:
    count = len(seen.shown)
    if count < PROMPTS:
        yield (
            as_few(count, seen.draws, PROMPTS),
            f"{seen.draws} draws show {count} different prompts with options; at least {PROMPTS} are wanted",
            "draw more parameters, or add statements to the pool",
        )


def _same_answer(question: Question, seen: Observation) -> Iterator[tuple[float, str, str]]:
    if gate_of(question).sides:
        return
    text, most = seen.right.most_common(1)[0]
    yield (
        at_least(most, seen.draws, SAME_ANSWER),
        f"the answer is '{text[:60]}' in {most} of {seen.draws} draws",
        "let the truth of the statements, or the number, change with the draw",
    )


def _both_sides(question: Question, seen: Observation) -> Iterator[tuple[float, str, str]]:
    if gate_of(question).sides:
        true = seen.places[0]
        yield (
            as_extreme(true, seen.draws),
            f"the statement is true in {true} of {seen.draws} draws; about half are wanted",
            "draw both sides: statements of both truths under 'options', or parameters on both sides of the limit",
        )


def _count_of_right(question: Question, seen: Observation) -> Iterator[tuple[float, str, str]]:
    if gate_of(question).counted:
        count, most = seen.counts.most_common(1)[0]
        yield (
            at_least(most, seen.draws, SAME_COUNT),
            f"{count} statements are right in {most} of {seen.draws} draws",
            "give the pool 'show: {statements: 4, true: [1, 3]}'",
        )


def _never_changes(question: Question) -> Iterator[Finding]:
    if kind_of(question).graded and not redrawn(question):
        message = "is the same in every draw"
        yield Finding(Point.VARIETY, question.id, message, "draw parameters, or statements from a pool")


def _told(question: Question, seen: Observation) -> Iterator[Finding]:
    if seen.draws >= FEWEST_TOLD and seen.told == seen.draws:
        message = f"the prompt shows the answer in all of {seen.draws} draws"
        yield Finding(Point.VARIETY, question.id, message, "ask for a number that is not given", path=("prompt",))


def _fixed_lines(question: Question) -> Iterator[Finding]:
    """Every line of spot-the-error can be the wrong one."""
    for i in gate_of(question).never_wrong(question):
        message = f"line {i + 1} is never the wrong one"
        fix = "give the line a wrong wording ('wrong:')"
        yield Finding(Point.VARIETY, question.id, message, fix, path=("options", i))


RULES: tuple[Rule, ...] = (_different_prompts, _same_answer, _both_sides, _count_of_right)
