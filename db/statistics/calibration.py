"""When answers were given, how sure the learner was of them, and what she recalled of young and of mature cards."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from sqlalchemy import bindparam, func, select

from db.memory import Memory
from db.review_log.counters import STEPS
from db.storage.compiled_statements import Prepared
from db.tables import COUNTERS, HOURS
from db.types import SURENESS, Json


@dataclass(slots=True)
class Tally:
    """Answers counted, and how many of them were right (partly right ones in part) or recalled."""

    answers: int = 0
    right: float = 0.0

    @property
    def share(self) -> float | None:
        """Right over all; None without answers."""
        return self.right / self.answers if self.answers else None


@dataclass(frozen=True, slots=True)
class Habits:
    """Answers by local hour (24), by confidence step (4), recall of young and mature cards, and the Brier score: the
    mean squared gap between how sure the learner was and how it went (0 best, 0.25 for always saying one half)."""

    hours: list[int] = field(default_factory=lambda: [0] * 24)
    confidence: list[Tally] = field(default_factory=lambda: [Tally() for _ in SURENESS])
    young: Tally = field(default_factory=Tally)
    mature: Tally = field(default_factory=Tally)
    brier: float | None = None

    def to_json(self) -> dict[str, Json]:
        """As JSON can hold it."""
        return {**asdict(self), "sureness": list(SURENESS)}


_NAMES = (
    *("young", "young_recalled", "mature", "mature_recalled", "squares"),
    *(f"{what}_{step}" for what in ("said", "correct") for step in STEPS),
)
_SUMS = Prepared(
    select(*(func.coalesce(func.sum(COUNTERS.c[name]), 0).label(name) for name in _NAMES)).where(
        COUNTERS.c.learner_id == bindparam("learner")
    )
)
_HOURS = Prepared(select(HOURS.c.hour, HOURS.c.answers).where(HOURS.c.learner_id == bindparam("learner")))


def habits(memory: Memory) -> Habits:
    """Sums over the learner's answers, without those undone. Raises DatabaseTrouble."""
    hours = [0] * 24
    with memory.store.reading() as connection:
        row = _SUMS(connection, learner=memory.learner_id).one()
        for hour, count in _HOURS(connection, learner=memory.learner_id):
            hours[hour] = count
    found = {name: float(value) for name, value in zip(_NAMES, row, strict=True)}
    steps = [Tally(int(found[f"said_{step}"]), found[f"correct_{step}"]) for step in STEPS]
    young, mature = (Tally(int(found[age]), found[f"{age}_recalled"]) for age in ("young", "mature"))
    return Habits(hours, steps, young, mature, _brier(steps, found["squares"]))


def _brier(steps: list[Tally], squares: float) -> float | None:
    """The mean of (said - correct)², from the sums of correct and of correct²."""
    answers = sum(step.answers for step in steps)
    if not answers:
        return None
    said = zip(SURENESS, steps, strict=True)
    return (squares + sum(step.answers * p**2 - 2 * p * step.right for p, step in said)) / answers
