"""What an interviewer needs beside a question: key points with cues and probes, model answers, threads of questions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from content.strict import Strict
from engine.text import NOTHING, Text


@dataclass(frozen=True, kw_only=True)
class Heard(Strict):
    """An example of what a learner may say, and whether it makes the point."""

    text: str
    made: bool


@dataclass(frozen=True, kw_only=True)
class KeyPoint(Strict):
    """One point an open answer should make, its weight, and the claim that backs it.

    `cues` are patterns that tell the point is made, in both languages side by side; `traps` tell that the opposite was
    said; `probe` is what the interviewer asks when the point was not recognised; `heard` are examples for the cues.
    """

    text: Text
    claim: str
    weight: float = 1.0
    cues: tuple[str, ...] = ()
    traps: tuple[str, ...] = ()
    probe: Text = NOTHING
    heard: tuple[Heard, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ModelAnswers(Strict):
    """Two answers to learn from: one that passes, and one that stands out."""

    solid: Text
    strong: Text


class Move(StrEnum):
    """The kind of question that a step of a thread asks."""

    DEFINE = "define"
    DERIVE = "derive"
    COMPUTE = "compute"
    COMPARE = "compare"
    WHAT_IF = "what_if"


@dataclass(frozen=True, kw_only=True)
class Step(Strict):
    """One question of a thread, what it asks for, and how the interviewer leads over to it.

    With `own_words` a single choice is asked without its options first.
    """

    question: str
    move: Move
    bridge: Text = NOTHING
    own_words: bool = False


@dataclass(frozen=True, kw_only=True)
class Thread(Strict):
    """Questions that an interviewer asks one after the other."""

    id: str
    title: Text
    steps: tuple[Step, ...]
