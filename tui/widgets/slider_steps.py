"""Where a parameter's value lies on its slider, and which value a turn of the knob leads to."""

from __future__ import annotations

import math

import numpy as np

from engine.parameters import Array, Choice, Float, Integer, Parameter, Value
from engine.text import Language
from tui.drawing.canvas import number
from tui.locale import laboratory as words

TURNS = 40
"""How many small steps lead from one end of a slider for real numbers to the other."""
LARGE = 5
"""How many small steps a large one has."""


def fraction(parameter: Parameter, value: Value) -> float:
    """The place of `value` from 0 to 1."""
    if isinstance(parameter, Integer) and isinstance(value, int):
        return (value - parameter.low) / max(1, parameter.high - parameter.low)
    if isinstance(parameter, Float) and isinstance(value, float):
        if parameter.log and parameter.low > 0:
            return math.log(value / parameter.low) / math.log(parameter.high / parameter.low)
        return (value - parameter.low) / (parameter.high - parameter.low)
    if isinstance(parameter, Choice):
        return parameter.options.index(parameter.accept(value)) / max(1, len(parameter.options) - 1)
    return 0.0


def at(parameter: Parameter, place: float) -> Value | None:
    """The value at `place` from 0 to 1, rounded as a reader would; None for arrays."""
    place = max(0.0, min(1.0, place))
    if isinstance(parameter, Integer):
        steps = round(place * (parameter.high - parameter.low) / parameter.step)
        return min(parameter.high, parameter.low + steps * parameter.step)
    if isinstance(parameter, Float):
        return _real(parameter, place)
    if isinstance(parameter, Choice):
        return parameter.options[round(place * (len(parameter.options) - 1))]
    return None


def _real(parameter: Float, place: float) -> float:
    if place in (0.0, 1.0):
        return parameter.high if place else parameter.low
    if parameter.log and parameter.low > 0:
        value = float(f"{parameter.low * (parameter.high / parameter.low) ** place:.3g}")
    else:
        span = parameter.high - parameter.low
        grain = 10.0 ** math.floor(math.log10(span / TURNS))
        value = round((parameter.low + span * place) / grain) * grain
        value = float(f"{value:.12g}")
    return max(parameter.low, min(parameter.high, value))


def turned(parameter: Parameter, value: Value, steps: int) -> Value | None:
    """The value after `steps` small steps up or down; it stays within the range. None for arrays."""
    if isinstance(parameter, Integer) and isinstance(value, int):
        return max(parameter.low, min(parameter.high, value + steps * parameter.step))
    if isinstance(parameter, Choice):
        place = parameter.options.index(parameter.accept(value)) + (1 if steps > 0 else -1)
        return parameter.options[place % len(parameter.options)]
    if isinstance(parameter, Float):
        return at(parameter, fraction(parameter, value) + steps / TURNS)
    return None


def shown(parameter: Parameter, value: Value, language: Language) -> str:
    """The value with its unit."""
    if isinstance(parameter, Choice):
        text = parameter.label_of(parameter.accept(value)).said(language)
    elif isinstance(value, np.ndarray):
        if not value.size:
            return words.DRAWN.said(language)
        shape = "x".join(map(str, value.shape))
        return words.SHAPE.said(language).format(shape=shape) if value.size > 8 else typed(value)
    else:
        text = number(float(value), 6) if isinstance(value, int | float) else str(value)
    return f"{text} {parameter.unit.said(language)}".rstrip()


def typed(value: Value) -> str:
    """The value as `Parameter.parse` reads it back."""
    if not isinstance(value, np.ndarray):
        return f"{value:g}" if isinstance(value, float) else str(value)
    if value.ndim > 2:
        return str(value.tolist())
    return "; ".join(" ".join(f"{cell:.12g}" for cell in line) for line in np.atleast_2d(value))


def allowed(parameter: Parameter, language: Language) -> str:
    """The range in the learner's language."""
    if isinstance(parameter, Choice):
        return " / ".join(parameter.label_of(option).said(language) for option in parameter.options)
    low, high = number(parameter.low, 6), number(parameter.high, 6)
    if isinstance(parameter, Array):
        return words.NUMBER_LIST.said(language).format(low=low, high=high, longest=parameter.longest)
    return words.RANGE.said(language).format(low=low, high=high)
