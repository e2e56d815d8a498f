"""Learners whose chance of a right answer is known, studying with the scheduler of the program.

The estimate sees what a real log holds: day, correctness, FSRS's states, confidence. Its priors were chosen on the kinds
TUNED; HELD_OUT were measured afterwards. A kind on which the estimate did badly when it was held out is among TUNED now,
since a change was made for it.
"""

from __future__ import annotations

import copy
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from db.scheduling.fsrs import DEFAULT_WEIGHTS, WEIGHT_BOUNDS, MemoryState, Parameters, retrievability, schedule
from db.types import CardState, Rating

TOPICS, EACH = 8, 20
QUESTIONS = TOPICS * EACH
TOPIC = np.repeat(np.arange(TOPICS), EACH)
KINDS = ("four options", "true or false", "number", "open")
KIND = np.arange(QUESTIONS) % len(KINDS)
LEVEL = 1 + np.arange(QUESTIONS) // 4 % 3
GUESS = np.array([0.25, 0.5, 0.02, 0.02])[KIND]
FIRST_DAY = 738_000
MICROSECONDS = 86_400_000_000
LEARN_AHEAD = 20 * 60_000_000
REPEATS = 4
"""Answers to one question on one day at most."""

Floats = NDArray[np.float64]
Generator = np.random.Generator


def logistic(x: Any) -> Any:
    """1 / (1 + exp(-x))."""
    return 1 / (1 + np.exp(-x))


class Learner(Protocol):
    """Somebody with a known chance of answering a fresh variant of every question right on a day."""

    def chance(self, day: int) -> Floats:
        """Of every question."""

    def repeated(self, question: int, day: int) -> float:
        """Of a question that was answered on this day before."""

    def studied(self, question: int, day: int, rating: Rating) -> None:
        """An answer was given and the solution was read."""


class Forgetful:
    """FSRS-6 with weights of the learner's own; each question may be known before it is met. A question that was not is
    learnt only after `slow` answers."""

    def __init__(self, rng: Generator, spread: float = 1.0, careless: bool = False, slow: int = 0) -> None:
        weights = np.array(DEFAULT_WEIGHTS)
        weights[:4] *= np.exp(spread * rng.normal(0, 0.8))
        weights[8] += spread * rng.normal(0, 0.35)
        weights[11] *= np.exp(spread * rng.normal(0, 0.4))
        weights[20] *= np.exp(spread * rng.normal(0, 0.6))
        bounded = (float(np.clip(w, low, high)) for w, (low, high) in zip(weights, WEIGHT_BOUNDS, strict=True))
        self.parameters = Parameters(weights=tuple(bounded), fuzz=False)
        known = rng.normal(-0.6, 0.9) + rng.normal(0, 0.8, TOPICS)[TOPIC] - 0.5 * spread * (LEVEL - 2)
        self.first = logistic(known + rng.normal(0, 0.8, QUESTIONS))
        self.slip = rng.beta(1.2, 20, QUESTIONS) * (spread > 0)
        self.guess = 0.6 * GUESS * (spread > 0)
        self.factor = np.where(KIND == 2, 0.5, 1.0) if careless else np.ones(QUESTIONS)
        self.states = [MemoryState() for _ in range(QUESTIONS)]
        self.slow = slow

    def chance(self, day: int) -> Floats:
        recall = [retrievability(state, day, self.parameters) for state in self.states]
        seen = np.array([state.reviews > self.slow for state in self.states])
        knows = np.where(seen, recall, self.first)
        return np.asarray(self.factor * (self.guess + (1 - self.guess - self.slip) * knows))

    def repeated(self, question: int, day: int) -> float:
        return float(0.9 * self.factor[question])

    def studied(self, question: int, day: int, rating: Rating) -> None:
        self.states[question] = schedule(self.states[question], rating, 0, day, 0, question, self.parameters)


