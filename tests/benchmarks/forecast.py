"""How honest the estimate of knowledge is: on simulated learners, whose chances are known, and on a review log.

    .venv/bin/python -m tests.benchmarks.forecast [--learners 6] [--kinds HELD_OUT] [--processes 2] [--log reviews.csv]

Learners: do the 90 % intervals hold the truth, how wide are they, how far off is the mean; for topics, without study and
with study going on, as it is planned; and is the next answer predicted better than by the learner's base rate and by
FSRS. Priors were chosen on the kinds TUNED; HELD_OUT are kinds that they were not chosen on.

Log: a CSV with the columns card_id, review_rating, review_time, review_duration. The test log of py-fsrs is public. The
recalls are cut into six blocks in order of time. Each of the last five is predicted by what came before it: FSRS is
fitted before the block, the estimate of knowledge before the day, as in use.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from engine.threads import one_thread

one_thread()  # before NumPy: on small matrices its threads take fifty times as long

import numpy as np  # noqa: E402

from db.scheduling.fsrs import Parameters, retrievability  # noqa: E402
from db.scheduling.fsrs_arrays import Floats  # noqa: E402
from db.statistics import knowledge  # noqa: E402
from db.statistics.answer_model import Fit, asked_in, chances, draw  # noqa: E402
from db.statistics.knowledge import Answer, Estimate, History, Question, StudyDay  # noqa: E402
from db.statistics.predictability import log_loss  # noqa: E402
from tests.benchmarks.simulated_learners import (  # noqa: E402
    HELD_OUT,
    KIND,
    KINDS,
    LEVEL,
    ORDER,
    TOPIC,
    TOPICS,
    TUNED,
    Logged,
    Study,
    begun,
    breaks,
)

DAYS = (1, 5, 15, 40)
"""Study days after which is asked."""
AHEAD = (0, 1, 7, 30)
EXAMS = (7, 14, 30)
NAMES = [f"question {i}" for i in range(len(TOPIC))]
PARAMETERS = Parameters()


@dataclass
class Measured:
    """Of some learners: by days ahead, a row of (held, width, error) for each topic; and summed log losses."""

    topics: dict[int, list[Floats]] = field(default_factory=lambda: defaultdict(list))
    exams: dict[int, list[Floats]] = field(default_factory=lambda: defaultdict(list))
    losses: list[Floats] = field(default_factory=list)
    """Of each recall: by the estimate, by the base rate before it, by the rate in hindsight, by FSRS."""

    def add(self, other: Measured) -> None:
        """Take in what was measured of others."""
        for mine, theirs in ((self.topics, other.topics), (self.exams, other.exams)):
            for ahead, rows in theirs.items():
                mine[ahead] += rows
        self.losses += other.losses


def answer_of(logged: Logged) -> Answer:
    """A simulated answer as the program's log would have it."""
    i, before = logged.question, logged.before
    recall = None if before.stability is None else retrievability(before, logged.day, PARAMETERS)
    kind, topic = KINDS[KIND[i]], f"topic {TOPIC[i]}"
    return Answer(NAMES[i], topic, logged.day, float(logged.right), recall, logged.confidence, kind, int(LEVEL[i]))


def questions_of(study: Study) -> list[Question]:
    """The questions with FSRS's states, in the order in which they are new."""
    return [
        Question(
            NAMES[i],
            f"topic {TOPIC[i]}",
            KINDS[KIND[i]],
            int(LEVEL[i]),
            s.stability,
            s.difficulty,
            s.last_day,
            s.due_day,
        )
        for i, s in ((i, study.states[i]) for i in ORDER)
    ]


def compared(estimates: dict[str, Estimate], chances: Floats) -> Floats:
    """A row of (held, width, error) for each topic."""
    truth = [float(chances[t == TOPIC].mean()) for t in range(TOPICS)]
    found = [estimates[f"topic {t}"] for t in range(TOPICS)]
    return np.array([(e.low <= p <= e.high, e.high - e.low, e.mean - p) for e, p in zip(found, truth, strict=True)])


class Follower:
    """A history kept beside a study, and what is measured on the way."""

    def __init__(self, study: Study) -> None:
        self.study, self.history, self.read, self.measured = study, History(), 0, Measured()
        self.predicted: list[tuple[float, float, float]] = []

    def one_day(self) -> None:
        """A study day, each of its recalls predicted by this morning's fit."""
        self.study.one_day()
        answers = [answer_of(logged) for logged in self.study.log[self.read :]]
        self.read = len(self.study.log)
        fitted = self.fitted()
        self.history.extend(answers)
        first = {answer.question: answer for answer in reversed(answers)}
        rows = list(self.history.rows)[-len(first) :] if first else []
        recalls = [row for row in rows if row.recall >= 0]
        if recalls:
            predicted = next_chances(fitted, recalls)
            self.predicted += [(row.right, float(p), row.recall) for row, p in zip(recalls, predicted, strict=True)]

    def fitted(self) -> Fit:
        """The model fitted to what was answered."""
        return knowledge.fit(self.history, questions_of(self.study))

    def look_ahead(self) -> None:
        """Compare the estimates for the next days with the truth, without and with study."""
        study, fitted, questions = self.study, self.fitted(), questions_of(self.study)
        for ahead in AHEAD:
            known = knowledge.assess(fitted, self.history, questions, study.day + ahead, PARAMETERS)
            self.measured.topics[ahead].append(compared(dict(known.topics), study.learner.chance(study.day + ahead)))
        for days in EXAMS:
            plan = [StudyDay(study.answers_a_day, study.new_a_day)] * (days - 1)
            exam = knowledge.forecast(fitted, self.history, questions, study.day, plan, PARAMETERS)
            later = study.later(days - 1)
            self.measured.exams[days].append(compared(dict(exam.topics), later.learner.chance(later.day)))

    def finished(self) -> Measured:
        """All that was measured."""
        right, predicted, recall = np.array(self.predicted).reshape(-1, 3).T
        before = (np.cumsum(right) - right + 1) / (np.arange(len(right)) + 2)
        hindsight = np.full(len(right), right.mean() if len(right) else 0.5)
        chances = (predicted, before, hindsight, recall)
        self.measured.losses.append(np.stack([log_loss(right, one) for one in chances], axis=1))
        return self.measured


