"""From the LaTeX subset to nodes. Nothing is dropped silently: what is not known raises FormulaError."""

from __future__ import annotations

import re
from difflib import get_close_matches

from tui.formula import symbols
from tui.formula.nodes import Accent, Fence, Fraction, Grid, Group, Kind, Node, Root, Script, Sign
from tui.text.sanitize import inert

LONGEST = 2000
"""Characters that a formula may have."""
DEEPEST = 24
"""Levels of nesting that a formula may have."""

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\s+|.", re.S)
_TABLES: tuple[tuple[dict[str, str], Kind], ...] = (
    (symbols.ORDINARY, "ordinary"),
    (symbols.PREFIX, "prefix"),
    (symbols.RELATIONS, "relation"),
    (symbols.BINARY, "binary"),
    (symbols.TIMES, "times"),
    (symbols.OPENING, "open"),
    (symbols.CLOSING, "close"),
    (symbols.BARS, "ordinary"),
    (symbols.BIG, "big"),
    (symbols.SPACES, "space"),
)
_PLAIN: dict[str, Sign] = (
    {c: Sign(c, "relation") for c in "=<>:≤≥≠≈→∈"}
    | {"+": Sign("+", "binary"), "-": Sign("−", "binary"), "−": Sign("−", "binary"), "±": Sign("±", "binary")}
    | {"*": Sign("∗", "times"), "·": Sign("·", "times"), "×": Sign("×", "times"), "/": Sign("/", "slash")}
    | {c: Sign(c, "open") for c in "(["}
    | {c: Sign(c, "close") for c in ")]"}
    | {c: Sign(c, "comma") for c in ",;，；"}
    | {"'": Sign("′", "ordinary"), "~": Sign(" ", "space"), "∂": Sign("∂", "prefix"), "∑": Sign("∑", "big")}
)
_NAMES = [name for table, _ in _TABLES for name in table] + [
    *symbols.FUNCTIONS,
    *symbols.LIMITS,
    *symbols.ACCENTS,
    *symbols.RAW,
    *symbols.TRANSPARENT,
    *symbols.ALPHABETS,
    *("frac", "dfrac", "tfrac", "sqrt", "binom", "left", "right", "begin", "end"),
]


class FormulaError(ValueError):
    """A formula that cannot be drawn; `position` is the character, counted from 0, where it goes wrong."""

    def __init__(self, message: str, position: int) -> None:
        super().__init__(f"character {position + 1}: {message}")
        self.position = position


