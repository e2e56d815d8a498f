"""Calls a function of this process as the judge calls the learner's: many judgements a second."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import numpy as np

from engine.judging.outcome import Outcome, Returned, Trouble
from engine.task import FORTRAN, PLAIN, STRIDED, Arguments, Options, Task


def laid_out(value: Any, layout: str) -> Any:
    """A copy of an array in the layout of the case."""
    if not isinstance(value, np.ndarray):
        return value
    if layout == STRIDED and value.ndim:
        block = np.full((*value.shape[:-1], 2 * value.shape[-1]), 77, value.dtype)
        block[..., ::2] = value
        return block[..., ::2]
    return value.copy(order="F" if layout == FORTRAN else "C")


def returned(value: Any) -> Returned:
    """One value as the judge sees it."""
    if value is None:
        return Returned("none")
    kind = {np.ndarray: "array", list: "list"}.get(type(value), "number")
    array = np.asarray(value)
    return Returned(kind, array) if array.dtype.kind in "fiubc" else Returned("other", None, type(value).__name__)


def in_process(function: Callable[..., Any]) -> Callable[..., Outcome]:
    """A `Call` of the judge."""

    def call(arguments: Arguments, layout: str = PLAIN, *, readonly: bool = False) -> Outcome:
        given = [laid_out(value, layout) for value in arguments]
        before = [value.copy() if isinstance(value, np.ndarray) else None for value in given]
        try:
            with np.errstate(all="ignore"):
                value = function(*given)
        except Exception as error:
            return Outcome(trouble=Trouble(type(error).__name__, str(error)))
        changed = [i for i, b in enumerate(before) if b is not None and not np.array_equal(b, given[i], equal_nan=True)]
        many = type(value).__name__ if isinstance(value, tuple) else ""
        return Outcome(tuple(map(returned, value)) if many else (returned(value),), many, changed=tuple(changed))

    return call


def with_options(source: str, options: Options) -> str:
    """The source with the keyword-only parameters of its last function given the drawn values as defaults."""
    lines = source.splitlines()
    function = next(node for node in reversed(ast.parse(source).body) if isinstance(node, ast.FunctionDef))
    for parameter in reversed(function.args.kwonlyargs):
        row, column = (parameter.end_lineno or 1) - 1, parameter.end_col_offset or 0
        line = lines[row].encode()
        value = repr(options[parameter.arg]).encode()
        equals = b" = " if parameter.annotation else b"="
        lines[row] = (line[:column] + equals + value + line[column:]).decode()
    return "\n".join(lines)


def from_source(source: str, task: Task, options: Options) -> Callable[..., Outcome]:
    """A `Call` of the function that the source of a solution defines."""
    scope: dict[str, Any] = {}
    exec(compile(with_options(source, options), f"{task.name}.py", "exec"), scope)
    return in_process(scope[task.name])
