"""Home: what is due and why, one thing to do next, the topics, and the keys to every room."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tui.locale import app as app_words
from tui.locale import home as words
from tui.navigation import HOME
from tui.widgets.bindings import key, label
from tui.widgets.key_bar import KeyBar
from tui.widgets.rows import Rows
from tui.widgets.screen_base import Page
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:  # the memory, after the first paint
    from db.statistics.estimates import Estimate
    from tui.sessions.overview import Overview


UNHURRIED = 0.3
"""Seconds after which what is known is estimated anew and the exam is played through, when everything else stands."""


class HomeScreen(Page):
    """The first screen. It paints as a skeleton and fills in when the memory is open."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(key(entry.keys, f"room('{name}')", f"home.{name}", show=False) for name, entry in HOME.items()),
        key("f8", "room('welcome')", "home.tour", show=False),
        key("q", "app.quit", "app.quit", show=False),
    ]

    _now: Overview | None = None
    _expected: Estimate | None = None

    def compose(self) -> ComposeResult:
        """The frame, without anything that needs the memory."""
        yield StatusLine()
        with Vertical(id="next", classes="section"):
            yield Static(id="action", markup=False)
        with Vertical(id="topics", classes="section"):
            yield Static(id="head", classes="muted", markup=False)
            yield Rows()
        yield Static(id="doors", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Fill in when the memory is open."""
        self.watch(self.app, "ready", self._ready, init=False)

    def _ready(self) -> None:
        if self.backdrill.opens_at != "home":
            return  # another room comes first; what is said here is said on the way back
        self.spoken()
        self.query_one(Rows).focus()
        self.set_timer(UNHURRIED, self._estimate)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Home has nowhere to go back to."""
        return action != "leave"

    def action_room(self, name: str) -> None:
        """Open a room."""
        self.backdrill.go(name)

    @on(Rows.Picked)
    def _picked(self, event: Rows.Picked) -> None:
        """Enter on the first row does what is recommended, on a topic studies it."""
        if event.name == "*":
            self.backdrill.go("study")
        else:
            self.backdrill.go("study", topics=[event.name])

    def speak(self) -> None:
        """Everything again, with the present counts."""
        self.query_one("#next").border_title = self.said(words.NEXT_STEP)
        self.query_one("#topics").border_title = self.said(words.TOPICS)
        self._show_doors()
        if not self.backdrill.ready:
            self.query_one(StatusLine).show(Content.styled("Backdrill", "bold $accent"), Content(""))
            self.query_one("#action", Static).update(self.backdrill.failed or self.said(app_words.OPENING))
            return
        from tui.sessions.overview import overview  # the memory, after the first paint
        from tui.widgets.home_rows import action_text, topic_rows

        now: Overview = overview(self.backdrill.context)
        self._now = now
        self._head()
        self.query_one("#action", Static).update(action_text(now, self.language))
        rows = self.query_one(Rows)
        head, lines = topic_rows(now, self.language, max(40, rows.size.width))
        self.query_one("#head", Static).update(head)
        rows.fill(lines)

    def _head(self) -> None:
        from tui.widgets.home_rows import header  # as in speak

        if self._now is not None:
            self.query_one(StatusLine).show(*header(self._now, self.language, self._expected))

    def on_screen_resume(self) -> None:
        """What was studied meanwhile changes what is known and what to expect of the exam."""
        if self.backdrill.ready:
            self.query_one(Rows).focus()
            self.set_timer(UNHURRIED, self._estimate)

    @work(thread=True, exclusive=True, group="estimate")
    def _estimate(self) -> None:
        from db.errors import DatabaseTrouble  # as in speak
        from tui.sessions.overview import expected_at_exam

        with suppress(DatabaseTrouble):  # then there is no estimate, and the next answer says why
            if not self.is_current:
                return
            if not self.backdrill.context.knowledge.fresh:
                self.backdrill.context.knowledge.now()
                self.app.call_from_thread(self._estimated)
            self.app.call_from_thread(self._simulated, expected_at_exam(self.backdrill.context))

    def _estimated(self) -> None:
        if self.is_current:
            self.speak()

    def _simulated(self, expected: Estimate | None) -> None:
        self._expected = expected
        if self.is_current:
            self._head()

    def on_resize(self, event: Any) -> None:
        """Columns follow the width."""
        self.call_after_refresh(self.speak)

    def _show_doors(self) -> None:
        doors = []
        for active in self.active_bindings.values():
            binding = active.binding
            if binding.action.startswith("room(") and binding.key not in ("f8", "f9"):
                doors.append(
                    Content.assemble(
                        (self.app.get_key_display(binding), "bold $accent"), " ", label(binding, self.language)
                    )
                )
        self.query_one("#doors", Static).update(Content("   ").join(doors))
