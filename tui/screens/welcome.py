"""The first start: choose a language, take a two-minute tour on a real question, or go straight home."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from content.kind import kind_of
from engine.text import Language
from tui.locale import home as words
from tui.widgets.bindings import key
from tui.widgets.key_bar import KeyBar
from tui.widgets.screen_base import Page


class WelcomeScreen(Page):
    """Greets once; F8 on the home screen brings it back."""

    DEFAULT_CSS = """
    WelcomeScreen { align: center middle; }
    WelcomeScreen #welcome { width: 72; max-width: 96%; height: auto; max-height: 100%; padding: 1 3; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("1,１", "speak_in('en')", "English"),
        Binding("2,２", "speak_in('zh')", "中文"),
        key("enter,space", "tour", "home.tour"),
        key("s,escape,f10", "leave", "page.back"),
    ]

    def compose(self) -> ComposeResult:
        """One framed text."""
        with VerticalScroll(id="welcome", classes="section"):
            yield Static(markup=False)
        yield KeyBar()

    def speak(self) -> None:
        """The greeting in the present language."""
        self.query_one("#welcome").border_title = "Backdrill"
        text = Content("\n\n").join(
            [
                Content.styled(self.said(words.WELCOME), "bold $accent"),
                Content(self.said(words.WELCOME_TEXT)),
                Content.styled(self.said(words.WELCOME_LANGUAGE), "bold"),
                Content.assemble(self.said(words.WELCOME_TOUR), "\n", self.said(words.WELCOME_SKIP)),
            ]
        )
        self.query_one("#welcome Static", Static).update(text)

    def action_speak_in(self, language: Language) -> None:
        """Speak this language from now on."""
        self.backdrill.language = language
        self.backdrill.keep("language", language)

    def action_tour(self) -> None:
        """A real question, with a line of guidance above it."""
        self.backdrill.keep("welcomed", True)
        questions = self.backdrill.context.library.questions.values()
        plain = [q for q in questions if kind_of(q).first]
        self.backdrill.back()
        if plain:
            easiest = min(plain, key=lambda question: question.level)
            self.backdrill.go("ask", question_id=easiest.id, seed=1, coach=True)

    def action_leave(self) -> None:
        """Straight home."""
        self.backdrill.keep("welcomed", True)
        self.backdrill.back()
