"""Four steps on one row: how sure one is, and how well the answer came."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tui.widgets.bindings import key


class RatingScale(Widget, can_focus=True):
    """Steps 1 to 4, one marked; Enter takes the marked one. Posts `Chosen`."""

    DEFAULT_CSS = """
    RatingScale { height: 2; display: none; padding: 0 1; background: $surface; }
    RatingScale.-shown { display: block; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(key(f"{n},{wide}", f"pick({n})", "scale.pick", show=False) for n, wide in enumerate("１２３４", start=1)),
        key("left", "shift(-1)", "scale.left", show=False),
        key("right", "shift(1)", "scale.right", show=False),
        key("enter,space", "confirm", "scale.confirm"),
    ]
    marked: reactive[int] = reactive(1)

    @dataclass
    class Chosen(Message):
        """A step from 1 to 4 was taken on the scale that asked `purpose`."""

        purpose: str
        step: int

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.purpose = ""
        self._lead = Content("")
        self._steps: list[Content] = []

    def ask(self, purpose: str, lead: Content, steps: Sequence[Content], marked: int) -> None:
        """Show four steps under a leading text, and take the focus."""
        self.say(purpose, lead, steps)
        self.marked = marked
        self.add_class("-shown")
        self.focus()

    def say(self, purpose: str, lead: Content, steps: Sequence[Content]) -> None:
        """Change the words only."""
        self.purpose, self._lead, self._steps = purpose, lead, list(steps)
        self.refresh()

    def hide(self) -> None:
        """Nothing to choose now."""
        self.remove_class("-shown")
        self.purpose = ""

    def render(self) -> Content:
        """The lead, and the steps below it."""
        return self._lead + Content("\n") + Content(" ").join(self._pieces())

    def _pieces(self) -> list[Content]:
        pieces = []
        for number, step in enumerate(self._steps, start=1):
            piece = Content.assemble((f" {number} ", "bold $accent"), step, " ")
            pieces.append(Content.styled(piece.plain, "reverse bold $accent") if number == self.marked else piece)
        return pieces

    def action_pick(self, step: int) -> None:
        """Take a step by its digit."""
        self.post_message(self.Chosen(self.purpose, step))

    def action_shift(self, by: int) -> None:
        """Mark a neighbour."""
        self.marked = min(4, max(1, self.marked + by))

    def action_confirm(self) -> None:
        """Take the marked step."""
        self.action_pick(self.marked)

    def on_click(self, event: events.Click) -> None:
        """A click on a step takes it."""
        left = event.x - self.styles.padding.left
        for number, piece in enumerate(self._pieces(), start=1):
            if event.y == 1 and 0 <= left < piece.cell_length:
                self.action_pick(number)
                return
            left -= piece.cell_length + 1
