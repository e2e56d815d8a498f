"""What content knows of a kind of question. Each kind is a file of its name in `content/kinds`.

The other packages hold a file of the same name where they must know the kind: CONTRIBUTING.md shows them all.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import numpy as np

from content.model import Question
from content.scene import Scene
from content.statements import ShownOption
from content.validation.faults import Found
from engine.grading import Key
from engine.kinds import KindFiles
from engine.text import NOTHING, Text

FILES: KindFiles[Kind] = KindFiles("content.kinds", "KIND")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a draw shows beside the prompt: options, a statement to judge, items with the positions in right order."""

    options: tuple[ShownOption, ...] = ()
    statement: Text = NOTHING
    items: tuple[Text, ...] = ()
    order: tuple[int, ...] = ()


class Kind(ABC):
    """One kind of question; its file ends with an instance named KIND."""

    name: ClassVar[str]
    """As it stands in decks and in the review log; also the name of its files."""
    number: ClassVar[int]
    """Its place in lists."""
    label: ClassVar[Text]
    families: ClassVar[tuple[str, ...]] = ()
    """Names of files that serve this kind in a package where it has none of its own, the nearest first."""
    needs: ClassVar[frozenset[str]] = frozenset()
    """The fields of `Question` that must be given, of those that belong to single kinds."""
    takes: ClassVar[frozenset[str]] = frozenset()
    """The fields that may be given besides."""
    graded: ClassVar[bool] = True
    """Whether the program grades by value. Without that the question proves its model answer (`proof`)."""
    judged: ClassVar[bool] = False
    """Whether the answer is run and judged: it may be tried again, and the texts need not stand in the deck."""
    compared: ClassVar[bool] = False
    """Whether the learner compares her answer with the right one and grades herself."""
    free_text: ClassVar[bool] = False
    """Whether what the learner types is prose, in which any sign may stand."""
    deep: ClassVar[bool] = False
    """Whether it shows more than a choice can; an interview has one such question when there are any."""
    doubted: ClassVar[bool] = False
    """Whether an interviewer doubts the answer, to see whether it can be defended."""
    first: ClassVar[bool] = False
    """Whether the tour may begin with such a question."""
    interview_seconds: ClassVar[float] = 120.0
    """The time that an interview gives to such a question."""
    quick: ClassVar[float] = 0.0
    """Seconds under which a right answer without hints counts as easy."""
    longer: ClassVar[float] = 1.0
    """How many times as long as others an answer may take before its clock stops."""

    @abstractmethod
    def key(self, question: Question, scene: Scene, shown: Shown) -> Key:
        """The key of a draw, computed. Raises KeyFault when there is none of this kind."""

    def shown(self, question: Question, scene: Scene, mixer: np.random.Generator) -> Shown:
        """What the draw shows beside the prompt. Raises KeyFault when declarations or proofs contradict it."""
        return NOTHING_SHOWN

    def prompt(self, question: Question) -> Text:
        """What is asked, before numbers are filled in."""
        return question.prompt

    def explanation(self, question: Question) -> Text:
        """Why the answer is as it is."""
        return question.explanation

    def hints(self, question: Question) -> tuple[Text, ...]:
        """Each tells more than the one before."""
        return question.hints

    def faults(self, question: Question) -> Iterator[Found]:
        """What `check` finds wrong with the fields of such a question."""
        return iter(())

    def redrawn(self, question: Question) -> bool:
        """Whether the mixer alone changes what is asked, whatever is drawn."""
        return question.show is not None

    @property
    def files(self) -> tuple[str, ...]:
        """The names under which other packages hold a file for this kind, the nearest first."""
        return (self.name, *self.families)


NOTHING_SHOWN = Shown()


@cache
def kinds() -> dict[str, Kind]:
    """All kinds by name, in the order of their numbers."""
    found = sorted((FILES.find(name) for name in FILES.names), key=lambda kind: kind.number)
    return {kind.name: kind for kind in found}


def kind_of(question: Question) -> Kind:
    """The kind of a question."""
    return kinds()[question.kind]
