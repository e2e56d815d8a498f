"""A kind's answers as text: a file of the kind's name in `tui/text/kinds`.

Line mode, app, interview report and exports take their words from here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

from content.kind import kind_of
from content.variants import Variant
from engine.grading import Answer
from engine.kinds import KindFiles
from engine.text import Language, Text
from tui.text.sanitize import inert


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an option holds or not. `option` is its place, or None where one reason stands for all."""

    why: Text
    option: int | None = None
    right: bool = False


class TextKind(ABC):
    """How answers of one kind are written; its file ends with an instance named TEXT."""

    is_source: ClassVar[bool] = False
    """Whether the right answer is a program, whose line breaks and indents count."""

    @abstractmethod
    def correct(self, variant: Variant, language: Language) -> str:
        """The right answer, on one or a few lines."""

    @abstractmethod
    def key(self, variant: Variant) -> Any:
        """The key as JSON."""

    def given(self, variant: Variant, answer: str, language: Language) -> str:
        """A recorded answer as the learner saw it. Raises LookupError or ValueError when the question has changed."""
        return inert(answer)

    def reasons(self, variant: Variant) -> list[Reason]:
        """The reasons for and against the options, shown after the answer."""
        return []

    def told(self, variant: Variant, answer: Answer, language: Language) -> list[str]:
        """The lines shown after a wrong answer that may be tried again."""
        return []

    def against(self, variant: Variant, given: Answer) -> list[Text]:
        """What speaks against a wrong answer, where that follows from the answer itself."""
        return []


FILES: KindFiles[TextKind] = KindFiles("tui.text.kinds", "TEXT")


def text_of(variant: Variant) -> TextKind:
    """The words of a variant's kind."""
    return FILES.find(*kind_of(variant.question).files)
