"""Decks: all of them with their topics; own ones are made, filled, checked, taken over and put aside here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from engine.text import Text
from tui.dialogs.ask_line import LineDialog
from tui.dialogs.choose_question import QuestionDialog
from tui.dialogs.confirm import ConfirmDialog
from tui.expected_errors import EXPECTED, sentence
from tui.locale import decks as words
from tui.sessions import own_decks
from tui.sessions.decks import DeckState, DeckTopic, deck_list
from tui.sessions.question_draft import draft_of, new_draft
from tui.text.sanitize import inert, line
from tui.widgets.bindings import key
from tui.widgets.key_bar import KeyBar
from tui.widgets.rows import Row, Rows
from tui.widgets.screen_base import Page
from tui.widgets.status_line import StatusLine


class DecksScreen(Page):
    """A list of decks and topics, and what there is to say of the one under the cursor."""

    CSS_PATH = "decks.tcss"
    AUTO_FOCUS = "Rows"
    BINDINGS: ClassVar[list[BindingType]] = [
        key("n", "new", "decks.new"),
        key("a", "add_question", "decks.question"),
        key("e", "edit", "decks.edit"),
        key("c", "check", "decks.check"),
        key("i", "take_over", "decks.take"),
        key("delete", "remove", "decks.remove"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._decks: list[DeckState] = []
        self._checked: dict[str, list[str]] = {}

    def compose(self) -> ComposeResult:
        """List and page."""
        yield StatusLine()
        with Container(id="body"):
            with Container(id="list", classes="section"):
                yield Rows()
            with VerticalScroll(id="page", classes="section", can_focus=False):
                yield Static(markup=False)
        yield KeyBar()

    def speak(self) -> None:
        """Every row again."""
        self._decks = deck_list(self.backdrill.context)
        self.query_one(StatusLine).show(Content.styled(self.said(words.TITLE), "bold"))
        self.query_one("#list").border_title = self.said(words.ALL)
        rows = self.query_one(Rows)
        rows.fill([row for deck in self._decks for row in self._rows(deck)])
        rows.focus()
        self._show()

    def _rows(self, deck: DeckState) -> list[Row]:
        mark = words.FAULTY if deck.faults else words.OWN if deck.own else words.SHIPPED
        style = "bold $text-error" if deck.faults else "bold"
        head = Content.assemble((line(self.said(deck.title)), style), f"  {self.said(mark)}")
        rows = [Row(head, f"deck/{deck.deck}/")]
        for topic in deck.topics:
            title = Content(f"  {line(self.said(topic.title))}  ")
            count = Content.styled(str(len(topic.questions)), "$foreground-muted")
            rows.append(Row(title + count, f"topic/{deck.deck}/{topic.topic}"))
        return rows

    # ── what the cursor is on ───────────────────────────────────────────────────────────────────────────────

    def _chosen(self) -> tuple[DeckState | None, DeckTopic | None]:
        _, name, topic = (self.query_one(Rows).name_at_cursor + "//").split("/")[:3]
        deck = next((deck for deck in self._decks if deck.deck == name), None)
        found = next((one for one in deck.topics if one.topic == topic), None) if deck else None
        return deck, found

    @on(Rows.Moved)
    def _moved(self) -> None:
        self._show()
        self.refresh_bindings()

    def _show(self) -> None:
        deck, topic = self._chosen()
        if deck is None:
            return
        self.query_one("#page").border_title = line(f"{deck.deck}/{topic.topic}" if topic else deck.deck)
        told = self._of_topic(deck, topic) if topic else self._of_deck(deck)
        self.query_one("#page Static", Static).update(Content("\n").join(told))

    def _of_deck(self, deck: DeckState) -> list[Content]:
        lines = [Content.styled(line(self.said(deck.title)), "bold")]
        if deck.faults:
            lines.append(Content.styled(self.said(words.FAULTS, count=len(deck.faults)), "bold $text-error"))
            return [*lines, *map(Content, map(inert, deck.faults[:50])), Content(""), self._place(deck)]
        lines.append(Content(inert(self.said(deck.description))))
        lines.append(Content(self.said(words.COUNTS, claims=deck.claims, questions=deck.questions)))
        lines.append(Content(line(self.said(words.LICENSE, license=deck.license, version=deck.version))))
        lines += [self._place(deck), Content("")]
        lines.append(Content.styled(self.said(words.OWN_HELP if deck.own else words.SHIPPED_HELP), "$foreground-muted"))
        return [*lines, *map(Content, self._checked.get(deck.deck, []))]

    def _place(self, deck: DeckState) -> Content:
        return Content.styled(line(self.said(words.LIES_IN, folder=deck.folder)), "$foreground-muted")

    def _of_topic(self, deck: DeckState, topic: DeckTopic) -> list[Content]:
        due = topic.counts.due + topic.counts.learning
        counts = self.said(words.TOPIC_COUNTS, questions=len(topic.questions), due=due, new=topic.counts.new)
        names = [Content(f"  {name}") for name in topic.questions]
        title = Content.styled(line(self.said(topic.title)), "bold")
        return [title, Content(counts), *map(Content, self._checked.get(deck.deck, [])), Content(""), *names]

    @on(Rows.Picked)
    def _picked(self) -> None:
        """Enter studies a topic or a whole deck; of a deck that cannot be studied it shows why."""
        deck, topic = self._chosen()
        topics = [topic] if topic else deck.topics if deck else []
        names = [one.topic for one in topics if one.questions]
        if names:
            self.backdrill.go("study", topics=names)
        else:
            self.action_check()

    # ── keys ────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What changes a deck needs one of the learner's own under the cursor."""
        if action in ("add_question", "edit", "remove", "check"):
            deck, topic = self._chosen()
            if action == "check":
                return deck is not None
            sound = deck is not None and deck.own and (action == "remove" or not deck.faults)
            return sound and (action != "edit" or bool(topic and topic.questions))
        return True

    def _try(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except EXPECTED as error:
            self.notify(sentence(error, self.language), severity="error", timeout=10, markup=False)
            return False
        except OSError as error:
            self.notify(self.said(words.NO_ACCESS, why=error), severity="error", timeout=10, markup=False)
            return False
        return True

    def _changed(self) -> None:
        self._try(self.backdrill.context.reopen_library)
        self.speak()

    def action_new(self) -> None:
        """A deck of one's own, with two questions to begin with."""
        self.app.push_screen(LineDialog(words.NEW_DECK, words.NEW_KEYS), self._make)

    def _make(self, name: str | None) -> None:
        context = self.backdrill.context
        if name and self._try(lambda: own_decks.make(name, context)):
            self._changed()

    def action_take_over(self) -> None:
        """A folder's deck, copied among one's own."""
        self.app.push_screen(LineDialog(words.ADD_DECK, words.ADD_KEYS), self._take)

    def _take(self, folder: str | None) -> None:
        context = self.backdrill.context
        if not folder:
            return
        faults: list[str] = []

        def take() -> None:
            faults.extend(map(str, own_decks.take_over(Path(folder).expanduser(), context)[1]))

        if self._try(take):
            if faults:
                told = self.said(words.REFUSED, why=faults[0], more=len(faults) - 1)
                self.notify(told, severity="error", timeout=10, markup=False)
            self._changed()

    def action_remove(self) -> None:
        """Put an own deck aside, once that is confirmed."""
        deck, _ = self._chosen()
        if deck is None or not deck.own:
            return
        title = Text(*(said.format(deck=deck.deck) for said in words.REMOVE))
        name = deck.folder.name
        dialog = ConfirmDialog(title, words.REMOVE_WHAT, words.REMOVE_KEYS)
        self.app.push_screen(dialog, lambda agreed: self._remove(name) if agreed else None)

    def _remove(self, name: str) -> None:
        context = self.backdrill.context
        if self._try(lambda: own_decks.put_aside(name, context)):
            self._changed()

    def action_add_question(self) -> None:
        """A new question at the end of the topic."""
        deck, topic = self._chosen()
        if deck is not None and deck.own:
            chosen = topic or (deck.topics[0] if deck.topics else None)
            if chosen is not None:
                self._open_editor("", deck.deck, chosen.topic)

    def action_edit(self) -> None:
        """One of the topic's questions."""
        _, topic = self._chosen()
        if topic is not None and topic.questions:
            self.app.push_screen(
                QuestionDialog(topic.questions), lambda name: self._open_editor(name) if name else None
            )

    def _open_editor(self, question_id: str, deck: str = "", topic: str = "") -> None:
        context = self.backdrill.context

        def go() -> None:
            made = draft_of(question_id, context) if question_id else new_draft(deck, topic, context)
            self.backdrill.go("editor", draft=made)

        self._try(go)

    def action_check(self) -> None:
        """Everything that `backdrill check` looks at, beside the painting."""
        deck, _ = self._chosen()
        if deck is not None:
            self._checked[deck.deck] = ["", self.said(words.CHECKING)]
            self._show()
            self._look_through(deck)

    @work(thread=True, exclusive=True, group="check")
    def _look_through(self, deck: DeckState) -> None:
        _, faults = own_decks.faults_of(deck.folder)
        found = [inert(str(fault)) for fault in faults[:50]]
        told = [self.said(words.FAULTS, count=len(faults)), *found] if faults else [self.said(words.CLEAN)]
        self.app.call_from_thread(self._looked_through, deck.deck, ["", *told])

    def _looked_through(self, deck: str, told: list[str]) -> None:
        self._checked[deck] = told
        if self.is_current:
            self._show()
