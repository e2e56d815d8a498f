"""A formula in two dimensions: boxes of text lines with a baseline, measured in terminal cells."""

from __future__ import annotations

from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size

from tui.formula.line import Tight, accented, text_of, tightness
from tui.formula.nodes import Accent, Fence, Fraction, Grid, Group, Node, Root, Script, Sign
from tui.formula.spacing import flattened, gaps, kind_of, tight
from tui.formula.symbols import lowered, raised

_TALL = {
    "(": "⎛⎜⎝", ")": "⎞⎟⎠", "[": "⎡⎢⎣", "]": "⎤⎥⎦", "|": "│││", "‖": "║║║", "{": "⎧⎨⎩", "}": "⎫⎬⎭", "⟨": "╱⎸╲",
    "⟩": "╲⎹╱", "⌊": "⎢⎢⎣", "⌋": "⎥⎥⎦", "⌈": "⎡⎢⎢", "⌉": "⎤⎥⎥", "/": "╱╱╱",
}  # fmt: skip


@dataclass(frozen=True)
class Box:
    """Lines of equal width; `base` is the line that neighbours align with."""

    lines: tuple[str, ...]
    base: int = 0

    @property
    def width(self) -> int:
        """In cells."""
        return cell_len(self.lines[0])

    @property
    def height(self) -> int:
        """In lines."""
        return len(self.lines)


def made(lines: list[str], base: int = 0) -> Box:
    """A box of lines filled up to the widest."""
    width = max(map(cell_len, lines))
    return Box(tuple(line + " " * (width - cell_len(line)) for line in lines), base)


def beside(boxes: list[Box]) -> Box:
    """The boxes side by side on one baseline."""
    boxes = [box for box in boxes if box.width] or [Box(("",))]
    above = max(box.base for box in boxes)
    below = max(box.height - box.base for box in boxes)
    columns = []
    for box in boxes:
        blank = " " * box.width
        columns.append([blank] * (above - box.base) + [*box.lines] + [blank] * (below - box.height + box.base))
    return Box(tuple("".join(parts) for parts in zip(*columns, strict=True)), above)


def centred(box: Box, width: int) -> list[str]:
    """The lines of `box` in the middle of `width` cells."""
    return [set_cell_size(" " * ((width - box.width) // 2) + line, width) for line in box.lines]


def box_of(node: Node) -> Box:
    """`node` in two dimensions."""
    match node:
        case Sign(text, _):
            return Box((text,))
        case Group():
            return _row(flattened(node))
        case Fraction(above, below):
            return _fraction(box_of(above), box_of(below))
        case Root():
            return _root(node)
        case Accent():
            return _accent(node)
        case Fence(left, body, right):
            return fenced(box_of(body), left, right)
        case Grid():
            return _grid(node)
        case Script():
            return _script(node)


def _row(row: list[Node]) -> Box:
    boxes = []
    for node, gap, _ in gaps(row):
        boxes += [Box((gap,)), box_of(node)]
    return beside(boxes)


def _fraction(above: Box, below: Box) -> Box:
    width = max(above.width, below.width) + 2
    return Box((*centred(above, width), "─" * width, *centred(below, width)), above.height)


def _root(node: Root) -> Box:
    body = box_of(node.body)
    degree = text_of(node.degree) if node.degree else ""
    sign = (raised(degree) or f"({degree})" if degree else "") + "√"
    blank = " " * (cell_len(sign) - 1)
    lines = [f"{blank} ┌" + "─" * body.width]
    lines += [f"{blank} │{line}" for line in body.lines[:-1]] + [f"{sign}│{body.lines[-1]}"]
    return made(lines, body.base + 1)


def _accent(node: Accent) -> Box:
    body = box_of(node.body)
    if body.height == 1:
        return Box((accented(body.lines[0], node.mark),))
    if node.mark == "\u0305":
        return Box(("─" * body.width, *body.lines), body.base + 1)
    return Box((accented(body.lines[0], node.mark), *body.lines[1:]), body.base)


def fenced(body: Box, left: str, right: str) -> Box:
    """`body` between brackets as tall as it is."""
    return beside([_bracket(left, body), body, _bracket(right, body)])


def _bracket(sign: str, body: Box) -> Box:
    if sign == ".":
        return Box(("",))
    if body.height == 1:
        return Box((sign,))
    top, middle, bottom = tuple(_TALL[sign])
    column = [top] + [middle] * (body.height - 2) + [bottom]
    if sign in "{}" and body.height > 2:
        column = [top, *("⎪" * (body.height - 2)), bottom]
        column[body.height // 2] = middle
    elif sign in "{}":
        column = ["⎰", "⎱"] if sign == "{" else ["⎱", "⎰"]
    return Box(tuple(column), body.base)


def _grid(node: Grid) -> Box:
    columns = max(map(len, node.rows))
    rows = [[box_of(cell) for cell in row] + [Box(("",))] * (columns - len(row)) for row in node.rows]
    widths = [max(row[k].width for row in rows) for k in range(columns)]
    gap = Box(("  " if node.left != "." or node.right != "." else " ",))
    lines: list[str] = []
    for row in rows:
        cells = [_widened(box, width) for box, width in zip(row, widths, strict=True)]
        spaced = [part for cell in cells for part in (gap, cell)][1:]
        lines += beside(spaced).lines
    body = made(lines, (len(lines) - 1) // 2)
    if node.left == "{":
        body = made([f" {line}" for line in body.lines], body.base)
    return fenced(body, node.left, node.right)


def _widened(box: Box, width: int) -> Box:
    """`box` in the middle of its column; one of no width still takes its place."""
    return Box(tuple(centred(box, width)), box.base)


def _script(node: Script) -> Box:
    if kind_of(node.base) in ("big", "limits"):
        return _limits(node)
    base = box_of(node.base)
    if isinstance(node.base, Group | Fraction) and tightness(node.base) < Tight.ATOM:
        base = fenced(base, "(", ")")
    small = _small(node)
    if small is not None:
        lines = [
            line + (small if k == _anchor(base, node) else " " * cell_len(small)) for k, line in enumerate(base.lines)
        ]
        return Box(tuple(lines), base.base)
    up = _script_box(node.up).lines if node.up else ()
    down = _script_box(node.down).lines if node.down else ()
    tail = made([*up, *[""] * base.height, *down], len(up) + base.base)
    return beside([base, tail])


def _anchor(base: Box, node: Script) -> int:
    """The line that small scripts stand on: the top one for a power of something tall."""
    return 0 if node.up and not node.down else base.height - 1 if node.down and not node.up else base.base


def _small(node: Script) -> str | None:
    """Both scripts in Unicode's small characters, if there are such."""
    down = lowered(tight(text_of(node.down))) if node.down else ""
    up = raised(tight(text_of(node.up))) if node.up else ""
    return None if down is None or up is None else down + up


def _limits(node: Script) -> Box:
    sign = box_of(node.base)
    up = _script_box(node.up) if node.up else None
    down = _script_box(node.down) if node.down else None
    parts = [box for box in (up, sign, down) if box]
    width = max(box.width for box in parts)
    return Box(tuple(line for box in parts for line in centred(box, width)), up.height if up else 0)


def _script_box(node: Node) -> Box:
    box = box_of(node)
    return Box((tight(box.lines[0]),)) if box.height == 1 else box
