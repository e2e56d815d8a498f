"""A failing case made as small as it can be: fewer cells, then values that are small whole numbers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import TypeAlias

import numpy as np

from engine.judging.comparison import computed, flaw_of
from engine.judging.outcome import AnyArray, Call, Flaw, Outcome
from engine.task import PLAIN, Arguments, Case, Options, Task

CALLS, SECONDS = 400, 0.4
SEEN = 0.02
"""A difference must stay this large, relative to the largest expected value, or shrinking ends in rounding noise."""
VALUES = (0, 1, -1, 2, -2, 3, -3)
"""Values in the order in which they are liked."""
Keeps: TypeAlias = Callable[[Case, Outcome], bool]
"""Whether what is said about the flaw, its name and a law, is still so in a smaller case."""
NEVER = ("refused", "ended", "law", "error:MemoryError")


class Shrinker:
    """Makes the case of one flaw smaller. `best` is the smallest flaw of the same kind so far."""

    def __init__(self, task: Task, options: Options, flaw: Flaw, case: Case, call: Call, keeps: Keeps) -> None:
        self._task, self._options, self._call, self._keeps = task, options, call, keeps
        self._stop, self._left = time.monotonic() + SECONDS, CALLS
        self.best, self._case = flaw, case

    def run(self) -> Flaw:
        """Layout, sizes, whole arrays, single cells, float64."""
        self._accept(self._case.arguments, PLAIN)
        while any(self._cut(axis) for axis in self._axes()):
            pass
        for i in self._free():
            self._first(_whole(self._array(i)), i)
        for i in self._free():
            for at in np.ndindex(self._array(i).shape):
                self._first(_cell(self._array(i), at), i)
        for i in self._free():
            if self._array(i).dtype == np.float32:
                self._accept(self._with(i, self._array(i).astype(float)))
        return self.best

    def _accept(self, arguments: Arguments, layout: str | None = None) -> bool:
        """Whether the function fails in the same way on these arguments; they are then the best."""
        if self._left <= 0 or time.monotonic() > self._stop:
            return False
        fitted = self._task.fit(arguments, **self._options) if self._task.fit else arguments
        if fitted is None or not self._valid(fitted):
            return False
        self._left -= 1
        case = Case(self._case.name, fitted, layout or self._case.layout)
        outcome = self._call(fitted, case.layout)
        flaw = flaw_of(self._task, self._options, case, outcome)
        if flaw is None or flaw.kind != self.best.kind or not _seen(flaw):
            return False
        if not self._keeps(case, outcome):
            return False
        self.best, self._case = flaw, case
        return True

    def _valid(self, arguments: Arguments) -> bool:
        """The reference gives finite results here."""
        try:
            expected = computed(self._task.reference, self._task, arguments, self._options)
        except Exception:  # whatever the reference says to arguments that its statement rules out
            return False
        return all(np.isfinite(array).all() for array in expected)

    def _free(self) -> Iterator[int]:
        """The places of arrays whose values may change."""
        for i, quantity in enumerate(self._task.arguments):
            if isinstance(self._case.arguments[i], np.ndarray) and not quantity.fixed:
                yield i

    def _array(self, i: int) -> AnyArray:
        return np.asarray(self._case.arguments[i])

    def _with(self, i: int, array: AnyArray) -> Arguments:
        return (*self._case.arguments[:i], array, *self._case.arguments[i + 1 :])

    def _first(self, arrays: Iterator[AnyArray], i: int) -> None:
        for array in arrays:
            if self._accept(self._with(i, array)):
                return

    def _axes(self) -> list[str]:
        return sorted({axis for i in range(len(self._task.arguments)) for axis in self._names(i)})

    def _names(self, i: int) -> list[str]:
        """The names of an argument's axes; of any shape, by their places."""
        value, names = self._case.arguments[i], self._task.arguments[i].axes.split()
        if not isinstance(value, np.ndarray):
            return []
        return [f"...{k}" for k in range(value.ndim)] if names == ["..."] else names[: value.ndim]

    def _length(self, axis: str) -> int:
        lengths = [
            self._array(i).shape[self._names(i).index(axis)]
            for i in range(len(self._task.arguments))
            if axis in self._names(i)
        ]
        return max(lengths, default=0)

    def _cut(self, axis: str) -> bool:
        """Take runs out of an axis, long ones first; whether something could go."""
        gone, step = False, self._length(axis) // 2
        while step >= 1:
            at = 0
            while at < self._length(axis) > 1:
                keep = [k for k in range(self._length(axis)) if not at <= k < at + step]
                if keep and self._accept(self._kept(axis, keep)):
                    gone = True
                else:
                    at += step
            step //= 2
        return gone

    def _kept(self, axis: str, keep: list[int]) -> Arguments:
        """All arguments with these places of an axis alone."""
        kept = []
        for i, value in enumerate(self._case.arguments):
            if axis in self._names(i):
                place = self._names(i).index(axis)
                value = np.take(value, [k for k in keep if k < value.shape[place]], axis=place)
            kept.append(value)
        return tuple(kept)


def shrunk(task: Task, options: Options, flaw: Flaw, call: Call, keeps: Keeps = lambda case, outcome: True) -> Flaw:
    """The flaw in its smallest case found, among those that keep what is said about it."""
    if flaw.case is None or flaw.kind in NEVER:
        return flaw
    return Shrinker(task, options, flaw, flaw.case, call, keeps).run()


def _seen(flaw: Flaw) -> bool:
    """Whether the difference can be seen where numbers are printed."""
    if flaw.kind != "value":
        return True
    with np.errstate(all="ignore"):
        gaps = [
            np.abs(cells.got - cells.expected)[cells.wrong].max() / (np.abs(cells.expected).max() + 1e-9)
            for cells in flaw.cells
        ]
    return bool(max(gaps) > SEEN)


def _whole(array: AnyArray) -> Iterator[AnyArray]:
    """The array with all values simpler."""
    makers: tuple[Callable[[AnyArray], AnyArray], ...] = (
        np.zeros_like, np.ones_like, lambda a: np.round(np.clip(a, -3, 3)), np.round,
    )  # fmt: skip
    for make in makers:
        with np.errstate(all="ignore"):
            simpler = np.asarray(make(array), array.dtype)
        if np.isfinite(simpler).all() and not np.array_equal(simpler, array):
            yield simpler


def _cell(array: AnyArray, at: tuple[int, ...]) -> Iterator[AnyArray]:
    """The array with one value simpler."""
    for value in VALUES:
        if array[at] == value:
            return  # what is there is liked better than what would follow
        simpler = array.copy()
        simpler[at] = value
        yield simpler
