"""Learning FSRS-6's weights from the learner's own log, and adopting them only where they predict better.

What tells of forgetting are recalls: reviews on a later study day than the card's one before. The newest fifth of them
is held out; the trainer sees nothing from there on.

An adoption changes no card. States and due days stay as the log has them, and a card follows the new weights from its
next review on, whose parameter set records them, so that replay stays exact. The held-out recalls are scored in just
that way: each card's state at the split as the log gives it, then either weights from there on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import isfinite, sqrt
from math import log as ln
from typing import NamedTuple

from sqlalchemy import Connection, select

from db.errors import BadFit
from db.memory import Memory
from db.review_log import replay
from db.review_log.replay import taken_back
from db.scheduling.fsrs import WEIGHT_BOUNDS, MemoryState, Parameters, parameters_from, retrievability
from db.scheduling.study_days import Moment
from db.tables import CARDS, EVENTS, REVIEWS, SETS
from db.types import Rating

ENOUGH = 400
"""Recalls below which a fit would follow chance."""
HELD_OUT = 0.2
KEPT = 20
"""Sets of weights that are kept to go back to."""
LONGEST = 256
"""Reviews of a card that the trainer reads."""
DIGITS = 4
NEVER_SURE = 1e-7
"""A prediction is held this far from 0 and 1, so that a single surprise does not cost everything."""

Weights = tuple[float, ...]
Progress = Callable[["Stage", int, int], None]


class Stage(StrEnum):
    """The step that is running, for the progress bar."""

    LEARN = "learn"
    CHECK = "check"


class FitOutcome(StrEnum):
    """The result of a fit. BETTER is a fall of the log loss beyond what chance explains."""

    TOO_FEW = "too_few"
    NO_BETTER = "no_better"
    BETTER = "better"


class ReviewStep(NamedTuple):
    """A review; `elapsed` counts study days since the card's one before, 0 for its first."""

    at: int
    day: int
    elapsed: int
    rating: int
    parameter_set: int


@dataclass(frozen=True, slots=True)
class Life:
    """A card's reviews from its first, or from a reset, to the next reset, without those undone."""

    card_id: int
    steps: list[ReviewStep] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class FitResult:
    """`present` and `fitted` are mean log losses over the held-out recalls; `chance` is the standard error of their
    difference, cards taken as independent. With too few recalls all of these are None."""

    verdict: FitOutcome
    reviews: int
    recalls: int
    held_out: int = 0
    present: float | None = None
    fitted: float | None = None
    chance: float | None = None
    weights: Weights | None = None

    @property
    def gain(self) -> float | None:
        """By how much the log loss falls."""
        return None if self.present is None or self.fitted is None else self.present - self.fitted


def _unwatched(_stage: Stage, _done: int, _total: int) -> None:
    """No progress is shown."""


def fit(memory: Memory, progress: Progress = _unwatched) -> FitResult:
    """Learn weights and compare them with those in force; nothing is written.

    Raises DatabaseTrouble or BadFit, and ImportError without the package `fsrs-rs-python`.
    """
    import fsrs_rs_python  # noqa: F401 - an extra; that it is missing is told before the log is read

    with memory.store.reading() as connection:
        lives = read(connection, memory.learner_id)
        sets = {row.id: parameters_from(row.parameters) for row in connection.execute(select(SETS))}
    reviews = sum(len(life.steps) for life in lives)
    recalls = sorted(step.at for life in lives for step in life.steps if step.elapsed)
    if len(recalls) < ENOUGH:
        return FitResult(FitOutcome.TOO_FEW, reviews, len(recalls))
    split = recalls[-round(len(recalls) * HELD_OUT)]
    weights = learn(lives, split, progress)
    compared = compare(lives, split, sets, (memory.settings.weights_in_force(), weights), progress)
    present, fitted, chance = summed(compared)
    verdict = FitOutcome.BETTER if present - fitted > chance else FitOutcome.NO_BETTER
    return FitResult(verdict, reviews, len(recalls), len(compared), present, fitted, chance, weights)


def read(connection: Connection, learner_id: int) -> list[Life]:
    """Every life of every card, also of those whose question vanished."""
    mine = select(CARDS.c.id).where(CARDS.c.learner_id == learner_id)
    columns = (REVIEWS.c[name] for name in ("card_id", "at", "day", "rating", "parameter_set"))
    rows = connection.execute(select(*columns).where(REVIEWS.c.card_id.in_(mine))).all()
    resets = select(EVENTS.c.card_id, EVENTS.c.at).where(EVENTS.c.card_id.in_(mine), EVENTS.c.kind == "reset")
    happened = [*rows, *((card, at, 0, 0, 0) for card, at in connection.execute(resets))]
    undone = taken_back(connection, learner_id)
    lives: list[Life] = []
    for card, at, day, rating, parameter_set in sorted(tuple(row) for row in happened):
        if (card, at) in undone:
            continue
        if not rating or not lives or lives[-1].card_id != card:
            lives.append(Life(card))
        if rating:
            lives[-1].steps.append(_step(lives[-1], at, day, rating, parameter_set))
    return [life for life in lives if life.steps]


