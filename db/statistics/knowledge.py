"""One estimate of knowledge: the chance that a fresh variant of a question is answered right on a given day.

Every page that says how well something is known takes its number from here, for tomorrow unless it says otherwise.
The estimate uses the first answer to a question on each study day: whether it was right, what FSRS expected, how sure
the learner was, how hard the question is, and how much was practised in its topic. It recalibrates FSRS on the
learner's own answers and starts from priors, so that few answers are enough. It never rises without an answer: the day
enters only through FSRS's recall, and the slope on that is never below 0.

    history = History()                       # or history_from(stored)
    history.extend(answers)                   # oldest first; cheap, so after every answer
    fitted = fit(history, questions)          # 30 ms of CPU for 3,000 answers: in the background, now and then
    known = assess(fitted, history, questions, tomorrow, parameters)
    known.topics["pooling"], known.questions["pool.max.1"], known.overall, known.prior
    exam = forecast(fitted, history, questions, first_day, plan, parameters)

- The fit depends on the history alone, so the history (`to_json`) is all that has to be stored. The same history gives
  the same numbers in every process. An older fit can be used with newer answers: they change the questions that were
  answered at once, and the others after the next fit.
- `prior` is what the learner is expected to know of a topic that she has not begun. All such topics and their questions
  have this number. A new question of a topic that was begun has its topic's.
- The chance lies between `low` and `high` in 90 of 100 cases. `predictable` is False if these are more than a half
  apart, and everywhere with `trusted=False`. Pass `trusted=not surely_worse(history)`; that costs four more fits.
- `recall` of an `Answer` is FSRS's retrievability just before it. `db.scheduling.fsrs_arrays.replayed` gives it for a
  whole log. The caller decides which answers count.
- `forecast` plays the days of `plan` and estimates for the day after them. To see what work on a topic would bring,
  forecast its questions for a day of `StudyDay(20, 20, sweep=True)` and for one of `StudyDay(0, 0)`: 3 ms a topic.
- After an undo, or when a topic was renamed, build the history again.

`python -m tests.benchmarks.forecast` shows how honest the numbers are, `tests.benchmarks.bench_knowledge` what they
cost. NumPy is imported at the first fit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.statistics.answer_history import Answer, History, history_from
from db.statistics.estimates import Assessment, Estimate, Forecast, Question, StudyDay

if TYPE_CHECKING:  # fsrs and NumPy take long to import; here only their names are needed
    from db.scheduling.fsrs import Parameters
    from db.statistics.answer_model import Fit

__all__ = [
    "Answer",
    "Assessment",
    "Estimate",
    "Forecast",
    "History",
    "Question",
    "StudyDay",
    "assess",
    "fit",
    "forecast",
    "history_from",
    "surely_worse",
]


def fit(history: History, questions: Sequence[Question]) -> Fit:
    """The answer model fitted to the history."""
    # NumPy takes long to import: whoever needs only the types does not wait for it.
    from db.statistics import assessment

    return assessment.fitted(history, questions)


def assess(
    fitted: Fit, history: History, questions: Sequence[Question], day: int, parameters: Parameters, trusted: bool = True
) -> Assessment:
    """What would be answered right on `day` without another answer before."""
    # NumPy takes long to import: whoever needs only the types does not wait for it.
    from db.statistics import assessment

    return assessment.assessed(fitted, history, questions, day, parameters, trusted)


def forecast(
    fitted: Fit,
    history: History,
    questions: Sequence[Question],
    first_day: int,
    plan: Sequence[StudyDay],
    parameters: Parameters,
    trusted: bool = True,
    weights: Sequence[float] | None = None,
) -> Forecast:
    """What would be answered right on the day after the plan's last, if study goes on as planned from `first_day`.

    `weights` says how much each question counts in what is expected of all.
    """
    # NumPy takes long to import: whoever needs only the types does not wait for it.
    from db.statistics import assessment

    return assessment.forecast(fitted, history, questions, first_day, plan, parameters, trusted, weights)


def surely_worse(history: History) -> bool:
    """Whether the newest 200 recalls were predicted worse than by the learner's base rate, beyond chance."""
    # NumPy takes long to import: whoever needs only the types does not wait for it.
    from db.statistics import predictability

    return predictability.surely_worse(history)
