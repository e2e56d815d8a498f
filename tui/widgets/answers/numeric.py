"""Typing a number, which is shown as it was read."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from content.variants import Variant
from engine.reading.outcome import Unreadable
from engine.text import Language
from tui.locale import study as words
from tui.sessions.question import AskedQuestion, recorded
from tui.widgets.answers.base import AnswerArea, Complaint, Submitted
from tui.widgets.bindings import key


class NumberField(Input):
    """A field for one number. The question mark is left to the hint key."""

    BINDINGS: ClassVar[list[BindingType]] = [key("enter", "submit", "answer.confirm")]

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Every character but the question mark is typed into the field."""
        return character not in ("?", "？") and super().check_consume_key(key, character)

    def on_key(self, event: events.Key) -> None:
        """Keep the field from typing the question mark."""
        if event.character in ("?", "？"):
            event.prevent_default()


class NumberArea(Vertical, AnswerArea):
    """A number field with its reading below it."""

    DEFAULT_CSS = """
    NumberArea { height: auto; }
    NumberArea Input { width: 40; }
    NumberArea Static { color: $text-muted; padding: 0 1; }
    """
    language: Language = "en"

    def compose(self) -> ComposeResult:
        """The field and its reading."""
        field = NumberField(max_length=60, compact=True, select_on_focus=False)
        field.cursor_blink = False
        yield field
        yield Static(markup=False)

    def ask(self, variant: Variant, language: Language) -> None:
        """An empty field."""
        self.language, self._variant = language, variant
        field = self.query_one(NumberField)
        field.disabled = False
        with field.prevent(Input.Changed):
            field.value = ""
        self._read()

    def take_focus(self) -> None:
        """The field takes the keys."""
        self.query_one(NumberField).focus()

    def reveal(self, question: AskedQuestion) -> None:
        """The field is closed; an empty one goes."""
        field = self.query_one(NumberField)
        field.disabled = True
        self.display = bool(field.value)

    @property
    def draft(self) -> str:
        """The text of the field."""
        return self.query_one(NumberField).value

    def restore(self, draft: str) -> None:
        """Type it again."""
        self.query_one(NumberField).value = draft

    def speak(self, language: Language) -> None:
        """Say the reading in another language."""
        self.language = language
        self._read()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        self._read()

    def _read(self) -> None:
        text = self.query_one(NumberField).value
        unit = self._variant.unit.said(self.language)
        if not text.strip():
            shown = f"{unit}   {words.TYPE_NUMBER.said(self.language)}".strip()
        else:
            try:
                shown = f"{text.strip()} = {recorded(self._variant.read(text))} {unit}"
            except Unreadable as error:
                shown = error.text.said(self.language)
        self.query_one(Static).update(shown)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            self.post_message(Submitted(self._variant.read(event.value)))
        except Unreadable as error:
            self.post_message(Complaint(error.text if event.value.strip() else words.TYPE_NUMBER))


AREA = NumberArea
