"""What the estimate of knowledge costs, in milliseconds of CPU, the best of five.

.venv/bin/python -m tests.benchmarks.bench_knowledge
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator

from engine.threads import one_thread

one_thread()

from db.scheduling.fsrs import Parameters  # noqa: E402
from db.statistics import knowledge  # noqa: E402
from db.statistics.knowledge import Answer, History, Question, StudyDay  # noqa: E402

FIRST_DAY, ANSWERS_A_DAY = 738_000, 60


def cost(work: Callable[[], object]) -> float:
    """Milliseconds of CPU."""
    best = float("inf")
    for _ in range(5):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return 1e3 * best


def answers(questions: int, count: int) -> Iterator[Answer]:
    """Answers to questions at random."""
    rng, seen = random.Random(1), set[int]()
    for number in range(count):
        i = rng.randrange(questions)
        recall = rng.uniform(0.6, 0.99) if i in seen else None
        day = FIRST_DAY + number // ANSWERS_A_DAY
        yield Answer(f"q{i}", f"t{i % 8}", day, float(rng.random() < 0.7), recall, None, f"k{i % 4}", 1 + i % 3)
        seen.add(i)


def printed(count: int, answered: int) -> None:
    """The costs with so many questions and answers."""
    given, parameters = list(answers(count, answered)), Parameters()
    history, day = History(), given[-1].day + 1
    history.extend(given)
    seen = {answer.question for answer in given}
    states = {True: (10.0, 5.0, day - 5, day + 5), False: (None, None, None, None)}
    questions = [Question(n, f"t{i % 8}", f"k{i % 4}", 2, *states[n in seen]) for i in range(count) for n in [f"q{i}"]]
    fitted = knowledge.fit(history, questions)
    month = [StudyDay(60, 20)] * 30
    stored = json.dumps(history.to_json())
    print(f"\n{count} questions, {answered} answers, {len(stored) // 1000} kB stored")
    for name, work in {
        "history from the log": lambda: History().extend(given),
        "history from storage": lambda: knowledge.history_from(json.loads(stored)),
        "fit": lambda: knowledge.fit(history, questions),
        "assess": lambda: knowledge.assess(fitted, history, questions, day, parameters),
        "forecast, 30 days": lambda: knowledge.forecast(fitted, history, questions, day, month, parameters),
        "surely worse?": lambda: knowledge.surely_worse(history),
    }.items():
        print(f"{name:24}{cost(work):8.1f} ms")


if __name__ == "__main__":
    printed(160, 3000)
    printed(10_000, 3000)
    printed(10_000, 100_000)
