"""A formula on one line, with every bracket that precedence asks for."""

from __future__ import annotations

from enum import IntEnum

from rich.cells import cell_len

from tui.formula.nodes import Accent, Fence, Fraction, Grid, Group, Node, Root, Script, Sign
from tui.formula.spacing import flattened, gaps, is_sign_of_number, kind_of, tight, touches
from tui.formula.symbols import lowered, raised


class Tight(IntEnum):
    """How firmly an expression holds together."""

    LOOSE = 0
    """Sums, relations, and operators that reach to their right, such as ∑ and log."""
    QUOTIENT = 1
    PRODUCT = 2
    PREFIXED = 3
    """A root, a derivative or a power: one thing, but not a base for a further power."""
    ATOM = 4


def row_text(row: list[Node]) -> str:
    """The nodes of a row side by side."""
    parts: list[str] = []
    for place, (node, gap, touching) in enumerate(gaps(row)):
        last = place + 1 == len(row)
        joined = touching or (not last and touches(node, row[place + 1]))
        text = item_text(node, joined, not last and touches(node, row[place + 1]))
        if touching and not gap and parts and parts[-1][-2:-1] == "_" and text[:1].isalnum():
            gap = " "
        parts.append(gap + text)
    return "".join(parts)


def item_text(node: Node, joined: bool, followed: bool) -> str:
    """`node` in a row: in brackets if it is a fraction that touches a factor, or a root that one follows."""
    text = text_of(node)
    if joined and isinstance(node, Fraction):
        return f"({text})"
    if followed and isinstance(node, Root) and not text.endswith(")"):
        return _root(node, True)
    return text


def text_of(node: Node) -> str:
    """`node` alone."""
    match node:
        case Sign(text, _):
            return text
        case Group():
            return row_text(flattened(node))
        case Fraction(above, below):
            return f"{held(above, Tight.PRODUCT)}/{held(below, Tight.PREFIXED)}"
        case Root():
            return _root(node, False)
        case Accent(mark, body):
            return accented(text_of(body), mark)
        case Fence(left, body, right):
            return left.strip(".") + text_of(body) + right.strip(".")
        case Grid():
            return _grid(node)
        case Script():
            return _script(node)


def held(node: Node, needed: Tight) -> str:
    """`node` in brackets unless it holds together at least as firmly as `needed`."""
    text = text_of(node)
    return text if tightness(node) >= needed else f"({text})"


def tightness(node: Node) -> Tight:
    """How firmly `node` holds together on one line."""
    match node:
        case Group():
            return _row_tightness(flattened(node))
        case Fraction():
            return Tight.QUOTIENT
        case Root():
            return Tight.PREFIXED
        case Script(base, up, _):
            return (
                Tight.LOOSE if kind_of(base) in ("big", "function", "limits") else Tight.PREFIXED if up else Tight.ATOM
            )
        case Accent(_, body):
            return tightness(body)
        case Fence(left, _, right):
            return Tight.ATOM if "." not in (left, right) else Tight.LOOSE
        case Grid(_, left, _):
            return Tight.ATOM if left in "[(" else Tight.LOOSE
        case Sign(_, kind):
            return Tight.LOOSE if kind in ("relation", "binary", "big") else Tight.ATOM


def _row_tightness(row: list[Node]) -> Tight:
    if len(row) == 1:
        return tightness(row[0])
    depth, factors, prefixes, loose, slash, loosest = 0, 0, 0, False, False, Tight.ATOM
    for place, node in enumerate(row):
        kind = kind_of(node)
        depth -= kind == "close"
        if depth == 0 and kind not in ("close", "space"):
            loose |= kind in ("relation", "binary", "big", "function", "limits", "comma")
            loose |= kind == "binary" and is_sign_of_number(row, place)
            slash |= kind in ("slash", "times")
            prefixes += kind == "prefix"
            factors += kind not in ("prefix", "slash", "times")
            loosest = min(loosest, tightness(node))
        depth += kind == "open"
    if loose or depth:
        return Tight.LOOSE
    if slash:
        return Tight.QUOTIENT
    if factors > 1:
        return Tight.PRODUCT
    return min(loosest, Tight.PREFIXED) if prefixes else loosest


def accented(text: str, mark: str) -> str:
    """The combining mark on the first character, or a line on each."""
    if mark in "\u0305\u0332":
        return "".join(c + mark for c in text)
    return text[:1] + mark + text[1:]


def _root(node: Root, bracketed: bool) -> str:
    body = text_of(node.body)
    plain = not bracketed and tightness(node.body) == Tight.ATOM and (cell_len(body) <= 2 or body[0] in "([")
    sign = "√"
    if node.degree is not None:
        degree = text_of(node.degree)
        sign = f"{raised(degree)}√" if raised(degree) else f"({degree})√"
    return f"{sign}{body}" if plain else f"{sign}({body})"


def _grid(node: Grid) -> str:
    rows = ["  ".join(filter(None, (text_of(cell) for cell in row))) for row in node.rows]
    if (node.left, len(node.rows), max(map(len, node.rows))) == ("(", 2, 1):
        return f"C({rows[0]}, {rows[1]})"
    return f"{node.left.strip('.')}{'; '.join(rows)}{node.right.strip('.')}"


def _script(node: Script) -> str:
    base = held(node.base, Tight.LOOSE if isinstance(node.base, Sign) else Tight.ATOM)
    down = _attached(node.down, "_")
    up = _attached(node.up, "^")
    return base + down + up


def _attached(node: Node | None, sign: str) -> str:
    if node is None:
        return ""
    text = tight(text_of(node))
    small = (raised if sign == "^" else lowered)(text) if text else ""
    if small is not None:
        return small
    return f"{sign}{text}" if cell_len(text) == 1 else f"{sign}({text})"
