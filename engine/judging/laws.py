"""Witnesses that need no reference: a task's laws, and central differences of its loss."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.judging.comparison import failure_of
from engine.judging.outcome import Call, Outcome
from engine.task import Arguments, Case, Options, Slope, Task
from engine.text import Text

STEP, SMALL, CLOSE = 1e-5, 60, 1e-4
SLOPE = Text(
    "Without the reference: {result}{place} is {got:.4g}, the central difference of the loss is {slope:.4g}.",
    "不看参考答案：{result}{place} 为 {got:.4g}，而损失的中心差分为 {slope:.4g}。",
)


class NoValue(Exception):
    """The learner's function gave nothing to reckon with on a call of a law; `said` is why. Caught in this file."""

    def __init__(self, said: Text | None) -> None:
        super().__init__(said)
        self.said = said


def broken(task: Task, options: Options, case: Case, call: Call) -> Text | None:
    """The sentence of the first law that does not hold at a case."""
    with np.errstate(all="ignore"):
        return next(_broken(task, options, case, call), None)


def _broken(task: Task, options: Options, case: Case, call: Call) -> Iterator[Text]:
    for law in task.laws:
        try:
            holds = law.holds(lambda *arguments: _value(call, arguments), case.arguments, **options)
        except NoValue as error:
            yield error.said or law.broken
        except (ValueError, IndexError, TypeError):  # what it returns cannot even be reckoned with
            yield law.broken
        else:
            if not holds:
                yield law.broken
    if said := no_slope(task, options, case, call(case.arguments) if task.slopes else Outcome()):
        yield said


def no_slope(task: Task, options: Options, case: Case, outcome: Outcome) -> Text | None:
    """Where a gradient in the outcome is no slope of the task's loss, as a sentence."""
    found = (said for slope in task.slopes for said in _slopes(task, slope, options, case.arguments, outcome))
    with np.errstate(all="ignore"):
        return next(found, None)


def _value(call: Call, arguments: Arguments) -> Any:
    """What the learner's function returns, as she would see it."""
    outcome = call(arguments)
    if outcome.arrays is None:
        failed = failure_of(outcome)
        raise NoValue(failed.said if failed else None)
    return outcome.arrays if len(outcome.arrays) > 1 else outcome.arrays[0]


def _slopes(task: Task, slope: Slope, options: Options, arguments: Arguments, outcome: Outcome) -> Iterator[Text]:
    """Where the learner's gradient is no slope of the loss; small float64 cases alone, and no kinks."""
    place = [item.name for item in task.arguments].index(slope.argument)
    x = np.asarray(arguments[place])
    if x.dtype != np.float64 or x.size > SMALL or not np.isfinite(x).all():
        return
    index = [item.name for item in task.results].index(slope.result)
    if outcome.arrays is None or outcome.arrays[index].shape != x.shape:
        return
    gradient = np.asarray(outcome.arrays[index], float)
    for at in np.ndindex(x.shape):
        left, right = _one_sided(slope, place, at, arguments, options)
        wanted = (left + right) / 2
        if abs(left - right) < CLOSE * (1 + abs(wanted)) and not abs(wanted - gradient[at]) < CLOSE * (1 + abs(wanted)):
            where = str([int(i) for i in at]) if at else ""
            yield SLOPE.format(result=slope.result, place=where, got=float(gradient[at]), slope=wanted)


def _one_sided(
    slope: Slope, place: int, at: tuple[int, ...], arguments: Arguments, options: Options
) -> tuple[float, float]:
    middle = float(slope.loss(*arguments, **options))
    found = []
    for step in (-STEP, STEP):
        moved = np.array(arguments[place])
        moved[at] += step
        there = (*arguments[:place], moved, *arguments[place + 1 :])
        found.append((float(slope.loss(*there, **options)) - middle) / step)
    return found[0], found[1]
