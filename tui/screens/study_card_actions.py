"""What may be done to the card in front of the learner: undo and redo, bury, suspend, flag, a note to oneself."""

from __future__ import annotations

from db.errors import DatabaseTrouble
from db.scheduling.leeches import reached
from db.types import Card
from engine.text import Text
from tui.dialogs.note import NoteDialog
from tui.expected_errors import EXPECTED
from tui.locale import study as words
from tui.screens.study_status import SessionFrame
from tui.sessions.question import Phase


class CardActions(SessionFrame):
    """A session's screen whose keys change the card; each change is on disk before the screen says so."""

    async def _next(self) -> None:
        raise AssertionError("the screen goes on to the next question")

    async def _begin(self) -> None:
        raise AssertionError("the screen shows the session's present question")

    def _show_reasons(self) -> None:
        raise AssertionError("the screen shows verdict, reasons and note")

    async def action_undo(self) -> None:
        """Take the last thing back."""
        await self._travel(undo=True)

    async def action_redo(self) -> None:
        """Do it again."""
        await self._travel(undo=False)

    async def _travel(self, undo: bool) -> None:
        try:
            undone = self.session.undo() if undo else self.session.redo()
        except DatabaseTrouble as error:
            self._trouble(error)
            return
        if undone is None:
            self.notify(self.said(words.NOTHING_TO_UNDO if undo else words.NOTHING_TO_REDO), timeout=3)
            return
        self._tell(words.UNDONE if undo else words.REDONE, what=self.said(words.WHATS[undone.what]))
        known = undo and undone.question_id in self.session.library.questions
        if known and self.session.follow_up(undone.question_id) is not None:
            await self._begin()
            return
        await self._next()

    async def action_bury(self) -> None:
        """Not again today."""
        await self._put_away("bury", words.BURIED)

    async def action_suspend(self) -> None:
        """Not until it is brought back."""
        await self._put_away("suspend", words.SUSPENDED)

    async def _put_away(self, how: str, told: Text) -> None:
        if self.session.current is None:
            return
        memory = self.backdrill.context.memory
        try:
            (memory.bury if how == "bury" else memory.suspend)(self.session.current.card.question_id)
        except DatabaseTrouble as error:
            self._trouble(error)
            return
        self._tell(told)
        await self._next()

    def action_flag(self) -> None:
        """Set or clear the flag."""
        if self.session.current is not None:
            try:
                self.session.current.card = self.backdrill.context.memory.flag(self.session.current.card.question_id)
            except DatabaseTrouble as error:
                self._trouble(error)
            self._show_status()

    def action_note(self) -> None:
        """Write a note to oneself."""
        if self.session.current is not None:
            self.app.push_screen(NoteDialog(self.session.current.card.note), self._noted)

    def _noted(self, text: str | None) -> None:
        current = self.session.current
        if text is None or current is None:
            return
        try:
            current.card = self.backdrill.context.memory.note(current.card.question_id, text)
        except DatabaseTrouble as error:
            self._trouble(error)
        if current.question.phase is Phase.JUDGED:
            self._show_reasons()

    def _advise(self, lapses: int, card: Card) -> None:
        """Say once that a card slips again and again, and what helps."""
        threshold = self.backdrill.context.memory.settings.leech_threshold
        if reached(lapses, card.lapses, threshold):
            advice = self.said(words.LEECH, question=card.question_id, count=card.lapses)
            self.notify(advice, severity="warning", timeout=15, markup=False)

    def action_edit(self) -> None:
        """Edit the question, where it is in a deck of the learner's own."""
        from tui.sessions.question_draft import draft_of  # YAML and pydantic: 40 ms on the way into this screen

        question = self.question
        if question is None or question.phase is not Phase.JUDGED:
            return
        try:
            draft = draft_of(question.variant.question.id, self.backdrill.context)
        except EXPECTED as error:
            self._trouble(error)
            return
        self.backdrill.go("editor", draft=draft)
