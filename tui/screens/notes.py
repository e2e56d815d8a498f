"""The audited notes as a short course: what they say, what holds, and the evidence, computed on a key."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content

from content.claims import stated
from content.model import Claim
from engine.text import Language, Text
from tui.locale import browse as words
from tui.locale.claims import CHECK_FAILS, CHECK_HOLDS, CITED, GRADES, VERDICTS
from tui.sessions.evidence import ShownEvidence, evidence_now
from tui.text.plain import plain_text
from tui.widgets.bindings import key
from tui.widgets.key_bar import KeyBar
from tui.widgets.rich_text import Flow, drawn
from tui.widgets.rows import Row, Rows
from tui.widgets.screen_base import Page
from tui.widgets.status_line import StatusLine


class NotesScreen(Page):
    """Claims on the left, one of them on the right (below, where it is narrow)."""

    CSS_PATH = "notes.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("e", "evidence", "notes.evidence"),
        key("a", "question", "notes.question"),
        key("pageup", "page(-1)", "page.up", show=False, priority=True),
        key("pagedown", "page(1)", "page.down", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._evidence: dict[str, list[ShownEvidence]] = {}

    def compose(self) -> ComposeResult:
        """List and page."""
        yield StatusLine()
        with Container(id="body"):
            with Container(id="list", classes="section"):
                yield Rows()
            with VerticalScroll(id="page", classes="section", can_focus=False):
                yield Flow()
        yield KeyBar()

    def speak(self) -> None:
        """Every claim again."""
        library = self.backdrill.context.library
        self.query_one(StatusLine).show(Content.styled(self.said(words.NOTES_TITLE), "bold"))
        rows = self.query_one(Rows)
        lines: list[Row] = []
        for deck in library.decks:
            for topic in deck.topics:
                if topic.claims:
                    section = self.said(words.SECTION, section=topic.info.section)
                    lines.append(Row(Content.styled(f"{section}  {self.said(topic.info.title)}", "bold $accent")))
                lines += [Row(self._line(claim), claim.id) for claim in topic.claims]
        rows.fill(lines or [Row(Content(self.said(words.NO_CLAIMS)))])
        rows.focus()
        self._show(rows.name_at_cursor)

    def _line(self, claim: Claim) -> Content:
        sign = self.said(VERDICTS[claim.verdict]).split(" ")[0]
        return Content(f" {sign} {plain_text(stated(claim).paraphrase, self.language)}")

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._show(event.name)

    @on(Rows.Picked)
    def _picked(self) -> None:
        self.action_evidence()

    def _show(self, name: str) -> None:
        claims = self.backdrill.context.library.claims
        page = self.query_one("#page", VerticalScroll)
        if name not in claims:
            self.query_one(Flow).show(None)
            return
        claim, language = claims[name], self.language
        page.border_title = f"{claim.id}  {self.said(VERDICTS[claim.verdict])}"
        page.scroll_home(animate=False)
        evidence = self._evidence.get(name)
        sources = self.backdrill.context.library.deck_of(name).sources
        cited = [sources[key].cite for key in claim.references if key in sources]
        self.query_one(Flow).show(lambda width: claim_page(claim, evidence, cited, language, width))

    def action_page(self, pages: int) -> None:
        """Scroll the claim's page."""
        page = self.query_one("#page", VerticalScroll)
        page.scroll_relative(y=pages * max(2, page.size.height - 2), animate=False)

    def action_evidence(self) -> None:
        """Compute the evidence of the claim under the cursor."""
        name = self.query_one(Rows).name_at_cursor
        if name:
            self.query_one("#page").border_subtitle = self.said(words.COMPUTING)
            self._compute(name)

    @work(thread=True, exclusive=True)
    def _compute(self, name: str) -> None:
        claim = self.backdrill.context.library.claims[name]
        found = [evidence_now(claim, number) for number in range(len(claim.evidence))]
        self.app.call_from_thread(self._computed, name, found)

    def _computed(self, name: str, found: list[ShownEvidence]) -> None:
        self._evidence[name] = found
        self.query_one("#page").border_subtitle = ""
        if self.query_one(Rows).name_at_cursor == name:
            self._show(name)

    def action_question(self) -> None:
        """A question on this claim, outside the schedule."""
        name = self.query_one(Rows).name_at_cursor
        questions = self.backdrill.context.library.questions.values()
        fitting = [question.id for question in questions if name in question.claims]
        if fitting:
            self.backdrill.go("ask", question_id=fitting[0])
        else:
            self.notify(self.said(words.NO_QUESTION))


def claim_page(
    claim: Claim, evidence: list[ShownEvidence] | None, cited: list[str], language: Language, width: int
) -> Content:
    """One claim as text: what the notes say, what holds, the condition, the evidence."""
    claim = stated(claim)
    parts = [_part(words.NOTES_SAY, claim.paraphrase, language, width)]
    parts.append(_part(words.HOLDS, claim.statement, language, width))
    if claim.condition.en:
        parts.append(_part(words.CONDITION, claim.condition, language, width))
    grade = GRADES[claim.grade.value].said(language)
    parts.append(Content.assemble((words.GRADE.said(language), "bold $accent"), "  ", grade))
    if evidence is None:
        parts.append(Content.styled(words.EVIDENCE_KEY.said(language), "$foreground-muted"))
    else:
        head = Content.styled(words.EVIDENCE.said(language), "bold $accent")
        parts.append(Content("\n").join([head, *_evidence_lines(evidence, language, width)]))
    if cited:
        head = Content.styled(words.SOURCES.said(language), "bold $accent")
        parts.append(Content("\n").join([head, *(Content(cite) for cite in cited)]))
    return Content("\n\n").join(parts)


def _part(head: Text, body: Text, language: Language, width: int) -> Content:
    return Content.assemble((head.said(language), "bold $accent"), "\n", drawn(body, language, width))


def _evidence_lines(evidence: list[ShownEvidence], language: Language, width: int) -> list[Content]:
    lines = []
    for one in evidence:
        lines.append(Content.styled(one.demonstration or f"{CITED.said(language)}: {one.cite}", "bold"))
        for check, truth in one.checks:
            holds, style = (CHECK_HOLDS, "$text-success") if truth else (CHECK_FAILS, "$text-error")
            lines.append(Content.assemble("  ", (holds.said(language), style), "  ", check))
        if one.shows.en:
            lines.append(drawn(one.shows, language, width))
    return lines
