"""An interview's report: the summary, and below or beside it the answers, each of which can be opened."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from engine.text import Language
from tui.locale import interview as words
from tui.locale import study as study_words
from tui.sessions.report_types import AnswerReport, InterviewReport, Todo
from tui.text.interview_report import percent, sign, summary, todo_line, watch, when
from tui.text.sanitize import inert, line
from tui.widgets.rows import Row, Rows

SIGN_STYLES = {"✓": "$text-success", "◐": "$text-warning", "✗": "$text-error"}


@dataclass(frozen=True, slots=True)
class ReadAnswer:
    """A row that opens the answer at `place` among the report's items."""

    place: int


@dataclass(frozen=True, slots=True)
class NextStep:
    """A row that does one of the things to do next."""

    todo: Todo


class ReportPane(Container):
    """Shows one report. Its rows stand for a `NextStep` or a `ReadAnswer` each."""

    DEFAULT_CSS = """
    ReportPane > #summary { height: 3fr; }
    ReportPane > #summary > Static { height: auto; }
    ReportPane > #answers { height: 2fr; min-height: 5; }
    """

    def compose(self) -> ComposeResult:
        """The summary and the list of answers."""
        with VerticalScroll(id="summary", classes="section", can_focus=False):
            yield Static(markup=False)
        with Vertical(id="answers", classes="section"):
            yield Rows()

    def show(self, report: InterviewReport, language: Language) -> None:
        """A report in a language."""
        lines = [_styled(inert(text)) for text in summary(report, language)]
        self.query_one("#summary Static", Static).update(Content("\n").join(lines))
        self.query_one("#summary").border_title = words.REPORT.said(language).format(when=when(report))
        answers = self.query_one("#answers")
        answers.border_title = words.ANSWERS.said(language)
        answers.border_subtitle = words.ANSWERS_KEYS.said(language) if report.items else ""
        rows = [
            Row(Content.styled(f"▸ {line(todo_line(todo, language))}", "bold $accent"), f"todo {place}", NextStep(todo))
            for place, todo in enumerate(report.todo)
        ]
        rows += [
            Row(_answer(report, item, language), f"answer {place}", ReadAnswer(place))
            for place, item in enumerate(report.items)
        ]
        self.query_one(Rows).fill(rows or [Row(Content(words.NOTHING_ANSWERED.said(language)))])

    def take_focus(self) -> None:
        """The list has the keys; the summary scrolls by pages."""
        self.query_one("#summary").scroll_home(animate=False)
        self.query_one(Rows).focus()


def _answer(report: InterviewReport, item: AnswerReport, language: Language) -> Content:
    """One row: the verdict, the question, its score, and the time it took of the time it had."""
    title = line(item.title.said(language) or item.question)
    level = study_words.LEVEL.said(language).format(level=item.level)
    took = f"{watch(item.seconds)}/{watch(item.planned_seconds)}"
    parts = [f"{item.number}. {title}", level, percent(item.correctness), took]
    marks = {report.weakest: words.WEAKEST, report.strongest: words.STRONGEST}
    if item.number in marks:
        parts.append(marks[item.number].said(language))
    verdict = sign(item)
    return Content.assemble((verdict, SIGN_STYLES[verdict]), " ", " · ".join(parts))


def _styled(text: str) -> Content:
    """A line of Markdown as a page shows it: headings in colour, without their marks."""
    bare = text.lstrip("#")
    return Content.styled(bare.strip(), "bold $accent") if bare != text else Content(text)
