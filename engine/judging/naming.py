"""Which named wrong solutions give what the learner's function gives, on all cases."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from engine.judging.comparison import computed, same
from engine.judging.outcome import Outcome
from engine.task import Case, Function, Options, Task


def named(task: Task, options: Options, cases: Iterable[Case], outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """The names of the wrong solutions that agree with `outcomes` everywhere and with the reference not everywhere."""
    made = list(zip(cases, outcomes, strict=False))
    return tuple(
        name
        for name, wrong in task.wrong.items()
        if any(_agrees(function, task, options, made) for function in (wrong.function, *wrong.also))
    )


def procedure(
    task: Task, options: Options, cases: Iterable[Case], outcomes: Sequence[Outcome], mistake: str
) -> Function | None:
    """Which procedure of a named wrong solution it is."""
    made, wrong = list(zip(cases, outcomes, strict=False)), task.wrong[mistake]
    agreeing = (f for f in (wrong.function, *wrong.also) if _agrees(f, task, options, made))
    return next(agreeing, None)


def gives(function: Function, task: Task, options: Options, case: Case, outcome: Outcome) -> bool:
    """Whether a wrong solution gives what this outcome holds."""
    if outcome.arrays is None:
        return False
    try:
        values = computed(function, task, case.arguments, options)
    except (ValueError, IndexError, ArithmeticError):
        return False  # it fails here, and the learner's function does not
    return same(task, case.arguments, values, outcome.arrays)


def _agrees(function: Function, task: Task, options: Options, made: list[tuple[Case, Outcome]]) -> bool:
    """Everywhere, and somewhere it is wrong."""
    if not all(gives(function, task, options, case, outcome) for case, outcome in made):
        return False
    return not all(gives(task.reference, task, options, case, outcome) for case, outcome in made)