class Exponential:
    """Forgets with a half-life of her own, which each right answer stretches and each wrong one shortens."""

    def __init__(self, rng: Generator, half_lives: tuple[float, ...] = (4,)) -> None:
        self.half = rng.choice(half_lives, QUESTIONS) * np.exp(rng.normal(0, 0.6))
        self.stretch, self.shrink = rng.uniform(1.3, 2.5), rng.uniform(0.3, 0.9)
        self.first = logistic(rng.normal(-0.8, 0.8, TOPICS)[TOPIC] + rng.normal(0, 1, QUESTIONS))
        self.last = np.full(QUESTIONS, -1)
        self.floor = GUESS * rng.uniform(0.3, 1)

    def chance(self, day: int) -> Floats:
        knows = np.where(self.last < 0, self.first, 0.97 * 0.5 ** ((day - self.last) / self.half))
        return self.floor + (1 - self.floor) * knows

    def repeated(self, question: int, day: int) -> float:
        return 0.9

    def studied(self, question: int, day: int, rating: Rating) -> None:
        if 0 <= self.last[question] < day:
            self.half[question] *= self.shrink if rating is Rating.AGAIN else self.stretch
        self.last[question] = day


class Steady:
    """Neither learns nor forgets: one chance for every question."""

    def __init__(self, chances: Any) -> None:
        self.chances: Floats = np.broadcast_to(np.asarray(chances, float), QUESTIONS).copy()

    def chance(self, day: int) -> Floats:
        return self.chances

    def repeated(self, question: int, day: int) -> float:
        return float(self.chance(day)[question])

    def studied(self, question: int, day: int, rating: Rating) -> None:
        """Changes nothing."""


class Improving(Steady):
    """Every answer in a topic helps with all of the topic; nothing is forgotten."""

    def __init__(self, rng: Generator) -> None:
        self.start, self.rate = rng.normal(-1.5, 0.5), rng.uniform(0.02, 0.08)
        self.bent, self.answers = rng.normal(0, 0.5, QUESTIONS), np.zeros(TOPICS)

    def chance(self, day: int) -> Floats:
        return np.asarray(logistic(np.minimum(self.start + self.rate * self.answers, 3.0)[TOPIC] + self.bent))

    def studied(self, question: int, day: int, rating: Rating) -> None:
        self.answers[TOPIC[question]] += 1


class Confusing(Improving):
    """What is learnt of one topic is taken for the next one."""

    def chance(self, day: int) -> Floats:
        learnt = np.minimum(self.rate * self.answers, 4.0)
        return np.asarray(logistic((self.start + learnt - 0.6 * np.roll(learnt, 1))[TOPIC] + self.bent))


class Insight(Improving):
    """Understands a topic all at once, after a number of answers in it that differs from topic to topic."""

    def __init__(self, rng: Generator) -> None:
        super().__init__(rng)
        self.before, self.after = rng.normal(-1, 0.4), rng.normal(1.8, 0.5)
        self.needed = rng.integers(10, 120, TOPICS)

    def chance(self, day: int) -> Floats:
        level = np.where(self.answers >= self.needed, self.after, self.before)
        return np.asarray(logistic(level[TOPIC] + self.bent))


class Retentive(Steady):
    """Learns a question for good when its solution is read, by some chance."""

    def __init__(self, rng: Generator, chances: Floats | None = None) -> None:
        at_first = rng.normal(-0.7, 0.6) + rng.normal(0, 0.7, TOPICS)[TOPIC] + rng.normal(0, 0.7, QUESTIONS)
        super().__init__(logistic(at_first) if chances is None else chances)
        self.learns, self.kept, self.rng = rng.uniform(0.2, 0.8), rng.uniform(0.9, 0.98), rng

    def studied(self, question: int, day: int, rating: Rating) -> None:
        if self.rng.random() < self.learns:
            self.chances[question] = self.kept


class Cramming(Steady):
    """Knows a question for the rest of the day, then no better than before."""

    def repeated(self, question: int, day: int) -> float:
        return 0.95


class Declining(Steady):
    """Loses some of everything day by day, whatever is studied."""

    def __init__(self, rng: Generator) -> None:
        super().__init__(
            logistic(rng.normal(1.0, 0.5) + rng.normal(0, 0.6, TOPICS)[TOPIC] + rng.normal(0, 0.6, QUESTIONS))
        )
        self.rate = rng.uniform(0.01, 0.03)

    def chance(self, day: int) -> Floats:
        return np.asarray(logistic(np.log(self.chances / (1 - self.chances)) - self.rate * (day - FIRST_DAY)))


