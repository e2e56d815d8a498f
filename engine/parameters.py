"""The parameters of demonstrations: their kinds, ranges and defaults.

`accept` checks a value of any type (from YAML, the command line or a widget) and returns it in the declared type,
`parse` reads typed text, and `allowed` describes the range in both languages for error messages.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.messages import ExpectedError
from engine.text import NOTHING, Text

FloatArray: TypeAlias = NDArray[np.float64]
"""A float64 array with any number of axes."""
Scalar: TypeAlias = bool | int | float | str
Value: TypeAlias = Scalar | FloatArray
"""The value of a parameter or of a measurement."""
Raw: TypeAlias = "Value | Sequence[Raw]"
"""A value as it comes from YAML, the command line or a widget: not yet checked, and an array may be nested lists."""


class ParameterError(ExpectedError, ValueError):
    """A parameter is unknown, of the wrong type or out of range, or does not fit another one."""


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number from `low` to `high`, both included; `step` is how far a key press moves a slider."""

    name: str
    label: Text
    default: int
    low: int
    high: int
    unit: Text = NOTHING
    step: int = 1

    def allowed(self) -> Text:
        """The range in words for error messages."""
        return Text(f"a whole number from {self.low} to {self.high}", f" {self.low} 到 {self.high} 之间的整数")

    def accept(self, value: object) -> int:
        """`value` as an int; a float counts if it is whole. Raises ParameterError."""
        if isinstance(value, float | np.floating) and math.isfinite(value) and float(value).is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int | np.integer):
            raise _refuse(self.name, value, self.allowed())
        if not self.low <= int(value) <= self.high:
            raise _refuse(self.name, value, self.allowed())
        return int(value)

    def parse(self, text: str) -> int:
        """Read from typed text. Raises ParameterError."""
        try:
            return self.accept(int(text))
        except ValueError as error:
            raise _refuse(self.name, text, self.allowed()) from error


