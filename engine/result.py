"""What a demonstration returns: its measurements, and views that show them.

Views hold numbers and texts, never colours, sizes or widgets. `tui` draws them, and the line mode prints them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.json_data import Json
from engine.measurements import Measurements, by_name
from engine.parameters import FloatArray, Value
from engine.text import NOTHING, Text

Cell: TypeAlias = Text | str | float | int | bool


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis: what it shows, in which unit, and whether its scale is logarithmic."""

    label: Text
    unit: Text = NOTHING
    log: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """One curve or point cloud: `x` and `y` of shape (n,). `style` says how the points are joined."""

    label: Text
    x: FloatArray
    y: FloatArray
    style: Literal["line", "points", "stairs"] = "line"


@dataclass(frozen=True, slots=True)
class Mark:
    """A reference line at `value`: vertical if it lies on the x axis, horizontal on the y axis."""

    label: Text
    value: float
    along: Literal["x", "y"] = "y"


@dataclass(frozen=True, slots=True, eq=False)
class Lines:
    """Curves and point clouds over common axes."""

    title: Text
    x: Axis
    y: Axis
    series: tuple[Series, ...]
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Bars:
    """One bar for each label; `values` of shape (labels,), all positive on a logarithmic axis."""

    title: Text
    axis: Axis
    labels: tuple[Text, ...]
    values: FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap:
    """`values` of shape (rows, columns) as colours. A value that is not finite is missing; rows without names are
    numbered."""

    title: Text
    values: FloatArray
    rows: Axis
    columns: Axis
    unit: Text = NOTHING
    row_names: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Matrix:
    """`values` of shape (rows, columns) as numbers; `highlight`, of the same shape, marks entries."""

    title: Text
    values: FloatArray
    highlight: NDArray[np.bool_] | None = None
    row_labels: tuple[Text, ...] = ()
    column_labels: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one text for each column, and rows with as many cells."""

    title: Text
    columns: tuple[Text, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a computation: what happens, the views after it, and a LaTeX formula if there is one."""

    caption: Text
    views: tuple[View, ...] = ()
    formula: str = ""


@dataclass(frozen=True, slots=True)
class Steps:
    """A computation that the learner goes through step by step."""

    title: Text
    steps: tuple[Step, ...]


View: TypeAlias = Lines | Bars | HeatMap | Matrix | Table | Steps


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Result:
    """Measurements by name, and the views that show them."""

    measurements: Mapping[str, Value]
    views: tuple[View, ...]

    def __init__(self, measurements: Measurements | Mapping[str, Value], views: tuple[View, ...] = ()) -> None:
        """`measurements` is the class that the demonstration declares, filled in; or the values by name."""
        named = by_name(measurements) if isinstance(measurements, Measurements) else measurements
        object.__setattr__(self, "measurements", named)
        object.__setattr__(self, "views", views)


def plain(value: Any) -> Json:
    """`value` as JSON can hold it: arrays as nested lists, NumPy scalars as Python's, infinity and NaN as text."""
    if isinstance(value, np.ndarray):
        return [plain(item) for item in value.tolist()] if value.ndim else plain(value.item())
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, float) and not np.isfinite(value):
        return str(value)
    known: Json = value
    return known
