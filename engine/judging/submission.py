"""A learner's source judged: in a process of its own, with limits, from parsing to timing."""

from __future__ import annotations

from dataclasses import replace

from engine.judging.comparison import failure_of
from engine.judging.judge import Ruling, judge_calls, silent
from engine.judging.outcome import Outcome, Progress
from engine.judging.process import Process, limits_missing
from engine.judging.timing import speeds
from engine.task import PLAIN, Arguments, Task


def judge(
    source: str, task: Task, seed: int, process: Process | None = None, progress: Progress = silent, timed: bool = True
) -> Ruling:
    """Judge a source under the options and the cases that `seed` draws.

    A `process` that was started beforehand saves 0.1 s; it is ended here in any case. `progress` hears of each right
    case.
    """
    process = process or Process()
    try:
        loaded = process.load(source, task)
        if flaw := failure_of(loaded):
            return Ruling(False, flaw.said, flaw, printed=loaded.printed)
        options = task.draw(seed)

        def call(arguments: Arguments, layout: str = PLAIN, *, readonly: bool = False) -> Outcome:
            return process.call(arguments, layout, readonly=readonly)

        ruling = judge_calls(call, task, options, task.drawn_cases(seed, options), progress)
        ruling = replace(ruling, note=limits_missing(process.limits), printed=loaded.printed or ruling.printed)
        return replace(ruling, speeds=speeds(process, task, options, seed)) if ruling.right and timed else ruling
    finally:
        process.close()