@dataclass(frozen=True, slots=True)
class Float:
    """A real number from `low` to `high`, both included; `log` asks sliders for a logarithmic scale."""

    name: str
    label: Text
    default: float
    low: float
    high: float
    unit: Text = NOTHING
    log: bool = False

    def allowed(self) -> Text:
        """The range in words for error messages."""
        return Text(f"a number from {self.low:g} to {self.high:g}", f" {self.low:g} 到 {self.high:g} 之间的数")

    def accept(self, value: object) -> float:
        """`value` as a float. Raises ParameterError, also for infinity and NaN."""
        if isinstance(value, bool) or not isinstance(value, int | float | np.integer | np.floating):
            raise _refuse(self.name, value, self.allowed())
        if not self.low <= value <= self.high:
            raise _refuse(self.name, value, self.allowed())
        return float(value)

    def parse(self, text: str) -> float:
        """Read from typed text. Raises ParameterError."""
        try:
            return self.accept(float(text))
        except ValueError as error:
            raise _refuse(self.name, text, self.allowed()) from error


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few options, shown by their `labels` where they have any. Yes and no are True and False."""

    name: str
    label: Text
    default: Scalar
    options: tuple[Scalar, ...]
    labels: Mapping[Scalar, Text] = field(default_factory=dict)
    unit: Text = NOTHING

    def allowed(self) -> Text:
        """The options in words for error messages."""
        options = [_shown(option) for option in self.options]
        return Text("one of " + ", ".join(options), "下列之一：" + "、".join(options))

    def accept(self, value: object) -> Scalar:
        """The option equal to `value`; True does not count as 1. Raises ParameterError."""
        if isinstance(value, bool | int | float | str | np.generic):
            for option in self.options:
                if option == value and isinstance(option, bool) == isinstance(value, bool | np.bool_):
                    return option
        raise _refuse(self.name, value, self.allowed())

    def parse(self, text: str) -> Scalar:
        """Read from typed text; case does not matter. Raises ParameterError."""
        for option in self.options:
            if _shown(option).casefold() == text.strip().casefold():
                return option
        raise _refuse(self.name, text, self.allowed())

    def label_of(self, option: Scalar) -> Text:
        """The option in both languages."""
        return self.labels.get(option) or Text(_shown(option), _shown(option))


@dataclass(frozen=True, slots=True)
class Array:
    """A small array of numbers with `ndim` axes, each at most `longest` long, entries from `low` to `high`.

    An empty default means that the demonstration draws the array itself when none is given; without one an empty array
    is refused. An array that is given has at least `least` rows (entries, when it has one axis).
    """

    name: str
    label: Text
    default: tuple[float, ...] | tuple[tuple[float, ...], ...] = ()
    ndim: int = 2
    low: float = -1e6
    high: float = 1e6
    longest: int = 64
    unit: Text = NOTHING
    least: int = 1

    def allowed(self) -> Text:
        """The range in words for error messages."""
        kinds = {
            1: Text("a list of numbers", "一列数"),
            2: Text("a matrix given as a list of equally long rows", "各行等长的矩阵"),
        }
        kind = kinds.get(self.ndim) or Text(f"an array with {self.ndim} axes", f"有 {self.ndim} 个轴的数组")
        rows = Text(f", at least {self.least}", f"，至少 {self.least} 个") if self.least > 1 else NOTHING
        return Text(
            f"{kind.en}{rows.en}, entries from {self.low:g} to {self.high:g}, at most {self.longest} along an axis",
            f"{kind.zh}{rows.zh}，元素在 {self.low:g} 到 {self.high:g} 之间，每个轴至多 {self.longest} 个",
        )

    def accept(self, value: object) -> FloatArray:
        """`value` as a float64 array with `ndim` axes, of shape (0, ...) when it is empty. Raises ParameterError."""
        try:
            array = np.array(value, dtype=np.float64)
        except (TypeError, ValueError, OverflowError) as error:
            raise _refuse(self.name, value, self.allowed()) from error
        if array.size == 0 and not self.default:
            return np.zeros((0,) * self.ndim)
        inside = (
            array.ndim == self.ndim and array.size > 0 and self.least <= len(array) <= max(array.shape) <= self.longest
        )
        if not inside or not bool(np.all((array >= self.low) & (array <= self.high))):
            raise _refuse(self.name, value, self.allowed())
        return array

    def parse(self, text: str) -> FloatArray:
        """Read rows separated by semicolons, as `1 2; 3 4`, or JSON. Raises ParameterError."""
        try:
            nested = json.loads(text) if text.lstrip().startswith("[") else _rows(text, self.ndim)
        except (ValueError, RecursionError) as error:
            raise _refuse(self.name, text, self.allowed()) from error
        return self.accept(nested)


Parameter: TypeAlias = Integer | Float | Choice | Array


def _rows(text: str, ndim: int) -> list[float] | list[list[float]]:
    rows = [[float(cell) for cell in row.replace(",", " ").split()] for row in text.split(";")]
    return rows[0] if ndim == 1 and len(rows) == 1 else rows


def demand_shape(name: str, given: FloatArray, shape: tuple[int, ...]) -> None:
    """Raise ParameterError unless the array `given` for `name` has the shape that the other parameters ask for."""
    if given.shape != shape:
        raise ParameterError(
            f"parameter '{name}' has the shape {given.shape}; the other parameters ask for {shape}",
            f"参数“{name}”的形状为 {given.shape}；按其他参数应为 {shape}",
        )


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _refuse(name: str, value: object, allowed: Text) -> ParameterError:
    shown = " ".join(_spelt(value).split())
    shown = shown if len(shown) <= 40 else shown[:37] + "..."
    return ParameterError(
        f"parameter '{name}' cannot be {shown!r}; it takes {allowed.en}",
        f"参数“{name}”不能是“{shown}”；它应为{allowed.zh}",
    )


def _spelt(value: object) -> str:
    try:
        return str(value)
    except ValueError:  # Python refuses to write an integer of more than 4,300 digits
        return "…"
