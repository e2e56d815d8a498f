"""What the line mode must know of a kind: a file of the kind's name in `tui/line_mode/kinds`."""

from __future__ import annotations

from dataclasses import dataclass

from content.kind import kind_of
from content.variants import Variant
from engine.kinds import KindFiles
from engine.text import Text
from tui.locale.line_mode import GO_ON


@dataclass(frozen=True, slots=True)
class LineKind:
    """How one kind is asked for on a line; its file holds one, or one of a subclass, named LINE."""

    asks: Text
    """The prompt: it says what to type."""
    asks_in_interview: Text
    """The same without hints."""
    as_typed: bool = False
    """Whether the lines are the answer as they stand, and are not read as a value."""
    goes_on: Text = GO_ON
    """The prompt of a further line."""

    def request(self, variant: Variant, interview: bool = False) -> Text:
        """The prompt for this variant."""
        return self.asks_in_interview if interview else self.asks

    def unfinished(self, text: str) -> bool:
        """Whether the answer goes on in the next line."""
        return False

    def typed(self, text: str) -> str:
        """The answer of a kind whose lines are taken as they stand. Raises Unreadable."""
        return text

    def ends(self, line: str) -> bool:
        """Whether a further line says that the answer is complete, and is no part of it."""
        return not line.strip()


FILES: KindFiles[LineKind] = KindFiles("tui.line_mode.kinds", "LINE")


def line_of(variant: Variant) -> LineKind:
    """How a variant is asked for."""
    return FILES.find(*kind_of(variant.question).files)
