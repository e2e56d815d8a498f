"""A text area that colours Python, by Python's own tokenizer: tree-sitter would be two packages more."""

from __future__ import annotations

import io
import keyword
import tokenize
from collections import defaultdict
from typing import ClassVar

from rich.text import Text as Line
from textual.widgets import TextArea

_STYLES = {tokenize.STRING: "string", tokenize.COMMENT: "comment", tokenize.NUMBER: "number"}
Span = tuple[int, int | None, str]
"""Where a colour begins and ends in a line, in characters, and the token's class."""


class CodeEditor(TextArea):
    """Python source with line numbers; Tab indents, Esc goes on to the result."""

    DEFAULT_CSS = """
    CodeEditor > .code--keyword { color: $text-accent; text-style: bold; }
    CodeEditor > .code--string { color: $text-success; }
    CodeEditor > .code--comment { color: $text-muted; }
    CodeEditor > .code--number { color: $text-warning; }
    CodeEditor > .code--definition { text-style: bold; }
    """
    COMPONENT_CLASSES: ClassVar[set[str]] = TextArea.COMPONENT_CLASSES | {
        f"code--{name}" for name in ("keyword", "string", "comment", "number", "definition")
    }

    def __init__(self) -> None:
        self._spans: dict[int, list[Span]] = {}
        super().__init__(show_line_numbers=True, soft_wrap=False, tab_behavior="indent")
        self.cursor_blink, self.indent_width = False, 4

    def _build_highlight_map(self) -> None:
        """Textual calls this after each edit."""
        super()._build_highlight_map()
        self._spans = spans(self.text)

    def get_line(self, line_index: int) -> Line:
        """The line in its colours."""
        line = super().get_line(line_index)
        for start, end, name in self._spans.get(line_index, ()):
            line.stylize(self.get_component_rich_style(f"code--{name}", partial=True), start, end)
        return line


def spans(source: str) -> dict[int, list[Span]]:
    """What to colour in each line. From where the source cannot be read as tokens, nothing is coloured."""
    found: defaultdict[int, list[Span]] = defaultdict(list)
    defined = False
    try:
        for token in tokenize.generate_tokens(io.StringIO(source).readline):
            name = _STYLES.get(token.type, "")
            if token.type == tokenize.NAME:
                name = "definition" if defined else "keyword" if keyword.iskeyword(token.string) else ""
                defined = token.string in ("def", "class")
            if name:
                _mark(found, token, name)
    except (tokenize.TokenError, SyntaxError):
        pass
    return dict(found)


def _mark(found: defaultdict[int, list[Span]], token: tokenize.TokenInfo, name: str) -> None:
    (first, start), (last, end) = token.start, token.end
    for row in range(first, last + 1):
        found[row - 1].append((start if row == first else 0, end if row == last else None, name))
