"""A dialog that offers questions by their ids."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from content.kind import kind_of
from tui.locale import decks as words
from tui.text.plain import plain_text
from tui.widgets.card_history import sketched
from tui.widgets.rows import Row, Rows
from tui.widgets.screen_base import Dialog


class QuestionDialog(Dialog):
    """Gives an id back, or None."""

    DEFAULT_CSS = """
    QuestionDialog Rows { height: auto; max-height: 14; }
    """

    def __init__(self, questions: Sequence[str]) -> None:
        super().__init__()
        self._questions = questions

    def compose(self) -> ComposeResult:
        """A row for each."""
        with Vertical(classes="dialog"):
            yield Rows()

    def speak(self) -> None:
        """The questions in the present language."""
        self.query_one(".dialog").border_title = self.said(words.CHOOSE_QUESTION)
        rows = self.query_one(Rows)
        rows.fill([Row(self._line(name), name) for name in self._questions])
        rows.styles.height = min(14, len(self._questions))
        rows.focus()

    def _line(self, name: str) -> Content:
        question = self.backdrill.context.library.question(name)
        prompt = plain_text(sketched(kind_of(question).prompt(question)), self.language)
        return Content.assemble((name, "$accent"), "  ", " ".join(prompt.split()))

    @on(Rows.Picked)
    def _picked(self, event: Rows.Picked) -> None:
        event.stop()
        self.dismiss(event.name)
