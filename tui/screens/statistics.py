"""How the memory is doing, in plots. Counted in a worker, so that a long log holds nothing up."""

from __future__ import annotations

from textual import work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from db.errors import DatabaseTrouble
from tui.expected_errors import sentence
from tui.locale import statistics as words
from tui.sessions.progress import progress_of
from tui.sessions.progress_figures import ProgressFigures, figures
from tui.widgets.key_bar import KeyBar
from tui.widgets.result_view import ResultView
from tui.widgets.screen_base import Page
from tui.widgets.status_line import StatusLine


class StatisticsScreen(Page):
    """One page of plots to scroll through."""

    DEFAULT_CSS = """
    StatisticsScreen #plots { height: 1fr; }
    """
    _progress: ProgressFigures | None = None

    def compose(self) -> ComposeResult:
        """Status, plots, keys."""
        yield StatusLine()
        with Vertical(id="plots", classes="section"):
            yield ResultView()
        yield KeyBar()

    def on_mount(self) -> None:
        """Count at once."""
        self.query_one(ResultView).focus()
        self._count()

    @work(thread=True, exclusive=True, group="statistics")
    def _count(self) -> None:
        try:
            found = progress_of(self.backdrill.context)
        except DatabaseTrouble as error:
            self.app.call_from_thread(self.query_one(ResultView).tell, sentence(error, self.language))
            return
        self.app.call_from_thread(self._counted, found)

    def _counted(self, found: ProgressFigures) -> None:
        self._progress = found
        self.speak()

    def speak(self) -> None:
        """Every plot in the present language."""
        self.query_one(StatusLine).show(Content.styled(self.said(words.TITLE), "bold"))
        self.query_one("#plots").border_title = self.said(words.PLOTS)
        view = self.query_one(ResultView)
        if self._progress is None:
            view.tell(self.said(words.COUNTING))
        elif not self._progress.numbers.days:
            view.tell(self.said(words.EMPTY))
        else:
            titles = {name: info.title for name, info in self.backdrill.context.library.topics.items()}
            view.show(figures(self._progress, titles), self.language)