class PowerLaw:
    """ACT-R: each answer leaves a trace that fades as a power of its age; the sum of the traces decides."""

    def __init__(self, rng: Generator) -> None:
        self.decay, self.noise = rng.uniform(0.3, 0.7), rng.uniform(0.3, 0.7)
        self.bar = rng.normal(-0.8, 0.4) + rng.normal(0, 0.4, QUESTIONS)
        self.traces: list[list[int]] = [[FIRST_DAY - int(rng.integers(5, 2000))] for _ in range(QUESTIONS)]

    def chance(self, day: int) -> Floats:
        sums = [sum((day - then + 0.5) ** -self.decay for then in days) for days in self.traces]
        return np.asarray(logistic((np.log(sums) - self.bar) / self.noise))

    def repeated(self, question: int, day: int) -> float:
        return float(self.chance(day)[question])

    def studied(self, question: int, day: int, rating: Rating) -> None:
        self.traces[question].append(day)


class Mixed:
    """A learner of her own for each topic."""

    def __init__(self, parts: Sequence[Learner]) -> None:
        self.parts = parts

    def chance(self, day: int) -> Floats:
        return np.stack([part.chance(day) for part in self.parts])[TOPIC, np.arange(QUESTIONS)]

    def repeated(self, question: int, day: int) -> float:
        return self.parts[TOPIC[question]].repeated(question, day)

    def studied(self, question: int, day: int, rating: Rating) -> None:
        self.parts[TOPIC[question]].studied(question, day, rating)


def _six_topics(rng: Generator) -> Learner:
    return Retentive(rng, np.where(np.isin(TOPIC, rng.choice(TOPICS, 2, replace=False)), 0.2, 0.94))


def _two_topics(rng: Generator) -> Learner:
    return Steady(np.where(np.isin(TOPIC, rng.choice(TOPICS, 2, replace=False)), 0.92, 0.05))


def _varied(mean: float) -> Callable[[Generator], Learner]:
    return lambda rng: Steady(logistic(np.log(mean / (1 - mean)) + rng.normal(0, 0.7, QUESTIONS)))


