"""Which widget answers which kind of question: the file of the kind's name beside this one."""

from __future__ import annotations

from content.kind import kind_of
from content.model import Question
from engine.kinds import KindFiles
from tui.widgets.answers.base import AnswerArea

FILES: KindFiles[type[AnswerArea]] = KindFiles("tui.widgets.answers", "AREA")


def area_for(question: Question) -> type[AnswerArea]:
    """The class of the widget that asks a question."""
    return FILES.find(*kind_of(question).files)