def _step(life: Life, at: int, day: int, rating: int, parameter_set: int) -> ReviewStep:
    """The scheduler takes a clock set back to an earlier day for the same day, and so must this."""
    last = life.steps[-1].day if life.steps else day
    return ReviewStep(at, max(day, last), max(0, day - last), rating, parameter_set)


def learn(lives: Sequence[Life], split: int, progress: Progress = _unwatched) -> Weights:
    """The weights that suit the recalls before the instant `split` best, as the scheduler takes them. Raises BadFit."""
    from fsrs_rs_python import FSRS, FSRSItem, FSRSReview  # an extra that may be missing

    items = []
    for number, life in enumerate(lives):
        progress(Stage.LEARN, number, len(lives))
        reviews = []
        for step in life.steps[:LONGEST]:
            if step.at >= split:
                break
            reviews.append(FSRSReview(step.rating, step.elapsed))
            if step.elapsed:
                items.append((step.at, FSRSItem(reviews)))
    # The trainer gives later items more weight.
    items.sort(key=lambda pair: pair[0])
    found = FSRS(list(Parameters().weights)).compute_parameters([item for _, item in items])
    progress(Stage.LEARN, len(lives), len(lives))
    if len(found) != len(WEIGHT_BOUNDS) or not all(isfinite(weight) for weight in found):
        raise BadFit(
            f"the trainer gave no {len(WEIGHT_BOUNDS)} weights of FSRS-6; install 'backdrill[fit]' afresh",
            f"训练器没有给出 FSRS-6 的 {len(WEIGHT_BOUNDS)} 个参数；请重新安装 'backdrill[fit]'",
        )
    return tuple(min(max(round(w, DIGITS), low), high) for w, (low, high) in zip(found, WEIGHT_BOUNDS, strict=True))


class Compared(NamedTuple):
    """One held-out recall: the log loss with the present and with the fitted weights."""

    card_id: int
    present: float
    fitted: float


def compare(
    lives: Sequence[Life],
    split: int,
    sets: dict[int, Parameters],
    weights: tuple[Weights, Weights],
    progress: Progress = _unwatched,
) -> list[Compared]:
    """The losses of every recall from the instant `split` on. `sets` holds the log's parameter sets by key."""
    present, fitted = (Parameters(weights=one) for one in weights)
    late = [life for life in lives if life.steps[-1].at >= split]
    found = []
    for number, life in enumerate(late, start=1):
        pairs = zip(_losses(life, split, sets, present), _losses(life, split, sets, fitted), strict=True)
        found += [Compared(life.card_id, *pair) for pair in pairs]
        progress(Stage.CHECK, number, len(late))
    return found


def _losses(life: Life, split: int, sets: dict[int, Parameters], then: Parameters) -> Iterator[float]:
    state = MemoryState()
    for step in life.steps:
        parameters = then if step.at >= split else sets[step.parameter_set]
        if step.at >= split and step.elapsed:
            chance = retrievability(state, step.day, parameters)
            happened = chance if step.rating > Rating.AGAIN else 1 - chance
            yield -ln(min(max(happened, NEVER_SURE), 1 - NEVER_SURE))
        moment = Moment(step.at, step.day, 0)
        state = replay.scheduled(state, Rating(step.rating), moment, life.card_id, parameters)


def summed(compared: Sequence[Compared]) -> tuple[float, float, float]:
    """Mean log loss with the present and the fitted weights, and the standard error of their difference."""
    gains: defaultdict[int, float] = defaultdict(float)
    for one in compared:
        gains[one.card_id] += one.present - one.fitted
    present, fitted = (sum(getattr(one, name) for one in compared) / len(compared) for name in ("present", "fitted"))
    return present, fitted, sqrt(sum(gain * gain for gain in gains.values())) / len(compared)


def adopt(memory: Memory, found: FitResult) -> bool:
    """Schedule with the fitted weights from the next review on, if they are better. Raises DatabaseTrouble."""
    if found.verdict is not FitOutcome.BETTER or found.weights is None:
        return False
    memory.settings.set("weights", [*memory.settings.weights, list(found.weights)][-KEPT:])
    return True


def back(memory: Memory) -> bool:
    """Return to the weights before those in force, at last to the defaults; False when there is nothing to return
    from. Raises DatabaseTrouble."""
    adopted = memory.settings.weights
    if adopted:
        memory.settings.set("weights", adopted[:-1])
    return bool(adopted)
