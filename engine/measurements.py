"""What a demonstration measures: a class of typed fields, each with its meaning, unit and grade.

    class CoinTosses(Measurements):
        heads: int = measurement(Text("heads thrown", "正面次数"), grade=Grade.EXACT)
        share: float = measurement(Text("share of heads", "正面比例"))

`CoinTosses(heads=3, share=0.3)` is what the demonstration returns in its `Result`: mypy refuses a name that is missing
or misspelt and a value of another kind. A field without `measurement` is a part, a class of measurements of its own
whose names count as the whole's:

        series: LongestSeries
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, NamedTuple, TypeAlias, dataclass_transform, get_args, get_origin, get_type_hints

import numpy as np

from engine.parameters import FloatArray, Value
from engine.text import NOTHING, Text

Array1D: TypeAlias = Annotated[FloatArray, 1]
"""A float64 array with one axis."""
Array2D: TypeAlias = Annotated[FloatArray, 2]
"""A float64 array with two axes."""


class Grade(StrEnum):
    """How firmly a number stands."""

    EXACT = "exact"
    """An identity or an exact counter-example."""
    NUMERICAL = "numerical"
    """Agrees with an independent oracle to rounding."""
    STATISTICAL = "statistical"
    """Measured over random draws, with a stated tolerance."""
    WALL_CLOCK = "wall-clock"
    """Seconds on this machine now; never decides a key."""
    CONVENTION = "convention"
    """A definition, or a library's choice."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one named number, flag or array means. `kind` and `axes` are its type and the number of an array's axes;
    a package that declares its measurements one by one may leave them out."""

    name: str
    meaning: Text
    unit: Text = NOTHING
    grade: Grade = Grade.NUMERICAL
    kind: type | None = None
    axes: int = 0


class _Declared(NamedTuple):
    """What `measurement` leaves in the class where the field's default would stand."""

    meaning: Text
    unit: Text
    grade: Grade


def measurement(meaning: Text, unit: Text = NOTHING, grade: Grade = Grade.NUMERICAL) -> Any:
    """Declare a field of `Measurements`: what it means, its unit, and how firmly it stands."""
    return _Declared(meaning, unit, grade)


@dataclass_transform(frozen_default=True, kw_only_default=True, eq_default=False, field_specifiers=(measurement,))
class Measurements:
    """The measurements of one demonstration; see the module's docstring. It has no public attribute of its own, so that
    a measurement may have any name.

    To mypy it is a frozen dataclass. It is none when it runs: making 68 of them would take as long as importing all
    demonstrations (26 ms)."""

    def __init__(self, **values: object) -> None:
        names = self.__class__.__annotations__
        if wrong := names.keys() ^ values.keys():
            raise TypeError(
                f"{self.__class__.__name__} measures {', '.join(names)}; missing or unknown: {sorted(wrong)}"
            )
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{self.__class__.__name__}.{name} cannot be changed")


def declared(shape: type[Measurements]) -> tuple[Measurement, ...]:
    """The measurements that `shape` declares, those of its parts in their place.

    Raises TypeError for a field that is neither a measurement nor a part."""
    found: list[Measurement] = []
    for name, hint in get_type_hints(shape, include_extras=True).items():
        said = shape.__dict__.get(name)
        if isinstance(said, _Declared):
            kind, axes = (np.ndarray, get_args(hint)[1]) if get_origin(hint) is Annotated else (hint, 0)
            found.append(Measurement(name, *said, kind=kind, axes=axes))
        elif isinstance(hint, type) and issubclass(hint, Measurements):
            found += declared(hint)
        else:
            raise TypeError(f"{shape.__name__}.{name} is neither a measurement(...) nor a class of Measurements")
    return tuple(found)


def by_name(measured: Measurements) -> dict[str, Value]:
    """The measured values by name, those of parts in their place."""
    values: dict[str, Value] = {}
    for name in measured.__class__.__annotations__:
        value = measured.__dict__[name]
        values |= by_name(value) if isinstance(value, Measurements) else {name: value}
    return values
