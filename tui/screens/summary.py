"""The end of a session: how many, how well, how long, and how the memory stands now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from db.errors import DatabaseTrouble
from db.statistics.estimates import Estimate
from tui.expected_errors import sentence
from tui.locale import study as words
from tui.sessions.more_today import Further, further
from tui.sessions.study import Answered, StudySession
from tui.shell import Trouble
from tui.text.knowledge import moved
from tui.widgets.bindings import key
from tui.widgets.key_bar import KeyBar
from tui.widgets.screen_base import Page
from tui.widgets.status_line import StatusLine


class SummaryScreen(Page):
    """The result of the session."""

    DEFAULT_CSS = """
    SummaryScreen #summary { height: 1fr; padding: 1 2; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        key("enter,space,q", "leave", "page.back"),
        key("n", "more_new", "summary.new"),
        key("r", "more_reviews", "summary.reviews"),
        key("a", "ahead", "summary.ahead"),
    ]
    _further: Further = Further(0, 0, None)

    def __init__(self, session: StudySession, before: Mapping[str, Estimate] | None = None) -> None:
        """`before` is what was known of each topic when the session began, for sessions that compare."""
        super().__init__()
        self._session, self._before = session, before

    def on_mount(self) -> None:
        """See what else today could bring."""
        if self._session.mode == "study":
            try:
                self._further = further(self.backdrill.context.memory)
            except DatabaseTrouble as error:
                self.app.post_message(Trouble(sentence(error, self.language)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Hide keys that would show an empty list."""
        there = {
            "more_new": self._further.new,
            "more_reviews": self._further.reviews,
            "ahead": self._further.days_ahead,
        }
        return bool(there.get(action, True))

    def action_more_new(self) -> None:
        """Some new questions beyond the day's limit."""
        self._go_on(new=self._further.new)

    def action_more_reviews(self) -> None:
        """The reviews that the day's limit held back."""
        self._go_on(reviews=self._further.reviews)

    def action_ahead(self) -> None:
        """The reviews that would come next."""
        self._go_on(days_ahead=self._further.days_ahead or 0)

    def _go_on(self, new: int = 0, reviews: int = 0, days_ahead: int = 0) -> None:
        try:
            if new or reviews:
                self.backdrill.context.memory.more_today(new, reviews)
        except DatabaseTrouble as error:
            self.app.post_message(Trouble(sentence(error, self.language)))
            return
        self.backdrill.switch("study", topics=self._session.topics, days_ahead=days_ahead)

    def compose(self) -> ComposeResult:
        """One text."""
        yield StatusLine()
        with VerticalScroll(id="summary", classes="section"):
            yield Static(markup=False)
        yield KeyBar()

    def speak(self) -> None:
        """The summary in the present language."""
        self.query_one(StatusLine).show(Content.styled("Backdrill", "bold $accent"))
        self.query_one("#summary").border_title = self.said(words.SUMMARY)
        answered = self._session.answered
        lines = self._told(answered) if answered else [self.said(words.NOTHING), self.said(words.NOTHING_TODO)]
        lines += self._offers()
        lines += [self.said(words.PASSED_OVER, what=self.said(fault)) for fault in self._session.faults]
        self.query_one("#summary Static", Static).update("\n".join([*lines, "", self.said(words.LEAVE)]))

    def _offers(self) -> list[str]:
        new, reviews, days = self._further
        offers = [self.said(words.MORE_NEW, count=new)] if new else []
        offers += [self.said(words.MORE_REVIEWS, count=reviews)] if reviews else []
        offers += [self.said(words.AHEAD, days=days)] if days else []
        return ["", *offers] if offers else []

    def _told(self, answered: list[Answered]) -> list[str]:
        right = sum(one.correctness >= 1 for one in answered)
        seconds = sum(one.seconds for one in answered)
        spent = self.said(words.MINUTES, m=int(seconds) // 60, s=int(seconds) % 60)
        rated = Counter(one.rating for one in answered)
        ratings = "   ".join(f"{self.said(name)} {rated[rating]}" for rating, name in words.RATINGS.items())
        return [
            self.said(words.COUNTED, count=len(answered), right=right, percent=f"{right / len(answered):.0%}"),
            self.said(words.SPENT, minutes=spent, each=round(seconds / len(answered))),
            f"{self.said(words.RATED)}  {ratings}",
            "",
            self.said(words.BY_TOPIC),
            *self._topics(answered),
        ]

    def _topics(self, answered: list[Answered]) -> list[str]:
        lines = []
        for topic, count in Counter(one.topic for one in answered).items():
            right = sum(one.correctness >= 1 for one in answered if one.topic == topic)
            info = self._session.library.topics.get(topic)
            lines.append(f"  {self.said(info.title) if info else topic}  {right}/{count}{self._compared(topic)}")
        return lines

    def _compared(self, topic: str) -> str:
        if self._before is None:
            return ""
        after = self.backdrill.context.knowledge.now().topics
        return "   " + moved(self._before.get(topic), after.get(topic), self.language)
