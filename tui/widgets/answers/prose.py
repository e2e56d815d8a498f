"""Text of one or several lines."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from content.variants import Variant
from engine.text import Language
from tui.locale import study as words
from tui.sessions.question import AskedQuestion
from tui.widgets.answers.base import AnswerArea, Submitted
from tui.widgets.bindings import key


class AnswerText(TextArea):
    """Text in which Enter answers and Ctrl+J begins a line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter", "give", "answer.confirm", priority=True),
        key("ctrl+j", "line", "answer.line", priority=True),
    ]

    def action_give(self) -> None:
        """Give the text."""
        self.post_message(Submitted(self.text.strip()))

    def action_line(self) -> None:
        """Begin a line."""
        self.insert("\n")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Undo is the page's while there is no text of one's own to undo; a judged text is not given again."""
        if action in ("give", "line"):
            return not self.read_only
        return not (action in ("undo", "redo") and not self.text)


class ProseArea(Vertical, AnswerArea):
    """A few lines of free text."""

    DEFAULT_CSS = """
    ProseArea { height: auto; }
    ProseArea AnswerText { height: 7; border: round $accent 40%; }
    ProseArea AnswerText:focus { border: round $accent; }
    ProseArea Static { color: $text-muted; padding: 0 1; }
    """
    language: Language = "en"

    def compose(self) -> ComposeResult:
        """The lines and how they are given."""
        lines = AnswerText(show_line_numbers=False, soft_wrap=True, tab_behavior="focus")
        lines.cursor_blink = False
        yield lines
        yield Static(markup=False)

    def ask(self, variant: Variant, language: Language) -> None:
        """Empty lines."""
        lines = self.query_one(AnswerText)
        lines.text, lines.read_only = "", False
        self.speak(language)

    def take_focus(self) -> None:
        """The lines take the keys."""
        self.query_one(AnswerText).focus()

    def reveal(self, question: AskedQuestion) -> None:
        """The text stays to be compared."""
        self.query_one(AnswerText).read_only = True
        self.query_one(Static).update("")

    @property
    def draft(self) -> str:
        """The text."""
        return self.query_one(AnswerText).text

    def restore(self, draft: str) -> None:
        """The text again, the cursor behind it."""
        lines = self.query_one(AnswerText)
        lines.text = draft
        lines.move_cursor(lines.document.end)

    def speak(self, language: Language) -> None:
        """Say the keys in another language."""
        self.language = language
        self.query_one(Static).update(words.TYPE_TEXT.said(language))


AREA = ProseArea
