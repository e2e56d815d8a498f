"""FSRS-6 over study days.

The library counts whole 24-hour periods, which an evening and the next morning do not fill; it is therefore told
midnight UTC of the study day. Its fuzz draws from global random state; ours is drawn from the card and its number
of reviews, so that a shown interval is the interval given. Source: Open Spaced Repetition, the FSRS-6 algorithm.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import lru_cache
from importlib.metadata import version

from fsrs import Card as FsrsCard
from fsrs import Rating as FsrsRating
from fsrs import Scheduler as Fsrs
from fsrs import State as FsrsState
from fsrs.scheduler import DEFAULT_PARAMETERS, LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS

from db.scheduling.study_days import as_datetime
from db.types import CardState, Rating

ALGORITHM = "FSRS-6"
DEFAULT_WEIGHTS: tuple[float, ...] = tuple(DEFAULT_PARAMETERS)
WEIGHT_BOUNDS = tuple(zip(LOWER_BOUNDS_PARAMETERS, UPPER_BOUNDS_PARAMETERS, strict=True))
MINUTE = 60_000_000
DAY_MINUTES = 1440
_FUZZ = ((2.5, 7.0, 0.15), (7.0, 20.0, 0.1), (20.0, float("inf"), 0.05))
_STATES = {
    CardState.LEARNING: FsrsState.Learning,
    CardState.REVIEW: FsrsState.Review,
    CardState.RELEARNING: FsrsState.Relearning,
}


@dataclass(frozen=True, slots=True)
class MemoryState:
    """What the scheduler knows of a card: exactly the columns that replay must give again.

    `due` and `last_review` are instants in microseconds, `due_day` and `last_day` study days as ordinals.
    """

    state: CardState = CardState.NEW
    step: int = 0
    stability: float | None = None
    difficulty: float | None = None
    due: int | None = None
    due_day: int | None = None
    last_review: int | None = None
    last_day: int | None = None
    reviews: int = 0
    lapses: int = 0


@dataclass(frozen=True)
class Parameters:
    """Everything that decides an interval; written once for all reviews made with it."""

    weights: tuple[float, ...] = DEFAULT_WEIGHTS
    desired_retention: float = 0.9
    learning_steps: tuple[float, ...] = (1.0, 10.0)
    relearning_steps: tuple[float, ...] = (10.0,)
    maximum_interval: int = 3650
    fuzz: bool = True

    @property
    def text(self) -> str:
        """As JSON, keys in order."""
        return _text(self)

    @property
    def key(self) -> int:
        """A 63-bit hash of algorithm, version and parameters: two machines name the same set alike."""
        digest = hashlib.blake2b(f"{ALGORITHM}/{library_version()}/{_text(self)}".encode(), digest_size=8).digest()
        return int.from_bytes(digest, "big") >> 1


@lru_cache(maxsize=64)
def _text(parameters: Parameters) -> str:
    return json.dumps(
        {
            "weights": parameters.weights,
            "desired_retention": parameters.desired_retention,
            "learning_steps": parameters.learning_steps,
            "relearning_steps": parameters.relearning_steps,
            "maximum_interval": parameters.maximum_interval,
            "fuzz": parameters.fuzz,
        },
        sort_keys=True,
    )


def parameters_from(text: str) -> Parameters:
    """Parameters as they were written. Raises ValueError."""
    data = json.loads(text)
    for name in ("weights", "learning_steps", "relearning_steps"):
        data[name] = tuple(data[name])
    return Parameters(**data)


@lru_cache(maxsize=1)
def library_version() -> str:
    """The version of the fsrs library, recorded with every review."""
    return version("fsrs")


@lru_cache(maxsize=64)
def _fsrs(parameters: Parameters) -> Fsrs:
    return Fsrs(
        parameters=parameters.weights,
        desired_retention=parameters.desired_retention,
        learning_steps=[timedelta(minutes=m) for m in parameters.learning_steps],
        relearning_steps=[timedelta(minutes=m) for m in parameters.relearning_steps],
        maximum_interval=parameters.maximum_interval,
        enable_fuzzing=False,
    )


def schedule(
    before: MemoryState,
    rating: Rating,
    at: int,
    day: int,
    next_day_start: int,
    card_id: int,
    parameters: Parameters,
    interval: int | None = None,
) -> MemoryState:
    """The state after a review at instant `at` on study day `day`.

    A card in review comes due with the study day `due_day`; `next_day_start` (the instant at which day + 1 begins)
    places its `due` on the clock. A clock set back to an earlier day counts as the same day. `interval`, in days, is
    what balancing chose instead of the seeded fuzz.
    """
    today = max(day, before.last_day or day)
    card = _library_card(before, card_id)
    after, _ = _fsrs(parameters).review_card(card, FsrsRating(int(rating)), as_datetime(today))
    wait = after.due - as_datetime(today)
    lapsed = before.state is CardState.REVIEW and rating is Rating.AGAIN
    common = MemoryState(
        state=CardState(after.state.value),
        step=after.step or 0,
        stability=after.stability,
        difficulty=after.difficulty,
        last_review=at,
        last_day=today,
        reviews=before.reviews + 1,
        lapses=before.lapses + lapsed,
    )
    if common.state is not CardState.REVIEW:
        return replace(common, due=at + wait // timedelta(microseconds=1), due_day=today)
    days = interval or _fuzzed(max(1, wait.days), card_id, before.reviews, parameters)
    due = next_day_start + (days - 1) * DAY_MINUTES * MINUTE
    return replace(common, due=due, due_day=today + days)


def _library_card(before: MemoryState, card_id: int) -> FsrsCard:
    if before.state is CardState.NEW:
        return FsrsCard(card_id=card_id)
    assert before.last_day is not None
    return FsrsCard(
        card_id=card_id,
        state=_STATES[before.state],
        step=None if before.state is CardState.REVIEW else before.step,
        stability=before.stability,
        difficulty=before.difficulty,
        due=as_datetime(before.due_day or before.last_day),
        last_review=as_datetime(before.last_day),
    )


def interval_range(
    before: MemoryState, rating: Rating, day: int, card_id: int, parameters: Parameters
) -> tuple[int, int] | None:
    """The shortest and longest interval, in days, that fuzz allows after this rating; None within learning steps."""
    today = as_datetime(max(day, before.last_day or day))
    after, _ = _fsrs(parameters).review_card(_library_card(before, card_id), FsrsRating(int(rating)), today)
    if after.state.value != int(CardState.REVIEW):
        return None
    return _fuzz_range(max(1, (after.due - today).days), parameters)


def _fuzz_range(days: int, parameters: Parameters) -> tuple[int, int]:
    if not parameters.fuzz or days < 3:
        return (min(days, parameters.maximum_interval),) * 2
    delta = 1.0 + sum(share * max(min(days, high) - low, 0.0) for low, high, share in _FUZZ)
    low, high = max(2, round(days - delta)), min(round(days + delta), parameters.maximum_interval)
    return low, max(high, low)


def _fuzzed(days: int, card_id: int, number: int, parameters: Parameters) -> int:
    """`days`, moved within the fuzz range; the same card and review number always move alike."""
    low, high = _fuzz_range(days, parameters)
    digest = hashlib.blake2b(f"{card_id}/{number}".encode(), digest_size=8).digest()
    return low + int.from_bytes(digest, "big") % (high - low + 1)


def forgetting(parameters: Parameters) -> tuple[float, float]:
    """(factor, decay) of the forgetting curve (1 + factor t / stability)^decay, which is 0.9 at t = stability."""
    decay = -parameters.weights[20]
    return 0.9 ** (1 / decay) - 1, decay


def retrievability(state: MemoryState, day: int, parameters: Parameters) -> float:
    """The chance of recall on study day `day`, from 0 to 1; 0 for a new card."""
    if state.stability is None or state.last_day is None:
        return 0.0
    factor, decay = forgetting(parameters)
    return float((1 + factor * max(0, day - state.last_day) / state.stability) ** decay)
