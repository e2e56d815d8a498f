"""What can happen to a card besides an answer, how it is stored, and what it does to the card. Defined here alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from db.scheduling.fsrs import MemoryState
from db.scheduling.study_days import as_datetime, micros


@dataclass(frozen=True, slots=True)
class Marks:
    """What the learner put on a card; the columns beside the scheduler's state."""

    suspended: int = 0
    buried_day: int | None = None
    flagged: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bury:
    """Do not ask the question again on this study day."""

    day: date


@dataclass(frozen=True, slots=True)
class Suspend:
    """Do not ask the question until `Unsuspend`."""


@dataclass(frozen=True, slots=True)
class Unsuspend:
    """Ask the question again, today if it is due."""


@dataclass(frozen=True, slots=True)
class Flag:
    """Set or clear the flag."""

    on: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A note to oneself; an empty one clears it."""

    text: str


@dataclass(frozen=True, slots=True)
class MakeDue:
    """Due on a study day of the learner's choice."""

    day: date


@dataclass(frozen=True, slots=True)
class Reset:
    """The card is new again; its reviews stay in the log."""


@dataclass(frozen=True, slots=True)
class Undo:
    """The review or event at the instant `target` is taken back; `what` names it for the learner."""

    what: str
    target: int


@dataclass(frozen=True, slots=True)
class Redo:
    """An undone review or event counts again."""

    what: str
    target: int


Change = Bury | Suspend | Unsuspend | Flag | Note | MakeDue | Reset
"""An event that changes the card itself."""
Event = Change | Undo | Redo


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """The columns of a row of `events`."""

    card_id: int
    at: int
    kind: str
    value: str
    target: int | None


def stored(card_id: int, at: int, event: Event) -> StoredEvent:
    """The event as a row of the log."""
    kind, value, target = _columns(event)
    return StoredEvent(card_id, at, kind, value, target)


def _columns(event: Event) -> tuple[str, str, int | None]:
    match event:
        case Bury(day):
            return "bury", day.isoformat(), None
        case Suspend():
            return "suspend", "", None
        case Unsuspend():
            return "unsuspend", "", None
        case Flag(on):
            return "flag", str(int(on)), None
        case Note(text):
            return "note", text, None
        case MakeDue(day):
            return "due", day.isoformat(), None
        case Reset():
            return "reset", "", None
        case Undo(what, target):
            return "undo", what, target
        case Redo(what, target):
            return "redo", what, target


def parsed(kind: str, value: str, target: int | None) -> Event:
    """The event that a row of the log holds. Raises ValueError for a row that holds none."""
    match kind, value, target:
        case "bury", _, None:
            return Bury(date.fromisoformat(value))
        case "due", _, None:
            return MakeDue(date.fromisoformat(value))
        case "flag", "0" | "1", None:
            return Flag(value == "1")
        case "note", _, None:
            return Note(value)
        case "undo", _, int():
            return Undo(value, target)
        case "redo", _, int():
            return Redo(value, target)
        case "suspend", _, None:
            return Suspend()
        case "unsuspend", _, None:
            return Unsuspend()
        case "reset", _, None:
            return Reset()
    raise ValueError(f"no event: {kind!r}")


def applied(event: Change, state: MemoryState, marks: Marks) -> tuple[MemoryState, Marks]:
    """The card's state after the event."""
    match event:
        case Bury(day):
            return state, replace(marks, buried_day=day.toordinal())
        case Suspend():
            return state, replace(marks, suspended=1)
        case Unsuspend():
            return state, replace(marks, suspended=0, buried_day=None)
        case Flag(on):
            return state, replace(marks, flagged=int(on))
        case Note(text):
            return state, replace(marks, note=text)
        case MakeDue(day):
            return replace(state, due_day=day.toordinal(), due=micros(as_datetime(day.toordinal()))), marks
        case Reset():
            return MemoryState(), marks
