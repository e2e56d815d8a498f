"""Checks and answer rules: small expressions over measurements, evaluated by simpleeval on an allow-list.

`compile_expression` looks at every node, name and function before anything runs; what passes can only compare
and combine numbers. There are no attributes, no keyword arguments, no comprehensions and no code.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from threading import local
from typing import Any

import numpy as np
from simpleeval import SimpleEval

from engine.messages import ExpectedError, suggestion
from engine.parameters import Value

LONGEST = 500
"""The most characters an expression may have."""


class ExpressionError(ExpectedError, ValueError):
    """An expression that is not allowed, names nothing, or cannot be evaluated."""


LARGEST_ARRAY = 1_000_000
"""The most entries that an array may have at any moment of an evaluation."""
LARGEST_BITS = 1024
"""The most binary digits of a whole number."""
MOST_DIGITS = 30
"""The most decimals that `round` may be asked for."""


class _TooLarge(ValueError):
    """Something grew beyond what an expression may hold."""


def _number(value: Any) -> Any:
    """`value`, which is no text. Texts are only compared, as in `kind == 'relu'`."""
    if isinstance(value, str):
        raise TypeError(f"the text {value[:40]!r} can only be compared with == or !=")
    return value


def _bounded(value: Any) -> Any:
    if isinstance(value, int) and value.bit_length() > LARGEST_BITS:
        raise _TooLarge(f"a whole number of more than {LARGEST_BITS} binary digits")
    if isinstance(value, np.ndarray) and value.size > LARGEST_ARRAY:
        raise _TooLarge(f"an array of more than {LARGEST_ARRAY:,} entries")
    return value


def _operator(function: Callable[..., Any]) -> Callable[..., Any]:
    """The operator over numbers, booleans and arrays, within bounds. The shape is looked at before it is filled."""

    compared = _compared(function)
    return lambda *values: _bounded(compared(*map(_number, values)))


def _compared(function: Callable[..., Any]) -> Callable[..., Any]:
    """The operator, also over texts, within bounds."""

    def apply(*values: Any) -> Any:
        shapes = [value.shape for value in values if isinstance(value, np.ndarray)]
        if len(shapes) > 1 and math.prod(np.broadcast_shapes(*shapes)) > LARGEST_ARRAY:
            raise _TooLarge(f"an array of more than {LARGEST_ARRAY:,} entries")
        return function(*values)

    return apply


def _function(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function over numbers, booleans and arrays, within bounds."""
    return lambda *values: _bounded(function(*map(_number, values)))


def _rounded(value: Any, digits: Any = 0) -> Any:
    if not isinstance(digits, int) or abs(digits) > MOST_DIGITS:
        raise ValueError(f"round() takes up to {MOST_DIGITS} digits")
    return np.round(value, digits)


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
    "round": _rounded,
    "sqrt": np.sqrt,
    "sum": np.sum,
    "transpose": np.transpose,
}
"""Every function that exists in an expression, by name."""

_ARITHMETIC: Mapping[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: _power,
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_OPERATORS: Mapping[type[ast.AST], Callable[..., Any]] = {
    **{node: _operator(function) for node, function in _ARITHMETIC.items()},
    ast.Not: operator.not_,
    ast.Eq: _compared(operator.eq),
    ast.NotEq: _compared(operator.ne),
}
_GUARDED = {name: _function(function) for name, function in FUNCTIONS.items()}
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
        evaluator = _evaluator()
        evaluator.names = {**_BOOLEANS, **names}
        try:
            with np.errstate(all="ignore"):
                value = evaluator.eval(self.source, previously_parsed=self.tree)
        except Exception as error:
            raise ExpressionError(
                f"'{self.source}' cannot be computed: {_cause(error)}",
                f"表达式“{self.source}”无法计算：{_cause(error)}",
            ) from error
        return value.item() if isinstance(value, np.generic) else value

    def holds(self, names: Mapping[str, Value]) -> bool:
        """Whether it is true. Raises ExpressionError when it comes to an array or a text."""
        value = self.value(names)
        if isinstance(value, np.ndarray) or isinstance(value, str):
            raise ExpressionError(
                f"'{self.source}' is neither true nor false; use all(...) or any(...)",
                f"表达式“{self.source}”的值不是真或假；请用 all(...) 或 any(...)",
            )
        return bool(value)


_LOCAL = local()


def _evaluator() -> SimpleEval:
    """This thread's evaluator: making one costs more than evaluating a small expression."""
    made: SimpleEval | None = getattr(_LOCAL, "evaluator", None)
    if made is None:
        made = _LOCAL.evaluator = SimpleEval(operators=dict(_OPERATORS), functions=dict(_GUARDED))
    return made


@lru_cache(maxsize=16384)
def parse(source: str) -> Expression:
    """Check an expression's form and functions. Raises ExpressionError saying what is not allowed."""
    if len(source) > LONGEST:
        raise ExpressionError(
            f"an expression of {len(source)} characters is too long; {LONGEST} are allowed",
            f"表达式有 {len(source)} 个字符，超过上限 {LONGEST}",
        )
    try:
        tree = ast.parse(source.strip(), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError) as error:
        why = getattr(error, "msg", error)
        raise ExpressionError(f"'{source}' is not an expression: {why}", f"“{source}”不是表达式：{why}") from error
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        _allow(node, source)
    names = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and id(n) not in called}
    return Expression(source, tree.body, frozenset(names - set(_BOOLEANS)))


def compile_expression(source: str, known: Collection[str]) -> Expression:
    """`parse`, and make sure that every name is one of `known`. Raises ExpressionError with the nearest name."""
    expression = parse(source)
    for name in sorted(n for n in expression.names if n not in known):
        hint = suggestion(name, sorted(known))
        raise ExpressionError(
            f"'{source}' names '{name}', which is no measurement or parameter. {hint.en}",
            f"“{source}”中的“{name}”既不是测量值也不是参数。{hint.zh}",
        )
    return expression


def _allow(node: ast.AST, source: str) -> None:
    if isinstance(node, ast.operator | ast.unaryop | ast.cmpop):
        if type(node) not in _OPERATORS:
            raise _refused(source, "uses an operator that checks do not have", "用了检查中没有的运算符")
        return
    if not isinstance(node, _SHAPES):
        kind = type(node).__name__
        raise _refused(source, f"uses {kind}, which checks do not have", f"用了检查中没有的 {kind}")
    if isinstance(node, ast.Call):
        if not isinstance(node.func, ast.Name) or node.func.id not in FUNCTIONS:
            name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
            names = sorted(FUNCTIONS)
            raise _refused(
                source,
                f"calls {name}(); checks have {', '.join(names)}",
                f"调用了 {name}()；检查中可用的函数有 {'、'.join(names)}",
            )
        if node.keywords:
            raise _refused(
                source, "passes an argument by name; checks take them by position", "按名称传参；检查只接受按位置传参"
            )
    if isinstance(node, ast.Constant) and not isinstance(node.value, int | float | str):
        raise _refused(source, f"holds {node.value!r}, which checks do not have", f"含有检查中不可用的 {node.value!r}")


def _cause(error: Exception) -> str:
    """The library's message, at a length that can be read."""
    return " ".join(str(error).split())[:200]


def _refused(source: str, en: str, zh: str) -> ExpressionError:
    return ExpressionError(f"'{source}' {en}", f"“{source}”{zh}")
