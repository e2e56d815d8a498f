"""Arithmetic that refuses what a float cannot hold: nothing becomes infinite, and nothing becomes 0 by underflow."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable

from engine.reading.outcome import Unreadable

FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "√": math.sqrt,
    "exp": math.exp,
    "ln": math.log,
    "log2": math.log2,
    "log10": math.log10,
    "lg": math.log10,
    "tanh": math.tanh,
    "abs": abs,
}
"""Every function that exists in an answer, by name."""


def kept(value: float, *factors: float) -> float:
    """The value, where it is finite and in full precision; it may be 0 only if one of its factors is."""
    if not math.isfinite(value):
        raise too_large()
    if abs(value) < sys.float_info.min and factors and 0.0 not in factors:
        raise Unreadable("that number is too small to compute with", "这个数太小，无法计算")
    return value


def number(text: str) -> float:
    """A decimal number, such as `1.5e-3`."""
    zero = not text.partition("e")[0].strip("0.")
    return kept(float(text), 0.0 if zero else 1.0)


def product(left: float, right: float) -> float:
    """Left times right."""
    return kept(left * right, left, right)


def quotient(above: float, below: float) -> float:
    """Above over below."""
    if below == 0:
        raise Unreadable("a fraction cannot have the denominator 0", "分母不能为 0")
    return kept(above / below, above)


def power(base: float, exponent: float) -> float:
    """Base to the exponent."""
    if base == 0 and exponent < 0:
        return quotient(1.0, base)
    try:
        value = math.pow(base, exponent)
    except ValueError:
        raise _not_real() from None
    return kept(value, base)


def applied(function: str, argument: float) -> float:
    """One of `FUNCTIONS` at `argument`."""
    try:
        value = FUNCTIONS[function](argument)
    except ValueError:
        raise _not_real() from None
    return kept(value, 1.0) if function == "exp" else value


def too_large() -> Unreadable:
    """The refusal of what would be infinite."""
    return Unreadable("that number is too large to compute with", "这个数太大，无法计算")


def not_finite() -> Unreadable:
    """The refusal of infinity and NaN written out."""
    return Unreadable(
        "a finite number is asked for; infinity and NaN are not taken", "答案应是有限的数，不能写无穷大或 NaN"
    )


def _not_real() -> Unreadable:
    return Unreadable("that expression is not a real number", "这个式子的结果不是实数")
