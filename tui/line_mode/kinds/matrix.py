"""A matrix, on one line or over several while a bracket is open."""

from __future__ import annotations

from content.variants import Variant
from engine.keys.matrix import MatrixKey
from engine.reading.layout import unclosed
from engine.text import Text
from tui.line_mode.kind import LineKind
from tui.locale import interview, line_mode


class MatrixLine(LineKind):
    """Rows and columns."""

    def request(self, variant: Variant, interview: bool = False) -> Text:
        """With the shape."""
        assert isinstance(variant.key, MatrixKey)
        rows, columns = variant.key.values.shape
        return super().request(variant, interview).format(rows=rows, columns=columns)

    def unfinished(self, text: str) -> bool:
        """A bracket is open."""
        return unclosed(text)


LINE = MatrixLine(line_mode.ASK_MATRIX, interview.ASK_MATRIX)
