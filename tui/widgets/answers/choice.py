"""Choosing among options: one, several, or the key points made."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content

from content.variants import Variant
from engine.keys.choice import ChoiceKey
from engine.text import NOTHING, Text
from tui.locale import study as words
from tui.text.sanitize import inert
from tui.widgets.answers.base import Complaint, DrawnArea, Submitted
from tui.widgets.bindings import key
from tui.widgets.rich_text import hung, prose

LETTERS = "abcdefghi"
WIDE_DIGITS = "１２３４５６７８９"


def _picks() -> list[BindingType]:
    return [
        key(f"{number + 1},{wide},{letter}", f"choose({number})", "answer.pick", show=False)
        for number, (wide, letter) in enumerate(zip(WIDE_DIGITS, LETTERS, strict=True))
    ]


class ChoiceArea(DrawnArea):
    """Options with a cursor and marks. After the reveal each says whether it is right, and why."""

    shows_key = True
    BINDINGS: ClassVar[list[BindingType]] = [
        *_picks(),
        key("up", "move(-1)", "answer.up", show=False),
        key("down", "move(1)", "answer.down", show=False),
        key("space", "mark", "answer.mark"),
        key("enter", "confirm", "answer.confirm"),
    ]

    def begin(self, variant: Variant) -> None:
        """Nothing chosen yet."""
        self._ticking = False
        self._notes: Sequence[Text] = ()
        self.cursor, self.chosen = 0, frozenset[int]()

    def tick(self, proposed: frozenset[int] = frozenset(), notes: Sequence[Text] = ()) -> None:
        """Ask instead which key points an open answer made; `proposed` ones are ticked, `notes` stand below them."""
        self._ticking, self.chosen, self._notes = True, proposed, notes
        self.refresh(layout=True)

    @property
    def several(self) -> bool:
        """Whether more than one may be chosen."""
        key = self._variant.key if self._variant is not None else None
        return self._ticking or (isinstance(key, ChoiceKey) and key.several)

    def _texts(self) -> list[Text]:
        if self._variant is None:
            return []
        return list(self._variant.rubric) if self._ticking else [option.text for option in self._variant.options]

    def lines(self, width: int) -> list[Content]:
        """Every option with its mark; whys below them once judged."""
        drawn: list[Content] = []
        for index in range(len(self._texts())):
            drawn += self._option(index, width)
        return drawn

    def cursor_lines(self, width: int) -> tuple[int, int]:
        """The lines of the option under the cursor."""
        first = sum(len(self._option(index, width)) for index in range(self.cursor))
        return first, len(self._option(self.cursor, width))

    def _option(self, index: int, width: int) -> list[Content]:
        judged = self._judged is not None
        style = self._style(index)
        lead = Content.styled(f"{self._mark(index)} {self.name_of(index)}) ", style)
        text = prose(self._texts()[index], self.language).stylize(style)
        if judged and index in self.chosen:
            text = text + Content.styled(f"  ◂ {words.YOUR_PICK.said(self.language)}", "bold")
        drawn = hung(lead, text, width)
        if self._ticking and self._notes:
            note = Content.styled(inert(self._notes[index].said(self.language)), "$foreground-muted")
            drawn += hung(Content("      "), note, width)
        return drawn + self._why(index, width) if judged else drawn

    def name_of(self, index: int) -> str:
        """The letter before an option."""
        return LETTERS[index]

    def _mark(self, index: int) -> str:
        if self._judged is not None and not self._ticking:
            return "✓" if self.right(index) else "✗"
        pointer = "▸" if index == self.cursor and self._judged is None else " "
        if not self.several:
            return f"{pointer}{'●' if index in self.chosen else '○'}"
        return f"{pointer}[{'x' if index in self.chosen else ' '}]"

    def right(self, index: int) -> bool:
        """Whether the option is marked as right once judged."""
        return self._variant is not None and self._variant.options[index].correct

    def _style(self, index: int) -> str:
        if self._judged is not None and not self._ticking:
            return "bold $text-success" if self.right(index) else "$text-error" if index in self.chosen else ""
        return "bold $accent" if index == self.cursor and self.has_focus else ""

    def why(self, index: int) -> Text:
        """The reason that is said of an option once judged."""
        return self._variant.options[index].why if self._variant is not None and not self._ticking else NOTHING

    def _why(self, index: int, width: int) -> list[Content]:
        why = self.why(index)
        return hung(Content("     "), prose(why, self.language), width) if why.en else []

    @property
    def draft(self) -> str:
        """The letters of what is chosen."""
        return "".join(LETTERS[index] for index in sorted(self.chosen))

    def restore(self, draft: str) -> None:
        """Choose again what was chosen."""
        known = LETTERS[: len(self._texts())]
        self.chosen = frozenset(known.index(letter) for letter in draft if letter in known)
        self.cursor = min(self.chosen, default=0)
        self.refresh(layout=True)

    def action_move(self, step: int) -> None:
        """Move the cursor, stopping at the ends."""
        self.cursor = min(len(self._texts()) - 1, max(0, self.cursor + step))
        self.refresh()
        self.follow()

    def action_mark(self) -> None:
        """Choose the line under the cursor, or tick it off and on."""
        self.chosen = self.chosen ^ {self.cursor} if self.several else frozenset({self.cursor})
        self.refresh()

    def action_choose(self, index: int) -> None:
        """Choose by digit or letter; the same again answers, where one is asked for."""
        again = not self.several and self.chosen == {index}
        self.cursor = index
        self.action_mark()
        self.follow()
        if again:
            self.action_confirm()

    def action_confirm(self) -> None:
        """Give the answer; of several at least one is to be ticked, but for key points."""
        if not self.several and not self.chosen:
            self.chosen = frozenset({self.cursor})
        if self.several and not self.chosen and not self._ticking:
            self.post_message(Complaint(words.TICK_ONE))
            return
        self.refresh()
        self.post_message(Submitted(self.chosen))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key works once judged, and none beyond the last option."""
        beyond = action == "choose" and int(str(parameters[0])) >= len(self._texts())
        return self._judged is None and not beyond

    def on_click(self, event: events.Click) -> None:
        """A click chooses; a click on what is chosen answers."""
        below = 0
        for index in range(len(self._texts())):
            below += len(self._option(index, self.size.width))
            if event.y < below:
                self.action_choose(index) if self._judged is None else None
                return

    def on_focus(self) -> None:
        """The cursor's line changes its style."""
        self.refresh()

    def on_blur(self) -> None:
        """The cursor's line changes its style."""
        self.refresh()


AREA = ChoiceArea
