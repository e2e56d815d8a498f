"""What one call of the learner's function gave, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from engine.parameters import FloatArray
from engine.task import PLAIN, Arguments, Case
from engine.text import NOTHING, Text

AnyArray: TypeAlias = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Trouble:
    """An exception: its type, its message, and the line of the learner's file (0 where it is not known)."""

    type: str
    message: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class Returned:
    """One returned value. `kind` is array, number, list, none, or other with the type in `type`."""

    kind: str
    array: AnyArray | None = None
    type: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one call gave, or the loading of the source.

    `many` is the type of a tuple or list that held the values, or empty. `unfit` is why the source cannot be called,
    its kind and the sentence; `ended` is why there is no process any more.
    """

    values: tuple[Returned, ...] = ()
    many: str = ""
    trouble: Trouble | None = None
    refused: Text = NOTHING
    changed: tuple[int, ...] = ()
    warnings: tuple[Trouble, ...] = ()
    printed: str = ""
    seconds: float = 0.0
    unfit: tuple[str, Text] | None = None
    ended: Text | None = None

    @property
    def arrays(self) -> tuple[AnyArray, ...] | None:
        """The values where all are arrays or numbers."""
        found = tuple(value.array for value in self.values if value.array is not None)
        return found if found and len(found) == len(self.values) else None


class Call(Protocol):
    """Calls the learner's function."""

    def __call__(self, arguments: Arguments, layout: str = PLAIN, *, readonly: bool = False) -> Outcome: ...


@dataclass(frozen=True, slots=True)
class Cells:
    """A result that is wrong: what was expected, what came, and which cells are wrong."""

    name: str
    expected: AnyArray
    got: AnyArray
    wrong: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Flaw:
    """The first thing that is wrong with a source, with the call that shows it.

    `kind` says which sort it is (value, nan, shape, count, type, dtype, changed, error:<Type>, refused, ended, law, and
    the kinds of sources that cannot be called); a smaller case shows the same flaw when its kind is the same.
    """

    kind: str
    said: Text
    case: Case | None = None
    cells: tuple[Cells, ...] = ()
    got: tuple[FloatArray, ...] = field(default=(), repr=False)


Progress: TypeAlias = Callable[[int, int], None]
"""Called with how many cases were right so far, and how many there are."""
