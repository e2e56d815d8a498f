"""What a judgement takes, for each task: `.venv/bin/python -m tests.benchmarks.bench_judge`. Printed, never asserted.

The right source is the reference. The process is cold: it starts with the judgement. First feedback is the first case.
"""

from __future__ import annotations

import time

from engine.judging.submission import judge
from engine.task_registry import catalogue
from engine.task_source import solution, stub


class FirstFeedback:
    """When the first right case was told."""

    at = 0.0

    def __call__(self, done: int, total: int) -> None:
        """A case is right."""
        self.at = self.at or time.perf_counter()


def main() -> None:
    """A line a task: milliseconds to the first feedback, to the whole right judgement, and to that on the stub."""
    worst = [0.0, 0.0, 0.0]
    for task in catalogue().values():
        options = task.draw(0)
        first = FirstFeedback()
        start = time.perf_counter()
        judge(solution(task, options), task, 0, progress=first)
        whole = time.perf_counter() - start
        again = time.perf_counter()
        judge(stub(task, options, "en"), task, 0)
        taken = [first.at - start, whole, time.perf_counter() - again]
        worst = [max(pair) for pair in zip(worst, taken, strict=True)]
        print(f"{task.name:28} " + "  ".join(f"{1000 * seconds:6.0f}" for seconds in taken))
    print(f"{'worst':28} " + "  ".join(f"{1000 * seconds:6.0f}" for seconds in worst))


if __name__ == "__main__":
    main()
