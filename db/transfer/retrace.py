"""What a card's log comes to: the scheduler's state, the marks on the card, and its part of the daily counters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import SimpleNamespace
from typing import Any

from db.review_log import counters, log
from db.scheduling.fsrs import MemoryState, Parameters
from db.types import Rating

Row = Mapping[str, Any]


@dataclass
class Trace:
    """`marks` are the card's columns beside its state; `sums` go by (study day, counter's column), `hours` by (local
    hour, column)."""

    state: MemoryState = field(default_factory=MemoryState)
    marks: dict[str, Any] = field(default_factory=dict)
    sums: dict[tuple[int, str], float] = field(default_factory=lambda: defaultdict(float))
    hours: dict[tuple[int, str], float] = field(default_factory=lambda: defaultdict(float))


def retrace(reviews: Sequence[Row], events: Sequence[Row], card_id: int, sets: Mapping[int, Parameters]) -> Trace:
    """Follow the log in the order of time, without what was taken back."""
    ordered = sorted(events, key=lambda row: int(row["at"]))
    undone = log.undone_instants([SimpleNamespace(**row) for row in ordered])  # type: ignore[misc]
    trace = Trace()
    for row in sorted([*reviews, *events], key=lambda row: int(row["at"])):
        if row["at"] in undone:
            continue
        if "rating" in row:
            _review(trace, row, card_id, sets[row["parameter_set"]])
        else:
            _event(trace, row)
    return trace


def _review(trace: Trace, row: Row, card_id: int, parameters: Parameters) -> None:
    before, rating, day = trace.state, Rating(row["rating"]), int(row["day"])
    moment = (row["at"], day, row["offset_minutes"])
    trace.state = log.scheduled(before, rating, moment, card_id, parameters, row.get("interval"))
    sums = counters.sums(before, day, rating, row["correctness"], row["seconds"], row.get("confidence"))
    for name, value in sums.items():
        trace.sums[day, name] += value
    hour = counters.hour(row["at"], row["offset_minutes"])
    for name in ("answers", "correct"):
        trace.hours[hour, name] += sums[name]


def _event(trace: Trace, row: Row) -> None:
    match row["kind"]:
        case log.RESET | log.DUE:
            trace.state = log.apply_event(trace.state, row["kind"], row["value"])
        case "bury":
            trace.marks["buried_day"] = date.fromisoformat(row["value"]).toordinal()
        case "suspend":
            trace.marks["suspended"] = 1
        case "unsuspend":
            trace.marks |= {"suspended": 0, "buried_day": None}
        case "flag":
            trace.marks["flagged"] = int(row["value"])
        case "note":
            trace.marks["note"] = row["value"]