TUNED: dict[str, Callable[[Generator], Learner]] = {
    "FSRS, default weights": lambda rng: Forgetful(rng, 0.0),
    "FSRS, other weights": Forgetful,
    "the same, long break": Forgetful,
    "always 2 % right": lambda rng: Steady(0.02),
    "always 55 % right": lambda rng: Steady(0.55),
    "knows two topics": _two_topics,
    "improving": Improving,
    "careless on one kind": lambda rng: Forgetful(rng, careless=True),
    "FSRS, many breaks": Forgetful,
    "exponential forgetting": Exponential,
    "never forgets": Retentive,
    "sudden insight": Insight,
    "90 % right, varied": _varied(0.9),
    "ACT-R": PowerLaw,
    "knows six topics": _six_topics,
}
HELD_OUT: dict[str, Callable[[Generator], Learner]] = {
    "guessing": lambda rng: Steady(GUESS),
    "20 % right, varied": _varied(0.2),
    "overconfident": Forgetful,
    "studies at weekends": Forgetful,
    "learns after three answers": lambda rng: Forgetful(rng, slow=3),
    "half of it fades at once": lambda rng: Exponential(rng, (1.5, 200)),
    "confuses topics": Confusing,
    "crams": lambda rng: Cramming(logistic(rng.normal(-0.5, 0.8, TOPICS)[TOPIC] + rng.normal(0, 0.5, QUESTIONS))),
    "declining": Declining,
    "other weights in each topic": lambda rng: Mixed([Forgetful(rng) for _ in range(TOPICS)]),
    "half of the topics fade": lambda rng: Mixed([Exponential(rng), Retentive(rng)] * (TOPICS // 2)),
    "knows what is easy": lambda rng: Steady(
        logistic(rng.normal(0.5, 0.5) - 1.5 * (LEVEL - 2) + rng.normal(0, 0.4, QUESTIONS))
    ),
}
EVERY = TUNED | HELD_OUT


@dataclass(frozen=True, slots=True)
class Logged:
    """An answer as the log has it, with FSRS's state before it."""

    question: int
    day: int
    right: bool
    before: MemoryState
    confidence: int | None
    repeated: bool


@dataclass
class Study:
    """A learner at work, day by day."""

    learner: Learner
    rng: Generator
    answers_a_day: int
    candour: float | None = 1.0
    """Noise on the logit of what the learner says of her sureness; None: never asked; infinite: always certain."""
    new_a_day: int = 20
    day: int = FIRST_DAY
    parameters: Parameters = field(default_factory=lambda: Parameters(fuzz=True))
    log: list[Logged] = field(default_factory=list)
    states: list[MemoryState] = field(default_factory=lambda: [MemoryState() for _ in range(QUESTIONS)])

    def one_day(self) -> None:
        """Steps that have run out, then what is due, then new questions, up to the day's number of answers."""
        now, today = self.day * MICROSECONDS, Counter[int]()
        review = ((state.due_day or 0, i) for i, state in enumerate(self.states) if state.state is CardState.REVIEW)
        due = [i for _, i in sorted(one for one in review if one[0] <= self.day)]
        new = [i for i in ORDER if not self.states[i].reviews][: self.new_a_day]
        for _ in range(self.answers_a_day):
            i = self._step(now, today)
            if i is None and due + new:
                i = (due or new).pop(0)
            if i is None:
                i = self._step(now + LEARN_AHEAD, today)
            if i is None:
                break
            self._answer(i, now, i in today)
            today[i] += 1
            now += 40_000_000
        self.day += 1

    def _step(self, until: int, today: Counter[int]) -> int | None:
        """The learning step that ran out first, till an instant."""
        learning = (CardState.LEARNING, CardState.RELEARNING)
        waiting = [(s.due or 0, i) for i, s in enumerate(self.states) if s.state in learning and today[i] < REPEATS]
        return min(((at, i) for at, i in waiting if at <= until), default=(0, None))[1]

    def _answer(self, i: int, at: int, repeated: bool) -> None:
        before = self.states[i]
        chance = self.learner.repeated(i, self.day) if repeated else float(self.learner.chance(self.day)[i])
        right = bool(self.rng.random() < chance)
        rating = Rating(self.rng.choice([2, 3, 4], p=[0.15, 0.75, 0.1])) if right else Rating.AGAIN
        self.log.append(Logged(i, self.day, right, before, self._confidence(chance), repeated))
        self.states[i] = schedule(before, rating, at, self.day, (self.day + 1) * MICROSECONDS, i, self.parameters)
        self.learner.studied(i, self.day, rating)

    def _confidence(self, chance: float) -> int | None:
        if self.candour is None:
            return None
        felt = np.log(chance / (1 - chance)) + self.candour * self.rng.normal() if self.candour < 9 else 9.0
        return 1 + int(np.searchsorted([-0.8, 0.5, 1.8], felt))

    def later(self, days: int) -> Study:
        """A copy that studies on for so many days."""
        twin = copy.deepcopy(self)
        for _ in range(days):
            twin.one_day()
        return twin


ORDER = sorted(range(QUESTIONS), key=lambda i: (i % EACH, i))
"""The order in which questions are new: the topics take turns."""


def breaks(kind: str, rng: Generator) -> dict[int, int]:
    """After which study day the learner stays away, and for how many days."""
    if kind == "the same, long break":
        return {int(rng.integers(5, 30)): int(rng.integers(20, 90))}
    if kind == "studies at weekends":
        return dict.fromkeys(range(2, 100, 2), 5)
    if kind == "FSRS, many breaks":
        return {int(day): int(rng.integers(5, 40)) for day in rng.choice(np.arange(3, 40), 4, replace=False)}
    return {}


def begun(kind: str, number: int) -> Study:
    """The learner `number` of a kind, before the first day; the same every time."""
    rng = np.random.default_rng([number, crc32(kind.encode())])
    learner = EVERY[kind](rng)
    candour = np.inf if kind == "overconfident" else (None, 1.0, 0.5)[number % 3]
    return Study(learner, rng, int(rng.integers(25, 60)), candour)
