"""What the answer widgets share: the variant they ask, the message they post, how they are revealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from content.variants import Variant
from engine.grading import Answer
from engine.text import Language, Text
from tui.sessions.question import AskedQuestion
from tui.widgets.rich_text import stacked
from tui.widgets.scrolling import show_lines


@dataclass
class Submitted(Message):
    """The learner gives this answer."""

    answer: Answer


@dataclass
class Complaint(Message):
    """The answer cannot be given as it stands; `text` says what is missing."""

    text: Text


class AnswerArea(Widget):
    """Asks one question after another. `ask` begins one, `reveal` shows what was right."""

    shows_key: ClassVar[bool] = False
    """Whether it shows the whole right answer once judged, so that nothing else need say it."""

    def ask(self, variant: Variant, language: Language) -> None:
        """Begin with a new question."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Put the keyboard where the answer is typed."""
        raise NotImplementedError

    def reveal(self, question: AskedQuestion) -> None:
        """Show what was right; take no more keys."""
        raise NotImplementedError

    def speak(self, language: Language) -> None:
        """Draw in another language, keeping what was typed."""
        raise NotImplementedError

    @property
    def draft(self) -> str:
        """What is typed or marked so far, as a text that `restore` takes; empty for nothing."""
        raise NotImplementedError

    def restore(self, draft: str) -> None:
        """Put a draft back; what does not fit the question is left out."""
        raise NotImplementedError


class DrawnArea(AnswerArea, can_focus=True):
    """An answer area that draws all its lines itself."""

    DEFAULT_CSS = """
    DrawnArea { height: auto; width: 1fr; }
    """
    _variant: Variant | None = None
    _judged: AskedQuestion | None = None
    language: Language = "en"

    def ask(self, variant: Variant, language: Language) -> None:
        """Begin with a new question."""
        self._variant, self._judged, self.language = variant, None, language
        self.begin(variant)
        self.refresh(layout=True)

    def begin(self, variant: Variant) -> None:
        """Forget the answer before."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """The widget itself takes the keys."""
        self.focus()

    def reveal(self, question: AskedQuestion) -> None:
        """Show what was right."""
        self._judged = question
        self.refresh(layout=True)

    def speak(self, language: Language) -> None:
        """Draw in another language."""
        self.language = language
        self.refresh(layout=True)

    def lines(self, width: int) -> list[Content]:
        """Every line, none wider than `width`."""
        raise NotImplementedError

    def cursor_lines(self, width: int) -> tuple[int, int]:
        """First line and number of lines under the cursor."""
        return 0, 1

    def render(self) -> Content:
        """All lines."""
        return stacked(self.lines(self.size.width)) if self._variant else Content("")

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as there are lines."""
        return max(1, len(self.lines(width))) if self._variant else 0

    def follow(self) -> None:
        """Scroll so that the line under the cursor is seen."""
        show_lines(self, *self.cursor_lines(self.size.width))
