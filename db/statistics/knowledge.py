"""One estimate of knowledge: the chance that a fresh variant of a question is answered right on a day to come.

Every page that says how well something is known takes its number from here; `day` is tomorrow unless a page says
otherwise. The estimate is made of a question's first answer of every study day: whether it was right, how long ago the
one before was and what FSRS then expected, how sure the learner was, how hard the question is, and how much was
practised in its topic. What FSRS expects is recalibrated on the learner's own answers, from priors that serve before
there are any. Without an answer the estimate never rises: it depends on the day only through FSRS's recall, with a
slope that is never below 0.

    history = History()                       # or history_from(stored)
    history.extend(answers)                   # oldest first; cheap, after every answer
    fitted = fit(history, questions)          # 30 ms of CPU with 3,000 answers: in the background, now and then
    known = assess(fitted, history, questions, tomorrow, parameters)
    known.topics["pooling"], known.questions["pool.max.1"], known.overall, known.prior
    exam = forecast(fitted, history, questions, first_day, plan, parameters)

- The fit follows from the history alone, so that the history (`to_json`) is all that has to be stored. An older fit
  serves with newer answers: what was answered last counts at once, what follows from it for others after the next fit.
- `prior` is the learner's own expectation of a question of a topic in which she has no answer; such topics and their
  questions all have this number. A question without an answer in a topic that has some gets its topic's.
- `low` and `high` hold the chance in 90 of 100 cases. `predictable` is False where they lie more than a half apart, and
  everywhere if `trusted` is False: pass `not surely_worse(history)`, which costs four more fits.
- `recall` of an answer is FSRS's retrievability before it by the present parameters;
  `db.scheduling.fsrs_arrays.replayed` gives it for a whole log. Which answers count
  (study, interview, no peeking) is for the caller to say.
- Topics that were renamed and answers that were taken back: build the history anew.
- The same history gives the same numbers in every process.

`python -m tests.benchmarks.forecast` prints how honest the numbers are. NumPy is imported on the first call.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from db.statistics.answer_history import Answer, History, history_from
from db.statistics.estimates import Assessment, Estimate, Forecast, Question, StudyDay

if TYPE_CHECKING:
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
    from db.statistics import assessment

    return assessment.fitted(history, questions)


def assess(
    fitted: Fit, history: History, questions: Sequence[Question], day: int, parameters: Parameters, trusted: bool = True
) -> Assessment:
    """What would be answered right on `day` without another answer before."""
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
) -> Forecast:
    """What would be answered right on the day after the plan's last, if study goes on as planned from `first_day`."""
    from db.statistics import assessment

    return assessment.forecast(fitted, history, questions, first_day, plan, parameters, trusted)


def surely_worse(history: History) -> bool:
    """Whether the newest 200 recalls were predicted worse than by the learner's base rate, beyond chance."""
    from db.statistics import predictability

    return predictability.surely_worse(history)
