"""Findings of the gate, each with its point."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from content.validation.faults import Path


class Point(StrEnum):
    """The points of the gate."""

    TAUTOLOGY = "tautology"
    VARIETY = "variety"
    PLAYERS = "players"
    READER = "reader"
    MISTAKES = "mistakes"
    SUFFICIENCY = "sufficiency"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the gate does not let pass: the item, the seed that shows it, what is wrong and the fix.

    `path` is the place inside the item; `file` and `line` are filled in where the deck's files are at hand.
    """

    point: Point
    id: str
    message: str
    fix: str
    seed: int | None = None
    path: Path = ()
    file: str = ""
    line: int = 0
