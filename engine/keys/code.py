"""Code: a source that is judged against a task."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from engine.grading import Answer, Key, Verdict, misfit
from engine.judging.judge import Ruling
from engine.judging.submission import judge
from engine.reading.wording import NO_WORDING, Wording
from engine.task import Options, Task
from engine.task_registry import find

KEPT = 16
"""Judgements that are kept: an answer is judged, shown, recorded, and told again in another language."""


@dataclass(frozen=True, slots=True)
class CodeKey(Key):
    """A task, with the options and cases that `seed` draws."""

    name: str
    seed: int
    retried: ClassVar[bool] = True

    @property
    def task(self) -> Task:
        """The task. Raises UnknownTask."""
        return find(self.name)

    @property
    def options(self) -> Options:
        """What the statement says."""
        return self.task.draw(self.seed)

    def ruling(self, source: str) -> Ruling:
        """The judgement on a source; takes 0.1 to 3 s the first time."""
        return _ruling(self.name, self.seed, source)

    def grade(self, answer: Answer) -> Verdict:
        """Right or wrong."""
        if not isinstance(answer, str):
            raise misfit(self, answer)
        return Verdict(float(self.ruling(answer).right))

    def read(self, text: str, wording: Wording = NO_WORDING) -> str:
        """The source as it was typed."""
        return text


@lru_cache(maxsize=KEPT)
def _ruling(name: str, seed: int, source: str) -> Ruling:
    return judge(source, find(name), seed)
