"""Significant digits: one declaration gives the prompt's phrase, the tolerance and the way the key is shown."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

import numpy as np

from engine.parameters import FloatArray
from engine.text import Text

MOST_DIGITS = 6
"""The most significant digits that can be asked for."""
TIE = 0.1
"""Part of a unit: a key nearer to a tie is drawn again, for two careful learners could round it differently."""
_WORDS = ("one", "two", "three", "four", "five", "six")
_ZH = "一两三四五六"
_SLACK = 1 + 1e-9


def unit(value: float, digits: int) -> float:
    """The unit of the last of `digits` significant digits of `value`, before rounding. Raises ValueError for 0."""
    if value == 0 or not math.isfinite(value):
        raise ValueError(f"{value:g} has no significant digits")
    exponent = int(f"{abs(value):.15e}".partition("e")[2])
    return 10.0 ** (exponent - digits + 1)


def half_unit(value: float, digits: int) -> float:
    """The tolerance: half a unit of the last digit asked; 0 for a key of 0."""
    return 0.5 * unit(value, digits) * _SLACK if value and math.isfinite(value) else 0.0


def half_units(values: FloatArray, digits: int) -> FloatArray:
    """The tolerance of each cell; same shape as `values`."""
    limits = [half_unit(float(value), digits) for value in values.ravel()]
    return np.array(limits).reshape(values.shape)


def near_tie(values: Iterable[float], digits: int) -> bool:
    """Whether one of `values` lies within a tenth of a unit of a tie."""
    return any(_tie_distance(value, digits) < TIE for value in values if value and math.isfinite(value))


def _tie_distance(value: float, digits: int) -> float:
    return abs(math.modf(abs(value) / unit(value, digits))[0] - 0.5)


def significant(value: float, digits: int) -> str:
    """`value` with exactly `digits` significant digits: 0.0988, 1.50, 1.2e-7.

    >>> significant(8 / 81, 3)
    '0.0988'
    """
    if value == 0 or not math.isfinite(value):
        return f"{value:g}"
    mantissa, _, exponent = f"{value:.{digits - 1}e}".partition("e")
    power = int(exponent)
    if -5 <= power < max(digits, 6):
        return format(Decimal(f"{mantissa}e{power}"), "f")
    return f"{mantissa}e{power}"


def phrase(digits: int) -> Text:
    """What is added to the prompt.

    >>> phrase(3).en
    'Give three significant digits.'
    """
    plural = "" if digits == 1 else "s"
    return Text(f"Give {_WORDS[digits - 1]} significant digit{plural}.", f"保留{_ZH[digits - 1]}位有效数字。")
