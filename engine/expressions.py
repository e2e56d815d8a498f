"""Checks and answer rules: small expressions over measurements, evaluated by simpleeval on an allow-list.

`compile_expression` looks at every node, name and function before anything runs; what passes can only compare
and combine numbers. There are no attributes, no keyword arguments, no comprehensions and no code.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

import numpy as np
from simpleeval import SimpleEval

from engine.parameters import Value

LONGEST = 500
"""The most characters an expression may have."""


class ExpressionError(ValueError):
    """An expression that is not allowed, names nothing, or cannot be evaluated."""


def close(a: Any, b: Any, tolerance: float = 1e-9) -> bool:
    """Whether `a` and `b` agree everywhere to `tolerance`, relative to the larger of them and 1."""
    left, right = np.asarray(a, float), np.asarray(b, float)
    if left.shape != right.shape and left.size != 1 and right.size != 1:
        return False
    scale = max(1.0, float(np.max(np.abs(left), initial=0)), float(np.max(np.abs(right), initial=0)))
    return bool(np.all(np.abs(left - right) <= tolerance * scale))


def _least(*values: Any) -> Any:
    return np.min(values[0]) if len(values) == 1 else np.minimum.reduce(values)


def _most(*values: Any) -> Any:
    return np.max(values[0]) if len(values) == 1 else np.maximum.reduce(values)


def _length(value: Any) -> int:
    return int(np.shape(value)[0]) if np.ndim(value) else 1


def _power(base: Any, exponent: Any) -> Any:
    if isinstance(base, int) and isinstance(exponent, int) and 0 <= exponent <= 64 and abs(base) <= 10**6:
        return base**exponent
    with np.errstate(over="ignore", invalid="ignore"):
        return np.power(np.asarray(base, float), np.asarray(exponent, float))[()]


FUNCTIONS: Mapping[str, Callable[..., Any]] = {
    "abs": np.abs,
    "all": np.all,
    "any": np.any,
    "argmax": np.argmax,
    "argmin": np.argmin,
    "ceil": np.ceil,
    "close": close,
    "exp": np.exp,
    "floor": np.floor,
    "len": _length,
    "log": np.log,
    "max": _most,
    "mean": np.mean,
    "min": _least,
    "round": np.round,
    "sqrt": np.sqrt,
    "sum": np.sum,
    "transpose": np.transpose,
}
"""Every function that exists in an expression, by name."""

_OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Not: operator.not_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_SHAPES = (
    *(ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.And, ast.Or, ast.Compare, ast.IfExp),
    *(ast.Call, ast.Name, ast.Load, ast.Constant, ast.Subscript),
)
_BOOLEANS = {"true": True, "false": False}


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A checked expression, ready to be evaluated."""

    source: str
    tree: ast.expr
    names: frozenset[str]

    def value(self, names: Mapping[str, Value]) -> Any:
        """What it comes to. Raises ExpressionError, naming the expression, when it cannot be computed."""
        evaluator = SimpleEval(
            operators=dict(_OPERATORS),
            functions=dict(FUNCTIONS),
            names={**_BOOLEANS, **names},
        )
        try:
            with np.errstate(all="ignore"):
                value = evaluator.eval(self.source, previously_parsed=self.tree)
        except Exception as error:
            raise ExpressionError(f"'{self.source}' cannot be computed: {error}") from error
        return value.item() if isinstance(value, np.generic) else value

    def holds(self, names: Mapping[str, Value]) -> bool:
        """Whether it is true. Raises ExpressionError when it comes to an array or a text."""
        value = self.value(names)
        if isinstance(value, np.ndarray) or isinstance(value, str):
            raise ExpressionError(f"'{self.source}' does not come to yes or no; use all(...) or any(...)")
        return bool(value)


def parse(source: str) -> Expression:
    """Check an expression's form and functions. Raises ExpressionError saying what is not allowed."""
    if len(source) > LONGEST:
        raise ExpressionError(f"an expression of {len(source)} characters is too long; {LONGEST} are allowed")
    try:
        tree = ast.parse(source.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        raise ExpressionError(f"'{source}' is not an expression: {getattr(error, 'msg', error)}") from error
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        _allow(node, source)
    names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and id(n) not in called}
    return Expression(source, tree.body, frozenset(names - set(_BOOLEANS)))


def compile_expression(source: str, known: Collection[str]) -> Expression:
    """`parse`, and make sure that every name is one of `known`. Raises ExpressionError with the nearest name."""
    expression = parse(source)
    for name in sorted(expression.names - set(known)):
        near = get_close_matches(name, known, 1, 0.5)
        hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(sorted(known)) or 'none'}"
        raise ExpressionError(f"'{source}' names '{name}', which is no measurement or parameter; {hint}")
    return expression


def _allow(node: ast.AST, source: str) -> None:
    if isinstance(node, ast.operator | ast.unaryop | ast.cmpop):
        if type(node) not in _OPERATORS:
            raise ExpressionError(f"'{source}' uses an operator that checks do not have")
        return
    if not isinstance(node, _SHAPES):
        raise ExpressionError(f"'{source}' uses {type(node).__name__}, which checks do not have")
    if isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
            raise ExpressionError(f"'{source}' calls {name}(); checks have {', '.join(sorted(FUNCTIONS))}")
        if node.keywords:
            raise ExpressionError(f"'{source}' passes an argument by name; checks take them by position")
    if isinstance(node, ast.Constant) and not isinstance(node.value, int | float | str):
        raise ExpressionError(f"'{source}' holds {node.value!r}, which checks do not have")
