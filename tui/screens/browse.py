"""Browse: search all questions in both languages, see a card's history, suspend, reset, try a variant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from content.kind import kind_of, kinds
from content.trust import sign, trust_of
from db.errors import DatabaseTrouble
from db.types import Card
from tui.dialogs.due_day import DueDialog
from tui.expected_errors import EXPECTED, sentence
from tui.locale import browse as words
from tui.locale.study import NOTHING_TO_UNDO, UNDONE, WHATS
from tui.sessions.search import STATES, Filter, find
from tui.sessions.trust import passed
from tui.shell import Trouble
from tui.text.plain import plain_text
from tui.widgets.bindings import key
from tui.widgets.card_history import card_page, sketched, state_words
from tui.widgets.key_bar import KeyBar
from tui.widgets.rows import Row, Rows
from tui.widgets.screen_base import Page
from tui.widgets.status_line import StatusLine


class BrowseScreen(Page):
    """A search field, the questions that fit, and the one under the cursor."""

    CSS_PATH = "browse.tcss"
    AUTO_FOCUS = "Rows"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("slash,ctrl+f", "search", "browse.search"),
        key("f5", "topic", "browse.topic"),
        key("f6", "kind", "browse.kind"),
        key("f7", "state", "browse.state"),
        key("s", "suspend", "browse.suspend"),
        key("r", "reset", "browse.reset"),
        key("d", "due", "browse.due"),
        key("e", "edit", "study.edit"),
        key("v", "variant", "browse.variant"),
        key("ctrl+z", "undo", "study.undo", show=False),
        key("down", "into_list", "rows.down", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._filter = Filter()
        self._cards: dict[str, Card] = {}
        self._passed: frozenset[str] = frozenset()
        self._variant = 0

    def compose(self) -> ComposeResult:
        """Field, list, page."""
        yield StatusLine()
        field = Input(compact=True, id="search", max_length=100)
        field.cursor_blink = False
        yield field
        yield Static(id="filters", markup=False)
        with Container(id="body"):
            with Container(id="list", classes="section"):
                yield Rows()
            with VerticalScroll(id="page", classes="section", can_focus=False):
                yield Static(markup=False)
        yield KeyBar()

    def speak(self) -> None:
        """Every row again."""
        self.query_one("#search", Input).placeholder = self.said(words.SEARCH)
        self._passed = passed(self.backdrill.context)
        self._search()
        if not isinstance(self.focused, Input):
            self.query_one(Rows).focus()

    def _search(self) -> None:
        context = self.backdrill.context
        everything = context.memory.cards()
        now, today = context.clock(), context.memory.today()
        leech_threshold = context.memory.settings.leech_threshold
        found = find(context.library, everything, self._filter, now, today, leech_threshold)
        self._cards = {card.question_id: card for card in found}
        count = self.said(words.COUNT, shown=len(found), total=len(everything))
        self.query_one(StatusLine).show(Content.styled(self.said(words.TITLE), "bold"), Content(count))
        self.query_one("#filters", Static).update(self._filter_words())
        rows = self.query_one(Rows)
        rows.fill(
            [Row(self._line(card), card.question_id) for card in found] or [Row(Content(self.said(words.NOTHING)))]
        )
        self._show(rows.name_at_cursor)

    def _filter_words(self) -> Content:
        library = self.backdrill.context.library
        topic = library.topics[self._filter.topic].title if self._filter.topic else words.ALL_TOPICS
        kind = kinds()[self._filter.kind].label if self._filter.kind else words.ALL_KINDS
        state = state_words(self._filter.state) if self._filter.state else words.ALL_STATES
        pairs = (("F5", topic), ("F6", kind), ("F7", state))
        return Content("   ").join(
            [Content.assemble((name, "bold $accent"), " ", self.said(text)) for name, text in pairs]
        )

    def _line(self, card: Card) -> Content:
        question = self.backdrill.context.library.questions[card.question_id]
        mark = "⏸" if card.suspended else "⚑" if card.flagged else "·" if card.last_review is None else "●"
        prompt = " ".join(plain_text(sketched(kind_of(question).prompt(question)), self.language).split())
        return Content.assemble((f"{mark} ", "$accent"), prompt)

    def _show(self, name: str) -> None:
        page = self.query_one("#page Static", Static)
        if name not in self._cards:
            page.update("")
            return
        context = self.backdrill.context
        question = context.library.questions[name]
        trust = self.said(sign(trust_of(question, self._passed)))
        self.query_one("#page").border_title = f"{name}  {trust}"
        page.update(card_page(question, self._cards[name], context.memory.history(name), self.language))

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self._show(event.name)

    @on(Rows.Picked)
    def _picked(self) -> None:
        self.action_variant()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._filter = replace(self._filter, text=event.value)
        self._search()

    @on(Input.Submitted)
    def _into_list(self) -> None:
        self.action_into_list()

    def action_into_list(self) -> None:
        """From the field to the list."""
        self.query_one(Rows).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the field the search key is a letter like any other."""
        return action != "search" or not isinstance(self.focused, Input)

    def action_search(self) -> None:
        """To the field."""
        self.query_one("#search").focus()

    def action_topic(self) -> None:
        """The next topic, or all."""
        names = ["", *self.backdrill.context.library.topics]
        self._filter = replace(self._filter, topic=names[(names.index(self._filter.topic) + 1) % len(names)])
        self._search()

    def action_kind(self) -> None:
        """The next kind, or all."""
        names = ["", *kinds()]
        self._filter = replace(self._filter, kind=names[(names.index(self._filter.kind) + 1) % len(names)])
        self._search()

    def action_state(self) -> None:
        """The next state, or all."""
        states = ["", *STATES]
        self._filter = replace(self._filter, state=states[(states.index(self._filter.state) + 1) % len(states)])
        self._search()

    def action_suspend(self) -> None:
        """Suspend the card, or bring it back."""
        card = self._cards.get(self.query_one(Rows).name_at_cursor)
        if card is not None:
            memory = self.backdrill.context.memory
            self._change(memory.unsuspend if card.suspended else memory.suspend, card.question_id)

    def action_reset(self) -> None:
        """Make the card new again."""
        name = self.query_one(Rows).name_at_cursor
        if name in self._cards and self._change(self.backdrill.context.memory.reset, name):
            self.notify(self.said(words.RESET_DONE), timeout=3)

    def action_due(self) -> None:
        """Make the card due on a day of the learner's choice."""
        card = self._cards.get(self.query_one(Rows).name_at_cursor)
        if card is None:
            return
        if card.last_review is None:
            self.notify(self.said(words.NOT_YET_DUE), timeout=4)
            return
        today = self.backdrill.context.memory.today()
        self.app.push_screen(DueDialog(today, card.due_day), partial(self._set_due, card.question_id))

    def _set_due(self, name: str, day: date | None) -> None:
        set_due = self.backdrill.context.memory.set_due
        if day is not None and self._change(lambda question: set_due(question, day), name):
            self.notify(self.said(words.DUE_DONE, day=day.isoformat()), timeout=3)

    def action_edit(self) -> None:
        """Edit the question, where it is in a deck of the learner's own."""
        from tui.sessions.question_draft import draft_of  # YAML and pydantic: 40 ms on the way into this screen

        name = self.query_one(Rows).name_at_cursor
        if name not in self._cards:
            return
        try:
            draft = draft_of(name, self.backdrill.context)
        except EXPECTED as error:
            self.notify(sentence(error, self.language), severity="warning", timeout=6, markup=False)
        else:
            self.backdrill.go("editor", draft=draft)

    def action_undo(self) -> None:
        """Take the last change back, and say which: its card may not be in sight."""
        try:
            undone = self.backdrill.context.memory.undo()
        except DatabaseTrouble as error:
            self._trouble(error)
            return
        told = self.said(UNDONE, what=self.said(WHATS[undone.what])) if undone else self.said(NOTHING_TO_UNDO)
        self.notify(told, timeout=3)
        self._search()

    def _change(self, change: object, name: str) -> bool:
        try:
            assert callable(change)
            change(name)
        except DatabaseTrouble as error:
            self._trouble(error)
            return False
        self._search()
        return True

    def _trouble(self, error: DatabaseTrouble) -> None:
        self.app.post_message(Trouble(sentence(error, self.language)))

    def action_variant(self) -> None:
        """A fresh variant, outside the schedule."""
        name = self.query_one(Rows).name_at_cursor
        if name in self._cards:
            self._variant += 1
            self.backdrill.go("ask", question_id=name, seed=self._variant)
