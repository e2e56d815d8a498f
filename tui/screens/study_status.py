"""What stands around a question in a session: topic and level, what is done and due, the timer, what was said."""

from __future__ import annotations

from contextlib import suppress

from textual.containers import Container
from textual.content import Content

from db.errors import DatabaseTrouble
from db.types import DueCounts
from engine.text import Text
from tui.expected_errors import Expected, sentence
from tui.locale import study as words
from tui.sessions.question import AskedQuestion, Phase
from tui.sessions.study import StudySession
from tui.sessions.unrecorded import OutsideSession
from tui.shell import Trouble
from tui.widgets.question_pane import QuestionPane
from tui.widgets.screen_base import Page
from tui.widgets.status_line import StatusLine


class SessionFrame(Page):
    """A screen that shows a session's status line."""

    session: StudySession
    _timer_shown = True

    def __init__(self) -> None:
        super().__init__()
        self._said = Content("")
        self._counts = Content("")
        self._due = DueCounts(0, 0, 0)

    @property
    def question(self) -> AskedQuestion | None:
        """The question in front of the learner."""
        return self.session.current.question if self.session.current else None

    @property
    def outside(self) -> bool:
        """Whether nothing is recorded."""
        return isinstance(self.session, OutsideSession)

    def action_timer(self) -> None:
        """Show or hide the timer, and remember it."""
        self._timer_shown = not self._timer_shown
        self.backdrill.keep("timer", self._timer_shown)
        self._show_status()

    def _trouble(self, error: Expected) -> None:
        self.app.post_message(Trouble(sentence(error, self.language)))

    def _tell(self, text: Text, **values: str) -> None:
        self._said = Content.styled(self.said(text, **values), "$text-success")

    def _count(self) -> None:
        if self.outside:
            self._counts = Content(self.said(words.OUTSIDE))
            return
        with suppress(DatabaseTrouble):  # then the counts of before stand; the next answer says why
            self._due = self.backdrill.context.memory.due_counts()
        counts = self._due
        done = self.said(words.DONE, count=len(self.session.answered))
        due = self.said(words.DUE, count=counts.due + counts.learning)
        new = self.said(words.NEW, count=counts.new)
        self._counts = Content("  ".join([done, due, new]))

    def _show_status(self) -> None:
        current = self.session.current
        if current is None:
            return
        question = current.question
        title = self.session.library.topic_of(current.card.question_id).title
        level = self.said(words.LEVEL, level=question.variant.question.level)
        flag = [Content.styled(self.said(words.FLAGGED), "$text-warning")] if current.card.flagged else []
        said = [self._said] if self._said.plain else []
        left = Content(" · ").join([Content.styled(self.said(title), "bold"), Content(level), *flag, *said])
        seconds = int(question.seconds if question.phase is Phase.JUDGED else question.elapsed())
        timer = f"  {seconds // 60:>2}:{seconds % 60:02}" if self._timer_shown else ""
        self.query_one(StatusLine).show(left, self._counts + Content(timer))

    def action_scroll(self, pages: int) -> None:
        """Scroll the question by pages."""
        scroller = self._scroller()
        scroller.scroll_relative(y=pages * max(2, scroller.size.height - 2), animate=False)

    def _scroller(self) -> Container | QuestionPane:
        body, pane = self.query_one("#body", Container), self.query_one(QuestionPane)
        return pane if self.has_class("-wide") else body
