"""The time of a right solution against the reference, at three sizes. Told, not graded."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from engine.judging.process import Process
from engine.task import Options, Task

SIZES = (64, 512, 4096)
CALL, LONG, REPEATS = 0.4, 0.1, 3
"""Seconds for one call; a call of more than LONG seconds is not repeated, and no larger size is tried."""
LEAST = 2e-5
"""A reference faster than this is counted as this: calling a function takes as long."""


@dataclass(frozen=True, slots=True)
class Speed:
    """How many times the reference's time the solution takes at a size; None where it was stopped."""

    size: int
    ratio: float | None
    seconds: float


def speeds(process: Process, task: Task, options: Options, seed: int) -> tuple[Speed, ...]:
    """The ratios at the three sizes, or at those before it becomes too slow."""
    found: list[Speed] = []
    if task.large is None:
        return ()
    process.extend(len(SIZES) * 2 * CALL)
    for size in SIZES:
        arguments = task.large(np.random.Generator(np.random.PCG64(seed)), size, **options)
        once = process.call(arguments, most=CALL)
        if once.ended or once.trouble:
            found.append(Speed(size, None, CALL))
            break
        repeated = once.seconds < LONG / REPEATS
        hers = process.call(arguments, repeats=REPEATS, most=CALL).seconds if repeated else once.seconds
        start = time.perf_counter()
        task.reference(*arguments, **options)
        ours = time.perf_counter() - start
        if ours < LONG / REPEATS:
            start = time.perf_counter()
            task.reference(*arguments, **options)
            ours = min(ours, time.perf_counter() - start)
        found.append(Speed(size, hers / max(ours, LEAST), hers))
        if hers > LONG:
            break
    return tuple(found)
