"""What all drawings share: how they are asked for, and text cut, filled and wrapped by its width in cells."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text as Row

from engine.result import Axis
from engine.text import Language, Text
from tui.drawing.palette import Palette
from tui.text.line_breaking import wrapped
from tui.text.sanitize import line


@dataclass(frozen=True, slots=True)
class Canvas:
    """The room and the means there are: `width` in cells, `height` in lines or None for what the view needs."""

    width: int
    height: int | None
    language: Language
    palette: Palette
    unicode: bool = True
    colour: bool = True

    def said(self, text: Text) -> str:
        """`text` in the language, made inert, on one line."""
        return line(text.said(self.language))

    def named(self, axis: Axis) -> str:
        """The axis' label with its unit."""
        return with_unit(self.said(axis.label), self.said(axis.unit), self.language)

    def title(self, text: Text) -> list[Row]:
        """The title's lines; none when it is empty."""
        said = self.said(text)
        return [row((part, self.palette.title)) for part in wrapped(said, self.width)] if said else []

    def nothing(self) -> Row:
        """A row that says there is nothing to draw."""
        return row((self.said(Text("(no finite values to draw)", "（没有可绘制的有限数值）")), self.palette.muted))


def with_unit(label: str, unit: str, language: Language) -> str:
    """`label` and `unit` as an axis shows them."""
    if not unit or not label:
        return label or unit
    return f"{label}（{unit}）" if language == "zh" else f"{label} ({unit})"


def row(*pieces: tuple[str, Style]) -> Row:
    """One line of styled pieces. No markup is read."""
    made = Row(no_wrap=True, end="")
    for text, style in pieces:
        made.append(text, style)
    return made


def left(text: str, width: int) -> str:
    """`text` cut or filled on its right to `width` cells, an ellipsis where it is cut."""
    if cell_len(text) > width > 0:
        return set_cell_size(set_cell_size(text, width - 1).rstrip() + "…", width)
    return set_cell_size(text, max(0, width))


def right(text: str, width: int) -> str:
    """`text` filled on its left to `width` cells."""
    return " " * (width - cell_len(text)) + text if cell_len(text) <= width else left(text, width)


def centre(text: str, width: int) -> str:
    """`text` in the middle of `width` cells."""
    return left(" " * ((width - cell_len(text)) // 2) + text, width)


def number(value: float, digits: int = 4) -> str:
    """`value` with `digits` significant digits, short, with a true minus sign."""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    text = f"{value:.{digits}g}"
    if "e+" in text and abs(value) < 1e6:
        text = f"{value:.0f}"
    elif "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}e{int(exponent)}"
    return "0" if text == "-0" else text.replace("-", "−")


def aligned(values: Iterable[float], digits: int = 4) -> list[str]:
    """The numbers with one count of decimals, so that their points line up in a right-aligned column."""
    listed = [float(value) for value in values]
    finite = [abs(value) for value in listed if math.isfinite(value)]
    largest = max(finite, default=0.0)
    smallest = min((value for value in finite if value), default=1.0)
    if largest >= 1e7 or (largest and largest < 1e-3):
        return [
            number(value, digits) if not math.isfinite(value) or value == 0 else _scientific(value) for value in listed
        ]
    if all(value == round(value) for value in finite):
        decimals = 0
    else:
        decimals = min(6, max(0, digits - 1 - math.floor(math.log10(max(largest, 1e-9)))))
        decimals = max(decimals, 1 if smallest < 1 else 0)
        while decimals > 1 and all(f"{value:.{decimals}f}".endswith("0") for value in finite):
            decimals -= 1
    return [number(value) if not math.isfinite(value) else _fixed(value, decimals) for value in listed]


def _fixed(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    return text.replace("-", "" if float(text) == 0 else "−")


def _scientific(value: float) -> str:
    mantissa, exponent = f"{value:.2e}".split("e")
    return f"{mantissa}e{int(exponent)}".replace("-", "−")


ASCII = str.maketrans(
    "─│┌┐└┘├┤┬┴┼╌╎━┃●▲■◆○△□◇⎡⎢⎣⎤⎥⎦⎛⎜⎝⎞⎟⎠−…·×≤≥≈→←↓↑√∞",
    "-|+++++++++-:-|ox#*+@%&[|[]|](|()|)-..x<>~><v^VI",
)
"""The nearest plain signs, for terminals without Unicode."""
