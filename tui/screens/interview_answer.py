"""One answer of an interview's report: the model answer, why, and the evidence with its demonstration drawn."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.events import Mount
from textual.widget import Widget
from textual.widgets import Static

from content.kind import kinds
from content.variants import Variant
from tui.locale import interview as words
from tui.locale.study import LEVEL
from tui.sessions.interview_report import asked_variant
from tui.sessions.report_types import AnswerReport, InterviewReport
from tui.text.interview_report import parts, percent, sign, watch
from tui.text.sanitize import inert, line
from tui.widgets.bindings import key
from tui.widgets.demonstration_pane import DemonstrationPane
from tui.widgets.interview_report import SIGN_STYLES
from tui.widgets.key_bar import KeyBar
from tui.widgets.screen_base import Page
from tui.widgets.status_line import StatusLine


class AnswerScreen(Page):
    """Begins with the answer at `place` of the report's items; left and right go to the others."""

    CSS_PATH = "interview_answer.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        key("left", "turn(-1)", "interview.previous"),
        key("right", "turn(1)", "interview.next"),
        key("l", "laboratory", "study.laboratory"),
        key("up", "scroll(-2)", "page.up", show=False),
        key("down", "scroll(2)", "page.down", show=False),
        key("pageup", "page(-1)", "page.up", show=False),
        key("pagedown", "page(1)", "page.down", show=False),
        key("escape,f10,enter", "leave", "page.back"),
    ]

    def __init__(self, report: InterviewReport, place: int) -> None:
        super().__init__()
        self._items, self._place = report.items, place
        self._variant: Variant | None = None

    def compose(self) -> ComposeResult:
        """The answer, and the demonstration beside or below it."""
        yield StatusLine()
        with Container(id="body"):
            with VerticalScroll(id="answer", classes="section", can_focus=False):
                yield Static(markup=False)
            yield DemonstrationPane(id="demonstration")
        yield KeyBar()

    @on(Mount)
    def _open(self) -> None:
        self._show()

    def _show(self) -> None:
        """Another answer: its variant is made again, so that the demonstration shows the very numbers."""
        item = self._items[self._place]
        self._variant = asked_variant(self.backdrill.context.library, item.question, item.variant_seed)
        pane = self.query_one(DemonstrationPane)
        if self._variant is None:
            pane.hide()
        else:
            pane.show(self._variant, self.language)
        self._scroller().scroll_home(animate=False)
        self.speak()
        self.refresh_bindings()

    def speak(self) -> None:
        """The answer in the present language."""
        item, language = self._items[self._place], self.language
        number = self.said(words.ANSWER_OF, number=self._place + 1, total=len(self._items))
        title = Content.styled(self.said(words.TITLE), "bold")
        self.query_one(StatusLine).show(title + Content(f"  {number}"), Content(self._took(item)))
        kind = kinds()[item.kind].label.said(language) if item.kind in kinds() else ""
        level = LEVEL.said(language).format(level=item.level)
        heads = [line(item.title.said(self.language) or item.question), kind, level]
        self.query_one("#answer").border_title = " · ".join(head for head in heads if head)
        self.query_one("#answer Static", Static).update(self._text(item))
        self.query_one(DemonstrationPane).speak(language)

    def _took(self, item: AnswerReport) -> str:
        return self.said(words.OF_TIME, spent=watch(item.seconds), planned=watch(item.planned_seconds))

    def _text(self, item: AnswerReport) -> Content:
        verdict = sign(item)
        blocks = [
            Content.styled(f"{verdict} {percent(item.correctness)}", f"bold {SIGN_STYLES[verdict]}"),
            Content.styled(inert(item.prompt.said(self.language)), "bold"),
        ]
        colon = "：" if self.language == "zh" else ": "
        for head, body in parts(item, self.language):
            lead = Content.styled(head.said(self.language) + colon, "bold $accent")
            blocks.append(lead + Content(inert(body.strip())))
        if self._variant is None:
            blocks.append(Content.styled(self.said(words.VANISHED), "$text-warning"))
        return Content("\n\n").join(blocks)

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The first answer has none before it, a vanished question no laboratory."""
        if action == "turn":
            return 0 <= self._place + int(str(parameters[0])) < len(self._items)
        return action != "laboratory" or self._variant is not None

    def action_turn(self, step: int) -> None:
        """To a neighbouring answer."""
        self._place += step
        self._show()

    def action_laboratory(self) -> None:
        """The demonstration with the question's numbers, its knobs to turn."""
        if self._variant is not None:
            scene = self._variant.scene
            self.backdrill.go(
                "laboratory",
                demonstration=scene.demonstration,
                parameters=dict(scene.parameters),
                seed=scene.demonstration_seed,
            )

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines."""
        self._scroller().scroll_relative(y=lines, animate=False)

    def action_page(self, pages: int) -> None:
        """Scroll by pages."""
        pane = self._scroller()
        pane.scroll_relative(y=pages * max(2, pane.size.height - 2), animate=False)

    def _scroller(self) -> Widget:
        return self.query_one("#answer" if self.has_class("-wide") else "#body")
