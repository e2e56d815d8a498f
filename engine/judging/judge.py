"""The whole judgement of a function that can be called: cases from small to large, laws, the name of the mistake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine.judging import sentences
from engine.judging.comparison import flaw_of
from engine.judging.laws import broken, no_slope
from engine.judging.naming import gives, named, procedure
from engine.judging.outcome import Call, Flaw, Outcome, Progress, Trouble
from engine.judging.shrinking import Keeps, shrunk
from engine.judging.timing import Speed
from engine.task import Case, Function, Options, Task
from engine.text import NOTHING, Text

NAMEABLE = ("value", "nan", "shape", "count")
"""Flaws of a function that gives arrays: its mistake can be named."""
VALUED = ("value", "nan")
"""Flaws of a function that gives arrays of the right form: laws can be looked at."""


@dataclass(frozen=True, slots=True)
class Ruling:
    """The judgement on one source. `said` is the sentence; `flaw` is the first thing wrong, in its smallest case found.

    `passed` of `cases` were right before it. `mistakes` are the named wrong solutions that agree with it everywhere.
    `law` is what a check without the reference says beside it. `warnings` and `printed` come from the learner's code.
    `speeds` compare a right one with the reference, and `note` says which limits the system does not have.
    """

    right: bool
    said: Text
    flaw: Flaw | None = None
    passed: int = 0
    cases: int = 0
    mistakes: tuple[str, ...] = ()
    law: Text = NOTHING
    warnings: tuple[Trouble, ...] = ()
    printed: str = ""
    speeds: tuple[Speed, ...] = ()
    note: Text = NOTHING


def silent(done: int, total: int) -> None:
    """No progress is shown."""


def judge_calls(call: Call, task: Task, options: Options, cases: Sequence[Case], progress: Progress = silent) -> Ruling:
    """Judge the function behind `call`. After a wrong result the other cases are called too, to name the mistake."""
    outcomes: list[Outcome] = []
    first: Flaw | None = None
    passed = 0
    for case in cases:
        outcomes.append(call(case.arguments, case.layout))
        first = first or flaw_of(task, options, case, outcomes[-1])
        if first is None:
            passed += 1
            progress(passed, len(cases))
        elif first.kind not in NAMEABLE:
            break
    first = first or _broken_law(task, options, cases, call)
    warnings, printed = _warnings(outcomes), _printed(outcomes)
    if first is None:
        return Ruling(
            True, sentences.RIGHT.format(cases=len(cases)), None, passed, len(cases), warnings=warnings, printed=printed
        )
    mistakes = named(task, options, cases, outcomes) if first.kind in NAMEABLE else ()
    mistake = procedure(task, options, cases, outcomes, mistakes[0]) if mistakes else None
    keeps = _keeps(task, options, mistake, first.case, outcomes[passed] if passed < len(outcomes) else None)
    small = _placed(task, shrunk(task, options, first, call, keeps), call)
    law = _beside(task, options, small, call)
    return Ruling(False, small.said, small, passed, len(cases), mistakes, law, warnings, printed)


def _keeps(task: Task, options: Options, mistake: Function | None, case: Case | None, outcome: Outcome | None) -> Keeps:
    """A smaller case must keep what is said: the named mistake, and the central difference beside a gradient."""
    sloped = case is not None and outcome is not None and no_slope(task, options, case, outcome) is not None

    def keeps(smaller: Case, found: Outcome) -> bool:
        if mistake and not gives(mistake, task, options, smaller, found):
            return False
        return not sloped or no_slope(task, options, smaller, found) is not None

    return keeps


def _placed(task: Task, flaw: Flaw, call: Call) -> Flaw:
    """Where an input is changed, the line: the same call on read-only arrays stops there."""
    if flaw.kind != "changed" or flaw.case is None:
        return flaw
    trouble = call(flaw.case.arguments, readonly=True).trouble
    if trouble is None or not trouble.line or "read-only" not in trouble.message:
        return flaw
    return replace(flaw, said=sentences.in_line(flaw.said, trouble.line))


def _beside(task: Task, options: Options, flaw: Flaw, call: Call) -> Text:
    """A law that the smallest case breaks too: a witness that does not need the reference."""
    if flaw.kind not in VALUED or flaw.case is None:
        return NOTHING
    return broken(task, options, flaw.case, call) or NOTHING


def _broken_law(task: Task, options: Options, cases: Sequence[Case], call: Call) -> Flaw | None:
    """All cases are right: the first law that does not hold at one of them."""
    found = ((case, broken(task, options, case, call)) for case in cases)
    return next((Flaw("law", said, case) for case, said in found if said), None)


def _warnings(outcomes: Sequence[Outcome]) -> tuple[Trouble, ...]:
    """Each warning of the learner's own lines once."""
    return tuple(dict.fromkeys(warning for outcome in outcomes for warning in outcome.warnings if warning.line))


def _printed(outcomes: Sequence[Outcome]) -> str:
    """What the first call that printed something printed."""
    return next((outcome.printed for outcome in outcomes if outcome.printed), "")
