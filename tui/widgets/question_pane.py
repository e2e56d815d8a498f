"""The question, the answer area that fits its kind, and below them what is said once it is judged."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from engine.text import Language, Text
from tui.locale import study as words
from tui.sessions.question import AskedQuestion, Phase
from tui.text.plain import reading_line
from tui.text.sanitize import inert
from tui.widgets.answers.areas import area_for
from tui.widgets.answers.base import AnswerArea
from tui.widgets.answers.choice import ChoiceArea
from tui.widgets.rich_text import Flow, drawn, prose
from tui.widgets.screen_base import Page
from tui.widgets.verdict import explanation_block, verdict_block


class QuestionPane(VerticalScroll, can_focus=False):
    """Shows one question after another; the answer areas are kept and used again."""

    DEFAULT_CSS = """
    QuestionPane > Static { height: auto; }
    QuestionPane > #explanation { display: none; }
    QuestionPane > #prompt { margin-bottom: 1; }
    QuestionPane > .block { margin-top: 1; }
    QuestionPane > #verdict { margin-bottom: 1; }
    QuestionPane > #tip { color: $text-accent; margin-bottom: 1; }
    QuestionPane > .-empty { display: none; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, classes="section")
        self._question: AskedQuestion | None = None
        self._areas: dict[type[AnswerArea], AnswerArea] = {}
        self._area: AnswerArea | None = None
        self._after: tuple[str, Text | None] = ("", None)

    def compose(self) -> ComposeResult:
        """Texts above and below the place for answers."""
        yield Static(id="tip", classes="-empty", markup=False)
        yield Flow(id="prompt")
        yield Static(id="verdict", classes="-empty", markup=False)
        yield Static(id="hints", classes="block -empty", markup=False)
        yield Flow(id="explanation", classes="block")

    async def ask(self, question: AskedQuestion, language: Language) -> None:
        """Begin with a new question."""
        self._question, self._after = question, ("", None)
        area = await self._put(area_for(question.variant.question))
        area.ask(question.variant, language)
        self.speak(language)
        self.scroll_home(animate=False)
        self.take_focus()

    async def _put(self, kind: type[AnswerArea]) -> AnswerArea:
        if kind not in self._areas:
            self._areas[kind] = kind()
            await self.mount(self._areas[kind], before="#hints")
        for other in self._areas.values():
            other.display = other is self._areas[kind]
        self._area = self._areas[kind]
        return self._area

    def take_focus(self) -> None:
        """Focus the answer area."""
        if self._area is not None:
            self._area.take_focus()

    @property
    def draft(self) -> str:
        """The draft: what is typed or marked so far."""
        return self._area.draft if self._area is not None else ""

    def restore(self, draft: str) -> None:
        """Put back what was typed or marked before."""
        if self._area is not None and draft:
            self._area.restore(draft)

    async def tick(
        self,
        question: AskedQuestion,
        language: Language,
        proposed: frozenset[int] = frozenset(),
        notes: Sequence[Text] = (),
    ) -> None:
        """Show the key points of an open answer to be ticked, beside the learner's text: those `proposed` are ticked
        already, and `notes` say why, a text a point."""
        area = await self._put(ChoiceArea)
        assert isinstance(area, ChoiceArea)
        area.ask(question.variant, language)
        area.tick(proposed, notes)
        self.speak(language)
        area.take_focus()

    def reveal(self, question: AskedQuestion, language: Language, note: str, followup: Text | None) -> None:
        """Show what was right and why."""
        self._after = (note, followup)
        if self._area is not None:
            self._area.reveal(question)
        self.speak(language)

    def tip(self, text: str) -> None:
        """A line of the tour above the question; empty for none."""
        self._say("tip", Content(text))

    def speak(self, language: Language) -> None:
        """Everything in the present language; what was typed stays."""
        question = self._question
        if question is None:
            return
        if self._area is not None:
            self._area.speak(language)
        prompt = question.variant.prompt
        self.query_one("#prompt", Flow).show(lambda width: drawn(prompt, language, width, "bold"))
        self._say("hints", self._hints(question, language))
        judged = question.phase is Phase.JUDGED
        told = judged or question.phase is Phase.TICKING
        self._say("verdict", self._verdict(question, language) if told else Content(""))
        note, followup = self._after
        reading = self._reading(question, language) if told else ""
        self.query_one("#explanation", Flow).show(
            (lambda width: explanation_block(question.variant, note, followup, reading, language, width))
            if told
            else None
        )

    def _reading(self, question: AskedQuestion, language: Language) -> str:
        screen = self.screen
        library = screen.backdrill.context.library if isinstance(screen, Page) else None
        return reading_line(library, question.variant.question.id, language) if library is not None else ""

    def _verdict(self, question: AskedQuestion, language: Language) -> Content:
        block = verdict_block(question, language)
        if question.variant.key.ticked and isinstance(question.answer, str) and question.answer:
            return Content.assemble(
                (words.YOURS.said(language), "bold $accent"), "\n", inert(question.answer), "\n\n", block
            )
        return block

    @staticmethod
    def _hints(question: AskedQuestion, language: Language) -> Content:
        lines = []
        total = len(question.variant.hints)
        for number, hint in enumerate(question.variant.hints[: question.hints_shown], start=1):
            head = words.HINT.said(language).format(number=number, total=total)
            lines.append(Content.assemble((head + "  ", "bold $text-warning"), prose(hint, language)))
        return Content("\n").join(lines)

    def _say(self, name: str, text: Content) -> None:
        part = self.query_one(f"#{name}", Static)
        part.set_class(not text.plain, "-empty")
        part.update(text)
