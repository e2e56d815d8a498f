"""What a demonstration returns: measurements, and views that say how to look at them.

Views hold numbers and words, never colours, sizes or widgets; `tui` draws them and the line mode reads them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.parameters import FloatArray, Value
from engine.text import NOTHING, Text

Cell: TypeAlias = Text | str | float | int | bool


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: what is on it, its unit, and whether it is logarithmic."""

    label: Text
    unit: Text = NOTHING
    log: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One curve or cloud: `x` and `y` of equal length n. `style` says how the points are joined."""

    label: Text
    x: FloatArray
    y: FloatArray
    style: Literal["line", "points", "stairs"] = "line"


@dataclass(frozen=True, slots=True)
class Mark:
    """A reference line: at `value` on the x axis (vertical) or the y axis (horizontal)."""

    label: Text
    value: float
    along: Literal["x", "y"] = "y"


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Curves and clouds over common axes."""

    title: Text
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """One bar for each label; `values` of shape (labels,). A logarithmic axis takes positive values only."""

    title: Text
    axis: Axis
    labels: tuple[Text, ...]
    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap:
    """`values` of shape (rows, columns) as colours, with what lies along both axes; what is not finite stands for no
    value. Rows are numbered unless they have names."""

    title: Text
    values: FloatArray
    rows: Axis
    columns: Axis
    unit: Text = NOTHING
    row_names: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """`values` of shape (rows, columns) as numbers; True in `highlight` of the same shape marks an entry."""

    title: Text
    values: FloatArray
    highlight: NDArray[np.bool_] | None = None
    row_labels: tuple[Text, ...] = ()
    column_labels: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under column heads."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a walk: what happens, with a formula if there is one, and what it looks like then."""

    caption: Text
    views: tuple[View, ...] = ()
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """A computation that can be walked one step at a time."""

    title: Text
    steps: tuple[Step, ...]


View: TypeAlias = Lines | Bars | HeatMap | Matrix | Table | Steps


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """Named measurements and the views that show them."""

    measurements: Mapping[str, Value]
    views: tuple[View, ...] = ()


def plain(value: object) -> Any:
    """`value` as JSON can hold it: arrays as nested lists, NumPy scalars as Python's, non-finite floats as text."""
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value.tolist()] if value.ndim else plain(value.item())
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float) and not np.isfinite(value):
        return str(value)
    return value
