"""Is the outcome of one call what the reference gives? By value, shape and dtype."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.judging import sentences as said
from engine.judging.outcome import AnyArray, Cells, Flaw, Outcome, Returned
from engine.parameters import FloatArray
from engine.task import Arguments, Case, Function, Options, Task
from engine.text import Text

RTOL = {2: 2e-2, 4: 2e-4, 8: 1e-7}
"""Relative tolerance by the bytes of the narrowest float that goes in."""
FLOOR = 0.01
"""Keeps answers right that cancel to 1e-15 where 0 is expected."""


def float_arrays(arguments: Arguments) -> list[AnyArray]:
    """The arguments that are arrays of floats."""
    return [item for item in arguments if isinstance(item, np.ndarray) and item.dtype.kind == "f"]


def narrowest(arguments: Arguments) -> int:
    """The bytes of the narrowest float that goes in; 8 where there is none."""
    return min((array.dtype.itemsize for array in float_arrays(arguments)), default=8)


def computed(function: Function, task: Task, arguments: Arguments, options: Options) -> tuple[AnyArray, ...]:
    """The results of the reference or of a named wrong solution, in float64, its input left alone."""
    given = (item.astype(float) if any(item is a for a in float_arrays(arguments)) else item for item in arguments)
    copies = tuple(item.copy() if isinstance(item, np.ndarray) else item for item in given)
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", RuntimeWarning
        )  # a wrong procedure may average nothing; the app draws on stderr
        value = function(*copies, **options)
    return tuple(map(np.asarray, value)) if len(task.results) > 1 else (np.asarray(value),)


def wrong_cells(expected: AnyArray, got: AnyArray, rtol: float) -> NDArray[np.bool_]:
    """Cells farther off than rtol (|expected| + the largest |expected| + FLOOR); nan equals nan, inf equals inf."""
    with np.errstate(all="ignore"):
        finite = expected[np.isfinite(expected)]
        scale = np.abs(finite).max() if finite.size else 0.0
        close = np.isfinite(expected) & (np.abs(got - expected) <= rtol * (np.abs(expected) + scale + FLOOR))
        return np.asarray(~(close | (got == expected) | (np.isnan(got) & np.isnan(expected))))


def tolerance(task: Task, arguments: Arguments) -> float:
    """The relative tolerance for results of these arguments."""
    return RTOL[min(narrowest(arguments), 8)] * task.comparison.factor


def aligned(task: Task, expected: tuple[AnyArray, ...], got: tuple[AnyArray, ...]) -> tuple[FloatArray, ...]:
    """`got` in float64, turned to the equally right result nearest to `expected`."""
    floats = tuple(np.asarray(array, float) for array in got)
    if task.comparison.align is None:
        return floats
    with np.errstate(all="ignore"):
        turned = task.comparison.align(tuple(np.asarray(array, float) for array in expected), floats)
    return tuple(np.asarray(array, float) for array in turned)


def same(task: Task, arguments: Arguments, expected: tuple[AnyArray, ...], got: tuple[AnyArray, ...]) -> bool:
    """Whether the two are equal in number, in shape, and within the tolerance."""
    if [array.shape for array in expected] != [array.shape for array in got]:
        return False
    rtol = tolerance(task, arguments)
    pairs = zip(expected, aligned(task, expected, got), strict=True)
    return not any(wrong_cells(np.asarray(e, float), g, rtol).any() for e, g in pairs)


def failure_of(outcome: Outcome, case: Case | None = None) -> Flaw | None:
    """Why there is no value at all, where that is so."""
    if outcome.ended:
        return Flaw("ended", outcome.ended, case)
    if outcome.refused.en:
        return Flaw("refused", outcome.refused, case)
    if outcome.unfit:
        return Flaw(*outcome.unfit, case)
    if outcome.trouble:
        return Flaw(f"error:{outcome.trouble.type}", said.trouble(outcome.trouble), case)
    return None


def flaw_of(task: Task, options: Options, case: Case, outcome: Outcome) -> Flaw | None:
    """What is wrong with the outcome of a case; None when it is right."""
    if failed := failure_of(outcome, case):
        return failed
    if outcome.changed:
        names = [task.arguments[i].name for i in outcome.changed if i < len(task.arguments)]
        return Flaw("changed", said.CHANGED.format(names=", ".join(names)), case)
    expected = computed(task.reference, task, case.arguments, options)
    return _form(task, case, outcome, expected) or _values(task, case, outcome, expected)


def _form(task: Task, case: Case, outcome: Outcome, expected: tuple[AnyArray, ...]) -> Flaw | None:
    """Wrong number, type, shape or dtype of the results."""
    if len(outcome.values) != len(expected) or (len(expected) == 1 and outcome.many):
        names = ", ".join(item.name for item in task.results)
        return Flaw("count", said.count(len(outcome.values), outcome.many, names, len(expected)), case)
    for quantity, value, wanted in zip(task.results, outcome.values, expected, strict=True):
        kind, text = _misformed(quantity.name, value, wanted, narrowest(case.arguments))
        if text:
            return Flaw(kind, text, case)
    return None


def _misformed(name: str, value: Returned, wanted: AnyArray, narrow: int) -> tuple[str, Text | None]:
    array = value.array
    if array is None or (value.kind == "list" and wanted.ndim):
        return "type", said.kind_of(name, value)
    if array.dtype.kind not in "fiub":
        return "dtype", said.COMPLEX.format(name=name)
    if array.shape != wanted.shape:
        return "shape", said.SHAPE.format(name=name, got=array.shape, expected=wanted.shape)
    if array.dtype.kind == "f" and array.dtype.itemsize < min(narrow, 4 if wanted.dtype.kind != "f" else narrow):
        return "dtype", said.COARSE.format(name=name, dtype=array.dtype)
    if array.dtype.kind != "f" and wanted.dtype.kind == "f" and wrong_cells(wanted, array.astype(float), 1e-7).any():
        return "dtype", said.WHOLE.format(name=name, dtype=array.dtype)
    return "", None


def _values(task: Task, case: Case, outcome: Outcome, expected: tuple[AnyArray, ...]) -> Flaw | None:
    arrays: tuple[Any, ...] = outcome.arrays or ()
    got, rtol, found = aligned(task, expected, arrays), tolerance(task, case.arguments), []
    for quantity, e, g in zip(task.results, expected, got, strict=True):
        wrong = wrong_cells(np.asarray(e, float), g, rtol)
        if wrong.any():
            found.append(Cells(quantity.name, np.asarray(e, float), g, wrong))
    if not found:
        return None
    nan = any((np.isnan(cells.got) & ~np.isnan(cells.expected)).any() for cells in found)
    return Flaw("nan" if nan else "value", said.wrong(found), case, tuple(found), got)
