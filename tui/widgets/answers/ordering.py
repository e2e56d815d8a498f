"""Putting lines in order by moving them."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content

from content.variants import Variant
from engine.keys.ordering import OrderKey
from tui.locale import study as words
from tui.widgets.answers.base import DrawnArea, Submitted
from tui.widgets.bindings import key
from tui.widgets.rich_text import hung, prose


class OrderArea(DrawnArea):
    """Lines that Shift with an arrow, or the digit of a place, moves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        key("up", "move(-1)", "answer.up", show=False),
        key("down", "move(1)", "answer.down", show=False),
        key("shift+up,K", "carry(-1)", "answer.raise"),
        key("shift+down,J", "carry(1)", "answer.lower"),
        *(
            key(f"{n},{wide}", f"place({n - 1})", "answer.place", show=False)
            for n, wide in enumerate("１２３４５６７８９", 1)
        ),
        key("enter", "confirm", "answer.confirm"),
    ]

    def begin(self, variant: Variant) -> None:
        """The order as shown."""
        self.cursor, self.order = 0, list(range(len(variant.items)))

    def lines(self, width: int) -> list[Content]:
        """The lines in the learner's order; once judged with the sign of each place."""
        drawn: list[Content] = []
        for place in range(len(self.order)):
            drawn += self._line(place, width)
        if self._judged is None:
            drawn += hung(Content(""), Content.styled(words.ORDER_KEYS.said(self.language), "$foreground-muted"), width)
        return drawn

    def cursor_lines(self, width: int) -> tuple[int, int]:
        """The position of the line under the cursor."""
        return sum(len(self._line(place, width)) for place in range(self.cursor)), 1

    def _line(self, place: int, width: int) -> list[Content]:
        if self._variant is None:
            return []
        mark, style = ("▸", "bold $accent") if place == self.cursor else (" ", "")
        if self._judged is not None and isinstance(self._variant.key, OrderKey):
            right = self._variant.key.order[place] == self.order[place]
            mark, style = ("✓", "$text-success") if right else ("✗", "$text-error")
        lead = Content.styled(f"{mark} {place + 1}. ", style)
        return hung(lead, prose(self._variant.items[self.order[place]], self.language).stylize(style), width)

    @property
    def draft(self) -> str:
        """The order so far, empty for the one that was shown."""
        return " ".join(map(str, self.order)) if self.order != sorted(self.order) else ""

    def restore(self, draft: str) -> None:
        """The order that was made."""
        order = [int(place) for place in draft.split() if place.isdecimal()]
        if sorted(order) == sorted(self.order):
            self.order = order
            self.refresh(layout=True)

    def action_move(self, step: int) -> None:
        """Move the cursor."""
        self.cursor = min(len(self.order) - 1, max(0, self.cursor + step))
        self.refresh()
        self.follow()

    def action_carry(self, step: int) -> None:
        """Move the line under the cursor by one place."""
        self.action_place(self.cursor + step)

    def action_place(self, place: int) -> None:
        """Move the line under the cursor to a place."""
        if 0 <= place < len(self.order):
            self.order.insert(place, self.order.pop(self.cursor))
            self.cursor = place
            self.refresh()
            self.follow()

    def action_confirm(self) -> None:
        """Give the order."""
        self.post_message(Submitted(tuple(self.order)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No key works once judged, and none beyond the last place."""
        places = len(self._variant.items) if self._variant is not None else 0
        beyond = action == "place" and int(str(parameters[0])) >= places
        return self._judged is None and not beyond


AREA = OrderArea
