"""How much a day towards an exam: new cards, the least retention to aim at, and when the last look begins."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

SWEEP_DAYS = 3
"""In so many last days at most, everything known is looked at once more."""
RAMP_DAYS = 14
"""Over these days before the exam, once everything was seen, the desired retention rises to `PEAK`."""
PEAK = 0.97
NEW_COST, LOOK_COST = 2.0, 1.3
"""Answers that a new card takes on its first day, and a known one in the last look."""


@dataclass(frozen=True, slots=True)
class ExamPace:
    """What holds today: new cards, the least retention to aim at, and whether everything known is looked at once more
    when nothing is due or new. That is never held back while minutes are left: `new_per_day` is what the day should
    bring at least."""

    days_left: int
    new_per_day: int
    retention: float
    sweep: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """An exam: days until then, 0 for today, answers that fit into a day, and the retention wished for without it."""

    days_left: int
    answers_a_day: int
    retention: float

    @property
    def days(self) -> int:
        """Days to study on: an exam today is planned like one tomorrow."""
        return max(1, self.days_left)


def course(wanted: Wanted, unseen: int, known: int) -> ExamPace:
    """The pace that shows every card before the last look, as far as the day's answers allow. The last look takes as
    many days as what is known needs.

    While cards are unseen the retention does not rise: played through for learners with 2 to 14 days left, the further
    reviews cost more right answers than they gave, by up to 4 in 100.
    """
    look = min(SWEEP_DAYS, ceil(LOOK_COST * known / wanted.answers_a_day))
    new = min(ceil(unseen / max(1, wanted.days - look)), max(1, int(wanted.answers_a_day / NEW_COST)), unseen)
    risen = 0.0 if unseen else max(0.0, 1 - wanted.days_left / RAMP_DAYS)
    retention = wanted.retention + max(0.0, PEAK - wanted.retention) * min(1.0, risen)
    return ExamPace(wanted.days_left, new, round(retention, 4), wanted.days <= look)


def is_short(wanted: Wanted, unseen: int) -> bool:
    """Whether there is no time to show every card."""
    return NEW_COST * unseen > wanted.answers_a_day * wanted.days