def parse(latex: str) -> Group:
    """The nodes of `latex`. Raises FormulaError for what is unknown, unbalanced, too long or too deep."""
    if len(latex) > LONGEST:
        raise FormulaError(f"the formula is longer than {LONGEST} characters", LONGEST)
    parser = _Parser(inert(latex))
    return parser.whole()


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = [(m[0], m.start()) for m in _TOKEN.finditer(source)]
        self.at = 0
        self.depth = 0

    def whole(self) -> Group:
        group = self.row(())
        if self.at < len(self.tokens):
            raise self.error(f"'{self.peek()}' closes nothing")
        return group

    def error(self, message: str, back: int = 0) -> FormulaError:
        place = self.at - back
        return FormulaError(message, self.tokens[place][1] if place < len(self.tokens) else len(self.source))

    def peek(self) -> str:
        """The next token that is not white space, or "" at the end."""
        while self.at < len(self.tokens) and self.tokens[self.at][0].isspace():
            self.at += 1
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        if not token:
            raise self.error("the formula ends too early")
        self.at += 1
        return token

    def expect(self, wanted: str) -> None:
        if self.peek() != wanted:
            raise self.error(f"'{wanted}' is missing")
        self.at += 1

    def row(self, stops: tuple[str, ...]) -> Group:
        """Nodes up to one of `stops`, which is not taken, or to what belongs to an outer level."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(f"more than {DEEPEST} levels of nesting")
        items: list[Node] = []
        while (token := self.peek()) and token not in stops and token not in ("}", "\\right", "\\end", "&", "\\\\"):
            if token in "^_":
                self.at += 1
                items.append(self.script(items.pop() if items else Group(()), token))
            else:
                _append(items, self.atom())
        self.depth -= 1
        return Group(tuple(items))

    def script(self, base: Node, token: str) -> Script:
        argument = self.argument()
        up, down = (argument, None) if token == "^" else (None, argument)
        if not isinstance(base, Script):
            return Script(base, up, down)
        if (base.up and up) or (base.down and down):
            raise self.error(f"two '{token}' on one base; put the inner one in braces", 1)
        return Script(base.base, base.up or up, base.down or down)

    def argument(self) -> Node:
        if self.peek() == "{":
            return self.braces()
        if self.peek() in ("", "}", "^", "_", "&", "\\\\", "\\right", "\\end"):
            raise self.error("an argument is missing")
        return self.atom()

    def braces(self) -> Group:
        opened = self.at
        self.expect("{")
        group = self.row(("}",))
        if self.peek() != "}":
            raise FormulaError("this '{' is not closed", self.tokens[opened][1])
        self.at += 1
        return group

    def raw(self) -> str:
        """The argument in braces with its spaces, not as mathematics."""
        opened = self.at
        self.expect("{")
        taken = []
        while self.at < len(self.tokens) and self.tokens[self.at][0] != "}":
            token = self.tokens[self.at][0]
            if token == "{" or (token[0] == "\\" and token[1:] not in symbols.ORDINARY):
                raise self.error(f"'{token}' cannot stand in plain text")
            taken.append(symbols.ORDINARY[token[1:]] if token[0] == "\\" else token)
            self.at += 1
        if self.at >= len(self.tokens):
            raise FormulaError("this '{' is not closed", self.tokens[min(opened, len(self.tokens) - 1)][1])
        self.at += 1
        return "".join(taken)

    def atom(self) -> Node:
        self.depth += 1
        if self.depth > 2 * DEEPEST:
            raise self.error(f"more than {DEEPEST} levels of nesting")
        if self.peek() == "{":
            node: Node = self.braces()
        else:
            token = self.take()
            node = self.command(token[1:]) if token[0] == "\\" and len(token) > 1 else self.character(token)
        self.depth -= 1
        return node

    def character(self, token: str) -> Node:
        if token == "\\":
            raise self.error("a lone backslash", 1)
        if token in "}&^_":
            raise self.error(f"'{token}' cannot stand here", 1)
        return _PLAIN.get(token) or Sign(token, "number" if token.isdigit() or token == "." else "ordinary")

    def command(self, name: str) -> Node:
        if name in ("frac", "dfrac", "tfrac"):
            return Fraction(self.argument(), self.argument())
        if name == "sqrt":
            return self.root()
        if name in symbols.ACCENTS:
            return Accent(symbols.ACCENTS[name], self.argument())
        if name in symbols.RAW:
            return self.word(name)
        if name in symbols.TRANSPARENT:
            return self.argument()
        if name in symbols.ALPHABETS:
            return self.alphabet(name)
        if name == "left":
            return self.fence()
        if name == "begin":
            return self.grid()
        if name == "binom":
            return Grid(((self.argument(),), (self.argument(),)), "(", ")")
        return self.sign(name)

    def sign(self, name: str) -> Sign:
        if name in symbols.FUNCTIONS:
            return Sign(name, "function")
        if name in symbols.LIMITS:
            return Sign(name, "limits")
        for table, kind in _TABLES:
            if name in table:
                return Sign(table[name], kind)
        near = get_close_matches(name, _NAMES, 1)
        hint = f"; did you mean '\\{near[0]}'?" if near else ""
        raise self.error(f"unknown command '\\{name}'{hint}", 1)

    def root(self) -> Root:
        degree: Node | None = None
        if self.peek() == "[":
            self.at += 1
            degree = self.row(("]",))
            self.expect("]")
        return Root(self.argument(), degree)

    def word(self, name: str) -> Sign:
        if name == "operatorname" and self.peek() == "*":
            self.at += 1
        self.peek()
        text = self.raw()
        if name.startswith(("text", "mbox")):
            return Sign(text, "words")
        if text in symbols.LIMITS:
            return Sign(text, "limits")
        if text == "d":
            return Sign(text, "prefix")
        return Sign(text, "function" if len(text) > 1 and text.isalpha() and text.isascii() else "ordinary")

    def alphabet(self, name: str) -> Sign:
        text = self.raw() if self.peek() == "{" else self.take()
        return Sign("".join(symbols.ALPHABETS[name].get(c, c) for c in text), "ordinary")

    def bracket(self) -> str:
        token = self.take()
        name = token[1:] if token[0] == "\\" else token
        known = symbols.OPENING | symbols.CLOSING | symbols.BARS
        if token[0] == "\\" and name in known:
            return known[name]
        if token in tuple("()[]|.<>‖/"):
            return {"<": "⟨", ">": "⟩"}.get(token, token)
        raise self.error(f"'{token}' is not a bracket", 1)

    def fence(self) -> Fence:
        opened = self.at - 1
        left = self.bracket()
        body = self.row(())
        if self.peek() != "\\right":
            raise FormulaError("this '\\left' has no '\\right'", self.tokens[opened][1])
        self.at += 1
        return Fence(left, body, self.bracket())

    def grid(self) -> Grid:
        opened = self.at - 1
        self.peek()
        name = self.raw()
        if name not in symbols.GRIDS:
            raise FormulaError(f"unknown environment '{name}'", self.tokens[opened][1])
        rows: list[tuple[Node, ...]] = []
        cells: list[Node] = [self.row(())]
        while self.peek() in ("&", "\\\\"):
            if self.take() == "\\\\":
                rows.append(tuple(cells))
                cells = []
            cells.append(self.row(()))
        rows.append(tuple(cells))
        if rows[-1] == (Group(()),) and len(rows) > 1:
            rows.pop()
        if self.peek() != "\\end":
            raise FormulaError(f"'\\begin{{{name}}}' has no '\\end'", self.tokens[opened][1])
        self.at += 1
        self.peek()
        if (ended := self.raw()) != name:
            raise self.error(f"'\\end{{{ended}}}' closes '\\begin{{{name}}}'", 1)
        return Grid(tuple(rows), *symbols.GRIDS[name])


def _append(items: list[Node], node: Node) -> None:
    """Add `node`, a digit joining the number before it."""
    last = items[-1] if items else None
    if isinstance(node, Sign) and isinstance(last, Sign) and node.kind == last.kind == "number":
        items[-1] = Sign(last.text + node.text, "number")
    else:
        items.append(node)