def next_chances(fitted: Fit, rows: Sequence[Any]) -> Floats:
    """The chance of each answer of a history's rows, as it was before it."""
    asked, rng = asked_in(rows), np.random.default_rng(1)
    draws = draw(fitted, asked, 100, rng)
    return np.asarray(chances(draws, asked, rng.standard_normal(draws.own.shape)).mean(0))


def followed(job: tuple[str, int], days: Sequence[int] = DAYS) -> Measured:
    """One learner from the first day to the last."""
    kind, number = job
    study = begun(kind, number)
    away = breaks(kind, np.random.default_rng(number))
    follower = Follower(study)
    for day in range(1, max(days) + 1):
        follower.one_day()
        study.day += away.get(day, 0)
        if day in days:
            follower.look_ahead()
    return follower.finished()


def measured(
    kinds: Iterable[str],
    learners: Sequence[int],
    run: Callable[..., Iterable[Measured]] = map,
    days: Sequence[int] = DAYS,
) -> dict[str, Measured]:
    """By kind, of the learners with these numbers. `run` is `map` or a pool's."""
    jobs = [(kind, number) for kind in kinds for number in learners]
    found: dict[str, Measured] = defaultdict(Measured)
    for (kind, _), one in zip(jobs, run(partial(followed, days=days), jobs), strict=True):
        found[kind].add(one)
    return found


# ── tables ──────────────────────────────────────────────────────────────────────────────────────────────────


def covered(rows: dict[int, list[Floats]], ahead: int) -> tuple[float, float, float, float]:
    """Share held, mean width, bias, mean error."""
    held, width, error = np.concatenate(rows[ahead]).T
    return float(held.mean()), float(width.mean()), float(error.mean()), float(np.abs(error).mean())


def together(found: dict[str, Measured]) -> dict[str, Measured]:
    """The kinds, and after them all of them."""
    everyone = Measured()
    for one in found.values():
        everyone.add(one)
    return {**found, "all": everyone}


def printed(found: dict[str, Measured]) -> None:
    """The three tables."""
    heads = (("Without study, in days", "topics", AHEAD), ("Exam after study, in days", "exams", EXAMS))
    for title, name, aheads in heads:
        print(f"\n{title:26}" + "".join(f"{ahead:>28}" for ahead in aheads))
        print(f"{'':26}" + f"{'held width  bias error':>28}" * len(aheads))
        for kind, one in together(found).items():
            cells = (covered(getattr(one, name), ahead) for ahead in aheads)
            print(f"{kind:26}" + "".join(f"{h:>11.2f} {w:5.2f} {b:+5.2f} {e:5.3f}" for h, w, b, e in cells))
    print(
        f"\n{'Log loss of the next recall':26}{'recalls':>9}{'estimate':>10}{'base rate':>11}{'hindsight':>11}{'FSRS':>8}{'excess':>9}"
    )
    for kind, one in together(found).items():
        losses = np.concatenate(one.losses)
        estimate, rate, hindsight, fsrs = losses.mean(0)
        excess = estimate - min(rate, fsrs)
        print(f"{kind:26}{len(losses):>10}{estimate:>10.4f}{rate:>11.4f}{hindsight:>11.4f}{fsrs:>8.4f}{excess:>+9.4f}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--learners", type=int, default=6, help="learners of each kind")
    parser.add_argument(
        "--first", type=int, default=0, help="the first learner's number; each number is another learner"
    )
    parser.add_argument("--kinds", choices=("TUNED", "HELD_OUT"), help="only these")
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--log", help="a review log to predict, instead of simulated learners")
    wished = parser.parse_args()
    if wished.log:
        from tests.benchmarks.review_log import print_losses

        print_losses(wished.log)
        return
    kinds = {"TUNED": TUNED, "HELD_OUT": HELD_OUT, None: TUNED | HELD_OUT}[wished.kinds]
    numbers = range(wished.first, wished.first + wished.learners)
    with ProcessPoolExecutor(wished.processes) as pool:
        found = measured(kinds, numbers, pool.map)
    for title, some in (("TUNED", TUNED), ("HELD_OUT", HELD_OUT)):
        if chosen := {kind: one for kind, one in found.items() if kind in some}:
            print(f"\n{title}: {wished.learners} learners of each kind")
            printed(chosen)
    if not wished.kinds:
        print("\nALL")
        printed(found)


if __name__ == "__main__":
    main()
