"""Where practice gains most: topics by what a minute gains, with the reasons; Enter begins the session."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from db.errors import DatabaseTrouble
from db.statistics.gains import gains
from db.statistics.topic_standing import TopicStanding, sure_but_wrong, topic_standings
from engine.text import Text
from tui.expected_errors import sentence
from tui.locale import progress as reasons
from tui.locale import statistics as words
from tui.text.knowledge import known
from tui.widgets.key_bar import KeyBar
from tui.widgets.rows import Row, Rows
from tui.widgets.screen_base import Page
from tui.widgets.status_line import StatusLine

PERIOD = 10
"""Minutes of practice for which a topic's gain is shown."""
SHOWN = 3
"""How many of the questions that were sure but wrong are named."""


class WeakScreen(Page):
    """The ranking. The first row practises everything."""

    DEFAULT_CSS = """
    WeakScreen #ranking { height: 1fr; }
    WeakScreen #sure { height: auto; min-height: 4; }
    WeakScreen #sure Static { height: auto; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._topics: list[TopicStanding] | None = None
        self._rates: Mapping[str, float] = {}
        self._sure: list[str] = []
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """Ranking above, what was sure but wrong below."""
        yield StatusLine()
        with Vertical(id="ranking", classes="section"):
            yield Rows()
        with Vertical(id="sure", classes="section"):
            yield Static(markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Rank at once."""
        self.query_one(Rows).focus()

    def on_screen_resume(self) -> None:
        """A session may have changed everything."""
        self._rank()

    @work(thread=True, exclusive=True, group="weak")
    def _rank(self) -> None:
        memory, knowledge = self.backdrill.context.memory, self.backdrill.context.knowledge
        try:
            found, rates = topic_standings(memory, knowledge.now()), gains(memory, knowledge).topics
            topics, sure = sorted(found, key=lambda one: (-rates[one.topic], one.topic)), sure_but_wrong(memory)
        except DatabaseTrouble as error:
            self.app.call_from_thread(self._ranked, None, {}, [], sentence(error, self.language))
            return
        self.app.call_from_thread(self._ranked, topics, rates, sure, "")

    def _ranked(
        self, topics: list[TopicStanding] | None, rates: Mapping[str, float], sure: list[str], trouble: str
    ) -> None:
        self._topics, self._rates, self._sure, self._trouble = topics, rates, sure, trouble
        self.speak()

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        """Say why the topic under the cursor is weak."""
        event.stop()
        self._tell(event.name)

    @on(Rows.Picked)
    def _picked(self, event: Rows.Picked) -> None:
        """Practise a topic, or all."""
        event.stop()
        self.backdrill.go("practise", topics=None if event.name == "*" else [event.name])

    def speak(self) -> None:
        """Every row in the present language."""
        self.query_one(StatusLine).show(Content.styled(self.said(words.WEAK_TITLE), "bold"))
        self.query_one("#ranking").border_title = self.said(words.RANKING)
        self.query_one("#sure").border_title = self.said(words.WHY)
        if self._topics is None:
            self.query_one("#sure Static", Static).update(self._trouble or self.said(words.COUNTING))
            return
        self.query_one(Rows).fill(
            [Row(Content.styled(self.said(words.ALL_TOPICS), "bold"), "*"), *map(self._row, self._topics)]
        )
        self._tell(self.query_one(Rows).name_at_cursor)

    def _row(self, topic: TopicStanding) -> Row:
        titles = self.backdrill.context.library.topics
        title = self.said(titles[topic.topic].title if topic.topic in titles else Text(topic.topic, topic.topic))
        told = [
            known(topic.estimate, self.language),
            self.said(words.GAIN, questions=f"{PERIOD * self._rates[topic.topic]:.1f}"),
            *([self.said(words.READY_ROW)] if topic.ready else []),
        ]
        if topic.trend is not None and abs(topic.trend) >= 0.05:
            told.append(self.said(words.TREND, change=f"{topic.trend:+.0%}"))
        style = "$text-success" if topic.ready else "$text-warning" if topic.answers else "$foreground-muted"
        return Row(Content.assemble((title, "bold"), "  ", ("  ".join(told), style)), topic.topic)

    def _tell(self, name: str) -> None:
        """Below: the reasons of one topic, what was sure but wrong, and what Enter does."""
        topic = next((topic for topic in self._topics or [] if topic.topic == name), None)
        why = (
            [self.said(reasons.REASONS[reason], count=count) for reason, count in topic.reasons.items()]
            if topic
            else []
        )
        lines = ["   ".join(why)] if why else []
        below = "\n".join([*lines, *self._wrongly_sure(), self.said(words.WEAK_HELP)])
        self.query_one("#sure Static", Static).update(below)

    def _wrongly_sure(self) -> list[str]:
        library = self.backdrill.context.library
        known = [name for name in self._sure if name in library.questions]
        if not known:
            return [self.said(words.NONE_SURE)]
        more = [f"+{len(known) - SHOWN}"] if len(known) > SHOWN else []
        return [self.said(words.SURE_LIST, names="  ".join([*known[:SHOWN], *more]))]
