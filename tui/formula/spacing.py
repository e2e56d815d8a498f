"""What stands between two neighbours of a row, in one line as in two dimensions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tui.formula.nodes import Fence, Fraction, Grid, Group, Kind, Node, Script, Sign

APART: tuple[Kind, ...] = ("relation", "binary", "times", "comma", "space", "open")


def kind_of(node: Node) -> Kind:
    """The part of speech of the node's core."""
    if isinstance(node, Sign):
        return node.kind
    if isinstance(node, Script):
        return kind_of(node.base)
    return "ordinary"


def flattened(node: Node) -> list[Node]:
    """The row that `node` is, inner groups opened as TeX draws them, and what has no width left out."""
    if node == Sign("", "space"):
        return []
    if not isinstance(node, Group):
        return [node]
    return [inner for item in node.items for inner in flattened(item)]


def is_sign_of_number(row: list[Node], place: int) -> bool:
    """Whether the plus or minus at `place` has nothing on its left to be added to."""
    if kind_of(row[place]) != "binary":
        return False
    before = [node for node in row[:place] if kind_of(node) != "space"]
    return not before or kind_of(before[-1]) in ("relation", "binary", "times", "comma", "open", "slash")


def gaps(row: list[Node]) -> Iterator[tuple[Node, str, bool]]:
    """(node, the space before it, whether it touches its left neighbour as a factor)."""
    for place, node in enumerate(row):
        yield node, "" if place == 0 else _gap(row, place), place > 0 and touches(row[place - 1], node)


def touches(left: Node, right: Node) -> bool:
    """Whether the two are multiplied, or one is applied to the other, by standing side by side."""
    return kind_of(left) not in APART and kind_of(right) not in (
        "relation",
        "binary",
        "times",
        "comma",
        "space",
        "close",
    )


def _gap(row: list[Node], place: int) -> str:
    left, right = row[place - 1], row[place]
    before, after = kind_of(left), kind_of(right)
    if "space" in (before, after):
        return ""
    if after in ("relation", "times") or before in ("relation", "times", "comma"):
        return " "
    if after == "binary":
        return "" if is_sign_of_number(row, place) else " "
    if before == "binary":
        return "" if is_sign_of_number(row, place - 1) and not isinstance(right, Fraction) else " "
    if not touches(left, right) or (after == "open" and before != "big"):
        return ""
    if before in ("function", "limits", "big") or after in ("function", "limits", "big"):
        return "" if (isinstance(right, Fence | Grid) and before != "big") or before in ("slash", "prefix") else " "
    tall = isinstance(left, Fraction) or isinstance(right, Fraction)
    return " " if tall and "slash" not in (before, after) else ""


def tight(text: str) -> str:
    """`text` as it stands in a script: no space around signs."""
    return re.sub(r" ([=<>≤≥≠∈→+−±·×]) ", r"\1", text)
